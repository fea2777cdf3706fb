// The argument: [[selector, action]] from the user. A selector the browser cannot read throws, by name.
(orders) => orders.flatMap(([selector, action]) => {
  const dom = globalThis.captureDom;
  try { document.querySelector(selector); } catch { throw new Error(`not a CSS selector: ${selector.slice(0, 200)}`); }
  return dom.all(selector).map((element) => globalThis.captureClean.propose({
    element, kind: 'user', action, rule: selector, reasons: [`the user named ${selector.slice(0, 200)}`],
  }));
})
