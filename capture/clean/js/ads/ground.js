// What the detectors of advertising share, installed as `captureClean.ads`.
//
// Each unit (a linked picture or slogan, a frame, a slot) collects evidence for and against:
//   unit(e)             the element's unit, made when it is first asked for
//   say(unit, score, reason, sign)  adds evidence, each reason once; the sign is what other detectors ask for:
//                       'shown' (a picture, a slogan, a frame), 'paid', 'labelled', 'repeated'
//   units, unitsIn      element → unit; element → how many units it is or holds
//   raise(unit), bestIn  element → the surest unit that it is or holds
//   within(e, of, top)  whether an element of the set or map lies round it, below top
// And what they ask of an element:
//   isSize(box), nearSize(box)  whether it has a standard size; whether nearly one, scaled or cut
//   named(e)            whether its names tell
//   pictureIn(e)        whether it shows a picture
//   isData(table)       whether it is a table of data, not one that places things
//   bodyLike(e)         whether it is the page or its content, so no advertisement
() => {
  const dom = globalThis.captureDom;
  const clean = globalThis.captureClean;
  const { style, holdsPage, countOf, anyOf, tokens, attributesOf, hyphenated } = clean;

  // Sizes that the IAB's new ad portfolio and its fixed-size predecessors name, width × height.
  const SIZES = new Set(('728x90 300x250 336x280 300x600 160x600 970x250 970x90 320x50 320x100 300x50 468x60 120x600 '
    + '250x250 200x200 234x60 180x150 125x125 300x1050 980x120 980x90 930x180 750x100 750x200 750x300 580x400 '
    + '240x400 1000x300').split(' '));
  const NEAR = [0, 1, -1, 2, -2]; // pixels that a border or rounding adds or takes
  const isSize = (box) => NEAR.some((d) => NEAR.some((e) => SIZES.has(`${box.width + d}x${box.height + e}`)));

  // A style sheet scales a banner to its column, or cuts a little off; these proportions are no photograph's.
  const OWN = ('728x90 300x250 300x600 160x600 970x250 468x60 320x50 320x100 970x90 240x400').split(' ')
    .map((size) => size.split('x').map(Number));
  const NARROWEST = 0.6; // of its size
  const alike = (a, b, by) => Math.abs(a / b - 1) <= by;
  const nearSize = ({ width, height }) => OWN.some(([w, h]) => (alike(width, w, 0.04) && alike(height, h, 0.04))
    || (alike(width / height, w / h, 0.015) && width >= w * NARROWEST && width <= w * 1.05));

  // Names that tell: whole tokens of id, class and data attributes.
  const AD_PARTS = anyOf(String.raw`block box slot unit wrap\w* cont\w* banner place\w* space zone area label holder
    frame row section native top bottom sidebar inline`);
  const NAME = new RegExp(`(^|[-_\\s])(${anyOf(String.raw`
    ads? adv advert adverts advertis\w+ ad-?(${AD_PARTS}) adslot\w* adunit\w* adbox adbanner adblock adcontainer
    adplacement banner-?ads? dfp\w* gpt-?\w* google-?ads?\w* adsense adsbygoogle sponsor(ed|ship)? promoted publicite
    publicidad pubblicita anzeige\w* werbung\w* werbe\w+ reklam\w* annons\w* mainos\w* advertentie\w* oglas\w* iklan
  `)})([-_\\s\\d]|$)`, 'i');
  const NOT_NAME = tokens(String.raw`
    ad(d|dress|min|apt|vance|visor|vice|journ|opt)\w* no-?ads? ads?-?free adaptive advanced head thread load read
    download bread\w* gradient shadow`);
  // What a blog files a post under is no name of the box: WordPress writes category-advertising, tag-ads.
  const FILED = /^(post_)?(category|tag|cat|topic|section|taxonomy|term|keyword|post|page|author|archive)[-_]/i;
  const NAMES = ['id', 'class', 'data-ad', 'data-testid', 'data-component', 'data-module', 'aria-label'];
  const MARKS = ['data-ad', 'data-ad-slot', 'data-ad-unit', 'data-google-query-id', 'data-ad-client'];
  const LONGEST_NAMES = 600; // characters; what is longer is a page's attack or a list of utility classes
  const tells = (token) => NAME.test(token) && !NOT_NAME.test(token) && !FILED.test(token);
  const named = (element) => MARKS.some((mark) => element.hasAttribute(mark))
    || hyphenated(attributesOf(element, NAMES)).slice(0, LONGEST_NAMES).split(/\s+/).some(tells);

  // A table that only places things: no headings, and no rows of like, short cells.
  const HEADS = ':scope > caption,:scope > thead,:scope > tbody > tr > th,:scope > tr > th';
  const judge = (table) => {
    const { rows } = table;
    const cells = [...rows].slice(0, 50).reduce((n, row) => n + row.cells.length, 0);
    const placing = table.matches('[role=presentation],[role=none]') || !!table.querySelector('table,h1');
    const least = table.querySelector('a[href],img') ? 3 : 2;
    return !!table.querySelector(HEADS)
      || (!placing && rows.length >= least && cells >= rows.length * 2 && countOf(table) < cells * 20);
  };
  const judged = new Map();
  const isData = (table) => {
    if (!table) return false;
    if (!judged.has(table)) judged.set(table, judge(table));
    return judged.get(table);
  };

  const small = (e) => { const table = e.closest('table'); return !isData(table) && countOf(table) <= 60; };
  const bodyLike = (e) => !e || e === document.body || e === document.documentElement || e.matches('main,article,ul,ol')
    || (e.matches('tr,tbody,table') && !small(e)) || holdsPage(e);

  const large = (picture) => {
    const box = picture.getBoundingClientRect();
    return box.width >= 100 && box.height >= 40;
  };
  const pictureIn = (element) => [...element.querySelectorAll('img,picture,video,canvas,svg')].some(large)
    || [element, ...element.querySelectorAll('*')].slice(0, 20).some((e) => style(e).backgroundImage.includes('url('));

  const units = new Map();
  const unitsIn = new Map();
  const unit = (element) => {
    if (!units.has(element)) {
      units.set(element, { element, score: 0, reasons: [], hosts: new Set(), signs: new Set() });
      for (let up = element; up; up = dom.parent(up)) unitsIn.set(up, (unitsIn.get(up) || 0) + 1);
    }
    return units.get(element);
  };
  const say = (u, score, reason, sign = '') => {
    if (u.reasons.includes(reason)) return;
    u.score += score;
    u.reasons.push(reason);
    if (sign) u.signs.add(sign);
  };
  const bestIn = new Map();
  // Where a surer one is known above, it is above that too.
  const raise = (u) => {
    for (let e = u.element; e; e = dom.parent(e)) {
      const known = bestIn.get(e);
      if (known && known !== u && known.score >= u.score) break;
      bestIn.set(e, u);
    }
  };
  const within = (element, of, top) => {
    for (let up = element.parentElement; up && up !== top; up = up.parentElement) if (of.has(up)) return true;
    return false;
  };

  clean.ads = {
    units, unitsIn, unit, say, bestIn, raise, within, isSize, nearSize, named, pictureIn, isData, bodyLike,
  };
}
