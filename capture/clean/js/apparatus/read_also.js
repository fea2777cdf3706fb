// "Read also" between paragraphs and at the end of the text: lines that are a link, and boxes of related links.
() => {
  const dom = globalThis.captureDom;
  const { all, main, text, visible, offSite, countOf, proseOf, blockOf, patterns, inMain, linksOf,
    wordsOf } = globalThis.captureClean;
  const { stop, detectors } = globalThis.captureClean.apparatus;

  // A block of 45 words, the most that is looked at, has no more links that say something.
  const MOST_TRIED = 50;
  const LISTED = 'li,table,figure,blockquote,nav,header,footer';
  const HEADED = 'h1,h2,h3,h4,h5,h6';
  const saysAlso = (words, lead) => patterns.related.test(words) && patterns.related_also.test(lead);

  const linkedIn = new Map(); // block → its linked words, counted once, and how many of its links were tried
  const countedIn = (block) => {
    if (!linkedIn.has(block)) linkedIn.set(block, { linked: wordsOf(linksOf(block)), tried: 0 });
    return linkedIn.get(block);
  };
  const leadTo = (link, words) => words.slice(0, Math.max(0, words.indexOf(text(link)))).trim() || words.slice(0, 40);
  // Below a heading it is the editors' own reference, as encyclopaedias have them.
  const isReference = (block, last) => block.closest('[role=note],.hatnote')
    || (last && (/^h[1-6]$/.test(last.localName) || last.querySelector(HEADED)));

  // A short block in the main content, nearly all of it a link, with the words for it.
  function* readAlsoLines() {
    for (const link of main ? main.querySelectorAll('a[href]') : []) {
      if (!visible(link)) continue;
      const block = blockOf(link);
      if (stop(block) || block.matches('li,td,th,dd,h1,h2,figcaption,blockquote')) continue;
      if (/^#/.test(link.getAttribute('href')) || block.closest(LISTED)) continue;
      const n = countOf(block);
      if (n < 3 || n > 45) continue;
      const counted = countedIn(block);
      const { linked } = counted;
      if (linked < n * 0.5 || counted.tried >= MOST_TRIED) continue;
      counted.tried += 1;
      const words = text(block);
      const lead = leadTo(link, words);
      const colon = /[:：>»→]\s*$/.test(lead);
      if (!saysAlso(words, lead.slice(0, 60))) continue;
      if (!colon && (linked < n * 0.8 || offSite(link.href))) continue;
      const next = block.nextElementSibling;
      const last = block.previousElementSibling;
      if (isReference(block, last)) continue;
      // Between two paragraphs, not at an end: the text goes on after it.
      const between = [next, last].every((e) => e && /^(p|h2|h3|div|blockquote|figure|ul)$/.test(e.localName));
      const where = between ? 'between paragraphs' : 'at an end';
      const reasons = ['a "read also" line', where, `${linked} of ${n} words linked`];
      yield { element: block, kind: 'related', score: between ? 0.75 : colon ? 0.6 : 0.45, reasons };
    }
  }

  const isHead = (head) => {
    if (head.childElementCount > 1 || !countOf(head) || countOf(head) > 12 || !inMain(head)) return false;
    const words = text(head);
    return !!words && words.length <= 50 && saysAlso(words, words) && !head.closest('li,table,nav,figure');
  };
  // The picture beside the lines belongs to them: a wrapper that adds no word, only the same addresses.
  const withPictures = (box, links) => {
    const leads = new Set(links.map((a) => a.href));
    const adds = (up) => countOf(up) !== countOf(box) || up.querySelector('video,iframe,input,table,button')
      || !linksOf(up).every((a) => leads.has(a.href));
    let whole = box;
    for (let d = 0; d < 3; d += 1) {
      const up = dom.parent(whole);
      if (stop(up) || adds(up)) break;
      whole = up;
    }
    return whole;
  };
  // A heading that says so, and nearly nothing but links of the site under it.
  function* readAlsoBoxes() {
    for (const head of main ? all('h2,h3,h4,h5,strong,b,p,span,div') : []) {
      if (!isHead(head)) continue;
      const box = dom.parent(head);
      if (!box || stop(box) || box === main || proseOf(box) > 30) continue;
      const links = linksOf(box);
      if (links.every((a) => offSite(a.href))) continue; // references, not the site's own pages
      if (links.length < 1 || links.length > 8 || countOf(box) > 120) continue;
      if (wordsOf(links) < (countOf(box) - countOf(head)) * 0.7) continue;
      const element = withPictures(box, links);
      const next = element.nextElementSibling;
      const after = next && /^(p|h2|h3|blockquote|figure)$/.test(next.localName) && countOf(next) > 0;
      const reasons = ['a box of related links', after ? 'inside the text' : 'at its end'];
      yield { element, kind: 'related', score: after ? 0.75 : 0.4, reasons };
    }
  }

  Object.assign(detectors, { readAlsoLines, readAlsoBoxes });
}
