// Makes one page of a frameset: each frame's content stands at its full height where the frame stood, so that it can be
// photographed, printed and kept as one file.  Frames of other sites cannot be looked into, and stay empty.
// Returns {frames, empty}: how many there are, and how many of them stay empty.
(argument) => {
  const { all, frameDocument, setIn } = captureDom;
  const top = document.body;
  if (!top || top.localName !== 'frameset') return { frames: 0, empty: 0 };
  const frames = all('frame');
  const counts = { frames: frames.length, empty: 0 };

  // "200,*,2*" of the HTML standard (rules for parsing a list of dimensions): px, shares of what is left, or %.
  const tracks = (said, least) => (said || '*').split(',').map((part) => {
    const number = parseFloat(part) || 0;
    if (part.includes('*')) return `minmax(${least}, ${number || 1}fr)`;
    if (part.includes('%')) return least === 'auto' ? 'auto' : `calc(${number}% - 2px)`;
    return least === 'auto' ? `minmax(${number}px, auto)` : `${number}px`;
  }).join(' ');

  const opened = (frame) => {
    const inner = frameDocument(frame);
    if (!inner || !inner.body) { counts.empty += 1; return document.createElement('div'); }
    if (inner.body.localName === 'frameset') return laidOut(inner.body);
    const { host, style } = setIn(inner,
      ['font', 'color', 'direction', 'padding', 'margin', 'text-align', 'background', 'overflow-wrap']);
    // The canvas takes the background of the root, and where that has none, of the body.
    const root = inner.defaultView.getComputedStyle(inner.documentElement);
    const bare = root.backgroundColor === 'rgba(0, 0, 0, 0)' && root.backgroundImage === 'none';
    host.style.setProperty('background', (bare ? style : root).getPropertyValue('background'));
    if (/^rgba\(.*, 0\)$/.test(host.style.backgroundColor)) host.style.backgroundColor = 'white';
    return host;
  };

  const laidOut = (set) => {
    const grid = document.createElement('div');
    const bordered = !/^(0|no)$/i.test(set.getAttribute('frameborder') || set.getAttribute('border') || '');
    const columns = tracks(set.getAttribute('cols'), '0px');
    const rows = tracks(set.getAttribute('rows'), 'auto');
    grid.style.cssText = `display: grid; grid-template-columns: ${columns}; grid-template-rows: ${rows}; gap: ${bordered ? 2 : 0}px;`
      + 'background: #ccc; min-width: 0;';
    for (const child of set.children) {
      if (child.localName === 'frameset') grid.append(laidOut(child));
      else if (child.localName === 'frame') grid.append(opened(child));
    }
    return grid;
  };

  const body = document.createElement('body');
  body.style.margin = '0';
  body.append(laidOut(top));
  document.documentElement.replaceChild(body, top);
  return counts;
}
