// What a layer did to the page: scroll locks, blurs, text cut off. `locks(found)`, installed on
// `captureClean.overlays`, yields proposals; `found` is what lies over the page.
() => {
  const dom = globalThis.captureDom;
  const { style, main, countOf } = globalThis.captureClean;
  const { overlays } = globalThis.captureClean;

  const unlock = (element, score, reason) => ({ element, kind: 'overlay', action: 'unlock', score, reasons: [reason] });
  const hides = (s) => /hidden|clip/.test(s.overflowY);
  const blurred = (e) => /blur\(/.test(style(e).filter);
  const isWall = (f) => f.action !== 'unpin' && f.kind === 'overlay' && f.reasons[0].includes('wall');
  const isCut = (e) => hides(style(e)) && e.scrollHeight > e.clientHeight * 1.5 && e.clientHeight > 100
    && /\d/.test(style(e).maxHeight);
  const MOST_DEEP = 40; // wrappers between the content and the body

  overlays.locks = function* locks(found) {
    const { body, documentElement: root } = document;
    if (!body) return;
    for (const element of [root, body]) {
      const s = style(element);
      const locked = hides(s) || (element === body && s.position === 'fixed');
      if (locked) yield unlock(element, 0.8, `${element.localName} does not scroll`);
    }
    for (let e = main, d = 0; e && d < MOST_DEEP && e !== body; d += 1, e = dom.parent(e)) {
      if (blurred(e)) yield unlock(e, 0.8, 'blurred');
      if (isCut(e) && found.some(isWall)) yield unlock(e, 0.7, 'cut off behind a wall');
    }
    for (const child of body.children) if (blurred(child) && countOf(child) > 20) yield unlock(child, 0.8, 'blurred');
  };
}
