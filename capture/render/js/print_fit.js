// Fits the page to the paper's width, which the viewport has now: wide tables are shrunk to a floor or turned, code
// wraps, dark pages become light, and a column that removed chrome left empty goes to the text.
// Argument: {css, width, wideWidth, smallestZoom, light, give}; the last two switch those parts on; widths in CSS px.
// Returns {shrunk, turned, tiny, lightened, widened, overflow}: counts, and the width the page still needs.
(argument) => {
  const { all, parent } = captureDom;
  const result = { shrunk: 0, turned: 0, tiny: 0, lightened: 0, widened: 0, overflow: 0 };
  const force = (element, property, value) => element.style && element.style.setProperty(property, value, 'important');
  const styleOf = (element) => (element.ownerDocument.defaultView || window).getComputedStyle(element);

  for (const root of captureDom.roots()) {
    const sheet = (root.ownerDocument || root).createElement('style');
    sheet.textContent = argument.css;
    const place = root.nodeType === 9 ? root.head || root.documentElement : root;
    if (place) place.append(sheet);
  }

  const give = () => {
    // The block that holds most of the page's prose.
    let main = null; let most = 0;
    const totals = new Map();
    for (const paragraph of document.querySelectorAll('p, pre, li, blockquote')) {
      const length = (paragraph.textContent || '').trim().length;
      if (length < 80 || paragraph.closest('nav,footer,aside')) continue;
      let up = paragraph.parentElement;
      for (let depth = 0; up && up !== document.body && depth < 3; depth += 1, up = up.parentElement) {
        const sum = (totals.get(up) || 0) + length * (1 - depth * 0.1);
        totals.set(up, sum);
        if (sum > most) { most = sum; main = up; }
      }
    }
    if (!main || most < 600) return;
    const box = main.getBoundingClientRect();
    if (box.width >= argument.width * 0.72 || box.height < 300) return;
    // Something else to see beside the text keeps its column, unless that squeezes the text: then it follows.
    const beside = [...document.body.querySelectorAll('p,li,img,a,h1,h2,h3,h4,td,button,input,video,svg')].some((other) => {
      if (main.contains(other) || other.contains(main)) return false;
      const at = other.getBoundingClientRect();
      if (at.width < 4 || at.height < 4) return false;
      const across = Math.min(at.bottom, box.bottom) - Math.max(at.top, box.top);
      return across > 2 && (at.left >= box.right - 4 || at.right <= box.left + 4) && other.checkVisibility({ visibilityProperty: true, opacityProperty: true });
    });
    if (beside) {
      if (box.width < argument.width * 0.55) stackColumns(main);
      return;
    }
    for (let up = main, depth = 0; up && up !== document.documentElement && depth < 40; up = up.parentElement, depth += 1) {
      const style = styleOf(up);
      if (/flex|grid/.test(style.display)) force(up, 'display', 'block');
      if (style.float !== 'none') force(up, 'float', 'none');
      if (up === document.body) break;
      if (up.getBoundingClientRect().width < argument.width * 0.9) {
        force(up, 'width', 'auto'); force(up, 'max-width', 'none'); force(up, 'min-width', '0');
        for (const side of ['left', 'right']) {
          force(up, `margin-${side}`, '0');
          if (parseFloat(style[side === 'left' ? 'paddingLeft' : 'paddingRight']) > argument.width * 0.08) force(up, `padding-${side}`, '0');
        }
      }
    }
    result.widened = 1;
  };

  // Columns that share the width with the text, one under the other instead.
  const stackColumns = (main) => {
    for (let up = main; up && up !== document.body; up = up.parentElement) {
      const holder = up.parentElement;
      const shared = up.getBoundingClientRect().width < holder.getBoundingClientRect().width * 0.8;
      if (!shared || holder.children.length > 12) continue;
      force(holder, 'display', 'block');
      for (const column of holder.children) {
        if (!/absolute|fixed/.test(styleOf(column).position)) {
          force(column, 'float', 'none'); force(column, 'width', 'auto'); force(column, 'max-width', 'none');
        }
      }
      result.widened = 1;
      if (main.getBoundingClientRect().width > argument.width * 0.72) return;
    }
  };

  // A card is read as one thing: it moves to the next page whole.
  const holdCards = () => {
    for (const holder of all('body *')) {
      if (holder.childElementCount < 2 || holder.childElementCount > 200) continue;
      const style = styleOf(holder);
      const row = style.display.includes('flex') ? style.flexDirection.startsWith('row') : style.display.includes('grid');
      if (!row) continue;
      for (const card of holder.children) {
        const box = card.getBoundingClientRect();
        if (box.height > 20 && box.height < argument.width * 0.6 && box.width < argument.width * 0.6) force(card, 'break-inside', 'avoid');
      }
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
      const needs = Math.max(box.width, table.scrollWidth);
      if (needs <= room + 1) continue;
      force(table, 'max-width', 'none');
      for (let up = holder; up && up !== document.body; up = parent(up)) {
        if (styleOf(up).overflowX !== 'visible') force(up, 'overflow', 'visible');
      }
      const zoom = room / needs;
      if (zoom >= argument.smallestZoom) { force(table, 'zoom', String(Math.floor(zoom * 100) / 100)); result.shrunk += 1; continue; }
      turn(table, needs);
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
    const bound = (v) => Math.max(0, Math.min(255, Math.round((v + shift) * 0.8)));
    return `rgb(${bound(r)}, ${bound(g)}, ${bound(b)})`;
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
      if (/nowrap|pre$/.test(style.whiteSpace)) force(element, 'white-space', style.whiteSpace === 'pre' ? 'pre-wrap' : 'normal');
      if (/flex/.test(style.display) && style.flexWrap === 'nowrap' && style.flexDirection.startsWith('row')) force(element, 'flex-wrap', 'wrap');
      if (/grid/.test(style.display) && box.width > argument.width) force(element, 'grid-template-columns', 'minmax(0, 1fr)');
    }
  };

  if (argument.light) lighten();
  if (argument.give) { give(); holdCards(); }
  fitTables();
  for (const wide of all('pre, textarea')) if (wide.scrollWidth > wide.clientWidth + 2) force(wide, 'overflow', 'visible');
  for (let round = 0; round < 2 && past().length; round += 1) fitBoxes();
  const wideBlocks = '.capture-wide';
  result.overflow = past().reduce((most, [element, , box]) => (element.closest(wideBlocks) || box.left >= argument.width
    ? most : Math.max(most, Math.round(box.right))), 0);
  return result;
}
