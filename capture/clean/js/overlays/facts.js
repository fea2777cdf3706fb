// What the questions about a layer share: `factsOf(layer)`, installed on `captureClean.overlays`, its style and box,
// and what follows from them.
() => {
  const { style, countOf, inMain, linksOf } = globalThis.captureClean;
  const { overlays } = globalThis.captureClean;
  const { fills, kindOf, width, height, DIALOG } = overlays;

  const HOME = /^\/([a-z]{2}\/?)?$/i; // the front page, or a language's
  // A bar that leads home, and elsewhere on the site, is the site's own header.
  const leadsHome = (element) => {
    const links = linksOf(element).filter((a) => a.origin === location.origin);
    return links.length >= 2 && links.some((a) => HOME.test(a.pathname) && !a.search && !a.hash);
  };
  const MENUS = 'nav,[role=navigation],[role=search],input[type=search]';
  const navigates = (element, box) => {
    const links = element.querySelectorAll('a[href]').length;
    return element.matches('header,nav,[role=banner],[role=navigation]') || !!element.querySelector(MENUS)
      || (links >= 4 && countOf(element) <= links * 6) || (box.top <= 4 && leadsHome(element));
  };

  overlays.factsOf = (element) => {
    const s = style(element);
    const box = element.getBoundingClientRect();
    const modal = element.matches(DIALOG);
    return {
      element, style: s, box, modal, position: s.position, z: parseInt(s.zIndex, 10), words: countOf(element),
      fixed: s.position === 'fixed' || modal,
      bar: box.width >= width * 0.8 && box.height <= height * 0.35,
      screenful: fills(box),
      kind: kindOf(element),
      inMain: inMain(element),
      navigation: navigates(element, box),
    };
  };
}
