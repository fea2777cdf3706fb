// Summary widgets: points that a machine made of the article. The apparatus says so; the points go to the manifest.
() => {
  const dom = globalThis.captureDom;
  const { all, text, visible, countOf, proseOf, patterns } = globalThis.captureClean;
  const { stop, namesOf, detectors } = globalThis.captureClean.apparatus;

  const NAMED = new RegExp('(^|[-_\\s])(ai|ki|ia)[-_]?(summar|resum|overview|zusammen|insight)|summary-?(widget|box|ai)'
    + '|key-?(points|takeaways)', 'i');
  const SPOTS = 'button,span,small,h2,h3,h4,h5,div,p,summary,figcaption,a,strong,em,sup';
  const HEADS = 'button,h2,h3,h4,h5,h6,summary,[role=heading],strong,b,legend,span';
  const LONGEST_LABEL = 80; // characters of a heading or a label line
  const MOST_POINTS = 12;
  const LONGEST_POINT = 600; // characters
  const MOST_WORDS = 250; // of a box with points; what has more is the article

  const saysMachine = (e) => {
    if (!countOf(e) || countOf(e) > 20 || e.closest('li,blockquote,figure,table')) return false;
    const words = text(e);
    return words.length > 1 && words.length < 160 && patterns.ai.test(words) && visible(e) && !e.closest('nav,footer');
  };
  const pointsIn = (box) => {
    const lines = [...box.querySelectorAll('li')].filter((li) => countOf(li) >= 2);
    const some = lines.filter((li) => countOf(li) >= 4);
    return some.length && lines.length >= 2 ? lines : some; // one of them may be short
  };
  const headIn = (box) => [...box.querySelectorAll(HEADS)]
    .find((h) => !h.closest('li,p') && text(h).length < LONGEST_LABEL && patterns.summary.test(text(h)));
  // A label line that says both, or a label under such a heading; what it labels is short, and follows.
  const labels = (spot, box, head) => !/^h\d$/.test(spot.localName) && text(spot).length < LONGEST_LABEL
    && (patterns.summary.test(text(spot)) || (head && head !== spot)) && countOf(box) <= 100
    && countOf(box) - countOf(spot) - (head && !head.contains(spot) ? countOf(head) : 0) >= 8
    && !box.querySelector('figure,table,form') && text(box).indexOf(text(spot)) < LONGEST_LABEL;
  const sentencesOf = (box, points) => (points.length ? points.map((p) => text(p))
    : [...box.querySelectorAll('p')].map((p) => text(p)).filter((t) => t.split(' ').length >= 8));

  // The nearest box round the spot that holds points or is named for them; else the first with words after a label.
  const boxRound = (spot) => {
    let short = null;
    for (let box = dom.parent(spot), d = 0; box && d < 6 && !stop(box); box = dom.parent(box), d += 1) {
      if (countOf(box) > MOST_WORDS) break;
      if (box.matches('ul,ol,p,li,table,blockquote,header')) continue;
      const points = pointsIn(box);
      const head = headIn(box);
      const named = NAMED.test(namesOf(box));
      const labelled = labels(spot, box, head);
      const none = points.length === 0 && ((proseOf(box) > 0 && named) || labelled);
      if (!(head || named || labelled) || !(points.length >= 2 || none)) continue;
      if (points.length >= 2 || named) return { box, points, head };
      short = short || { box, points: null };
    }
    return short;
  };
  function* summaries() {
    for (const spot of all(SPOTS).filter(saysMachine)) {
      const found = boxRound(spot);
      if (!found) continue;
      const { box, points, head } = found;
      if (points) {
        const reasons = ['says that a machine wrote it', head ? 'a heading for a summary' : 'named for a summary',
          `${points.length} points`];
        const said = sentencesOf(box, points).slice(0, MOST_POINTS).map((t) => t.slice(0, LONGEST_POINT));
        yield { element: box, kind: 'ai-summary', score: 0.8, reasons, points: said };
      } else {
        const reasons = ['a label that says that a machine wrote it', 'a few words after it'];
        yield { element: box, kind: 'ai-summary', score: 0.7, reasons, points: [text(box).slice(0, LONGEST_POINT)] };
      }
    }
  }

  Object.assign(detectors, { summaries });
}
