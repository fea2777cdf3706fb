// What units tell of one another: parts of a larger one, one advertiser repeated, recommended for money, blocks.
() => {
  const dom = globalThis.captureDom;
  const { text, offSite, countOf, proseOf, patterns, linksOf, holdsPage } = globalThis.captureClean;
  const { ads } = globalThis.captureClean;
  const { units, unit, say, within, pictureIn, bodyLike } = ads;

  const SURE = 0.5; // what is proposed for removal
  const has = (u, ...signs) => signs.some((sign) => u.signs.has(sign));

  // How often each advertiser's host is on the page.
  const countHosts = () => {
    const times = new Map();
    for (const u of units.values()) for (const host of u.hosts) if (host) times.set(host, (times.get(host) || 0) + 1);
    return times;
  };

  const MOST_BESIDES = 15; // words; a unit with more is not one with what lies in it
  const MOST_JOINED = 1.4; // score
  // A unit that lies inside another's evidence belongs to it.
  const nest = () => {
    for (const u of [...units.values()]) {
      for (let e = dom.parent(u.element); e; e = dom.parent(e)) {
        const outer = units.get(e);
        if (!outer || countOf(e) - countOf(u.element) > MOST_BESIDES) continue;
        outer.reasons.push(...u.reasons.filter((r) => !outer.reasons.includes(r)));
        outer.score = Math.min(MOST_JOINED, outer.score + Math.max(0, u.score) * 0.8);
        u.hosts.forEach((h) => outer.hosts.add(h));
        u.signs.forEach((sign) => outer.signs.add(sign));
        u.within = outer;
      }
    }
  };

  const sayRepeated = (times) => {
    for (const u of units.values()) {
      const host = [...u.hosts].find((h) => h && times.get(h) >= 2);
      if (host && has(u, 'shown', 'labelled')) say(u, 0.15, `one advertiser repeated: ${host}`, 'repeated');
    }
  };

  // Below this no evidence is worth a proposal.
  const WEAK = 0.3;
  const BY_MACHINE = /(powered|recommended|provided|delivered) by/i;
  const allForeign = (links) => {
    const hosts = new Set(links.map((a) => offSite(a.href)));
    return links.length >= 2 && hosts.size === 1 && !hosts.has('');
  };
  const saysRecommended = (e) => {
    const links = linksOf(e).filter((a) => countOf(a));
    const start = (links.length && text(links[0]).slice(0, 20)) || '\u0000';
    const line = text(e).slice(0, 120).split(start)[0];
    if (!allForeign(links)) return false;
    return (line.length > 3 && (patterns.related.test(line) || BY_MACHINE.test(line)))
      || BY_MACHINE.test(text(e).slice(-60)); // the machine signs at the foot
  };
  const asked = new Map();
  const recommended = (element) => {
    for (let e = dom.parent(element), d = 0; e && d < 4 && !bodyLike(e); e = dom.parent(e), d += 1) {
      if (!asked.has(e)) asked.set(e, saysRecommended(e));
      if (asked.get(e)) return true;
    }
    return false;
  };
  // A site recommends its own pages for nothing: cards with pictures that all lead to one other host, under a line that
  // recommends or that names the machine behind it, are paid for.
  const sayRecommended = () => {
    for (const u of units.values()) {
      if (u.score < WEAK || u.score >= SURE || !has(u, 'repeated')) continue;
      if (pictureIn(u.element) && recommended(u.element)) say(u, 0.2, 'recommended, and all of one other host');
    }
  };

  const MOST_ASKED = 200;
  // Several side by side are one block: what captions them goes with it. The answer: the elements of the sure ones.
  const joinBlocks = () => {
    const sure = [...units.values()]
      .filter((u) => u.score >= SURE && countOf(u.element) > 0 && has(u, 'paid', 'repeated', 'labelled'));
    const elements = new Set(sure.map((u) => u.element));
    const leadsOn = (a, e) => !offSite(a.href) && !elements.has(a) && !within(a, elements, e);
    const holders = new Set();
    for (const element of elements) for (let e = element; e && !holders.has(e); e = dom.parent(e)) holders.add(e);
    // A list of nothing but them is one more box on the way up.
    const isTheirs = (e) => /^[uo]l$/.test(e.localName) && !holdsPage(e)
      && [...e.children].every((li) => holders.has(li) || !countOf(li));
    const stops = (e) => bodyLike(e) && !isTheirs(e);
    const judged = new Set(); // a box is asked once, however many advertisements it holds
    for (const u of sure.slice(0, MOST_ASKED)) {
      for (let e = dom.parent(u.element), d = 0; e && d < 5 && !stops(e); e = dom.parent(e), d += 1) {
        if (judged.has(e)) continue;
        judged.add(e);
        // The outermost of them in this box.
        const members = sure.filter((o) => o.element !== e && e.contains(o.element) && !within(o.element, elements, e));
        if (members.length < 2) continue;
        const theirs = members.reduce((n, o) => n + countOf(o.element), 0);
        if (countOf(e) - theirs > members.length * 4 + 8 || e.querySelector('h1,form,video')) break;
        if (proseOf(e) > proseOf(u.element) * members.length + 40 || linksOf(e).some((a) => leadsOn(a, e))) break;
        const whole = unit(e);
        if (whole.score < 0.6) {
          whole.score = 0.6;
          whole.reasons = [`${members.length} advertisements in one block`, ...u.reasons];
          u.signs.forEach((sign) => whole.signs.add(sign));
        }
        for (const member of members) member.within = whole;
      }
    }
    return elements;
  };

  Object.assign(ads, { SURE, WEAK, countHosts, nest, sayRepeated, sayRecommended, joinBlocks });
}
