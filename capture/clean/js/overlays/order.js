// What lies over the page, in order: known systems, layers, what they did to the page. The answer: the candidates.
(systems) => {
  const dom = globalThis.captureDom;
  const { all, propose, overlays } = globalThis.captureClean;
  const found = [];
  const seen = new Set();
  const take = (fields) => {
    const key = `${dom.ref(fields.element)} ${fields.kind}`;
    if (seen.has(key)) return;
    seen.add(key);
    found.push(propose(fields));
  };
  // Known systems, shown or not: what is closed now would still be in the text and in the kept page.
  for (const kind of ['consent', 'newsletter', 'chat', 'app-prompt', 'overlay']) {
    const known = Object.entries(systems[kind] || {});
    if (!all(known.map(([, selector]) => selector).join(',')).length) continue; // one question for all, and mostly none
    for (const [system, selector] of known) {
      const reasons = [`${system}'s container`];
      for (const element of all(selector)) take({ element, kind, score: 0.9, rule: system, reasons });
    }
  }
  for (const layer of overlays.layers) {
    const fields = overlays.judge(layer);
    if (fields) take(fields);
  }
  for (const fields of overlays.locks(found)) take(fields);
  return found;
}
