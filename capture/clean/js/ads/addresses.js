// What a link's address tells, added to `captureClean.ads`:
//   exits(a), away(a)   whether it leaves by the site's own redirect; whether it leads off the site or is paid for
//   tracked(a)          whether the address tells a campaign, an affiliate or a counted click
//   affiliated(a)       whether it leads through a programme that pays for what is bought, or the link says so
//   ofAuthor(a)         whether it is such a link in the content, by which the text's author earns
//   sentBy(a)           whether it names this site as the one that sends the reader
//   likelyOwn(a)        whether it leads to a public body, a host named after this site, or a platform of pages
//   fromBanners(e)      whether a picture in it is from a folder of banners
() => {
  const { all, own, site, here, offSite, blockOf, inMain, anyOf } = globalThis.captureClean;
  const { ads } = globalThis.captureClean;

  // The site's own way out, which counts the click before it leads on: a folder or script that is called so, with the
  // target or its number behind it. Advertising servers on the publisher's host, affiliate plug-ins and forums do so.
  const EXIT = new RegExp(`(^|/)(${anyOf(String.raw`
    out go goto exit redirect(or)? redir r ad-?click clicks? clk click-?out jump away leave sortie salida saida uscita
    weiterleitung`)})(\\.(php|aspx?|cgi|html?))?(/[^/]*\\d[^/]*$|/?[^/]*$)`, 'i');
  // Plug-ins that serve banners answer at any page of the site, told by a parameter.
  const EXIT_BY = new RegExp(`[?&](${anyOf(String.raw`
    ads?[-_]?(click|redirect|id) advert(id|_id|click) banner[-_]?(click|redirect|id) click[-_]?banner`)})=`, 'i');
  // The raw address first: it tells most links apart without resolving them.
  const exits = (link) => /\?.|\d$/.test(link.getAttribute('href')) && !offSite(link.href)
    && /^https?:$/.test(link.protocol) && (link.search.length > 2 || /\/\d+$/.test(link.pathname))
    && (EXIT.test(link.pathname) || EXIT_BY.test(link.search));
  const away = (link) => !!offSite(link.href) || /\bsponsored\b/.test(link.rel || '') || exits(link);

  // Programmes that pay for sales, by the hosts and parameters that their own documentation gives.
  const PROGRAMME = new RegExp(`^https?://([^/]*\\.)?(${anyOf(String.raw`
    amzn\.to link\.coupang\.com awin1\.com zenaps\.com shareasale\.com anrdoezrs\.net jdoqocy\.com tkqlhce\.com
    dpbolvw\.net kqzyfj\.com linksynergy\.com prf\.hn tradedoubler\.com tradetracker\.net admitad\.com alitems\.(co|com)
    rover\.ebay\.com skimresources\.com viglink\.com afl\.rakuten\.co\.jp a8\.net valuecommerce\.com
    af\.moshimo\.com accesstrade\.(net|vn|co\.id) s\.click\.(aliexpress|taobao)\.com s\.shopee\.[a-z.]+ shope\.ee
    pxf\.io sjv\.io evyy\.net partner-ads\.com adtraction\.com ds1\.nl belboon\.(com|de) zanox\.com webgains\.com
    financeads\.net metaffiliation\.com tp\.media epn\.bz hop\.clickbank\.net flexlinks\.com effiliation\.com
    convertiser\.com adrecord\.com affiliatefuture\.com commissionfactory\.com go2cloud\.org
  `)})/`, 'i');
  const SOLD_FOR = new RegExp(`[?&](${anyOf(String.raw`
    tag=[\w-]+-2\d aid=\d{4,} campid=\d{6,} mkevt=1 awinaffid= irclickid= ascsubtag= aff(id|_id|iliate(id|_id)?|_?code)=
    partner_?id= afftrack= utm_medium=affiliat\w+`)})(&|$|[^&]*)`, 'i');
  const affiliated = (link) => /\bsponsored\b/.test(link.rel || '') || PROGRAMME.test(link.href)
    || SOLD_FOR.test(link.search);

  const SOURCES = anyOf(String.raw`bann?er display cp[cm] ad native paid affil sponsor promo`);
  const TRACK = new RegExp(`[?&](${anyOf(String.raw`
    utm_(medium|source)=[^&]*(${SOURCES}) gclid aff(iliate)?(_?id)? ref_?id clickid subid partner_?id banner_?id
    campaign(_?id)? erid ad_?id`)})\\b|${anyOf(String.raw`
    /(ad)?click[/?.] adclick /aclk\? /c[kl](\.php)?\? /aff/ doubleclick\.net adservice /sponsor`)}`, 'i');
  // Servers that count clicks are called so in the first labels of their names.
  const COUNTS = new RegExp(`^(${anyOf(String.raw`
    (google|page|media)?ads? adserv\w* ad-?click clicks? click-?(serve|server|track\w*) clk trk track(ing|er)?
    banners? aff affiliates? sponsors?`)})\\d*$`, 'i');
  let texts = null; // hosts that running text leads to: a letter's mailer sends every link through its counter
  const inTexts = (host) => {
    texts ||= new Set(all('a[href]').filter((a) => {
      const { words, links } = own(blockOf(a));
      return words >= 12 && links < words * 0.4;
    }).map((a) => offSite(a.href)));
    return texts.has(host);
  };
  const byCounter = (link) => {
    const host = offSite(link.href);
    return host.split('.').slice(0, -2).some((part) => COUNTS.test(part)) && !inTexts(host);
  };
  // In a text such an address is how its author earns: the pictures of a round-up lead through one.
  const ofAuthor = (link) => PROGRAMME.test(link.href) && inMain(link) && !/\bsponsored\b/.test(link.rel || '');
  const tracked = (link) => TRACK.test(link.href)
    || (!ofAuthor(link) && (PROGRAMME.test(link.href) || byCounter(link)));

  const SENDERS = /^(src|source|ref|referr?er|from|via|aff\w*|utm_source|utm_campaign|site|pub|publisher|partner)$/i;
  const bare = (name) => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
  const ours = bare(site(here.hostname));
  const sentBy = (link) => link.search.length > 5 && !!offSite(link.href)
    && [...new URLSearchParams(link.search.slice(0, 500))]
      .some(([key, value]) => SENDERS.test(key) && bare(value).length >= 4 && ours.includes(bare(value)));

  // Public bodies do not buy room, a house names what is its own after itself, and has its pages on platforms.
  const PUBLIC = /(^|\.)(gov|gob|gouv|govt|gub|go|gc|gv|edu|ac|mil|int|europa\.eu)(\.[a-z]{2})?$/i;
  const label = (host) => bare(site(host).split('.')[0]);
  const isKin = (one, other) => Math.min(one.length, other.length) >= 4 && (one.includes(other) || other.includes(one));
  const PLATFORM = new RegExp(`(^|\\.)(${anyOf(String.raw`
    facebook\.com twitter\.com x\.com instagram\.com youtube\.com youtu\.be tiktok\.com linkedin\.com pinterest\.com
    whatsapp\.com wa\.me t\.me telegram\.org vk\.com ok\.ru weibo\.com line\.me lin\.ee bsky\.app apple\.com
    google\.com spotify\.com soundcloud\.com flickr\.com github\.com`)})$`, 'i');
  const likelyOwn = (link) => {
    const host = offSite(link.href);
    return !!host && (PUBLIC.test(host) || PLATFORM.test(host) || isKin(label(host), label(here.hostname)));
  };

  const FOLDER = /(^|\/)(banners?|ads?|adv|advert\w*|werbung|reklam[aey]?|publicidad|pubblicita|sponsors?)\//i;
  const pathOf = (image) => (image.getAttribute('src') || '').slice(0, 300).replace(/^https?:\/\/[^/]*/i, '');
  const fromBanners = (element) => [...element.querySelectorAll('img[src]')].slice(0, 3)
    .some((image) => FOLDER.test(pathOf(image)));

  Object.assign(ads, { exits, away, tracked, affiliated, ofAuthor, sentBy, likelyOwn, fromBanners });
}
