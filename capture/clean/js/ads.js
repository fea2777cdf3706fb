// Advertising by structure and evidence. Each unit (a linked picture or slogan, a frame, a slot) collects evidence for
// and against; a label line beside it, a wrapper round it and its like elsewhere on the page go with it.
// The argument: {frames: what each cross-origin frame says, systems: {kind: {system: selectors}}}.
({ frames, systems }) => {
  const dom = globalThis.captureDom;
  const { all, roots, style, visible, main, heading, holds, text, offSite, site, here, propose, countOf, proseOf, vocabulary } = globalThis.captureClean;
  const STRONG = new Set(vocabulary.ad_label.strong);
  const WEAK = new Set(vocabulary.ad_label.weak);
  const BY = vocabulary.ad_label.by;

  // Sizes that the IAB's new ad portfolio and its fixed-size predecessors name, width × height.
  const SIZES = new Set(('728x90 300x250 336x280 300x600 160x600 970x250 970x90 320x50 320x100 300x50 468x60 120x600 250x250 '
    + '200x200 234x60 180x150 125x125 300x1050 980x120 980x90 930x180 750x100 750x200 750x300 580x400 240x400 1000x300').split(' '));
  const isSize = (box) => [0, 1, -1, 2, -2].some((d) => [0, 1, -1, 2, -2].some((e) => SIZES.has(`${box.width + d}x${box.height + e}`)));
  // Names that tell: whole tokens of id, class and data attributes.
  const NAME = /(^|[-_\s])(ads?|adv|advert|adverts|advertis\w+|ad-?(block|box|slot|unit|wrap\w*|cont\w*|banner|place\w*|space|zone|area|label|holder|frame|row|section|native|top|bottom|sidebar|inline)|adslot\w*|adunit\w*|adbox|adbanner|adblock|adcontainer|adplacement|banner-?ads?|dfp\w*|gpt-?\w*|google-?ads?\w*|adsense|adsbygoogle|sponsor(ed|ship)?|promoted|publicite|publicidad|pubblicita|anzeige\w*|werbung\w*|werbe\w+|reklam\w*|annons\w*|mainos\w*|advertentie\w*|oglas\w*|iklan)([-_\s\d]|$)/i;
  const NOT_NAME = /(^|[-_\s])(ad(d|dress|min|apt|vance|visor|vice|journ|opt)\w*|no-?ads?|ads?-?free|adaptive|advanced|head|thread|load|read|download|bread\w*|gradient|shadow)([-_\s]|$)/i;
  // What a blog files a post under is no name of the box: WordPress writes category-advertising, tag-ads.
  const FILED = /^(post_)?(category|tag|cat|topic|section|taxonomy|term|keyword|post|page|author|archive)[-_]/i;
  const nameOf = (element) => ['id', 'class', 'data-ad', 'data-testid', 'data-component', 'data-module', 'aria-label']
    .map((n) => Element.prototype.getAttribute.call(element, n) || '').join(' ').replace(/([a-z])([A-Z])/g, '$1-$2');
  const named = (element) => {
    if (element.hasAttribute('data-ad') || element.hasAttribute('data-ad-slot') || element.hasAttribute('data-ad-unit')
      || element.hasAttribute('data-google-query-id') || element.hasAttribute('data-ad-client')) return true;
    return nameOf(element).slice(0, 600).split(/\s+/).some((token) => NAME.test(token) && !NOT_NAME.test(token) && !FILED.test(token));
  };
  const TRACK = /[?&](utm_(medium|source)=[^&]*(bann?er|display|cp[cm]|ad|native|paid|affil|sponsor|promo)|gclid|aff(iliate)?(_?id)?|ref_?id|clickid|subid|partner_?id|banner_?id|campaign(_?id)?|erid)\b|\/(ad)?click[/?.]|adclick|\/aff\/|doubleclick\.net|adservice|\/sponsor/i;
  const CONTENT_FRAME = /(^|\.)(youtube(-nocookie)?\.com|youtu\.be|vimeo\.com|dailymotion\.com|twitch\.tv|tiktok\.com|instagram\.com|facebook\.com|twitter\.com|x\.com|threads\.net|bsky\.app|reddit\.com|soundcloud\.com|spotify\.com|deezer\.com|apple\.com|bandcamp\.com|mixcloud\.com|google\.[a-z.]+|openstreetmap\.org|mapbox\.com|codepen\.io|jsfiddle\.net|codesandbox\.io|stackblitz\.com|github\.(com|io)|observablehq\.com|datawrapper\.de|dwcdn\.net|flourish\.studio|infogram\.com|tableau\.com|slideshare\.net|scribd\.com|issuu\.com|documentcloud\.org|archive\.org|wikimedia\.org|wikipedia\.org|brightcove\.(com|net)|jwplayer\.com|jwplatform\.com|kaltura\.com|wistia\.(com|net)|loom\.com|ted\.com|bbc\.co\.uk|arte\.tv|rumble\.com|bilibili\.com|youku\.com|qq\.com|naver\.com|disqus\.com|typeform\.com|jotform\.com|giphy\.com|imgur\.com|pinterest\.com|tumblr\.com|acast\.com|podbean\.com|buzzsprout\.com|megaphone\.fm|libsyn\.com|simplecast\.com|anchor\.fm|kickstarter\.com|playbuzz\.com|sketchfab\.com|figma\.com|miro\.com|canva\.com|genial\.ly|thinglink\.com|cloudflarestream\.com|mediadelivery\.net)$/i;
  const AD_FRAME = /(^|\.)(doubleclick\.net|googlesyndication\.com|adnxs\.com|criteo\.(com|net)|taboola\.com|outbrain\.com|amazon-adsystem\.com|smartadserver\.com|rubiconproject\.com|pubmatic\.com|openx\.net|adform\.net|yieldmo\.com|teads\.tv|mgid\.com|adsafeprotected\.com|adservice\.google\.[a-z.]+|casalemedia\.com|indexww\.com|sharethrough\.com|media\.net|bidswitch\.net|adsrvr\.org|moatads\.com|serving-sys\.com|flashtalking\.com|adition\.com|ligatus\.com|plista\.com|yandex\.ru)$/i;

  // The site's own way out, which counts the click before it leads on: a folder or script that is called so, with the
  // target or its number behind it. Advertising servers on the publisher's host, affiliate plug-ins and forums do so.
  const EXIT = /(^|\/)(out|go|goto|exit|redirect(or)?|redir|r|ad-?click|clicks?|clk|click-?out|jump|away|leave|sortie|salida|saida|uscita|weiterleitung)(\.(php|aspx?|cgi|html?))?(\/[^/]*\d[^/]*$|\/?[^/]*$)/i;
  // The raw address first: it tells most links apart without resolving them.
  const exits = (link) => /\?.|\d$/.test(link.getAttribute('href')) && !offSite(link.href) && /^https?:$/.test(link.protocol) && (link.search.length > 2 || /\/\d+$/.test(link.pathname)) && EXIT.test(link.pathname);
  const away = (link) => !!offSite(link.href) || /\bsponsored\b/.test(link.rel || '') || exits(link);
  const FOLDER = /(^|\/)(banners?|ads?|adv|advert\w*|werbung|reklam[aey]?|publicidad|pubblicita|sponsors?)\//i;
  const fromBanners = (element) => [...element.querySelectorAll('img[src]')].slice(0, 3)
    .some((i) => FOLDER.test((i.getAttribute('src') || '').slice(0, 300).replace(/^https?:\/\/[^/]*/i, '')));

  // A table that only places things: no headings, and no rows of like, short cells.
  const dataTables = new Map();
  const isData = (table) => {
    if (!table) return false;
    if (!dataTables.has(table)) {
      const { rows } = table;
      const cells = [...rows].slice(0, 50).reduce((n, row) => n + row.cells.length, 0);
      const placing = table.matches('[role=presentation],[role=none]') || !!table.querySelector('table,h1');
      const heads = !!table.querySelector(':scope > caption,:scope > thead,:scope > tbody > tr > th,:scope > tr > th');
      dataTables.set(table, heads || (!placing && rows.length >= (table.querySelector('a[href],img') ? 3 : 2) && cells >= rows.length * 2 && countOf(table) < cells * 20));
    }
    return dataTables.get(table);
  };

  // A label line ------------------------------------------------------------------------------------------------
  const trimmed = (s) => s.toLowerCase().replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '').replace(/\s+/g, ' ');
  const labelOf = (line) => {
    if (!line || line.length > 80) return '';
    const norm = trimmed(line);
    if (STRONG.has(norm)) return 'strong';
    if (WEAK.has(norm)) return 'weak';
    // Where no space is written: 提供：name.
    const [before, after] = norm.split(/\s*[:：]\s*/, 2);
    if (after && after.split(' ').length <= 7 && STRONG.has(before)) return 'strong';
    if (after && after.split(' ').length <= 7 && WEAK.has(before)) return 'weak'; // 提供：name is a picture's credit as well
    // The form that Russian law asks for: "Реклама. ООО «…»".
    const stop = norm.indexOf('. ');
    if (stop > 0 && STRONG.has(norm.slice(0, stop)) && norm.slice(stop + 2).split(' ').length <= 7) return 'weak';
    for (const set of [STRONG, WEAK]) {
      for (let at = norm.indexOf(' '), n = 0; at > 0 && n < 4; at = norm.indexOf(' ', at + 1), n += 1) {
        const head = norm.slice(0, at).replace(/[:：·–—|-]+$/, '').trim();
        if (!set.has(head)) continue;
        const rest = norm.slice(at + 1);
        const joined = /[:：·–—|-]/.test(line.slice(0, at + 3)) || BY.some((by) => rest.startsWith(`${by} `));
        if (joined && rest.split(' ').length <= 7) return 'strong';
      }
    }
    // Ukrainian, Turkish, Japanese and their kin put the name first.
    const last = norm.split(/[\s：:]|の|的|제공/).pop();
    return norm.length <= 30 && norm !== last && STRONG.has(last) && /[の的：:]|제공|tarafından/.test(norm) ? 'strong' : '';
  };
  // Few texts begin like a label: the rest of a page is passed over at the cost of one look-up a text node.
  const HEAD = /^[^\p{L}\p{N}]*([\p{L}\p{N}\p{M}]+)/u;
  const headOf = (line) => { const found = HEAD.exec(line); return found ? found[1].toLowerCase() : ''; };
  const FIRST = new Set([...STRONG, ...WEAK].map(headOf));
  const TAIL = /реклам|広告|スポンサー|广告|廣告|광고|협찬|tarafından/i;
  const mayLabel = (data) => FIRST.has(headOf(data)) || (data.length <= 60 && TAIL.test(data));
  const NO_LABEL = 'nav,h1,button,select,option,label,dt,dd,figcaption,blockquote,pre,code,footer,time,[role=navigation],[contenteditable]';
  // Whether all words of `line` besides those of `label` are links to an advertiser.
  const leadsAway = (line, label) => {
    const links = [...line.querySelectorAll('a[href]')].filter((a) => !label.contains(a) && away(a));
    return links.length > 0 && links.length <= 3 && links.reduce((n, a) => n + countOf(a), 0) === countOf(line) - countOf(label);
  };
  // In a figure whose caption speaks of something else the label belongs to what the figure shows.
  const pictured = (holder) => {
    const figure = holder.closest('figure');
    const caption = figure && figure.querySelector('figcaption');
    return !!caption && !caption.contains(holder) && countOf(caption) >= 3;
  };
  const labels = new Map();
  for (const root of roots) {
    const owner = root.nodeType === 9 ? root : root.ownerDocument;
    const walker = owner.createTreeWalker(root, 4);
    while (walker.nextNode()) {
      const { data } = walker.currentNode;
      if (data.length > 200 || !/\S/.test(data) || labels.size > 400 || !mayLabel(data)) continue;
      let holder = walker.currentNode.parentElement;
      if (!holder || !visible(holder)) continue;
      let line = text(holder);
      // Up through the inline elements to the whole line.
      for (let up = holder.parentElement; up && line.length < 80; up = up.parentElement) {
        const more = text(up);
        if (up.querySelector('img,picture,video,iframe,svg,canvas,input,button,ins') || up.childElementCount > 3) break;
        if (more !== line && [...up.children].some((c) => !globalThis.captureClean.INLINE.has(c.localName))) break; // blocks are lines of their own
        if (more !== line && !(globalThis.captureClean.INLINE.has(holder.localName) && more.length <= 80)) break;
        if (more !== line && labelOf(line) && leadsAway(up, holder)) break; // a label, and beside it the advertisement's own line
        if (more !== line && labelOf(line) && /^h\d$/.test(up.localName)) break; // in a heading, and smaller
        holder = up; line = more;
      }
      const kind = labelOf(line);
      if (!kind || holder.closest(NO_LABEL) || isData(holder.closest('table')) || holder === document.body || pictured(holder)) continue;
      if (holder.closest('h2') && text(holder.closest('h2')) === line) continue;
      if (kind === 'weak' && holder.closest('a[href]') && !away(holder.closest('a[href]'))) continue;
      labels.set(holder, { kind, line });
    }
  }
  // A label that lies inside another label's line is the same label.
  const within = (element, of, top) => {
    for (let up = element.parentElement; up && up !== top; up = up.parentElement) if (of.has(up)) return true;
    return false;
  };
  for (const label of [...labels.keys()]) if (within(label, labels)) labels.delete(label);
  // Each is held against every unit: 3,000 labelled links took the detector's whole time, and nothing was found.
  const MOST_LABELS = 400;
  for (const label of [...labels.keys()].slice(MOST_LABELS)) labels.delete(label);

  // element → how many labels it is or holds, and their words.
  const labelsIn = new Map();
  for (const label of labels.keys()) {
    for (let up = label; up; up = dom.parent(up)) {
      const known = labelsIn.get(up) || { count: 0, words: 0 };
      labelsIn.set(up, { count: known.count + 1, words: known.words + countOf(label) });
    }
  }
  const labelled = (element) => labelsIn.get(element) || { count: 0, words: 0 };

  // Units -------------------------------------------------------------------------------------------------------
  const units = new Map();
  const unitsIn = new Map(); // element → how many units it is or holds
  const unit = (element) => {
    if (!units.has(element)) {
      units.set(element, { element, score: 0, reasons: [], hosts: new Set() });
      for (let up = element; up; up = dom.parent(up)) unitsIn.set(up, (unitsIn.get(up) || 0) + 1);
    }
    return units.get(element);
  };
  const say = (u, score, reason) => { if (!u.reasons.includes(reason)) { u.score += score; u.reasons.push(reason); } };

  const boxed = (element) => {
    const s = style(element);
    const padded = parseFloat(s.paddingTop) + parseFloat(s.paddingLeft) >= 8;
    const plain = s.backgroundImage === 'none' && /rgba\(.*, 0\)|transparent/.test(s.backgroundColor);
    return !plain || (padded && (s.borderStyle !== 'none' || s.boxShadow !== 'none'));
  };
  const pictureIn = (element) => [...element.querySelectorAll('img,picture,video,canvas,svg')]
    .some((p) => { const b = p.getBoundingClientRect(); return b.width >= 100 && b.height >= 40; })
    || [element, ...element.querySelectorAll('*')].slice(0, 20).some((e) => style(e).backgroundImage.includes('url('));

  // Under a heading that thanks supporters a logo or a name is credit where it is due, not advertising.
  const THANKS = new RegExp(vocabulary.supporters, 'iu');
  const headingsOf = new Map(); // element → its first headings that say so
  const thanking = (element) => {
    if (!headingsOf.has(element)) {
      const heads = [...element.querySelectorAll(':scope > :is(h1,h2,h3,h4), :scope > header > :is(h1,h2,h3,h4)')].slice(0, 20);
      headingsOf.set(element, heads.map((h) => [h, THANKS.test(text(h).slice(0, 80))]));
    }
    return headingsOf.get(element);
  };
  const credited = (element) => {
    if (!main || !holds(main, element) || countOf(element) > 4) return false;
    for (let e = dom.parent(element), d = 0; e && d < 6; e = dom.parent(e), d += 1) {
      const above = thanking(e).filter(([h]) => h.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING).pop();
      if (above) return above[1];
      if (e === main) break;
    }
    return !!heading && THANKS.test(text(heading).slice(0, 80));
  };

  // A line that is all one sponsored link; inside a sentence the link is the author's.
  for (const link of all('a[rel~=sponsored]')) {
    const block = globalThis.captureClean.blockOf(link);
    if (!visible(link) || !countOf(link) || countOf(link) < countOf(block) * 0.8 || countOf(block) > 30 || block.closest('td,th,nav,footer')) continue;
    if (link.querySelector('img,picture') && !offSite(link.href) && !exits(link)) continue; // a picture's credit, and an article of the site
    say(unit(link), 0.3, 'a line that is a sponsored link');
    if (offSite(link.href)) unit(link).hosts.add(offSite(link.href));
  }
  // A few lines that begin by saying who pays for the page, and lead there.
  const PAID = new RegExp(vocabulary.sponsor_line, 'iu');
  for (const link of all('a[href]')) {
    if (!/^(https?:)?\/\//i.test(link.getAttribute('href')) || !countOf(link)) continue;
    let box = globalThis.captureClean.blockOf(link);
    if (countOf(box) > 40 || countOf(box) < countOf(link) + 4 || !offSite(link.href) || !visible(link) || !PAID.test(text(box).slice(0, 160))) continue;
    for (let up = dom.parent(box), d = 0; up && d < 2; up = dom.parent(up), d += 1) {
      const ways = [...up.querySelectorAll('a[href]')];
      if (up === main || (main && holds(up, main)) || (heading && holds(up, heading)) || countOf(up) > 60 || !PAID.test(text(up).slice(0, 160)) || ways.some((a) => !offSite(a.href))) break;
      box = up;
    }
    if (box.matches('body,main,article,li,td,blockquote')) continue;
    say(unit(box), 0.6, 'says who pays for it');
    unit(box).hosts.add(offSite(link.href));
  }
  for (const link of all('a[href]')) {
    const sponsored = /\bsponsored\b/.test(link.rel || '');
    const host = offSite(link.href);
    const exit = !host && exits(link);
    if ((!host && !sponsored && !exit) || !visible(link)) continue;
    const inner = [link, ...link.children].map((e) => dom.box(e)).sort((a, b) => b.width * b.height - a.width * a.height)[0];
    if (inner.width < 80 || inner.height < 30) continue;
    const n = countOf(link);
    const picture = pictureIn(link);
    const slogan = n > 0 && n <= 40 && (boxed(link) || [...link.children].some((c) => style(c).display === 'block')) && inner.height >= 50;
    if (!picture && !slogan) continue;
    const u = unit(link);
    if (host) u.hosts.add(host);
    if (!TRACK.test(link.href) && credited(link)) say(u, -0.5, 'among those whom the page thanks');
    if (host) say(u, 0.2, picture ? 'an off-site link round a picture' : 'an off-site link round a slogan');
    if (exit) say(u, 0.2, 'leaves by a redirect of the site');
    // On the way to another page of the site the word says that the page is paid, or nothing: shops of newspapers mark all.
    if (sponsored) say(u, host || exit ? 0.45 : 0.25, host || exit ? 'rel=sponsored' : 'rel=sponsored, within the site');
    if (picture && /[?&]utm_/.test(link.search)) say(u, 0.1, 'the address of a campaign');
    if (picture && fromBanners(link)) say(u, 0.15, 'a picture from a folder of banners');
    if (TRACK.test(link.href)) say(u, 0.2, 'a tracking address');
    if (isSize(inner)) say(u, 0.25, `a standard size, ${inner.width}×${inner.height}`);
    if (link.closest('figure') && link.closest('figure').querySelector('figcaption')) say(u, -0.4, 'a picture with a caption');
    if (n > 40) say(u, -0.3, 'long text');
    if (link.querySelector('h1,h2,h3,time')) say(u, -0.25, 'a headline inside');
    if (link.closest('nav,footer,[role=navigation],[role=contentinfo]')) say(u, -0.3, 'in navigation or footer');
    const extension = link.pathname.split('.').pop().toLowerCase();
    if (/^(jpe?g|png|gif|webp|svg|avif|pdf|mp4|webm|zip)$/.test(extension)) say(u, -0.4, 'links to a file');
  }

  const said = new Map(frames.map((f) => [dom.element(f.ref), f]));
  for (const frame of all('iframe')) {
    if (!visible(frame)) continue;
    const box = dom.box(frame);
    if (box.width < 40 || box.height < 20) continue;
    const source = frame.getAttribute('src') || '';
    const host = offSite(frame.src);
    const inside = said.get(frame);
    let url = null; try { url = new URL(frame.src, here); } catch { /* no address */ }
    const cross = (url && /^https?:$/.test(url.protocol) && url.origin !== here.origin) || !!inside;
    if (!cross && !named(frame) && !/^(aswift|google_ads)/.test(frame.id || frame.name)) continue;
    const u = unit(frame);
    u.hosts.add(host || (url && url.host) || '');
    if (host && AD_FRAME.test(host)) say(u, 0.7, `a frame of ${host}`);
    if (named(frame)) say(u, 0.35, 'a name that tells');
    if (isSize(box)) say(u, 0.3, `a standard size, ${box.width}×${box.height}`);
    if (inside) {
      const label = inside.lines.map(labelOf).find(Boolean);
      if (label === 'strong') say(u, 0.6, 'an advertising label inside the frame');
      if (label === 'weak') say(u, 0.35, 'a weak advertising label inside the frame');
      const away = inside.hosts.filter((h) => site(h) !== site(here.hostname) && h !== (url && url.hostname));
      if (inside.sponsored) say(u, 0.4, 'rel=sponsored inside the frame');
      if (away.length === 1 && inside.links <= 4 && inside.pictures && inside.characters < 400) say(u, 0.3, 'a picture and one off-site link inside the frame');
      if (inside.controls > 0) say(u, -0.3, 'controls inside the frame');
      if (inside.characters > 1500) say(u, -0.4, 'long text inside the frame');
      inside.hosts.forEach((h) => u.hosts.add(h));
    }
    if (cross && !frame.title && !frame.allowFullscreen && !CONTENT_FRAME.test(host)) say(u, 0.2, 'a frame of another origin without a title');
    if (host && CONTENT_FRAME.test(host) && !AD_FRAME.test(host)) say(u, -0.6, 'embedded content');
    if (frame.allowFullscreen || frame.allow.includes('fullscreen')) say(u, -0.2, 'a player');
    if (!source && !inside && box.height < 40) say(u, -0.2, 'an empty frame');
  }

  for (const [system, selector] of Object.entries(systems.ad)) {
    for (const element of all(selector)) { const u = unit(element); say(u, 0.8, `${system}'s container`); u.system = system; }
  }

  // Elements with a name that tells, outermost first: slots, empty or full.
  for (const element of all('[id],[class],[data-ad]')) {
    if (element === document.body || element === document.documentElement || !named(element)) continue;
    if (main && holds(element, main)) continue;
    if (/^(a|img|script|link|style|p|h[1-6]|button|li|span|svg|path|input|label)$/.test(element.localName) && !element.hasAttribute('data-ad-slot')) continue;
    const u = unit(element);
    say(u, 0.35, 'a name that tells');
    const n = countOf(element); const box = dom.box(element);
    // What is closed now, a tab's list of articles, is not empty.
    if (n === 0 && !text(element) && !element.querySelector('img,video,svg,canvas,input,picture')) say(u, 0.3, box.height > 1 ? 'an empty slot' : 'an empty, closed slot');
    if (n > 0 && n <= 25 && element.querySelector('a[href],iframe,img')) say(u, 0.05, 'little text');
    if (isSize(box)) say(u, 0.2, `a standard size, ${box.width}×${box.height}`);
    if ([...element.querySelectorAll('a[href]')].some((a) => offSite(a.href))) say(u, 0.1, 'off-site links');
    if (element.querySelector('script[src*="ads"],script:not([src])') && n < 5) say(u, 0.1, 'a script that fills it');
    if (element.querySelector('h1,main,article')) say(u, -0.6, 'holds an article');
    if (proseOf(element) > 40) say(u, -0.4, 'running text inside');
    if (element.querySelectorAll('a[href]').length > 6) say(u, -0.2, 'many links');
    if (element.querySelector('form input:not([type=hidden])')) say(u, -0.2, 'a form inside');
  }
  for (const element of all('div,ins,aside,section')) {
    if (units.has(element) || countOf(element) > 0 || element.children.length > 3) continue;
    const box = dom.box(element);
    if (!isSize(box) || !visible(element) || element.querySelector('img,video,svg,canvas,picture,iframe,input')) continue;
    if (style(element).backgroundImage.includes('url(')) continue;
    say(unit(element), 0.45, `an empty slot of a standard size, ${box.width}×${box.height}`);
  }

  // One advertiser, repeated -------------------------------------------------------------------------------------
  const times = new Map();
  for (const u of units.values()) for (const host of u.hosts) if (host) times.set(host, (times.get(host) || 0) + 1);

  // A unit that lies inside another's evidence belongs to it.
  const ordered = [...units.values()];
  for (const u of ordered) {
    for (let e = dom.parent(u.element); e; e = dom.parent(e)) {
      const outer = units.get(e);
      if (!outer) continue;
      if (countOf(e) - countOf(u.element) > 15) continue;
      outer.reasons.push(...u.reasons.filter((r) => !outer.reasons.includes(r)));
      outer.score = Math.min(1.4, outer.score + Math.max(0, u.score) * 0.8);
      u.hosts.forEach((h) => outer.hosts.add(h));
      u.within = outer;
    }
  }

  // Labels find their units --------------------------------------------------------------------------------------
  const small = (e) => { const table = e.closest('table'); return !isData(table) && countOf(table) <= 60; };
  const bodyLike = (e) => !e || e === document.body || e === document.documentElement || e.matches('main,article,ul,ol')
    || (e.matches('tr,tbody,table') && !small(e)) || e === main || (heading && holds(e, heading)) || (main && holds(e, main));
  const adLike = (element) => {
    if (!element || element.nodeType !== 1 || bodyLike(element)) return null;
    if (proseOf(element) > 40 || countOf(element) > 60) return null;
    const box = dom.box(element);
    if (unitsIn.has(element)) return element;
    if (countOf(element) === 0 && box.height >= 30 && box.width >= 80) return element;
    if (isSize(box)) return element;
    return null;
  };
  // A cell's row goes whole: in the other cells of a listing's paid line stands who pays.
  const rowOf = (element) => {
    const row = element.localName === 'td' && element.parentElement;
    if (!row || row.localName !== 'tr' || countOf(row) > countOf(element) + 6 || row.querySelector('th') || isData(row.closest('table'))) return element;
    if ([...row.querySelectorAll('a[href],img,form')].some((e) => !element.contains(e))) return element;
    const table = row.closest('table');
    return table && table.rows.length === 1 && countOf(table) === countOf(row) ? table : row;
  };
  const outset = (element) => {
    // The largest wrapper that holds nothing besides.
    let at = element;
    for (let up = dom.parent(at); up && !bodyLike(up); up = dom.parent(up)) {
      const more = countOf(up) - countOf(element);
      const labelWords = labelled(up).words - labelled(element).words;
      if (more > labelWords) break;
      if (!visible(up) && text(up).length > text(element).length + 60) break; // closed, and holds more
      const others = [...up.querySelectorAll('img,video,iframe,input,h1,h2,h3,figure,table')].filter((e) => !element.contains(e) && visible(e));
      // A thumbnail beside the lines of a labelled card is the card's.
      const whole = dom.box(element);
      const thumbs = others.every((e) => e.localName === 'img' && e.getBoundingClientRect().width <= 320 && dom.box(e).y < whole.y + whole.height && dom.box(e).y + dom.box(e).height > whole.y);
      if (others.length && !(others.length === 1 && thumbs && more === 0 && labelled(element).count > 0)) break;
      at = up;
    }
    return at;
  };
  // The surest unit that an element is or holds.  Where a surer one is known above, it is above that too.
  const bestIn = new Map();
  const raise = (u) => {
    for (let e = u.element; e; e = dom.parent(e)) {
      const known = bestIn.get(e);
      if (known && known !== u && known.score >= u.score) break;
      bestIn.set(e, u);
    }
  };
  [...units.values()].sort((a, b) => b.score - a.score).forEach(raise);
  const found = [];
  const taken = new Set();
  // Links that lead on in the site, and lie in no unit.
  const stays = (e) => [...e.querySelectorAll('a[href]')].slice(0, 100).filter((a) => countOf(a) && !away(a) && !units.has(a) && !within(a, units, e)).length;
  // A word, and room for a picture that never came.
  const slotOf = (e, label) => countOf(e) === countOf(label) && !e.querySelector('img,picture,video,svg,canvas,input,button,a[href],iframe')
    && [...e.children].some((c) => { const b = dom.box(c); return !c.contains(label) && c !== label && b.width >= 120 && b.height >= 50; });
  // A page whose every other teaser bears such a word has a section of that name: trade papers.
  const MOST_CARDS = 6;
  const cards = [...labels.keys()].filter((l) => l.closest('a[href]') && !away(l.closest('a[href]'))).length;
  const groupOf = (() => { let n = 0; return () => { n += 1; return `ad-${n}`; }; })();
  for (const [label, { kind, line }] of labels) {
    // Between two banners the label is the one's that has none of its own.
    const fitness = (e) => (units.has(e) ? 1 : 0) - (labelled(e).count > (e.contains(label) ? 1 : 0) ? 2 : 0);
    let partner = null;
    // Inside the same box?  The label's line may be that box: a word and an empty slot.
    for (let e = label, d = 0; e && d < 5 && !bodyLike(e); e = dom.parent(e), d += 1) {
      if (d > 0 && !units.has(e) && stays(e) > 1) break; // the site's own, and an advertisement somewhere in it
      if (adLike(e) && (unitsIn.get(e) || 0) > (units.has(label) ? 1 : 0)) { partner = e; break; }
      if (d > 0 && slotOf(e, label)) { partner = e; break; }
      if (countOf(e) > countOf(label) + 60) break;
    }
    const mine = countOf(label);
    const ways = (e) => [...(e.matches('a[href]') ? [e] : []), ...e.querySelectorAll('a[href]')].filter((a) => !label.contains(a));
    const edge = (e) => { const all = text(e); return all.startsWith(text(label)) || all.endsWith(text(label)); };
    // Or the card round it, which is one link: out of the site, or to a page that a strong label calls paid.
    const card = label.closest('a[href]');
    if (!partner && card && !away(card) && cards > MOST_CARDS) { taken.add(label); continue; }
    if (!partner && card && card !== label && countOf(card) >= mine + 3 && countOf(card) <= mine + 40 && edge(card)
      && (away(card) || (kind === 'strong' && cards <= MOST_CARDS && card.querySelector('img,picture,h2,h3,h4,h5')))) {
      partner = card;
      say(unit(card), 0.3, 'a card that is one link and labels itself');
    }
    // Or one of a list's items, alone among its like with a label.
    for (let e = dom.parent(label), d = 0; !partner && e && d < 4 && (e.localName === 'article' || !bodyLike(e)); e = dom.parent(e), d += 1) {
      if (countOf(e) > mine + 70 || e === main || e.querySelector('h1,form,video')) break;
      // A few lines of description are the advertiser's where most of the links are.
      if (countOf(e) > mine + 40 && ways(e).filter(away).length < ways(e).length * 0.7) break;
      if (!edge(e) || countOf(e) < mine + 3 || !(ways(e).some(away) || (kind === 'strong' && ways(e).length))) continue;
      const like = e.parentElement ? [...e.parentElement.children].filter((o) => o !== e && o.localName === e.localName && countOf(o) >= 3
        && (!e.classList.length || o.classList.contains(e.classList[0]))) : [];
      if (like.length < 2 || like.filter((o) => labelled(o).count).length > like.length / 3) continue;
      partner = e;
      say(unit(e), 0.3, 'one of a list, which labels itself');
    }
    // Or the box that begins with it: a few words, a picture or a line, and a way out of the site.
    const words = kind === 'strong' || !/^h\d$/.test(label.localName);
    for (let e = dom.parent(label), d = 0; words && e && d < 4 && !bodyLike(e); e = dom.parent(e), d += 1) {
      if (countOf(e) > mine + 40 || proseOf(e) > 25 || e.querySelector('h1,video,form')) break;
      const first = text(e).startsWith(text(label)) || (dom.box(label).y <= Math.min(...[...e.children].map((c) => dom.box(c).y)) + 40);
      const out = ways(e).filter(away);
      if (!first || !out.length || out.length < ways(e).length) continue;
      if (countOf(e) === mine && !out.some(pictureIn)) continue;
      partner = e;
      say(unit(e), 0.3, 'a small box that begins with a label and leads off the site');
      break;
    }
    // Or beside it: the nearest neighbours of the label, or of its wrapper when it stands alone in it.
    let aside = label;
    for (let d = 0; d < 3 && !partner; d += 1) {
      partner = [aside.previousElementSibling, aside.nextElementSibling].map((e) => {
        let near = e; // an empty anchor or a script may stand between
        while (near && /^(script|style|br|link|noscript|ins)$/.test(near.localName) && !units.has(near)) near = e === aside.previousElementSibling ? near.previousElementSibling : near.nextElementSibling;
        return adLike(near);
      }).filter(Boolean).sort((a, b) => fitness(b) - fitness(a))[0] || null;
      const up = dom.parent(aside);
      if (partner || bodyLike(up) || countOf(up) > countOf(label)) break;
      aside = up;
    }
    const group = groupOf();
    const strength = kind === 'strong' ? 0.55 : 0.35;
    if (partner) {
      const best = bestIn.get(partner);
      const score = strength + (best ? Math.max(best.score, 0) : 0.1) + 0.05;
      const u = unit(partner);
      u.score = Math.max(u.score, score); u.group = group;
      raise(u);
      u.reasons = [...new Set([...(best ? best.reasons : u.reasons), `a label beside it: ${line.slice(0, 60)}`])];
      if (best) best.hosts.forEach((h) => u.hosts.add(h));
      if (score >= 0.5) found.push(propose({ element: label, kind: 'ad-label', score, reasons: [`an advertising label: ${line.slice(0, 60)}`], group }));
    } else {
      // Alone: a strong label set apart from the text is a leftover of a slot that was never filled.
      const small = parseFloat(style(label).fontSize) < 15;
      // A heading with text under it is the text's.
      const score = /^h\d$/.test(label.localName) || label.closest('h2,h3,h4,h5,h6,table') ? 0.2 : kind === 'strong' ? 0.5 + (small ? 0.1 : 0) - (label.closest('li,p') && !small ? 0.2 : 0) : 0.2;
      found.push(propose({ element: label, kind: 'ad-label', score, reasons: [`an advertising label, alone: ${line.slice(0, 60)}`], group }));
    }
    taken.add(label);
  }
  for (const u of units.values()) {
    const repeated = [...u.hosts].some((h) => h && times.get(h) >= 2);
    if (repeated && u.reasons.some((r) => /slogan|picture|frame|label/.test(r))) say(u, 0.15, `one advertiser repeated: ${[...u.hosts].find((h) => times.get(h) >= 2)}`);
  }
  // A site recommends its own pages for nothing: cards with pictures that all lead to one other host, under a line that
  // recommends or that names the machine behind it, are paid for.
  const RECOMMENDS = new RegExp(vocabulary.related, 'iu');
  const heads = new Map();
  const recommends = (element) => {
    for (let e = dom.parent(element), d = 0; e && d < 4 && !bodyLike(e); e = dom.parent(e), d += 1) {
      if (!heads.has(e)) {
        const links = [...e.querySelectorAll('a[href]')].filter((a) => countOf(a));
        const foreign = new Set(links.map((a) => offSite(a.href)));
        const line = text(e).slice(0, 120).split(links.length ? text(links[0]).slice(0, 20) || '\u0000' : '\u0000')[0];
        heads.set(e, links.length >= 2 && foreign.size === 1 && !foreign.has('') && line.length > 3
          && (RECOMMENDS.test(line) || /(powered|recommended|provided|delivered) by/i.test(line)));
      }
      if (heads.get(e)) return true;
    }
    return false;
  };
  for (const u of units.values()) {
    if (u.score >= 0.3 && u.score < 0.5 && u.reasons.some((r) => /repeated/.test(r)) && pictureIn(u.element) && recommends(u.element)) say(u, 0.2, 'recommended, and all of one other host');
  }
  // Several side by side are one block: what captions them goes with it.
  const sure = [...units.values()].filter((u) => u.score >= 0.5 && countOf(u.element) > 0 && u.reasons.some((r) => /sponsor|repeated|label/.test(r)));
  const sureElements = new Set(sure.map((u) => u.element));
  const judged = new Set(); // a box is asked once, however many advertisements it holds
  for (const u of sure.slice(0, 200)) {
    for (let e = dom.parent(u.element), d = 0; e && d < 5 && !bodyLike(e); e = dom.parent(e), d += 1) {
      if (judged.has(e)) continue;
      judged.add(e);
      // The outermost of them in this box.
      const members = sure.filter((o) => o.element !== e && e.contains(o.element) && !within(o.element, sureElements, e));
      if (members.length < 2) continue;
      const theirs = members.reduce((n, o) => n + countOf(o.element), 0);
      if (countOf(e) - theirs > members.length * 4 + 8 || proseOf(e) > proseOf(u.element) * members.length + 40 || e.querySelector('h1,form,video')) break;
      if ([...e.querySelectorAll('a[href]')].some((a) => !offSite(a.href) && !sureElements.has(a) && !within(a, sureElements, e))) break;
      const whole = unit(e);
      if (whole.score < 0.6) { whole.score = 0.6; whole.reasons = [`${members.length} advertisements in one block`, ...u.reasons]; }
      for (const o of members) o.within = whole;
    }
  }
  for (const u of units.values()) {
    if (u.score < 0.3) continue;
    if (u.within && u.within.score >= 0.5 && u.within !== u) continue;
    const element = u.score >= 0.5 ? outset(rowOf(u.element)) : u.element;
    if (taken.has(element)) continue;
    taken.add(element);
    found.push(propose({ element, kind: 'ad', score: u.score, reasons: u.reasons.slice(0, 8), group: u.group || '', rule: u.system || '' }));
    // "You might also like" over a box that a recommending machine fills: with the box its heading goes, unless more follows.
    const head = u.score >= 0.5 && u.system ? element.previousElementSibling : null;
    const next = element.nextElementSibling;
    if (head && /^(h[2-6]|p|div)$/.test(head.localName) && countOf(head) && countOf(head) <= 8 && !taken.has(head) && !head.querySelector('a[href],img,h1') && RECOMMENDS.test(text(head))
      && (!next || /^(h[1-6]|script|style|section|footer|aside|p)$/.test(next.localName) || !countOf(next) || sureElements.has(next))) {
      taken.add(head);
      found.push(propose({ element: head, kind: 'ad', score: 0.6, reasons: ['the heading of what goes'], group: u.group || '' }));
    }
  }
  return found;
}
