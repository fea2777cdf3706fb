// What several detectors ask, installed on `captureClean` beside what page.js measured:
//
//   patterns            the vocabulary's regular expressions by name, each with `test`
//   anyOf(list)         the alternatives of a list of patterns written with white space between them
//   tokens(list)        a pattern for names: one of the list as a whole token of an id or class
//   inMain(e)           whether it is the main content or lies in it
//   holdsPage(e)        whether it is or holds the main content or the headline
//   linksOf(e)          the links with an address inside it
//   wordsOf(elements)   their rendered words together
//   attributesOf(e, names)  what these attributes say, in one line
//   hyphenated(names)   camel case taken apart, so that tokens are found in it
//   boxed(e)            whether it is set apart from what surrounds it by paint or border
//   clear(style)        whether nothing is painted behind it
//   PRESS               what is pressed and is no link
() => {
  const clean = globalThis.captureClean;
  const { main, heading, holds, countOf, vocabulary } = clean;
  const written = Object.entries(vocabulary).filter(([, value]) => typeof value === 'string');

  // The regular expressions' own folding leaves the Turkish capital İ apart from i: "İLGİLİ HABER".
  const reads = (pattern) => ({ test: (words) => pattern.test(words.includes('İ') ? words.replace(/İ/g, 'i') : words) });
  const anyOf = (list) => list.trim().split(/\s+/).join('|');

  Object.assign(clean, {
    patterns: Object.fromEntries(written.map(([name, value]) => [name, reads(new RegExp(value, 'iu'))])),
    anyOf,
    tokens: (list) => new RegExp(`(^|[-_\\s])(${anyOf(list)})([-_\\s]|$)`, 'i'),
    inMain: (e) => !!main && holds(main, e),
    holdsPage: (e) => holds(e, main) || holds(e, heading),
    linksOf: (e) => [...e.querySelectorAll('a[href]')],
    wordsOf: (elements) => elements.reduce((sum, e) => sum + countOf(e), 0),
    // Not e.getAttribute: a form control of that name would stand in for it.
    attributesOf: (e, names) => names.map((n) => Element.prototype.getAttribute.call(e, n) || '').join(' '),
    hyphenated: (names) => names.replace(/([a-z])([A-Z])/g, '$1-$2'),
    // Whether it is set apart from what surrounds it: painted, or with a border on three sides at least.
    boxed: (e) => {
      const s = clean.style(e);
      const borders = ['Top', 'Right', 'Bottom', 'Left'].filter((side) => parseFloat(s[`border${side}Width`]) > 0);
      return !/rgba\(.*, 0\)|transparent/.test(s.backgroundColor) || s.backgroundImage !== 'none' || borders.length >= 3;
    },
    clear: (style) => /rgba\(.*, 0\)|transparent/.test(style.backgroundColor),
    PRESS: 'button,[role=button],input[type=button],input[type=submit]',
  });
}
