// Whom the page thanks: under a heading that thanks supporters a logo or a name is credit where it is due, no
// advertising.  Installed on `captureClean.ads`:
//   thanked(e)          whether its own heading, or the nearest one above, says so
//   credited(e)         whether it is such a logo or name, in the content
() => {
  const dom = globalThis.captureDom;
  const { main, heading, inMain, text, offSite, countOf, patterns, linksOf } = globalThis.captureClean;
  const { ads } = globalThis.captureClean;

  const HEADS = ':scope > :is(h1,h2,h3,h4), :scope > header > :is(h1,h2,h3,h4)';
  const thanks = (h) => patterns.supporters.test(text(h).slice(0, 80));
  const headingsOf = new Map(); // element → its first headings, and whether each says so
  const thanking = (element) => {
    if (!headingsOf.has(element)) {
      headingsOf.set(element, [...element.querySelectorAll(HEADS)].slice(0, 20).map((h) => [h, thanks(h)]));
    }
    return headingsOf.get(element);
  };
  const follows = (h, element) => h.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING;
  // The nearest box round it with a heading before it, and what that heading says.
  const headed = (element) => {
    for (let e = dom.parent(element), d = 0; e && d < 6; e = dom.parent(e), d += 1) {
      const above = thanking(e).filter(([h]) => follows(h, element)).pop();
      if (above) return { box: e, says: above[1] };
      if (e === main) break;
    }
    return { box: main, says: !!heading && thanks(heading) };
  };
  const thanked = (element) => {
    const [first] = thanking(element);
    return first ? first[1] : headed(element).says;
  };

  const NAME = 4; // words of a name
  const NAME_AND_RANK = 12; // "In kind: Union Sailcloth, 40 m of cloth"
  // Several are thanked together, each with a few words; a single one with as many may be a slogan.
  const several = (box) => new Set(linksOf(box).slice(0, 100).map((a) => offSite(a.href)).filter(Boolean)).size >= 2;
  const credited = (element) => {
    if (!inMain(element) || countOf(element) > NAME_AND_RANK) return false;
    const { box, says } = headed(element);
    return says && (countOf(element) <= NAME || (!!box && several(box)));
  };

  Object.assign(ads, { thanked, credited });
}
