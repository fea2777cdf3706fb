// What the user named. The argument: {orders: [[selector, action]], keep: [selectors]}.
// The answer: {candidates, unreadable: selectors that the browser cannot read}.
({ orders, keep }) => {
  const { all } = globalThis.captureClean;
  const readable = (selector) => { try { document.querySelector(selector); return true; } catch { return false; } };
  const unreadable = [...orders.map(([selector]) => selector), ...keep].filter((s) => !readable(s)).map((s) => s.slice(0, 200));
  const candidates = unreadable.length ? [] : orders.flatMap(([selector, action]) => all(selector).map((element) => globalThis.captureClean.propose({
    element, kind: 'user', action, rule: selector, reasons: [`the user named ${selector.slice(0, 200)}`],
  })));
  return { candidates, unreadable };
}
