// Lets the content of frames be printed whole.  A frame is one box to the printer: what scrolls in it is not printed,
// and a tall one is cut between lines.  One that shows more than its box is set into the page instead.
// Argument: {tallest}: height in px that a frame can have on one sheet.
// Returns {grown, opened}: how many were given their content's height, how many set into the page.
(argument) => {
  const { all, frameDocument, setIn } = captureDom;
  const counts = { grown: 0, opened: 0 };
  const force = (element, property, value) => element.style.setProperty(property, value, 'important');

  const LOOKS = ['font', 'color', 'direction', 'padding', 'text-align'];

  for (const frame of all('iframe')) {
    const inner = frameDocument(frame);
    if (!inner || !inner.body || !frame.checkVisibility() || frame.clientWidth < 100) continue;
    const needs = Math.max(inner.documentElement.scrollHeight, inner.body.scrollHeight);
    if (needs <= frame.clientHeight + 4 || (inner.body.innerText || '').trim().length < 40) continue;
    if (needs <= argument.tallest) { force(frame, 'height', `${needs + 2}px`); counts.grown += 1; } else { frame.replaceWith(setIn(inner, LOOKS).host); counts.opened += 1; }
  }
  return counts;
}
