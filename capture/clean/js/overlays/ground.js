// What lies over the page, and what is asked of it, installed as `captureClean.overlays`:
//
//   layers              what is fixed, sticky or high, dialogs too; none inside a fixed one
//   veiled, locked      whether a layer without content veils the page; whether the page cannot be scrolled
//   reads               whether the page has more to read or to scroll than it shows
//   fills(box)          whether it is as large as the screen
//   closes(e)           whether something in it closes it
//   fades(e)            whether the text fades out under it, and it speaks of subscribing
//   isVeil(e)           whether it lets the page shine through, darkened or blurred
//   onTop(e, box)       whether a reader sees it in the middle and at two corners of the box
//   namesOf(e)          the attributes that name it
//   DIALOG              what says that it is a dialog
() => {
  const dom = globalThis.captureDom;
  const clean = globalThis.captureClean;
  const { all, roots, style, visible, main, holds, text, countOf, proseOf, patterns, attributesOf, clear } = clean;

  const width = window.innerWidth;
  const height = window.innerHeight;
  const root = document.documentElement;
  const { body } = document;
  const DIALOG = 'dialog,[role=dialog],[role=alertdialog],[aria-modal=true]';
  const NAMES = ['id', 'class', 'aria-label', 'title', 'data-testid', 'role', 'name'];
  const namesOf = (e) => attributesOf(e, NAMES);

  const CLOSERS = 'button,a,[role=button],span,i,div[class*=close],svg';
  const MOST_CLOSERS = 120;
  const CLOSING = /(^|[-_\s])(close|dismiss|fermer|schliessen|cerrar|chiudi)/i;
  const closes = (e) => [...e.querySelectorAll(CLOSERS)].slice(0, MOST_CLOSERS)
    .some((b) => patterns.close.test(text(b)) || CLOSING.test(namesOf(b)));
  const fades = (e) => /gradient\(/.test(style(e).backgroundImage) && countOf(e) > 0 && countOf(e) < 120
    && patterns.paywall.test(text(e).slice(0, 600));
  const TRANSLUCENT = /rgba\(.*,\s*0?\.\d+\)/;
  const isVeil = (e) => {
    const s = style(e);
    return TRANSLUCENT.test(s.backgroundColor) || (s.backdropFilter && s.backdropFilter !== 'none');
  };
  const hides = (s) => /hidden|clip/.test(s.overflowY);
  const locked = [root, body].some((e) => e && (hides(style(e)) || (e === body && style(e).position === 'fixed')));

  // What a reader sees at a point, in open shadow roots too.
  const seenAt = (x, y, element) => {
    let hit = document.elementFromPoint(x, y);
    while (hit && hit !== element && hit.shadowRoot) {
      const inner = hit.shadowRoot.elementFromPoint(x, y);
      if (!inner || inner === hit) break;
      hit = inner;
    }
    return hit;
  };
  const POINTS = [[0.5, 0.5], [0.1, 0.15], [0.9, 0.85]];
  const onTop = (element, box) => POINTS.filter(([x, y]) => {
    const hit = seenAt(box.left + box.width * x, box.top + box.height * y, element);
    return hit && holds(element, hit);
  }).length >= 2;

  // A layer's z-index from which one that is only absolute counts: below, pages place their own parts.
  const HIGH = 100;
  const mayLie = (element, s) => {
    if (s.position === 'fixed' || s.position === 'sticky') return true;
    return s.position === 'absolute' && (parseInt(s.zIndex, 10) >= HIGH || fades(element) || element.matches(DIALOG));
  };
  const layers = [];
  for (const one of roots) {
    for (const element of one.querySelectorAll('*')) {
      if (element === body || element === root) continue; // a lock, not a layer
      const s = style(element);
      if (!mayLie(element, s) || !visible(element) || s.visibility === 'hidden') continue;
      if (layers.some((l) => l !== element && style(l).position === 'fixed' && holds(l, element))) continue;
      layers.push(element);
    }
  }
  for (const dialog of all('dialog[open],[role=dialog],[role=alertdialog],[aria-modal=true]')) {
    if (visible(dialog) && !layers.some((l) => holds(l, dialog))) layers.push(dialog);
  }
  const fills = (box) => box.width >= width * 0.95 && box.height >= height * 0.95;
  const veiled = layers.some((l) => {
    const s = style(l);
    return s.position === 'fixed' && fills(l.getBoundingClientRect()) && countOf(l) === 0
      && (isVeil(l) || (parseFloat(s.opacity) < 1 && !clear(s)));
  });

  clean.overlays = {
    layers, veiled, locked, closes, fades, fills, isVeil, onTop, namesOf, width, height, DIALOG,
    reads: locked || root.scrollHeight > height * 1.1 || (main && proseOf(main) >= 40),
  };
}
