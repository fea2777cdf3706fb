// Which element does which selector match?
//
// Most rules are known to match nothing before they are tried: they want an attribute with a value that the page does
// not have. What is left is a handful, and put to the page one by one. A page on which more than DIRECT are left (one
// that uses the lists' names to find out who blocks) is asked at the speed of the style engine: one style sheet in which
// every rule sets a property to its own number, read back once, then taken away again. The sheet comes and goes within
// this call, so nothing of the page can run or observe in between, and no content security policy applies to it.
//
// The property is one that is not inherited, changes no picture and is not animated, so that neither
// layout nor a page's `transition: all` has a part in it. A registered custom property would do, but
// registering one recalculates the style of every element, twice: five times the cost on 30,000.
//
// The argument: {mark, rules: [[selector, tests]], limit}: the mark a name that the page cannot know, a test
// [attribute, operator, value], of which one must hold (none: it cannot be told).
// The answer: {found: [{ref, rule, selector, text, box, tag}], bad: [numbers of invalid selectors]}.
({ mark, rules, limit }) => {
  const dom = globalThis.captureDom;
  // One rule costs 0.3 to 2 ms on 30,000 elements, the sheet 190 ms whatever their number.
  const DIRECT = 120;
  const LONG = 8192;  // pictures written into an address; no rule asks for what stands further on
  const walked = dom.walk();

  const valuesOf = (attribute) => {
    const known = globalThis.captureValues?.get(attribute);
    if (known) return known;
    const values = new Set();
    for (const element of dom.all(`[${attribute}]`)) {
      values.add(Element.prototype.getAttribute.call(element, attribute).slice(0, LONG));
    }
    return values;
  };
  const holds = { '=': (v, t) => v === t, '^=': (v, t) => v.startsWith(t), '$=': (v, t) => v.endsWith(t), '*=': (v, t) => v.includes(t) };
  const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
  const shapes = { '=': (t) => `^${t}$`, '^=': (t) => `^${t}`, '$=': (t) => `${t}$`, '*=': (t) => t };

  // The numbers of rules whose attribute the page has with such a value.
  const present = () => {
    const kept = new Set(); const asked = new Map();
    rules.forEach(([, tests], number) => {
      if (!tests.length) kept.add(number);
      for (const [attribute, operator, value] of tests) {
        if (!asked.has(attribute)) asked.set(attribute, []);
        asked.get(attribute).push([operator, value, number]);
      }
    });
    for (const [attribute, tests] of asked) {
      const any = new RegExp(tests.map(([operator, value]) => shapes[operator](escaped(value))).join('|'));
      for (const value of valuesOf(attribute)) {
        if (!any.test(value)) continue;
        for (const [operator, text, number] of tests) if (holds[operator](value, text)) kept.add(number);
      }
    }
    return [...kept].sort((a, b) => a - b);
  };

  const found = []; const bad = new Set();

  const oneByOne = (numbers) => {
    const seen = new Set();
    for (const number of numbers) {
      try {
        for (const element of dom.all(rules[number][0])) {
          if (found.length >= limit) return;
          if (!seen.has(element)) { seen.add(element); found.push([element, number]); }
        }
      } catch { bad.add(number); }
    }
  };

  const bySheet = (numbers) => {
    const property = CSS.supports('view-transition-class', 'x') ? 'view-transition-class' : 'scroll-timeline-name';
    const prefix = `--${mark}-`;
    const line = (selector, number) => `${selector}{${property}:${prefix}${number}!important}`;
    const numberIn = (value) => (value.startsWith(prefix) ? Number(value.slice(prefix.length)) : -1);
    const numberOf = (rule) => (rule.style ? numberIn(rule.style.getPropertyValue(property)) : -1);

    // A selector that the parser refuses drops its own rule; one that swallowed others is found by their
    // absence, and those are tried again one by one, where each can only hurt itself.
    const complete = (sheet) => {
      if (sheet.cssRules.length === numbers.length) return;
      const present = new Set();
      for (let i = 0; i < sheet.cssRules.length; i += 1) present.add(numberOf(sheet.cssRules[i]));
      for (const number of numbers) {
        if (present.has(number) || bad.has(number)) continue;
        try {
          sheet.insertRule(line(rules[number][0], number), sheet.cssRules.length);
          if (numberOf(sheet.cssRules[sheet.cssRules.length - 1]) !== number) throw new SyntaxError('not one rule');
        } catch { bad.add(number); }
      }
    };

    const text = numbers.map((number) => line(rules[number][0], number)).join('\n');
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

    const read = (elements, view) => {
      const computed = view.getComputedStyle;
      for (const element of elements) {
        const value = computed(element).getPropertyValue(property);
        if (value === 'none') continue;
        const number = numberIn(value);
        if (number < 0) continue;
        found.push([element, number]);
        if (found.length >= limit) return;
      }
    };

    const adopted = [];
    try {
      for (const [root, elements] of walked) {
        const view = (root.nodeType === 9 ? root : root.ownerDocument).defaultView;
        if (!view) continue;
        const before = [...root.adoptedStyleSheets];
        adopted.push([root, before, view, elements]);
        root.adoptedStyleSheets = [...before, sheetFor(view)];
      }
      for (const [, , view, elements] of adopted) if (found.length < limit) read(elements, view);
    } finally {
      for (const [root, before] of adopted) root.adoptedStyleSheets = before;
    }
  };

  const left = present();
  (left.length > DIRECT ? bySheet : oneByOne)(left);
  return { found: found.map(([element, rule]) => globalThis.captureCosmetic.describe(element, rule)), bad: [...bad] };
}
