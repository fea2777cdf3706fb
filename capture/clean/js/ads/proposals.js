// What goes for each unit: the largest wrapper that holds nothing besides, a cell's row, the heading of what goes.
() => {
  const dom = globalThis.captureDom;
  const { visible, text, countOf, propose, patterns } = globalThis.captureClean;
  const { ads } = globalThis.captureClean;
  const { units, isData, bodyLike, labelled, SURE, WEAK } = ads;

  // A cell's row goes whole: in the other cells of a listing's paid line stands who pays.
  const rowOf = (element) => {
    const row = element.localName === 'td' && element.parentElement;
    if (!row || row.localName !== 'tr' || countOf(row) > countOf(element) + 6) return element;
    const table = row.closest('table');
    if (row.querySelector('th') || isData(table)) return element;
    if ([...row.querySelectorAll('a[href],img,form')].some((e) => !element.contains(e))) return element;
    return table && table.rows.length === 1 && countOf(table) === countOf(row) ? table : row;
  };

  const PARTS = 'img,video,iframe,input,h1,h2,h3,figure,table';
  // A thumbnail beside the lines of a labelled card is the card's.
  const isThumbnail = (e, card) => e.localName === 'img' && e.getBoundingClientRect().width <= 320
    && dom.box(e).y < card.y + card.height && dom.box(e).y + dom.box(e).height > card.y;
  // Whether `up` holds something besides the element and its labels.
  const holdsMore = (up, element) => {
    const more = countOf(up) - countOf(element);
    if (more > labelled(up).words - labelled(element).words) return true;
    if (!visible(up) && text(up).length > text(element).length + 60) return true; // closed, and holds more
    const others = [...up.querySelectorAll(PARTS)].filter((e) => !element.contains(e) && visible(e));
    if (!others.length) return false;
    const thumbnail = others.length === 1 && isThumbnail(others[0], dom.box(element));
    return !(thumbnail && more === 0 && labelled(element).count > 0);
  };
  const outset = (element) => {
    let at = element;
    for (let up = dom.parent(at); up && !bodyLike(up) && !holdsMore(up, element); up = dom.parent(up)) at = up;
    return at;
  };

  const ENDS = /^(h[1-6]|script|style|section|footer|aside|p)$/; // after these nothing more stands under the heading
  // "You might also like" over a box that a recommending machine fills: with the box it goes, unless more follows.
  const headingOf = (element, sure) => {
    const head = element.previousElementSibling;
    const next = element.nextElementSibling;
    if (!head || !/^(h[2-6]|p|div)$/.test(head.localName) || !countOf(head) || countOf(head) > 8) return null;
    if (head.querySelector('a[href],img,h1') || !patterns.related.test(text(head))) return null;
    return !next || ENDS.test(next.localName) || !countOf(next) || sure.has(next) ? head : null;
  };

  // The units as candidates. `taken` has the labels; `sure` the elements of units that need no asking.
  const proposals = (taken, sure) => {
    const found = [];
    for (const u of units.values()) {
      if (u.score < WEAK || (u.within && u.within.score >= SURE && u.within !== u)) continue;
      const element = u.score >= SURE ? outset(rowOf(u.element)) : u.element;
      if (taken.has(element)) continue;
      taken.add(element);
      const group = u.group || '';
      const reasons = u.reasons.slice(0, 8);
      found.push(propose({ element, kind: 'ad', score: u.score, reasons, group, rule: u.system || '' }));
      const head = u.score >= SURE && u.system ? headingOf(element, sure) : null;
      if (!head || taken.has(head)) continue;
      taken.add(head);
      found.push(propose({ element: head, kind: 'ad', score: 0.6, reasons: ['the heading of what goes'], group }));
    }
    return found;
  };

  Object.assign(ads, { proposals });
}
