// Slots as units: known systems' containers, elements with a name that tells, empty boxes of a standard size.
({ systems }) => {
  const dom = globalThis.captureDom;
  const { all, style, visible, main, holds, inMain, text, offSite, countOf, proseOf,
    linksOf } = globalThis.captureClean;
  const { ads } = globalThis.captureClean;
  const { unit, units, say, named, isSize, thanked } = ads;

  const containers = () => {
    for (const [system, selector] of Object.entries(systems.ad)) {
      for (const element of all(selector)) {
        const u = unit(element);
        say(u, 0.8, `${system}'s container`);
        u.system = system;
      }
    }
  };

  const NO_SLOT = /^(a|img|script|link|style|p|h[1-6]|button|li|span|svg|path|input|label)$/;
  const SHOWS = 'img,video,svg,canvas,input,picture';
  const mayBeSlot = (element) => element !== document.body && element !== document.documentElement && named(element)
    && !(main && holds(element, main)) && (!NO_SLOT.test(element.localName) || element.hasAttribute('data-ad-slot'));
  // Elements with a name that tells, outermost first: slots, empty or full.
  const namedSlots = () => {
    for (const element of all('[id],[class],[data-ad]')) {
      if (!mayBeSlot(element)) continue;
      const u = unit(element);
      say(u, 0.35, 'a name that tells');
      const n = countOf(element);
      const box = dom.box(element);
      // What is closed now, a tab's list of articles, is not empty.
      const empty = n === 0 && !text(element) && !element.querySelector(SHOWS);
      if (empty) say(u, 0.3, box.height > 1 ? 'an empty slot' : 'an empty, closed slot');
      if (n > 0 && n <= 25 && element.querySelector('a[href],iframe,img')) say(u, 0.05, 'little text');
      if (isSize(box)) say(u, 0.2, `a standard size, ${box.width}×${box.height}`);
      if (linksOf(element).some((a) => offSite(a.href))) say(u, 0.1, 'off-site links');
      const filled = n < 5 && element.querySelector('script[src*="ads"],script:not([src])');
      if (filled) say(u, 0.1, 'a script that fills it');
      if (element.querySelector('h1,main,article')) say(u, -0.6, 'holds an article');
      if (n > 0 && inMain(element) && thanked(element)) say(u, -0.7, 'those whom the page thanks');
      if (proseOf(element) > 40) say(u, -0.4, 'running text inside');
      if (element.querySelectorAll('a[href]').length > 6) say(u, -0.2, 'many links');
      if (element.querySelector('form input:not([type=hidden])')) say(u, -0.2, 'a form inside');
    }
  };

  // Boxes without a name that nothing filled.
  const emptySlots = () => {
    for (const element of all('div,ins,aside,section')) {
      if (units.has(element) || countOf(element) > 0 || element.children.length > 3) continue;
      const box = dom.box(element);
      if (!isSize(box) || !visible(element) || element.querySelector(`${SHOWS},iframe`)) continue;
      if (style(element).backgroundImage.includes('url(')) continue;
      say(unit(element), 0.45, `an empty slot of a standard size, ${box.width}×${box.height}`);
    }
  };

  Object.assign(ads, { containers, namedSlots, emptySlots });
}
