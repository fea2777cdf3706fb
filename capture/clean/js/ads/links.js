// Links that somebody pays for, as units: lines, thanks to who pays for the page, linked pictures and slogans.
() => {
  const dom = globalThis.captureDom;
  const { all, style, visible, main, heading, holds, holdsPage, inMain, text, offSite, countOf, blockOf, patterns,
    anyOf, linksOf, clear } = globalThis.captureClean;
  const { ads } = globalThis.captureClean;
  const { unit, say, exits, isSize, pictureIn } = ads;

  // A line that is all one sponsored link; inside a sentence the link is the author's.
  const sponsoredLines = () => {
    for (const link of all('a[rel~=sponsored]')) {
      const block = blockOf(link);
      if (!visible(link) || !countOf(link) || countOf(link) < countOf(block) * 0.8 || countOf(block) > 30) continue;
      if (block.closest('td,th,nav,footer')) continue;
      // A picture's credit, and an article of the site.
      if (link.querySelector('img,picture') && !offSite(link.href) && !exits(link)) continue;
      say(unit(link), 0.3, 'a line that is a sponsored link');
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

  // Under a heading that thanks supporters a logo or a name is credit where it is due, not advertising.
  const HEADS = ':scope > :is(h1,h2,h3,h4), :scope > header > :is(h1,h2,h3,h4)';
  const thanks = (h) => patterns.supporters.test(text(h).slice(0, 80));
  const headingsOf = new Map(); // element → its first headings, and whether each says so
  const thanking = (element) => {
    if (!headingsOf.has(element)) {
      headingsOf.set(element, [...element.querySelectorAll(HEADS)].slice(0, 20).map((h) => [h, thanks(h)]));
    }
    return headingsOf.get(element);
  };
  const follows = (h, element) => h.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING;
  const credited = (element) => {
    if (!inMain(element) || countOf(element) > 4) return false;
    for (let e = dom.parent(element), d = 0; e && d < 6; e = dom.parent(e), d += 1) {
      const above = thanking(e).filter(([h]) => follows(h, element)).pop();
      if (above) return above[1];
      if (e === main) break;
    }
    return !!heading && thanks(heading);
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

  // Addresses that tell a campaign, an affiliate or a counted click.
  const SOURCES = anyOf(String.raw`bann?er display cp[cm] ad native paid affil sponsor promo`);
  const TRACK = new RegExp(`[?&](${anyOf(String.raw`
    utm_(medium|source)=[^&]*(${SOURCES}) gclid aff(iliate)?(_?id)? ref_?id clickid subid partner_?id banner_?id
    campaign(_?id)? erid`)})\\b|${anyOf(String.raw`
    /(ad)?click[/?.] adclick /aff/ doubleclick\.net adservice /sponsor`)}`, 'i');
  const FOLDER = /(^|\/)(banners?|ads?|adv|advert\w*|werbung|reklam[aey]?|publicidad|pubblicita|sponsors?)\//i;
  const FILE = /^(jpe?g|png|gif|webp|svg|avif|pdf|mp4|webm|zip)$/;
  const pathOf = (image) => (image.getAttribute('src') || '').slice(0, 300).replace(/^https?:\/\/[^/]*/i, '');
  const fromBanners = (element) => [...element.querySelectorAll('img[src]')].slice(0, 3)
    .some((image) => FOLDER.test(pathOf(image)));

  const against = (u, link) => {
    const figure = link.closest('figure');
    if (figure && figure.querySelector('figcaption')) say(u, -0.4, 'a picture with a caption');
    if (countOf(link) > MOST_SLOGAN) say(u, -0.3, 'long text');
    if (link.querySelector('h1,h2,h3,time')) say(u, -0.25, 'a headline inside');
    if (link.closest('nav,footer,[role=navigation],[role=contentinfo]')) say(u, -0.3, 'in navigation or footer');
    if (FILE.test(link.pathname.split('.').pop().toLowerCase())) say(u, -0.4, 'links to a file');
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
      if (host) u.hosts.add(host);
      const tracked = TRACK.test(link.href);
      if (!tracked && credited(link)) say(u, -0.5, 'among those whom the page thanks');
      if (host) say(u, 0.2, picture ? 'an off-site link round a picture' : 'an off-site link round a slogan');
      if (exit) say(u, 0.2, 'leaves by a redirect of the site');
      // On the way to another page of the site the word says that the page is paid, or nothing: shops of newspapers
      // mark all.
      if (sponsored && (host || exit)) say(u, 0.45, 'rel=sponsored');
      else if (sponsored) say(u, 0.25, 'rel=sponsored, within the site');
      if (picture && /[?&]utm_/.test(link.search)) say(u, 0.1, 'the address of a campaign');
      if (picture && fromBanners(link)) say(u, 0.15, 'a picture from a folder of banners');
      if (tracked) say(u, 0.2, 'a tracking address');
      if (isSize(box)) say(u, 0.25, `a standard size, ${box.width}×${box.height}`);
      against(u, link);
    }
  };

  Object.assign(ads, { sponsoredLines, paidLines, linkedPictures });
}
