// Lets the content of frames be printed whole.  A frame is one box to the printer: what scrolls in it is not printed,
// and a tall one is cut between lines.  One that shows more than its box is set into the page instead.
// Argument: {tallest}: height in px that a frame can have on one sheet.
// Returns {grown, opened}: how many were given their content's height, how many set into the page.
(argument) => {
  const { all, frameDocument, imported } = captureDom;
  const counts = { grown: 0, opened: 0 };
  const force = (element, property, value) => element.style.setProperty(property, value, 'important');

  const setIn = (frame, inner) => {
    const host = document.createElement('div');
    const shadow = host.attachShadow({ mode: 'open' });
    const body = document.createElement('div');
    for (const sheet of inner.querySelectorAll('style, link[rel~=stylesheet]')) {
      if (!inner.body.contains(sheet)) shadow.append(imported(sheet, inner.baseURI));
    }
    for (const child of inner.body.childNodes) body.append(child.nodeType === 1 && child.localName === 'script' ? '' : imported(child, inner.baseURI));
    const style = inner.defaultView.getComputedStyle(inner.body);
    for (const property of ['font', 'color', 'direction', 'padding', 'text-align']) body.style.setProperty(property, style.getPropertyValue(property));
    shadow.append(body);
    frame.replaceWith(host);
  };

  for (const frame of all('iframe')) {
    const inner = frameDocument(frame);
    if (!inner || !inner.body || !frame.checkVisibility() || frame.clientWidth < 100) continue;
    const needs = Math.max(inner.documentElement.scrollHeight, inner.body.scrollHeight);
    if (needs <= frame.clientHeight + 4 || (inner.body.innerText || '').trim().length < 40) continue;
    if (needs <= argument.tallest) { force(frame, 'height', `${needs + 2}px`); counts.grown += 1; } else { setIn(frame, inner); counts.opened += 1; }
  }
  return counts;
}
