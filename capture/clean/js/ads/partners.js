// Labels find their units: what a label stands in, on, or beside. A label without one is a leftover, or no label.
() => {
  const dom = globalThis.captureDom;
  const { style, visible, main, text, countOf, proseOf, propose, linksOf, offSite } = globalThis.captureClean;
  const { ads } = globalThis.captureClean;
  const { units, unitsIn, unit, say, bestIn, raise, within, isSize, away, pictureIn, bodyLike, labels, labelled } = ads;

  // A page whose every other teaser bears such a word has a section of that name: trade papers.
  const MOST_CARDS = 6;
  const linkRound = (label) => label.closest('a[href]');
  const cards = [...labels.keys()].filter((l) => linkRound(l) && !away(linkRound(l))).length;
  const inSection = (label) => !!linkRound(label) && !away(linkRound(label)) && cards > MOST_CARDS;

  const adLike = (element) => {
    if (!element || element.nodeType !== 1 || bodyLike(element)) return null;
    if (proseOf(element) > 40 || countOf(element) > 60) return null;
    const box = dom.box(element);
    const empty = countOf(element) === 0 && box.height >= 30 && box.width >= 80;
    return unitsIn.has(element) || empty || isSize(box) ? element : null;
  };
  const waysIn = (e, label) => [...(e.matches('a[href]') ? [e] : []), ...linksOf(e)].filter((a) => !label.contains(a));
  const atEdge = (e, label) => text(e).startsWith(text(label)) || text(e).endsWith(text(label));

  // Links that lead on in the site, and lie in no unit.
  const staysIn = (e) => linksOf(e).slice(0, 100)
    .filter((a) => countOf(a) && !away(a) && !units.has(a) && !within(a, units, e)).length;
  const SHOWS = 'img,picture,video,svg,canvas,input,button,a[href],iframe';
  const isRoom = (c) => { const box = dom.box(c); return box.width >= 120 && box.height >= 50; };
  // A word, and room for a picture that never came.
  const isSlotOf = (e, label) => countOf(e) === countOf(label) && !e.querySelector(SHOWS)
    && [...e.children].some((c) => !c.contains(label) && c !== label && isRoom(c));
  // Inside the same box?  The label's line may be that box: a word and an empty slot.
  const sameBox = (label) => {
    const own = units.has(label) ? 1 : 0;
    for (let e = label, d = 0; e && d < 5 && !bodyLike(e); e = dom.parent(e), d += 1) {
      if (d > 0 && !units.has(e) && staysIn(e) > 1) return null; // the site's own, and an advertisement somewhere in it
      if (adLike(e) && (unitsIn.get(e) || 0) > own) return e;
      if (d > 0 && isSlotOf(e, label)) return e;
      if (countOf(e) > countOf(label) + 60) return null;
    }
    return null;
  };

  // The card round it, which is one link: out of the site, or to a page that a strong label calls paid.
  const cardRound = (label, kind) => {
    const card = linkRound(label);
    const mine = countOf(label);
    if (!card || card === label || countOf(card) < mine + 3 || countOf(card) > mine + 40) return null;
    if (!atEdge(card, label)) return null;
    const teaser = kind === 'strong' && cards <= MOST_CARDS && card.querySelector('img,picture,h2,h3,h4,h5');
    if (!away(card) && !teaser) return null;
    say(unit(card), 0.3, 'a card that is one link and labels itself', 'labelled');
    return card;
  };

  // The element's like beside it; among them few with a label, for in a list of nothing else it is the site's own.
  const isAlone = (e) => {
    const siblings = e.parentElement ? [...e.parentElement.children] : [];
    const like = siblings.filter((o) => o !== e && o.localName === e.localName && countOf(o) >= 3
      && (!e.classList.length || o.classList.contains(e.classList[0])));
    return like.length >= 2 && like.filter((o) => labelled(o).count).length <= like.length / 3;
  };
  // One of a list's items, alone among its like with a label.
  const itemRound = (label, kind) => {
    const mine = countOf(label);
    for (let e = dom.parent(label), d = 0; e && d < 4; e = dom.parent(e), d += 1) {
      if (e.localName !== 'article' && bodyLike(e)) return null;
      if (countOf(e) > mine + 70 || e === main || e.querySelector('h1,form,video')) return null;
      const ways = waysIn(e, label);
      // A few lines of description are the advertiser's where most of the links are.
      if (countOf(e) > mine + 40 && ways.filter(away).length < ways.length * 0.7) return null;
      if (!atEdge(e, label) || (countOf(e) < mine + 3 && !ways.some((a) => away(a) && pictureIn(a)))) continue;
      if (!(ways.some(away) || (kind === 'strong' && ways.length)) || !isAlone(e)) continue;
      say(unit(e), 0.3, 'one of a list, which labels itself', 'labelled');
      return e;
    }
    return null;
  };

  const comesFirst = (e, label) => text(e).startsWith(text(label))
    || dom.box(label).y <= Math.min(...[...e.children].map((c) => dom.box(c).y)) + 40;
  // The box that begins with it: a few words, a picture or a line, and a way out of the site.
  const hostsOf = (links) => new Set(links.map((a) => offSite(a.href)));
  // A frame brings all of its advertisement, and what leads elsewhere than it is another box's: the label has its own.
  const widens = (e, known, ways) => !!known && e !== known && e.contains(known)
    && (!!known.querySelector('iframe,ins') || hostsOf(ways).size > 1);
  const smallBox = (label, kind, known) => {
    if (kind !== 'strong' && /^h\d$/.test(label.localName)) return null;
    const mine = countOf(label);
    for (let e = dom.parent(label), d = 0; e && d < 4 && !bodyLike(e); e = dom.parent(e), d += 1) {
      if (countOf(e) > mine + 40 || proseOf(e) > 25 || e.querySelector('h1,video,form')) return null;
      const ways = waysIn(e, label);
      const out = ways.filter(away);
      if (!comesFirst(e, label) || !out.length || out.length < ways.length) continue;
      if (countOf(e) === mine && !out.some(pictureIn)) continue;
      if (widens(e, known, ways)) return null;
      say(unit(e), 0.3, 'a small box that begins with a label and leads off the site', 'labelled');
      return e;
    }
    return null;
  };

  const EMPTY = /^(script|style|br|link|noscript|ins)$/; // an empty anchor or a script may stand between
  const nearest = (element, direction) => {
    let near = element[direction];
    while (near && EMPTY.test(near.localName) && !units.has(near)) near = near[direction];
    return adLike(near);
  };
  // Beside it: the nearest neighbours of the label, or of its wrapper when it stands alone in it.
  const neighbour = (label) => {
    // Between two banners the label is the one's that has none of its own.
    const fitness = (e) => (units.has(e) ? 1 : 0) - (labelled(e).count > (e.contains(label) ? 1 : 0) ? 2 : 0);
    let aside = label;
    for (let d = 0; d < 3; d += 1) {
      const near = ['previousElementSibling', 'nextElementSibling'].map((way) => nearest(aside, way)).filter(Boolean);
      if (near.length) return near.sort((a, b) => fitness(b) - fitness(a))[0];
      const up = dom.parent(aside);
      if (bodyLike(up) || countOf(up) > countOf(label)) return null;
      aside = up;
    }
    return null;
  };

  // The unit takes what is known of it over, and the label's evidence besides; the answer is its score.
  const joined = (partner, kind, line, group) => {
    const best = bestIn.get(partner);
    const score = (kind === 'strong' ? 0.55 : 0.35) + (best ? Math.max(best.score, 0) : 0.1) + 0.05;
    const u = unit(partner);
    u.score = Math.max(u.score, score);
    u.group = group;
    raise(u);
    u.reasons = [...new Set([...(best ? best.reasons : u.reasons), `a label beside it: ${line.slice(0, 60)}`])];
    u.signs = new Set([...(best ? best.signs : u.signs), 'labelled']);
    if (best) best.hosts.forEach((h) => u.hosts.add(h));
    return score;
  };
  // Alone: a strong label set apart from the text is a leftover of a slot that was never filled.
  const scoreAlone = (label, kind) => {
    // A heading with text under it is the text's.
    if (/^h\d$/.test(label.localName) || label.closest('h2,h3,h4,h5,h6,table') || kind !== 'strong') return 0.2;
    const small = parseFloat(style(label).fontSize) < 15;
    return 0.5 + (small ? 0.1 : 0) - (label.closest('li,p') && !small ? 0.2 : 0);
  };

  // Gives each label's unit its evidence; the answer is the labels that go. `taken` gets every label.
  const joinLabels = (taken) => {
    const found = [];
    let groups = 0;
    for (const [label, { kind, line }] of labels) {
      taken.add(label);
      let partner = sameBox(label);
      if (!partner && inSection(label)) continue;
      partner = partner || cardRound(label, kind) || itemRound(label, kind);
      // The small box is closer than what lies wider.
      partner = smallBox(label, kind, partner) || partner || neighbour(label);
      groups += 1;
      const group = `ad-${groups}`;
      const score = partner ? joined(partner, kind, line, group) : scoreAlone(label, kind);
      if (partner && score < 0.5) continue;
      const reasons = [`an advertising label${partner ? '' : ', alone'}: ${line.slice(0, 60)}`];
      found.push(propose({ element: label, kind: 'ad-label', score, reasons, group }));
    }
    return found;
  };

  Object.assign(ads, { joinLabels });
}
