// Shows passages that the page holds back: in closed tabs and panels, behind slides, past a box's edge.
// Argument: {passages}: letters and digits of each passage in lower case, nothing between them.
// Returns how many elements were changed.
(argument) => {
  const { roots, parent } = captureDom;
  const styleOf = (element) => (element.ownerDocument.defaultView || window).getComputedStyle(element);
  const changed = new Set();
  const force = (element, property, value) => {
    if (!element.style) return;
    element.style.setProperty(property, value, 'important');
    changed.add(element);
  };
  const letters = (text) => text.normalize('NFKC').toLowerCase().replace(/[^\p{L}\p{N}_]/gu, '');

  const nodes = []; const starts = []; const parts = [];
  let length = 0;
  for (const root of roots()) {
    const walker = (root.ownerDocument || root).createTreeWalker(root, 4 /* SHOW_TEXT */);
    while (walker.nextNode()) {
      const holder = walker.currentNode.parentElement;
      if (!holder || /^(script|style|noscript|template|head|title)$/.test(holder.localName)) continue;
      const said = letters(walker.currentNode.data);
      if (!said) continue;
      nodes.push(holder); starts.push(length); parts.push(said);
      length += said.length;
    }
  }
  const run = parts.join('');

  const MOST_TIMES = 50;
  const between = (at, end) => {
    let low = 0; let high = starts.length - 1;
    while (low < high) { const middle = (low + high + 1) >> 1; if (starts[middle] <= at) low = middle; else high = middle - 1; }
    const found = [];
    for (let i = low; i < starts.length && starts[i] < end; i += 1) found.push(nodes[i]);
    return found;
  };
  const holders = (passage) => {
    const sought = run.includes(passage) ? passage : passage.slice(0, 60);
    const found = [];
    for (let at = run.indexOf(sought), times = 0; at >= 0 && times < MOST_TIMES; at = run.indexOf(sought, at + sought.length), times += 1) {
      found.push(...between(at, at + sought.length));
    }
    return found;
  };

  // Where an element goes by default, where a rule of the page's takes it away.
  const display = (element) => {
    const kinds = { tr: 'table-row', td: 'table-cell', th: 'table-cell', tbody: 'table-row-group', thead: 'table-header-group', table: 'table', li: 'list-item', caption: 'table-caption' };
    return kinds[element.localName] || (/^(a|b|i|em|strong|span|small|code|time|abbr|sub|sup|label|u|s|q|cite|mark|font|img)$/.test(element.localName) ? 'inline' : 'block');
  };

  // The veil over the last lines of a cut text.
  const unfade = (element) => {
    element.classList.add('capture-shown');
    if (styleOf(element).maskImage !== 'none') force(element, 'mask-image', 'none');
    for (const veil of element.children) {
      const style = styleOf(veil);
      if (/absolute|sticky/.test(style.position) && style.backgroundImage.includes('gradient(') && (veil.textContent || '').trim().length < 40) force(veil, 'background', 'none');
    }
  };

  const seen = new Set();
  const show = (element) => {
    if (seen.has(element) || element === document.documentElement) return;
    seen.add(element);
    const style = styleOf(element);
    if (style.display === 'none') force(element, 'display', display(element));
    if (style.visibility !== 'visible') force(element, 'visibility', 'visible');
    if (style.contentVisibility !== 'visible') force(element, 'content-visibility', 'visible');
    if (Number(style.opacity) < 0.5) force(element, 'opacity', '1');
    if (style.clipPath !== 'none') force(element, 'clip-path', 'none');
    if (style.clip !== 'auto') force(element, 'clip', 'auto');
    const box = element.getBoundingClientRect();
    const outside = box.right < 1 || box.left > innerWidth - 1 || box.bottom + scrollY < 1 || box.width < 2 || box.height < 2;
    if (style.transform !== 'none' && outside) force(element, 'transform', 'none');
    if (style.scale !== 'none' || style.translate !== 'none') { force(element, 'scale', 'none'); force(element, 'translate', 'none'); }
    if (/absolute|fixed/.test(style.position)) force(element, 'position', 'static');
    if (/hidden|clip|auto|scroll/.test(style.overflowX + style.overflowY)) {
      for (const [property, value] of [['overflow', 'visible'], ['height', 'auto'], ['max-height', 'none'], ['contain', 'none'], ['-webkit-line-clamp', 'none']]) force(element, property, value);
      unfade(element);
      if (box.width < 40) { force(element, 'width', 'auto'); force(element, 'max-width', 'none'); }
    } else if (/px$/.test(style.maxHeight) && element.scrollHeight > element.clientHeight + 4) force(element, 'max-height', 'none');
    const next = parent(element);
    if (next && styleOf(next).display.includes('flex') && styleOf(next).flexWrap === 'nowrap' && styleOf(next).flexDirection.startsWith('row')) {
      force(next, 'flex-wrap', 'wrap'); force(next, 'transform', 'none'); force(element, 'max-width', '100%');
    }
  };

  // What is cut at the foot of a fixed height is cut by the box, which shows everything else.
  const above = (element) => {
    for (let up = element, depth = 0; up && depth < 80; up = parent(up), depth += 1) show(up);
  };
  for (const passage of argument.passages) for (const holder of holders(passage)) above(holder);
  return changed.size;
}
