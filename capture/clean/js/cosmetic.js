// Which element does which selector match? At the speed of the style engine: one style sheet in which
// every rule sets a property to its own number, read back once, then taken away again.
// The sheet comes and goes within this call, so nothing of the page can run or observe in between, and
// no content security policy applies to a constructed sheet.
//
// The property is one that is not inherited, changes no picture and is not animated, so that neither
// layout nor a page's `transition: all` has a part in it. A registered custom property would do, but
// registering one recalculates the style of every element, twice: five times the cost on 30,000.
//
// The argument: {mark, selectors, limit}, the mark a name that the page cannot know.
// The answer: {found: [{ref, rule, selector, text, box, tag}], bad: [numbers of invalid selectors]}.
({ mark, selectors, limit }) => {
  const dom = globalThis.captureDom;
  const property = CSS.supports('view-transition-class', 'x') ? 'view-transition-class' : 'scroll-timeline-name';
  const prefix = `--${mark}-`;
  const line = (selector, number) => `${selector}{${property}:${prefix}${number}!important}`;
  const numberIn = (value) => (value.startsWith(prefix) ? Number(value.slice(prefix.length)) : -1);
  const numberOf = (rule) => (rule.style ? numberIn(rule.style.getPropertyValue(property)) : -1);

  const bad = new Set();
  // A selector that the parser refuses drops its own rule; one that swallowed others is found by their
  // absence, and those are tried again one by one, where each can only hurt itself.
  const complete = (sheet) => {
    if (sheet.cssRules.length === selectors.length) return;
    const present = new Set();
    for (let i = 0; i < sheet.cssRules.length; i += 1) present.add(numberOf(sheet.cssRules[i]));
    for (let number = 0; number < selectors.length; number += 1) {
      if (present.has(number) || bad.has(number)) continue;
      try {
        sheet.insertRule(line(selectors[number], number), sheet.cssRules.length);
        if (numberOf(sheet.cssRules[sheet.cssRules.length - 1]) !== number) throw new SyntaxError('not one rule');
      } catch { bad.add(number); }
    }
  };

  const text = selectors.map(line).join('\n');
  const sheets = new Map();
  const sheetFor = (view) => {
    if (!sheets.has(view)) {
      const sheet = new view.CSSStyleSheet();
      sheet.replaceSync(text);
      complete(sheet);
      sheets.set(view, sheet);
    }
    return sheets.get(view);
  };

  const found = [];
  const read = (root, view) => {
    const computed = view.getComputedStyle;
    for (const element of root.querySelectorAll('*')) {
      const value = computed(element).getPropertyValue(property);
      if (value === 'none') continue;
      const number = numberIn(value);
      if (number < 0) continue;
      found.push([element, number]);
      if (found.length >= limit) return;
    }
  };

  const adopted = [];
  const roots = dom.roots();
  try {
    for (const root of roots) {
      const view = (root.nodeType === 9 ? root : root.ownerDocument).defaultView;
      if (!view) continue;
      const before = [...root.adoptedStyleSheets];
      adopted.push([root, before, view]);
      root.adoptedStyleSheets = [...before, sheetFor(view)];
    }
    for (const [root, , view] of adopted) if (found.length < limit) read(root, view);
  } finally {
    for (const [root, before] of adopted) root.adoptedStyleSheets = before;
  }
  return { found: found.map(([element, rule]) => globalThis.captureCosmetic.describe(element, rule)), bad: [...bad] };
}
