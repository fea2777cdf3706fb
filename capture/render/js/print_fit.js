// Fits the page to the paper's width, which the viewport has now: wide tables are wrapped, shrunk to a floor or turned,
// code wraps, pictures fit a sheet, dark pages become light.
// Argument: {width, tallest, wideWidth, smallestZoom, light}: the last switches that part on; lengths in CSS px.
// Returns {shrunk, turned, tiny, lightened, overflow}: counts, and the width the page still needs.
(argument) => {
  const { all, parent } = captureDom;
  const result = { shrunk: 0, turned: 0, tiny: 0, lightened: 0, overflow: 0 };
  const force = (element, property, value) => element.style && element.style.setProperty(property, value, 'important');
  const styleOf = (element) => (element.ownerDocument.defaultView || window).getComputedStyle(element);

  // What scrolls sideways goes on lines below: slides, cards, columns of upright text.
  const level = (scroller) => {
    for (let track = scroller, depth = 0; track && depth < 4; track = track.childElementCount === 1 ? track.firstElementChild : null, depth += 1) {
      const style = styleOf(track);
      if (track.childElementCount < 2 && depth < 3) continue;
      if (/flex/.test(style.display)) wrapRow(track);
      else if (/grid/.test(style.display)) { force(track, 'grid-auto-flow', 'row'); force(track, 'grid-template-columns', 'repeat(auto-fill, minmax(220px, 1fr))'); }
      else if (style.whiteSpace === 'nowrap') force(track, 'white-space', 'normal');
      else return;
      force(track, 'transform', 'none'); force(track, 'width', 'auto');
      for (const slide of track.children) { force(slide, 'max-width', '100%'); force(slide, 'min-width', '0'); }
      return;
    }
  };
  // A row of pictures shares the width; a row of anything else goes on.
  const wrapRow = (row) => {
    const pictures = [...row.children].filter((item) => item.localName !== 'figcaption')
      .every((item) => /^(img|picture|figure|svg)$/.test(item.localName) || (!(item.textContent || '').trim() && item.querySelector('img')));
    if (!pictures || row.childElementCount > 6) force(row, 'flex-wrap', 'wrap');
    for (const item of row.children) {
      force(item, 'max-width', '100%'); force(item, 'min-width', '0');
      if (pictures && item.localName === 'img') { force(item, 'height', 'auto'); force(item, 'flex', '0 1 auto'); force(item, 'align-self', 'flex-start'); }
    }
  };

  const fitScrollers = () => {
    const upright = !styleOf(document.documentElement).writingMode.startsWith('vertical');
    for (const element of all('body *')) {
      if (!element.style || element.clientWidth === 0) continue;
      const style = styleOf(element);
      const up = parent(element);
      if (upright && style.writingMode.startsWith('vertical') && up && styleOf(up).writingMode.startsWith('horizontal')
        && (element.scrollWidth > element.clientWidth + 4 || element.offsetWidth > argument.width * 0.95)) {
        force(element, 'writing-mode', 'horizontal-tb'); force(element, 'height', 'auto');
      }
      if (!/auto|scroll|overlay/.test(style.overflowX) || element.scrollWidth <= element.clientWidth + 4) continue;
      const sideways = element.scrollWidth > element.clientWidth * 1.15;
      for (const [property, value] of [['overflow', 'visible'], ['height', 'auto'], ['max-height', 'none'], ['contain', 'none']]) force(element, property, value);
      if (sideways) level(element);
    }
  };

  const fitTables = () => {
    const right = argument.width;
    for (const table of all('table')) {
      if (table.parentElement && table.parentElement.closest('table')) continue;
      const box = table.getBoundingClientRect();
      if (box.width === 0) continue;
      const holder = parent(table);
      const room = Math.max(200, Math.min(right, holder ? holder.getBoundingClientRect().right : right) - Math.max(0, box.left));
      let needs = Math.max(box.width, table.scrollWidth);
      if (needs <= room + 1) continue;
      force(table, 'max-width', 'none');
      for (let up = holder; up && up !== document.body; up = parent(up)) {
        if (styleOf(up).overflowX !== 'visible') force(up, 'overflow', 'visible');
      }
      if (room / needs < argument.smallestZoom) needs = wrapCells(table, room, needs);
      const zoom = room / needs;
      if (zoom >= 0.995) continue;
      if (zoom >= argument.smallestZoom) { force(table, 'zoom', String(Math.floor(zoom * 100) / 100)); result.shrunk += 1; continue; }
      turn(table, needs);
    }
  };

  // Lines in cells may break before the letters get too small to read; returns the width needed then.
  const LONG_WORD = /\S{30}/;
  const wrapCells = (table, room, needs) => {
    const before = [];
    const tall = table.offsetHeight;
    const set = (element, property, value) => { before.push([element, property, element.style.getPropertyValue(property), element.style.getPropertyPriority(property)]); force(element, property, value); };
    for (const cell of [table, ...table.querySelectorAll('td,th,td *,th *')]) {
      if (!cell.style) continue;
      if (styleOf(cell).whiteSpace === 'nowrap') set(cell, 'white-space', 'normal');
      if (/px/.test(cell.style.minWidth) || parseFloat(styleOf(cell).minWidth) > 0) set(cell, 'min-width', '0');
    }
    let long = false;
    const walker = table.ownerDocument.createTreeWalker(table, 4 /* SHOW_TEXT */);
    while (walker.nextNode()) {
      const holder = walker.currentNode.parentElement;
      if (!holder.style || !LONG_WORD.test(walker.currentNode.data)) continue;
      set(holder, 'overflow-wrap', 'anywhere');
      long = true;
    }
    set(table, 'width', 'auto'); set(table, 'max-width', `${room}px`);
    const wrapped = Math.max(table.getBoundingClientRect().width, table.scrollWidth);
    // Cells of many short lines are harder to read than a turned sheet.
    if (room / wrapped >= argument.smallestZoom && (long || table.offsetHeight < tall * 1.8)) return wrapped;
    for (const [element, property, value, priority] of before.reverse()) element.style.setProperty(property, value, priority);
    return needs;
  };

  // Code beside its line numbers: neither may wrap, or they part.
  const holdNumbered = () => {
    for (const numbers of all('pre, td, code, div')) {
      const walker = document.createTreeWalker(numbers, 4 /* SHOW_TEXT */);
      while (walker.nextNode() && !walker.currentNode.data.trim());
      if (!/^\s*[01]\s*(\n|$)/.test(walker.currentNode.data || '')) continue;
      const said = (numbers.textContent || '').trim();
      if (said.length > 20000 || !/^1\s+2\s+3(\s+\d+)*$|^0\s+1\s+2(\s+\d+)*$/.test(said)) continue;
      const row = numbers.closest('tr') || numbers.parentElement;
      if (!row || row.localName === 'body') continue;
      const code = [...row.querySelectorAll('pre')].filter((pre) => !numbers.contains(pre) && !pre.contains(numbers));
      for (const lines of [numbers, ...numbers.querySelectorAll('*'), ...code.flatMap((pre) => [pre, ...pre.querySelectorAll('*')])]) {
        force(lines, 'white-space', 'pre'); force(lines, 'overflow-wrap', 'normal');
      }
      const needs = code.reduce((most, pre) => Math.max(most, pre.getBoundingClientRect().left + pre.scrollWidth), 0);
      const holder = row.closest('table') || row;
      const room = argument.width - Math.max(0, holder.getBoundingClientRect().left);
      if (needs > argument.width) force(holder, 'zoom', String(Math.max(0.35, Math.floor(room / (needs + 12) * 100) / 100)));
    }
  };

  // A picture up to two sheets tall fits on one; a taller one can only be cut, and starts where it stands.  Boxes that
  // cannot be broken (inline blocks) are blocks once they are taller than a sheet.
  const fitTall = () => {
    for (const image of all('img, svg, video, canvas')) {
      const height = image.getBoundingClientRect().height;
      if (height <= argument.tallest) continue;
      if (height <= argument.tallest * 2) {
        force(image, 'max-height', `${argument.tallest}px`);
        if (image.localName === 'img') { force(image, 'width', 'auto'); force(image, 'object-fit', 'contain'); }
      } else for (let up = image; up && up !== document.body; up = parent(up)) force(up, 'break-inside', 'auto');
    }
    for (const box of all('body *')) {
      if (!box.style || box.offsetHeight <= argument.tallest || box.childElementCount === 0) continue;
      const shown = styleOf(box).display;
      if (!/^inline-(block|flex|grid|table)$/.test(shown)) continue;
      const wide = box.getBoundingClientRect().width > argument.width * 0.5;
      force(box, 'display', wide ? shown.replace('inline-', '') : 'block');
    }
  };

  // Too wide to shrink: the table, with the heading that announces it, goes on landscape pages of its own.
  const turn = (table, needs) => {
    let block = table;
    while (block.parentElement && block.parentElement !== document.body && block.parentElement.childElementCount === 1
      && (block.parentElement.textContent || '').trim() === (block.textContent || '').trim()) block = block.parentElement;
    const room = argument.wideWidth - Math.max(0, block.getBoundingClientRect().left);
    const zoom = Math.min(1, room / needs);
    const wide = table.ownerDocument.createElement('div');
    wide.className = 'capture-wide';
    const before = block.previousElementSibling;
    block.before(wide);
    if (before && /^h[1-6]$/.test(before.localName)) wide.append(before);
    wide.append(block);
    force(table, 'zoom', String(Math.max(0.2, Math.floor(zoom * 100) / 100)));
    result.turned += 1;
    if (zoom < argument.smallestZoom * 0.75) result.tiny += 1;
  };

  const luminance = (color) => {
    const parts = (color.match(/[\d.]+/g) || []).map(Number);
    if (parts.length < 3 || color.startsWith('color(')) return null;
    const alpha = parts.length > 3 ? parts[3] : 1;
    if (alpha < 0.5) return null;
    return (0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]) / 255;
  };
  const flipped = (color) => {
    const [r, g, b] = color.match(/[\d.]+/g).map(Number);
    const shift = 255 - Math.max(r, g, b) - Math.min(r, g, b);
    const inks = [r, g, b].map((v) => Math.max(0, Math.min(255, (v + shift) * 0.8)));
    // A green that stays bright when it is turned round is darkened until white paper bears it.
    const light = luminance(`rgb(${inks.join(',')})`);
    const darker = light > 0.4 ? 0.4 / light : 1;
    return `rgb(${inks.map((v) => Math.round(v * darker)).join(', ')})`;
  };
  const DARK = 0.25; const LIGHT = 0.55;
  const lighten = () => {
    const backs = [document.documentElement, document.body, ...[...(document.body ? document.body.children : [])].filter((e) => {
      const box = e.getBoundingClientRect();
      return box.width > argument.width * 0.8 && box.height > document.documentElement.scrollHeight * 0.7;
    })];
    const dark = backs.some((e) => e && (luminance(styleOf(e).backgroundColor) ?? 1) < DARK);
    if (!dark) return;
    const changes = [];
    for (const element of [document.documentElement, ...all('body, body *')]) {
      if (element instanceof SVGElement && element.localName !== 'svg') continue;
      const style = styleOf(element);
      if (style.backgroundImage.includes('url(') && element !== document.body && element !== document.documentElement) continue;
      if (style.webkitBackgroundClip === 'text' || style.backgroundClip === 'text') {
        // Letters cut out of a picture: without it they need an ink.
        changes.push([element, 'background-image', 'none'], [element, 'background-clip', 'border-box'], [element, 'color', '#222'], [element, '-webkit-text-fill-color', '#222']);
        continue;
      }
      const back = luminance(style.backgroundColor);
      if (back !== null && back < DARK) changes.push([element, 'background-color', 'transparent']);
      if (style.backgroundImage.includes('gradient(') || (style.backgroundImage !== 'none' && (element === document.body || element === document.documentElement))) changes.push([element, 'background-image', 'none']);
      const ink = luminance(style.color);
      if (ink !== null && ink > LIGHT) changes.push([element, 'color', flipped(style.color)]);
      if (style.textShadow !== 'none') changes.push([element, 'text-shadow', 'none']);
    }
    for (const [element, property, value] of changes) force(element, property, value);
    force(document.documentElement, 'background-color', 'white');
    result.lightened = changes.length;
  };

  // Boxes that reach past the paper's edge, where no box around them cuts them off; outermost first.
  const past = () => {
    const found = [];
    const stack = document.body ? [document.body] : [];
    while (stack.length) {
      const element = stack.pop();
      const style = styleOf(element);
      if (style.display === 'none') continue;
      const box = element.getBoundingClientRect();
      const seen = box.width > 0 && box.height > 0 && style.visibility === 'visible';
      if (seen && box.right > argument.width + 2) found.push([element, style, box]);
      if (/hidden|clip|auto|scroll/.test(style.overflowX) && box.right <= argument.width + 2) continue;
      for (let child = element.lastElementChild; child; child = child.previousElementSibling) stack.push(child);
    }
    return found;
  };

  const fitBoxes = () => {
    for (const [element, style, box] of past()) {
      if (element.closest('table, svg')) continue;
      const floats = style.position === 'absolute' || style.position === 'fixed' || style.transform !== 'none';
      if (floats && box.left >= argument.width - 2) {
        // Parked beside the page until a script brings it in.
        if ((element.textContent || '').length < 400) force(element, 'display', 'none');
        continue;
      }
      if (box.width > argument.width * 0.5) {
        force(element, 'max-width', '100%'); force(element, 'min-width', '0');
        if (parseFloat(style.marginLeft) > 0 && box.left > argument.width * 0.15) force(element, 'margin-left', '0');
      }
      // Hung out into a margin that the paper has not.
      if (style.float !== 'none' && parseFloat(style.marginRight) < 0) force(element, 'margin-right', '0');
      if (/nowrap|pre$/.test(style.whiteSpace)) force(element, 'white-space', style.whiteSpace === 'pre' ? 'pre-wrap' : 'normal');
      if (/flex/.test(style.display) && style.flexWrap === 'nowrap' && style.flexDirection.startsWith('row')) wrapRow(element);
      if (/grid/.test(style.display) && box.width > argument.width) force(element, 'grid-template-columns', 'minmax(0, 1fr)');
    }
  };

  // Lines that may not break reach past a box that does not.
  const fitLines = () => {
    for (const element of all('body *')) {
      if (!element.style || element.scrollWidth <= element.clientWidth + 2 || element.clientWidth === 0) continue;
      const style = styleOf(element);
      if (style.overflowX !== 'visible' || element.getBoundingClientRect().left + element.scrollWidth <= argument.width + 2) continue;
      if (element.closest('table, svg, pre')) continue;
      if (style.whiteSpace === 'nowrap') force(element, 'white-space', 'normal');
      if (/flex/.test(style.display) && style.flexWrap === 'nowrap' && style.flexDirection.startsWith('row')) {
        wrapRow(element);
      }
      if ([...element.childNodes].some((node) => node.nodeType === 3 && LONG_WORD.test(node.data))) force(element, 'overflow-wrap', 'anywhere');
    }
  };

  // Rows that reach out over their container's padding (negative margins) reach off the paper where it has none left.
  const fitStart = () => {
    for (const element of all('body *')) {
      if (!element.style || element.ownerDocument !== document) continue;
      const style = styleOf(element);
      if (!(parseFloat(style.marginLeft) < 0) || /absolute|fixed/.test(style.position)) continue;
      const box = element.getBoundingClientRect();
      if (box.left > -2 || box.right < argument.width * 0.2 || box.height < 2) continue;
      force(element, 'margin-left', '0');
      if (parseFloat(style.marginRight) < 0) force(element, 'margin-right', '0');
    }
  };

  if (argument.light) lighten();
  fitStart();
  fitScrollers();
  holdNumbered();
  fitTables();
  fitTall();
  for (const wide of all('pre, textarea')) if (wide.scrollWidth > wide.clientWidth + 2) force(wide, 'overflow', 'visible');
  for (let round = 0; round < 2 && past().length; round += 1) { fitLines(); fitBoxes(); }
  const wideBlocks = '.capture-wide';
  result.overflow = past().reduce((most, [element, , box]) => (element.closest(wideBlocks) || box.left >= argument.width
    ? most : Math.max(most, Math.round(box.right))), 0);
  return result;
}
