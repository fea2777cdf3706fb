// Offers that somebody is paid for when the reader buys: boxes with a picture and a price, and boxes that say so.
() => {
  const dom = globalThis.captureDom;
  const { roots, all, visible, heading, inMain, text, offSite, countOf, proseOf, blockOf, patterns,
    linksOf, anyOf } = globalThis.captureClean;
  const { ads } = globalThis.captureClean;
  const { unit, say, away, affiliated, bodyLike, isData } = ads;

  // Words of the headline: what names one of them is what the page is about, a review's own subject.
  const STEM = 5; // letters, so that "kettles" are a kettle
  const stems = (line) => (line.toLowerCase().match(/[\p{L}\p{N}\p{M}]{4,}/gu) || []).flatMap((word) => (
    /[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]/.test(word) // no spaces between words: any three characters of it
      ? [...word].slice(2).map((_, at) => word.slice(at, at + 3)) : [word.slice(0, STEM)]));
  const subject = stems(heading ? text(heading).slice(0, 200) : '');
  const isSubject = (box) => {
    const alts = [...box.querySelectorAll('img[alt]')].slice(0, 5).map((i) => i.alt).join(' ');
    const said = `${text(box)} ${alts}`.toLowerCase();
    return subject.some((stem) => said.includes(stem));
  };

  const NO_OFFER = 'h1,form,video,table,figcaption,blockquote,textarea,select';
  const PLACE = 'nav,header,footer,figure,blockquote,[role=navigation]';
  const CURRENCIES = anyOf('zł kr kč ft lei usd eur chf rp rm руб грн лв tl 円 元 원 دج ریال تومان درهم جنيه');
  const PRICE = new RegExp(`[%٪€$£¥₹₩₪₺₽₴฿₫￥৳]|(^|[\\s\\d.,])(${CURRENCIES})([\\s.,]|$)`, 'iu');
  const MOST_WORDS = 40;
  const mayBe = (e) => !bodyLike(e) && countOf(e) <= MOST_WORDS && proseOf(e) <= 25 && !e.querySelector(NO_OFFER);
  const isShown = (i) => { const box = dom.box(i); return box.width >= 60 && box.height >= 60; };
  // The smallest box round the link with a picture, a price and a name.
  const boxRound = (link) => {
    for (let e = dom.parent(link), d = 0; e && d < 4 && mayBe(e); e = dom.parent(e), d += 1) {
      if (!linksOf(e).every((a) => affiliated(a) && offSite(a.href))) return null;
      const whole = countOf(e) >= countOf(link) + 3 && PRICE.test(text(e));
      if (whole && [...e.querySelectorAll('img')].some(isShown)) return e;
    }
    return null;
  };
  const MOST_OFFERS = 2; // with more the page is a round-up, and they its content
  const offers = () => {
    const boxes = new Set();
    for (const link of all('a[href]')) {
      if (!/^(https?:)?\/\//i.test(link.getAttribute('href')) || !countOf(link) || !affiliated(link)) continue;
      if (!offSite(link.href) || !visible(link) || link.closest(PLACE) || isData(link.closest('table'))) continue;
      const box = boxRound(link);
      if (box) boxes.add(box);
      if (boxes.size > MOST_OFFERS) return;
    }
    for (const box of boxes) {
      if (!isSubject(box)) say(unit(box), 0.6, 'an offer with its price, whose link is paid for', 'paid');
    }
  };

  const SHORTEST = 8; // characters of a line that says so; in Chinese it is short
  const LONGEST = 320;
  const DISCLOSURES = 20; // a round-up says it under each
  const disclosures = () => {
    const found = new Set();
    for (const root of roots) {
      const walker = (root.nodeType === 9 ? root : root.ownerDocument).createTreeWalker(root, 4 /* SHOW_TEXT */);
      while (found.size < DISCLOSURES && walker.nextNode()) {
        const { data, parentElement } = walker.currentNode;
        if (data.length < SHORTEST || data.length > LONGEST || !patterns.disclosure.test(data)) continue;
        if (parentElement && visible(parentElement)) found.add(blockOf(parentElement));
      }
    }
    return [...found];
  };
  // What stands beside the line in its box: a few words and links off the site, or a frame, and nothing else.
  const isSold = (e, line) => {
    const links = linksOf(e).filter((a) => !line.contains(a));
    const frames = [...e.querySelectorAll('iframe')].filter(visible);
    return links.length + frames.length > 0 && links.every(away);
  };
  const disclosed = () => {
    for (const line of disclosures()) {
      if (countOf(line) > MOST_WORDS || line.closest(PLACE)) continue;
      for (let e = dom.parent(line), d = 0; e && d < 3 && !bodyLike(e); e = dom.parent(e), d += 1) {
        const more = countOf(e) - countOf(line);
        if (more > MOST_WORDS || proseOf(e) > proseOf(line) || e.querySelector(NO_OFFER)) break;
        if (!isSold(e, line)) continue;
        if (inMain(e) && isSubject(e)) break;
        say(unit(e), 0.6, 'a box that says that it is paid for what is bought', 'paid');
        unit(e).system = 'a disclosure of what is paid for';
        break;
      }
    }
  };

  Object.assign(ads, { offers, disclosed });
}
