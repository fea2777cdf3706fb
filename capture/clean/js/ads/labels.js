// Label lines ("Advertisement", "Sponsored by …"), found before any unit: `labels` (element → {kind, line}),
// `labelled(e)` ({count, words} of the labels that e is or holds) and `labelOf(line)`, installed on `captureClean.ads`.
() => {
  const dom = globalThis.captureDom;
  const { roots, visible, text, countOf, wordsOf, linksOf, vocabulary, INLINE } = globalThis.captureClean;
  const { ads } = globalThis.captureClean;
  const { away, isData, within } = ads;

  const STRONG = new Set(vocabulary.ad_label.strong);
  const WEAK = new Set(vocabulary.ad_label.weak);
  const BY = vocabulary.ad_label.by;
  const LONGEST_LINE = 80; // characters
  const MOST_NAMED = 7; // words of an advertiser's name
  const isName = (words) => words.split(' ').length <= MOST_NAMED;
  const trimmed = (s) => s.toLowerCase().replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '').replace(/\s+/g, ' ');

  // Whether the line is one of the words, joined to a name by punctuation or a "by": "Sponsored by Harbour Inns".
  const joinedTo = (set, norm, line) => {
    for (let at = norm.indexOf(' '), n = 0; at > 0 && n < 4; at = norm.indexOf(' ', at + 1), n += 1) {
      const head = norm.slice(0, at).replace(/[:：·–—|-]+$/, '').trim();
      if (!set.has(head)) continue;
      const rest = norm.slice(at + 1);
      const joined = /[:：·–—|-]/.test(line.slice(0, at + 3)) || BY.some((by) => rest.startsWith(`${by} `));
      if (joined && isName(rest)) return true;
    }
    return false;
  };
  const labelOf = (line) => {
    if (!line || line.length > LONGEST_LINE) return '';
    const norm = trimmed(line);
    if (STRONG.has(norm)) return 'strong';
    if (WEAK.has(norm)) return 'weak';
    // Where no space is written: 提供：name.
    const [before, after] = norm.split(/\s*[:：]\s*/, 2);
    if (after && isName(after) && STRONG.has(before)) return 'strong';
    if (after && isName(after) && WEAK.has(before)) return 'weak'; // 提供：name is a picture's credit as well
    if (/^pr[（(]/.test(norm) && isName(norm.slice(3))) return 'strong'; // PR（name）, as Japanese feeds write it
    // A recommender's "name | sponsored"; a menu's last word is one too, so that it needs company.
    const [, named, tail] = /^(.{2,60}?)\s*[|｜]\s*([^|｜]+)$/.exec(norm) || [];
    if (tail && isName(named) && (STRONG.has(tail) || WEAK.has(tail))) return 'weak';
    // The form that Russian law asks for: "Реклама. ООО «…»".
    const stop = norm.indexOf('. ');
    if (stop > 0 && STRONG.has(norm.slice(0, stop)) && isName(norm.slice(stop + 2))) return 'weak';
    if (joinedTo(STRONG, norm, line) || joinedTo(WEAK, norm, line)) return 'strong';
    // Ukrainian, Turkish, Japanese and their kin put the name first.
    const last = norm.split(/[\s：:]|の|的|제공/).pop();
    const nameFirst = norm.length <= 30 && norm !== last && STRONG.has(last) && /[の的：:]|제공|tarafından/.test(norm);
    return nameFirst ? 'strong' : '';
  };

  // Few texts begin like a label: the rest of a page is passed over at the cost of one look-up a text node.
  const HEAD = /^[^\p{L}\p{N}]*([\p{L}\p{N}\p{M}]+)/u;
  const headOf = (line) => { const found = HEAD.exec(line); return found ? found[1].toLowerCase() : ''; };
  const FIRST = new Set([...STRONG, ...WEAK].map(headOf));
  const TAIL = /реклам|広告|スポンサー|广告|廣告|광고|협찬|tarafından/i;
  const LONGEST_TEXT = 200; // characters of a text node that may be a label or hold one
  const mayLabel = (data) => data.length <= LONGEST_TEXT && /\S/.test(data)
    && (FIRST.has(headOf(data)) || (data.length <= LONGEST_LINE && (TAIL.test(data) || /[|｜]/.test(data))));

  // Whether all words of `line` besides those of `label` are links to an advertiser.
  const leadsAway = (line, label) => {
    const links = linksOf(line).filter((a) => !label.contains(a) && away(a));
    return links.length > 0 && links.length <= 3 && wordsOf(links) === countOf(line) - countOf(label);
  };
  const MORE = 'img,picture,video,iframe,svg,canvas,input,button,ins';
  // Whether `up`, whose text is `more`, is more than the line that `holder` is in.
  const leavesLine = (up, more, holder, line) => {
    if (up.querySelector(MORE) || up.childElementCount > 3) return true;
    if (more === line) return false;
    if ([...up.children].some((c) => !INLINE.has(c.localName))) return true; // blocks are lines of their own
    if (!INLINE.has(holder.localName) || more.length > LONGEST_LINE) return true;
    if (!labelOf(line)) return false;
    return leadsAway(up, holder) // a label, and beside it the advertisement's own line
      || /^h\d$/.test(up.localName); // in a heading, and smaller
  };
  // Up through the inline elements to the whole line.
  const lineRound = (element) => {
    let holder = element;
    let line = text(holder);
    for (let up = holder.parentElement; up && line.length < LONGEST_LINE; up = up.parentElement) {
      const more = text(up);
      if (leavesLine(up, more, holder, line)) break;
      holder = up;
      line = more;
    }
    return { holder, line };
  };

  const NO_LABEL = 'nav,h1,button,select,option,label,dt,dd,figcaption,blockquote,pre,code,footer,time,'
    + '[role=navigation],[contenteditable]';
  // In a figure whose caption speaks of something else the label belongs to what the figure shows.
  const pictured = (holder) => {
    const figure = holder.closest('figure');
    const caption = figure && figure.querySelector('figcaption');
    return !!caption && !caption.contains(holder) && countOf(caption) >= 3;
  };
  const isLabel = (holder, line, kind) => {
    if (!kind || holder.closest(NO_LABEL) || isData(holder.closest('table')) || holder === document.body) return false;
    if (pictured(holder)) return false;
    const heading = holder.closest('h2');
    if (heading && text(heading) === line) return false;
    const link = holder.closest('a[href]');
    return !(kind === 'weak' && link && !away(link));
  };

  // Each is held against every unit: 3,000 labelled links took the detector's whole time, and nothing was found.
  const MOST_LABELS = 400;
  const labels = new Map();
  for (const root of roots) {
    const owner = root.nodeType === 9 ? root : root.ownerDocument;
    const walker = owner.createTreeWalker(root, 4 /* SHOW_TEXT */);
    while (labels.size <= MOST_LABELS && walker.nextNode()) {
      if (!mayLabel(walker.currentNode.data)) continue;
      const element = walker.currentNode.parentElement;
      if (!element || !visible(element)) continue;
      const { holder, line } = lineRound(element);
      const kind = labelOf(line);
      if (isLabel(holder, line, kind)) labels.set(holder, { kind, line });
    }
  }
  // A label that lies inside another label's line is the same label.
  for (const label of [...labels.keys()]) if (within(label, labels)) labels.delete(label);
  for (const label of [...labels.keys()].slice(MOST_LABELS)) labels.delete(label);

  const labelsIn = new Map();
  for (const label of labels.keys()) {
    for (let up = label; up; up = dom.parent(up)) {
      const known = labelsIn.get(up) || { count: 0, words: 0 };
      labelsIn.set(up, { count: known.count + 1, words: known.words + countOf(label) });
    }
  }

  Object.assign(ads, { labelOf, labels, labelled: (element) => labelsIn.get(element) || { count: 0, words: 0 } });
}
