// Links that somebody pays for, as units: lines, thanks to who pays for the page, linked pictures and slogans.
() => {
  const dom = globalThis.captureDom;
  const { all, style, visible, main, holdsPage, inMain, text, offSite, countOf, blockOf, patterns, linksOf,
    clear } = globalThis.captureClean;
  const { ads } = globalThis.captureClean;
  const { unit, say, isSize, nearSize, pictureIn, thanked, credited } = ads;
  const { exits, tracked, ofAuthor, sentBy, likelyOwn, fromBanners } = ads;

  // A line that is all one sponsored link; inside a sentence the link is the author's.
  const sponsoredLines = () => {
    for (const link of all('a[rel~=sponsored]')) {
      const block = blockOf(link);
      if (!visible(link) || !countOf(link) || countOf(link) < countOf(block) * 0.8 || countOf(block) > 30) continue;
      if (block.closest('td,th,nav,footer')) continue;
      // A picture's credit, and an article of the site.
      if (link.querySelector('img,picture') && !offSite(link.href) && !exits(link)) continue;
      say(unit(link), 0.3, 'a line that is a sponsored link', 'paid');
      if (offSite(link.href)) unit(link).hosts.add(offSite(link.href));
    }
  };

  const saysWhoPays = (e) => patterns.sponsor_line.test(text(e).slice(0, 160));
  const paidBox = (link) => {
    let box = blockOf(link);
    if (countOf(box) > 40 || countOf(box) < countOf(link) + 4 || !offSite(link.href) || !visible(link)) return null;
    if (!saysWhoPays(box)) return null;
    for (let up = dom.parent(box), d = 0; up && d < 2; up = dom.parent(up), d += 1) {
      if (holdsPage(up) || countOf(up) > 60 || !saysWhoPays(up) || linksOf(up).some((a) => !offSite(a.href))) break;
      box = up;
    }
    return box.matches('body,main,article,li,td,blockquote') ? null : box;
  };
  // A few lines that begin by saying who pays for the page, and lead there.
  const paidLines = () => {
    for (const link of all('a[href]')) {
      if (!/^(https?:)?\/\//i.test(link.getAttribute('href')) || !countOf(link)) continue;
      const box = paidBox(link);
      if (!box) continue;
      say(unit(box), 0.6, 'says who pays for it');
      unit(box).hosts.add(offSite(link.href));
    }
  };

  const boxed = (element) => {
    const s = style(element);
    const padded = parseFloat(s.paddingTop) + parseFloat(s.paddingLeft) >= 8;
    const plain = s.backgroundImage === 'none' && clear(s);
    return !plain || (padded && (s.borderStyle !== 'none' || s.boxShadow !== 'none'));
  };
  const MOST_SLOGAN = 40; // words
  const isSlogan = (link, box) => countOf(link) > 0 && countOf(link) <= MOST_SLOGAN && box.height >= 50
    && (boxed(link) || [...link.children].some((c) => style(c).display === 'block'));
  const largestBox = (link) => [link, ...link.children].map((e) => dom.box(e))
    .sort((a, b) => b.width * b.height - a.width * a.height)[0];

  const SIDES = 'nav,footer,[role=navigation],[role=contentinfo]';
  const FILE = /^(jpe?g|png|gif|webp|svg|avif|pdf|mp4|webm|zip)$/;
  const against = (u, link) => {
    const figure = link.closest('figure');
    if (figure && figure.querySelector('figcaption')) say(u, -0.4, 'a picture with a caption');
    if (countOf(link) > MOST_SLOGAN) say(u, -0.3, 'long text');
    if (link.querySelector('h1,h2,h3,time')) say(u, -0.25, 'a headline inside');
    if (link.closest(SIDES)) say(u, -0.3, 'in navigation or footer');
    if (FILE.test(link.pathname.split('.').pop().toLowerCase())) say(u, -0.4, 'links to a file');
  };
  // Large enough, and no square: a partner's logo is either small or square.
  const isBanner = (box) => box.width * box.height >= 28000 && Math.abs(box.width / box.height - 1) > 0.1;
  const MOST_BESIDES = 6; // words beside a banner that stays on the screen: "close"
  const pinnedBox = (link) => {
    for (let e = dom.parent(link), d = 0; e && e !== document.body && d < 5; e = dom.parent(e), d += 1) {
      if (countOf(e) > MOST_BESIDES || holdsPage(e)) return null;
      if (/^(fixed|sticky)$/.test(style(e).position)) return linksOf(e).length <= 2 ? e : null;
    }
    return null;
  };
  // The picture of a card whose words stand beside it and lead there too.
  const isTeaser = (link) => {
    for (let e = dom.parent(link), d = 0; e && d < 3; e = dom.parent(e), d += 1) {
      if (!countOf(e)) continue;
      const there = (a) => a.hostname === link.hostname && countOf(a) >= 3;
      if (e.matches('li,article,figure') || linksOf(e).slice(0, 50).some(there)) return true;
    }
    return false;
  };
  const sayPicture = (u, link, box) => {
    if (/[?&]utm_/.test(link.search)) say(u, 0.1, 'the address of a campaign');
    else if (sentBy(link)) say(u, 0.1, 'an address that names who sends the reader');
    if (fromBanners(link)) say(u, 0.15, 'a picture from a folder of banners');
    if (countOf(link) || !isBanner(box) || (likelyOwn(link) && !u.signs.has('paid'))) return;
    const pinned = pinnedBox(link);
    if (pinned) {
      say(unit(pinned), 0.15, 'a banner that stays on the screen', 'shown');
      return;
    }
    if (!main || inMain(link) || link.closest(SIDES) || thanked(link) || isTeaser(link)) return;
    say(u, 0.1, 'a bare picture beside the content');
    if (!isSize(box) && nearSize(box)) say(u, 0.1, `nearly a standard size, ${box.width}×${box.height}`);
  };
  // Pictures and slogans that lead off the site, by a redirect of it, or that say that they are paid for.
  const linkedPictures = () => {
    for (const link of all('a[href]')) {
      const sponsored = /\bsponsored\b/.test(link.rel || '');
      const host = offSite(link.href);
      const exit = !host && exits(link);
      if ((!host && !sponsored && !exit) || !visible(link)) continue;
      const box = largestBox(link);
      if (box.width < 80 || box.height < 30) continue;
      const picture = pictureIn(link);
      if (!picture && !isSlogan(link, box)) continue;
      const u = unit(link);
      u.signs.add('shown');
      if (host && !ofAuthor(link)) u.hosts.add(host); // a programme is not one advertiser
      const counted = tracked(link);
      if (!counted && credited(link)) say(u, -0.5, 'among those whom the page thanks');
      if (host) say(u, 0.2, picture ? 'an off-site link round a picture' : 'an off-site link round a slogan');
      if (exit) say(u, 0.2, 'leaves by a redirect of the site');
      // On the way to another page of the site the word says that the page is paid, or nothing: shops of newspapers
      // mark all.
      if (sponsored && (host || exit)) say(u, 0.45, 'rel=sponsored', 'paid');
      else if (sponsored) say(u, 0.25, 'rel=sponsored, within the site', 'paid');
      if (counted) say(u, 0.2, 'a tracking address');
      if (isSize(box)) say(u, 0.25, `a standard size, ${box.width}×${box.height}`);
      if (picture) sayPicture(u, link, box);
      against(u, link);
    }
  };

  Object.assign(ads, { sponsoredLines, paidLines, linkedPictures });
}
