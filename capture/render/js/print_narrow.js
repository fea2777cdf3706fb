// Keeps on the paper what nesting and long formulas push off it: past a depth, indentation stops; a formula that is
// wider than its place is set smaller.
// Argument: {width}: the paper's text area in CSS px.  Returns {flattened, formulas}: counts.
(argument) => {
  const { all } = captureDom;
  const result = { flattened: 0, formulas: 0 };
  const force = (element, property, value) => element.style && element.style.setProperty(property, value, 'important');
  const styleOf = (element) => (element.ownerDocument.defaultView || window).getComputedStyle(element);
  // Four levels of the same thing show that it goes deep; 0.4 of a sheet are 35 letters a line.
  const SHOWN = 3; const NARROW = 0.4; const INDENTED = 6;
  const SMALLEST_FORMULA = 0.2;  // better small than cut

  // What nests in itself: lists in items, quotes in quotes, replies (boxes of one class) below replies.
  const kind = (element) => {
    const name = element.localName;
    if (/^(ul|ol|menu|dir|dl|li|dd)$/.test(name)) return 'list';
    return `${name}.${element.classList && element.classList.length ? element.classList[0] : ''}`;
  };

  // Level by level: what is changed on one level is laid out before the next is looked at, once.
  const flatten = (body) => {
    let level = [...body.children].map((element) => [element, new Map()]);
    while (level.length) {
      const next = []; const narrow = [];
      for (const [element, above] of level) {
        if (!element.style) continue;
        let counts = above;
        if (element.childElementCount || (element.textContent || '').trim()) {
          const style = styleOf(element);
          const indent = parseFloat(style.paddingInlineStart) + parseFloat(style.marginInlineStart) + parseFloat(style.borderInlineStartWidth);
          if (indent >= INDENTED && style.display !== 'none') {
            const name = kind(element);
            const deep = above.get(name) || 0;
            const inside = element.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
            if (deep >= SHOWN && inside < argument.width * NARROW) narrow.push(element);
            counts = new Map(above).set(name, deep + 1);
          }
        }
        for (const child of element.children) next.push([child, counts]);
      }
      for (const element of narrow) {
        for (const side of ['padding-inline', 'margin-inline', 'border-inline-width']) force(element, side, '0');
        result.flattened += 1;
      }
      level = next;
    }
  };

  const shrink = (formula) => {
    const holder = formula.parentElement;
    if (!holder || formula.closest('table')) return;
    let block = holder;
    while (block.parentElement && styleOf(block).display.startsWith('inline')) block = block.parentElement;
    const style = styleOf(block);
    const room = Math.min(argument.width, block.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight));
    const smallest = parseFloat(styleOf(formula).fontSize) * SMALLEST_FORMULA;
    // What sticks out of a formula's box is only in the boxes of its parts; some gaps do not shrink with the letters.
    const width = () => {
      const inner = formula.ownerDocument.createRange();
      inner.selectNodeContents(formula);
      return Math.max(formula.scrollWidth, inner.getBoundingClientRect().width, ...[...formula.querySelectorAll('mrow')].slice(0, 9).map((row) => row.getBoundingClientRect().width));
    };
    for (let round = 0; round < 3; round += 1) {
      const needs = width();
      if (room <= 0 || needs <= room) break;
      force(formula, 'font-size', `${Math.max(smallest, parseFloat(styleOf(formula).fontSize) * (room / needs) * 0.97)}px`);
      result.formulas += round === 0 ? 1 : 0;
    }
  };

  if (document.body) flatten(document.body);
  for (const formula of all('math')) shrink(formula);
  return result;
}
