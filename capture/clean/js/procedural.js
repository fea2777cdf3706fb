// Evaluates rules with operators that CSS does not have. The semantics are uBlock Origin's.
//
// The argument: {rules: [[number, steps]], budget_ms, limit}; a step is [operator, argument, nested steps].
// The answer: {found: [as in cosmetic.js], bad: [numbers that failed], late: [numbers not tried in time]}.
({ rules, budget_ms, limit }) => {
  const dom = globalThis.captureDom;
  const began = performance.now();
  const MAX_TEXT = 100_000;  // characters of one element that are searched
  const documentOf = (node) => (node.nodeType === 9 ? node : node.ownerDocument);

  const pattern = (source, exact) => {
    const written = /^\/(.+)\/([imus]*)$/s.exec(source);
    if (written) return new RegExp(written[1], written[2]);
    const escaped = source.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    return new RegExp(exact ? `^${escaped}$` : escaped);
  };
  const unquoted = (value) => value.trim().replace(/^(["'])(.*)\1$/s, '$2');
  const halves = (argument, separator) => {
    const at = argument.search(separator);
    return at < 0 ? [argument, ''] : [argument.slice(0, at), argument.slice(at + 1)];
  };
  const textOf = (node) => String(node.textContent).slice(0, MAX_TEXT);

  // Elements reached from `node` by CSS text that continues a selector: " a", "> a", "+ a", ".b", ":not(.c)".
  const onward = (node, css) => {
    const rest = css.replace(/^\s*:scope(?=[\s>+~])/, '');
    if (/^\s*>/.test(rest) || /^\s+[^\s>+~]/.test(rest)) return node.querySelectorAll(`:scope ${rest}`);
    const parent = node.parentNode;
    if (!parent) return [];
    let place = 1;
    for (let other = node.previousElementSibling; other; other = other.previousElementSibling) place += 1;
    const mine = `:nth-child(${place})${rest.trimStart()}`;
    if (parent.nodeType === 1) return parent.querySelectorAll(`:scope > ${mine}`);
    return [...parent.querySelectorAll(mine)].filter((e) => e.parentNode === parent);  // a shadow root has no :scope
  };
  const inside = (node, css) => (/^\s*(:scope\b|[>+~])/.test(css) ? onward(node, css) : node.querySelectorAll(css));

  const MAX_RULES = 20_000;  // the longest sheets of the pages at hand have 12,000
  const sheetRules = () => {
    const found = []; const todo = [];
    for (const root of dom.roots()) todo.push(...root.styleSheets, ...root.adoptedStyleSheets);
    for (let i = 0; i < todo.length && found.length < MAX_RULES; i += 1) {
      let inner;
      try { inner = todo[i].cssRules; } catch { continue; }  // another origin's
      if (todo[i].selectorText && todo[i].style) found.push(todo[i]);
      for (let n = 0; inner && n < inner.length && todo.length < MAX_RULES; n += 1) todo.push(inner[n]);
    }
    return found;
  };

  const filters = {
    'has-text': (argument) => { const re = pattern(argument); return (node) => re.test(textOf(node)); },
    'min-text-length': (argument) => (node) => String(node.textContent).length >= Number(argument),
    'matches-attr': (argument) => {
      const parts = /^\s*("(?:[^"\\]|\\.)*"|\/(?:[^/\\]|\\.)+\/[imu]*|[^=]+)(?:=(.*))?$/s.exec(argument);
      const [name, value] = [parts[1], parts[2] || ''].map(unquoted);
      const names = pattern(name, true); const values = value === '' ? /^/ : pattern(value, true);
      return (node) => [...node.attributes].some((a) => names.test(a.name) && values.test(a.value.slice(0, MAX_TEXT)));
    },
    'matches-prop': (argument) => {
      const [path, value] = halves(argument, /=/).map(unquoted);
      const re = value === '' ? null : pattern(value, true);
      return (node) => {
        let at = node;
        for (const name of path.split('.')) { if (at === undefined || at === null) return false; at = at[name]; }
        return re ? re.test(at) : at !== undefined;
      };
    },
    'matches-path': (argument) => {
      const re = pattern(argument.replace(/\P{ASCII}/gu, (c) => encodeURIComponent(c)));
      return (node) => { const { location } = documentOf(node).defaultView; return re.test(location.pathname + location.search); };
    },
    'matches-media': (argument) => (node) => {
      const query = documentOf(node).defaultView.matchMedia(argument);
      return query.media !== 'not all' && query.matches;
    },
    'watch-attr': () => () => true,
    // Adblock Plus: a rule of the page's own style sheets says so of the element, whatever wins in the end.
    properties: (argument) => {
      const wanted = /^\/.+\/[imus]*$/s.test(argument) ? pattern(argument)
        : new RegExp(unquoted(argument).split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')).join('.*'), 'i');
      const selectors = sheetRules().filter((rule) => wanted.test(rule.style.cssText)).map((rule) => rule.selectorText);
      return (node) => selectors.some((selector) => { try { return node.matches(selector); } catch { return false; } });
    },
  };
  for (const pseudo of ['', 'before', 'after']) {
    filters[pseudo ? `matches-css-${pseudo}` : 'matches-css'] = (argument) => {
      const [name, value] = halves(argument, /:/).map(unquoted);
      const re = pattern(value, true);
      return (node) => {
        const style = documentOf(node).defaultView.getComputedStyle(node, pseudo ? `::${pseudo}` : null);
        const said = style.getPropertyValue(name);
        return re.test(said) || (name === 'content' && re.test(said.replace(/^"(.*)"$/s, '$1')));
      };
    };
  }

  const others = (targets) => {
    const outermost = targets.filter((t) => !targets.some((o) => o !== t && o.contains(t)));
    const kept = new Set(); const gone = new Set();
    const silent = new Set(['head', 'link', 'meta', 'script', 'style', 'template', 'noscript', 'base']);
    for (const target of outermost) {
      for (let at = target; at && at.localName !== 'body' && at.localName !== 'head'; at = at.parentElement) kept.add(at);
    }
    for (const at of kept) {
      for (const sibling of at.parentElement ? at.parentElement.children : []) {
        if (!kept.has(sibling) && !silent.has(sibling.localName) && at.localName !== 'html') gone.add(sibling);
      }
    }
    return [...gone];
  };

  const evaluateXpath = (node, expression) => {
    const owner = documentOf(node);
    const result = owner.evaluate(expression, node, null, 7 /* ordered snapshot */, null);
    const nodes = [];
    for (let i = 0; i < result.snapshotLength; i += 1) if (result.snapshotItem(i).nodeType === 1) nodes.push(result.snapshotItem(i));
    return nodes;
  };

  const climb = (node, argument) => {
    if (!/^\d+$/.test(argument)) return node.parentElement ? node.parentElement.closest(argument) : null;
    let at = node;
    for (let n = Number(argument); n > 0 && at; n -= 1) at = at.parentElement;
    return at;
  };

  const holds = (node, steps) => {
    if (steps[0][0] !== 'css') return run([node], steps).length > 0;
    return run([...inside(node, steps[0][1])], steps.slice(1)).length > 0;
  };
  const is = (node, steps) => {
    if (steps[0][0] !== 'css') return run([node], steps).length > 0;
    return node.matches(steps[0][1]) && run([node], steps.slice(1)).length > 0;
  };

  const take = (nodes, [operator, argument, nested]) => {
    if (operator === 'relative') return nodes.flatMap((node) => [...onward(node, argument)]);
    if (operator === 'xpath') return nodes.flatMap((node) => evaluateXpath(node, argument));
    if (operator === 'upward') return nodes.map((node) => climb(node, argument)).filter(Boolean);
    if (operator === 'others') return others(nodes);
    if (operator === 'has') return nodes.filter((node) => holds(node, nested));
    if (operator === 'lacks') return nodes.filter((node) => !holds(node, nested));
    if (operator === 'not') return nodes.filter((node) => !is(node, nested));
    if (operator === 'is') return nodes.filter((node) => is(node, nested));
    const passes = filters[operator](argument);
    return nodes.filter((node) => node.nodeType === 1 && passes(node));
  };
  const late = new Error('out of time');
  function run(nodes, steps) {
    let at = nodes;
    for (const step of steps) {
      if (!at.length) break;
      if (performance.now() - began > budget_ms) throw late;
      at = [...new Set(take(at, step))];
    }
    return at;
  }

  const start = (root, [operator, argument]) => {
    if (operator === 'css') return [[...root.querySelectorAll(argument)], 1];
    if (operator === 'xpath') return [root.nodeType === 9 ? evaluateXpath(root, argument) : [], 1];
    return [[...root.querySelectorAll('*')], 0];
  };

  const found = []; const bad = []; const unfinished = [];
  const roots = dom.roots();
  for (const [number, steps] of rules) {
    if (performance.now() - began > budget_ms || found.length >= limit) { unfinished.push(number); continue; }
    try {
      for (const root of roots) {
        const [nodes, done] = start(root, steps[0]);
        for (const element of run(nodes, steps.slice(done))) found.push([element, number]);
      }
    } catch (error) { (error === late ? unfinished : bad).push(number); }
  }
  return { found: found.slice(0, limit).map(([e, n]) => globalThis.captureCosmetic.describe(e, n)), bad, late: unfinished };
}
