// Gives the text the width it needs: a column that removed chrome left empty, or that ends long before the text does.
// Argument: {width, tallest}: the paper's text area in CSS px.
// Returns {widened}.
(argument) => {
  const { all } = captureDom;
  const result = { widened: 0 };
  const force = (element, property, value) => element.style && element.style.setProperty(property, value, 'important');
  const styleOf = (element) => (element.ownerDocument.defaultView || window).getComputedStyle(element);

  // The block that holds most of the page's prose.
  const prose = () => {
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
    return most < 600 ? null : main;
  };

  const SEEN = 'p,li,img,a,h1,h2,h3,h4,td,button,input,video,svg';
  const beside = (main, box) => [...document.body.querySelectorAll(SEEN)].filter((other) => {
    if (main.contains(other) || other.contains(main)) return false;
    const at = other.getBoundingClientRect();
    if (at.width < 4 || at.height < 4) return false;
    const across = Math.min(at.bottom, box.bottom) - Math.max(at.top, box.top);
    return across > 2 && (at.left >= box.right - 4 || at.right <= box.left + 4) && other.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  });

  // 0.55: below it a line of 16 px text has fewer than 45 letters.  0.82: a column that takes a fifth and is empty on
  // most sheets is paper wasted; one beside the text all the way down is the page's design.
  const SQUEEZED = 0.55; const SHARED = 0.82; const EARLY = 0.5;

  const give = () => {
    const main = prose();
    if (!main) return;
    const box = main.getBoundingClientRect();
    if (box.width >= argument.width * SHARED || box.height < 300) return;
    const others = beside(main, box);
    if (others.length) {
      const ends = Math.max(...others.map((other) => other.getBoundingClientRect().bottom)) - box.top;
      const early = box.height > argument.tallest && ends < box.height * EARLY;
      if (early || box.width < argument.width * SQUEEZED) stack(main);
      return;
    }
    if (box.width < argument.width * 0.72) widen(main);
  };

  const widen = (main) => {
    for (let up = main, depth = 0; up && up !== document.documentElement && depth < 40; up = up.parentElement, depth += 1) {
      const style = styleOf(up);
      if (/flex|grid/.test(style.display)) {
        force(up, 'display', 'block');
        for (const column of up.children) if (column !== main && !column.contains(main) && shorten(column)) force(column, 'width', 'auto');
      }
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
  const stack = (main) => {
    for (let up = main; up && up !== document.body; up = up.parentElement) {
      const holder = up.parentElement;
      const shared = up.getBoundingClientRect().width < holder.getBoundingClientRect().width * 0.85;
      if (!shared || holder.children.length > 12) continue;
      force(holder, 'display', 'block');
      for (const column of holder.children) {
        if (/absolute|fixed/.test(styleOf(column).position)) continue;
        for (const [property, value] of [['float', 'none'], ['width', 'auto'], ['max-width', 'none'], ['display', 'block'], ['margin-left', '0'], ['margin-right', '0']]) {
          if (property !== 'display' || /table-cell|inline/.test(styleOf(column).display)) force(column, property, value);
        }
        if (column !== up) shorten(column);
      }
      result.widened = 1;
      if (main.getBoundingClientRect().width > argument.width * SHARED) return;
    }
  };

  // A long list of links, or of names, is read across rather than down.
  const MANY_NAMES = 12; const SHORT_NAME = 30;  // letters of a chapter's title
  const shorten = (column) => {
    const letters = (column.textContent || '').replace(/\s+/g, '').length;
    const linked = [...column.querySelectorAll('a')].reduce((sum, a) => sum + (a.textContent || '').replace(/\s+/g, '').length, 0);
    const names = column.childElementCount >= MANY_NAMES && letters < column.childElementCount * SHORT_NAME
      && !column.querySelector('p,h1,h2,h3,img,table,form,input');
    if ((linked < letters * 0.7 && !names) || column.getBoundingClientRect().height < argument.tallest * 0.3) return false;
    const list = [...column.querySelectorAll('ul, ol, dl')].sort((a, b) => b.offsetHeight - a.offsetHeight)[0] || column;
    force(list, 'columns', '3'); force(list, 'column-gap', '20px'); force(list, 'font-size', '11px');
    return true;
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

  // A sheet drawn with placed lines (a document viewer's) breaks between its lines only by chance.
  const holdSheets = () => {
    for (const sheet of all('body *')) {
      if (sheet.childElementCount < 8 || sheet.offsetHeight < 200 || sheet.offsetHeight > argument.tallest * 1.6) continue;
      const placed = [...sheet.children].filter((line) => styleOf(line).position === 'absolute' && (line.textContent || '').trim());
      if (placed.length < 8 || placed.length < sheet.childElementCount * 0.6) continue;
      const zoom = Math.min(1, argument.width / sheet.offsetWidth, argument.tallest * 0.95 / sheet.offsetHeight);
      if (zoom < 1) force(sheet, 'zoom', String(Math.floor(zoom * 100) / 100));
      force(sheet, 'break-inside', 'avoid'); force(sheet, 'margin-left', '0'); force(sheet, 'margin-right', '0');
    }
  };

  give();
  holdCards();
  holdSheets();
  return result;
}
