// Small things that keep their place over the page: how far one has read, an article's tools, a way to ask a machine.
// Installed on `captureClean.overlays` as questions about a layer, as layers.js asks them.
() => {
  const { text, patterns, anyOf, linksOf, countOf } = globalThis.captureClean;
  const { overlays } = globalThis.captureClean;
  const { namesOf, reads, width, height } = overlays;

  const METER = 'progress,[role=progressbar]';
  const NAMED = new RegExp(anyOf(`(read(ing)?|scroll|page|article)[-_]?(progress|indicator|meter)
    progress[-_]?(read|scroll|bar|indicator|meter)`), 'i');
  const THIN_PX = 28; // one line of small letters; a progress bar without words has 2 to 6
  const PERCENT = /\d\s?[%٪％]/;
  // A thin bar at the top that says how far one has read: a meter, a name, or a percentage and a few words.
  const progress = ({ element, box, words, modal }) => {
    if (modal || box.height > THIN_PX || box.top > height * 0.3 || words > 12 || linksOf(element).length) return null;
    const meter = element.matches(METER) || element.querySelector(METER);
    if (!meter && !NAMED.test(namesOf(element)) && !(words && PERCENT.test(text(element)))) return null;
    return { kind: 'other', score: 0.7, reasons: ['a thin bar at the top', 'how far one has read'] };
  };

  const NARROW_PX = 110;
  const lines = (element) => [...element.children].filter((c) => countOf(c) > 0);
  const says = (line) => [line, ...line.querySelectorAll('*')].some((e) => patterns.share_button.test(text(e).trim()));
  // A narrow column beside the page, of short lines that lead nowhere, one of which shares: an article's tools.
  const rail = ({ element, box, words }) => {
    if (box.width > NARROW_PX || box.height < box.width || words > 24) return null;
    if (element.querySelector('nav,input,select,h1,h2,p p')) return null;
    const items = lines(element);
    const short = items.length >= 3 && items.length <= 10 && items.every((c) => countOf(c) <= 4);
    const leads = linksOf(element).some((a) => a.origin === location.origin && a.pathname !== location.pathname);
    if (!short || leads || !items.some(says)) return null;
    return { kind: 'share', score: 0.7, reasons: ['a narrow column beside the page', 'a line to share'] };
  };

  // A few words that float at the foot and offer to ask a machine about the page.
  const pill = ({ element, box, words }) => {
    if (!reads || !words || words > 12 || box.height > 90 || box.width > width * 0.5) return null;
    if (box.top < height * 0.5) return null;
    if (linksOf(element).length > 1 || !patterns.ask_ai.test(text(element))) return null;
    return { kind: 'chat', score: 0.7, reasons: ['floats at the foot of the screen', 'offers to ask a machine'] };
  };

  Object.assign(overlays, { progress, rail, pill });
}
