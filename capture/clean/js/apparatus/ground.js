// What the detectors of apparatus in the flow share, installed as `captureClean.apparatus`:
//
//   stop(e)             whether no box may reach as far as this: the page, its content, a table, a figure
//   widest(e, fits)     the largest element round e, at most six steps up, that fits
//   first(css, fits)    the first hundred elements that fit
//   outside(e)          whether it lies before, beside or after the content, in no landmark
//   follows(e)          whether the headline (or the content) comes after it
//   after(e)            whether it comes after the headline
//   underHeading(e, pattern)  whether the content's heading above it speaks of such things
//   amid(e)             whether headings of the content stand before it and behind it
//   pictured(e)         whether it is what a figure with a caption of its own shows
//   isExample(e, about)  whether it lies in the content of a page that is about such things
//   about               what the page is about: {newsletters, consent, giving}
//   hasText()           whether the page has a text to read at all
//   claimed(e), claim(e)  what an earlier detector has taken already
//   detectors           the families' detectors by name; order.js calls them
//   namesOf(e), TOOLS   its attributes that name it; what an article's tools are made of
() => {
  const dom = globalThis.captureDom;
  const clean = globalThis.captureClean;
  const { all, main, heading, text, proseOf, holds, patterns, inMain, holdsPage, attributesOf, hyphenated } = clean;

  const NAMES = ['id', 'class', 'aria-label', 'data-testid', 'data-component'];
  const LANDMARKS = 'main,article,footer,nav,[role=contentinfo],[role=navigation]';
  // The address of a page to subscribe on; its last part may carry a word besides, a headline may not.
  const NEWS_PATH = new RegExp(clean.anyOf(String.raw`
    newsletter infolettre lettre-?d?-?info subscri abonn suscri iscri inscri nieuwsbrief nyhetsbrev mailing-?list
    rundbrief rassylk email-?(updates|alerts)`), 'i');
  const NEWS_PATH_LONGEST = 24;
  const GIVING_PATH = new RegExp(`^(${clean.anyOf(String.raw`
    donat donez spend give\b gi$ doar dona apoy support-us doneer stotte tuki lahjoita darowizn`)})`, 'i');
  const MOST_STEPS = 6;
  // Each hit looks at what lies round it: a page of ten thousand share buttons is not an article with tools.
  const MOST_HITS = 100;
  const MOST_HEADINGS = 300;
  const TEXT_WORDS = 100; // running words from which a page counts as a text that one reads

  const captioned = (e) => e.localName === 'figure' && inMain(e) && !!e.querySelector('figcaption');
  const stop = (e) => !e || e.matches('body,html,main,article,table,tbody,tr') || holdsPage(e) || captioned(e);
  const widest = (element, fits) => {
    let at = element;
    for (let d = 0; d < MOST_STEPS; d += 1) {
      const up = dom.parent(at);
      if (stop(up) || !fits(up)) break;
      at = up;
    }
    return at;
  };
  const first = (selector, fits) => {
    const hits = [];
    for (const e of all(selector)) if (hits.length < MOST_HITS && fits(e)) hits.push(e);
    return hits;
  };
  const outside = (e) => !stop(e) && !inMain(e) && !e.closest(LANDMARKS);
  const follows = (e) => !!main && !!(e.compareDocumentPosition(heading || main) & Node.DOCUMENT_POSITION_FOLLOWING);
  const after = (e) => !!heading && !!(heading.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING);

  // A page whose headline names such a thing is about it: what lies in its content is an example, or its purpose.
  const titled = (pattern) => !!heading && pattern.test(text(heading).slice(0, 200));
  // … or its address does: /newsletter itself, or what lies below where the headline invites.
  const path = location.pathname.split('/').filter(Boolean);
  const last = path[path.length - 1] || '';
  const about = {
    newsletters: titled(patterns.newsletter_subject) || (NEWS_PATH.test(last) && last.length <= NEWS_PATH_LONGEST)
      || (path.some((part) => NEWS_PATH.test(part)) && titled(patterns.newsletter)),
    consent: titled(patterns.consent),
    giving: titled(patterns.donate) || path.some((part) => GIVING_PATH.test(part)),
  };
  const isExample = (e, isAbout) => isAbout && inMain(e);
  const headings = main ? [...main.querySelectorAll('h1,h2,h3,h4,h5,h6')].slice(0, MOST_HEADINGS) : [];
  const before = (h, e) => !holds(e, h) && h.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING;
  const underHeading = (e, pattern) => {
    if (!inMain(e)) return false;
    const above = headings.filter((h) => before(h, e)).pop();
    return !!above && pattern.test(text(above).slice(0, 120));
  };

  const behind = (h, e) => !holds(e, h) && h.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_PRECEDING;
  const amid = (e) => inMain(e) && headings.some((h) => before(h, e)) && headings.some((h) => behind(h, e));
  const pictured = (e) => {
    const figure = dom.parent(e)?.closest('figure');
    return !!figure && captioned(figure);
  };

  const claims = new Set();
  clean.apparatus = {
    stop, widest, first, outside, follows, after, underHeading, amid, pictured, isExample, about,
    hasText: () => !!main && proseOf(main) >= TEXT_WORDS,
    claimed: (element) => [...claims].some((e) => holds(e, element)),
    claim: (element) => claims.add(element),
    detectors: {},
    namesOf: (e) => hyphenated(attributesOf(e, NAMES)),
    TOOLS: 'button,[role=button]',
  };
}
