// Ways to share the page: known containers, links and buttons that share it, named bars, an article's tools.
(systems) => {
  const dom = globalThis.captureDom;
  const { all, text, visible, heading, holds, offSite, countOf, proseOf, blockOf, patterns, anyOf, tokens, linksOf,
    wordsOf, style } = globalThis.captureClean;
  const { stop, widest, first, claimed, namesOf, detectors, TOOLS } = globalThis.captureClean.apparatus;

  // Addresses by which services take a page that a reader shares.
  const SHARE = new RegExp(`(${anyOf(String.raw`
    facebook\.com/(sharer|share\.php|dialog/(share|feed|send)) (twitter|x)\.com/(intent/(tweet|post)|share)
    linkedin\.com/(sharing|sharearticle|cws/share) (api\.whatsapp|web\.whatsapp)\.com/send whatsapp://send wa\.me/\?
    t\.me/share telegram\.me/share reddit\.com/submit pinterest\.[a-z.]+/pin/create tumblr\.com/(share|widgets/share)
    getpocket\.com/(save|edit) share\.flipboard\.com news\.ycombinator\.com/submitlink vk\.com/share vkontakte\.ru/share
    connect\.ok\.ru odnoklassniki\.ru line\.me/R social-plugins\.line\.me b\.hatena\.ne\.jp service\.weibo\.com/share
    weibo\.com/share xing\.com/(spi/shares|social/share|social_plugins) bufferapp\.com/add buffer\.com/add
    threads\.net/intent bsky\.app/intent share\.naver\.com story\.kakao\.com instapaper\.com/(edit|hello2)
    evernote\.com/clip digg\.com/submit stumbleupon\.com/submit viber://forward fb-messenger://share sms:[?&] mailto:\?
    blogger\.com/blog-this blogger\.com/share-post mix\.com/add addtoany\.com addthis\.com`)})`, 'i');
  // The site's own address for it.
  const OWN_SHARE = /[?&](action|do)=share\b|[?&]share=|\/share([/?#]|$)/i;
  const NAMED = tokens(String.raw`
    social-?share share-?(bar|buttons?|tools|links|icons|list|widget|this|article|post) sharing sharebar sharedaddy
    post-?share article-?share entry-?share social-?(buttons|bar|icons|links|media-?share) partage teilen`);
  const BYLINE = /(^|\s)@\w{3,}|^(by|par|von|por|di|door|av|af|od|oleh|yazan|автор|από)\s/iu;
  const AUTHOR = '[rel~=author],[itemprop=author],[class*=byline i],[href*="/author/"]';
  const YEAR = /\b(19|20)\d\d\b/; // a date, so the line tells more than where to share

  const addressOf = (a) => a.getAttribute('href') || a.getAttribute('data-href')
    || a.getAttribute('data-share-url') || '';
  const shares = all('a[href],button[data-href],[data-share-url],[data-network]')
    .filter((a) => SHARE.test(addressOf(a)));
  const sharesIn = (e) => shares.filter((s) => holds(e, s)).length;

  function* shareContainers() {
    for (const [system, selector] of Object.entries(systems.share)) {
      const reasons = [`${system}'s container`];
      for (const element of all(selector)) yield { element, kind: 'share', score: 0.85, rule: system, reasons };
    }
  }

  // Words that are on no link to share and on no button.
  const plainWords = (e) => {
    const pressed = [...e.querySelectorAll('a[href],button,[role=button],label')]
      .filter((b) => shares.includes(b) || b.localName !== 'a');
    return countOf(e) - wordsOf(pressed.filter((b) => !pressed.some((o) => o !== b && o.contains(b))));
  };
  const onlyShares = (box) => {
    const inside = sharesIn(box);
    const links = box.querySelectorAll('a[href],button').length;
    const plain = plainWords(box);
    const others = linksOf(box).filter((a) => !shares.includes(a) && /^https?:/.test(a.href) && !offSite(a.href)
      && a.pathname !== location.pathname);
    if ((plain > 2 && BYLINE.test(text(box))) || box.querySelector(AUTHOR)) return false; // who wrote it
    return plain <= 6 && others.length <= 1 && countOf(box) <= 8 + links * 4 && links <= inside * 2 + 4 && !proseOf(box)
      && !box.querySelector('figure,h1,h2,h3,time,[datetime]') && !YEAR.test(text(box).replace(/https?:\S+/g, ''));
  };
  // Two or more addresses that share this page, or profile buttons that stand in for them.
  function* shareLinks() {
    for (const link of shares) {
      if (claimed(link)) continue;
      const element = widest(link, onlyShares);
      const inside = sharesIn(element);
      const reasons = [`${inside} links that share this page`];
      yield { element, kind: 'share', score: inside >= 2 ? 0.9 : 0.55, reasons };
    }
  }

  // Named share bars whose buttons carry no address.
  function* namedShareBars() {
    for (const element of all('[class],[id]')) {
      if (!NAMED.test(namesOf(element))) continue;
      if (stop(element) || !visible(element) || countOf(element) > 25 || proseOf(element)) continue;
      if (element.querySelector('h1,h2,p p,table,video')) continue;
      if (element.closest('nav,footer,header') && !patterns.share.test(text(element))) continue;
      const buttons = element.querySelectorAll('a,button,[role=button],svg').length;
      const reasons = ['named for sharing', `${buttons} buttons`];
      yield { element, kind: 'share', score: buttons >= 2 ? 0.65 : 0.4, reasons };
    }
  }

  const saysShare = (button) => {
    const label = (text(button) || button.getAttribute('aria-label') || button.title || '').trim();
    if (!label || label.length > 40 || !patterns.share_button.test(label) || !visible(button)) return false;
    return !button.closest('nav,footer,form,dialog,[role=dialog]');
  };
  const onlyTools = (box) => countOf(box) <= 14 && box.querySelectorAll(TOOLS).length <= 8
    && !box.querySelector('img,video,iframe,input,h1,h2,h3,p,time,figure,audio,canvas')
    && linksOf(box).every((a) => shares.includes(a) || /^#/.test(a.getAttribute('href')))
    && wordsOf([...box.querySelectorAll(`${TOOLS},a[href]`)]) >= countOf(box) - 2;
  // An article's tools without a name: nothing but buttons that are pressed, one of which shares.
  function* shareTools() {
    for (const button of first(TOOLS, saysShare)) {
      const element = widest(button, onlyTools);
      // The site's own bar: subscribe, sign in, share.
      if (patterns.newsletter.test(text(element)) || element.closest('[role=banner]')) continue;
      const buttons = element.querySelectorAll(TOOLS).length;
      const reasons = ['a button to share', `${buttons} buttons, nothing besides`];
      yield { element, kind: 'share', score: 0.65, reasons };
    }
  }

  const isRow = (box) => /flex|grid/.test(style(box).display) && box.children.length >= 3 && box.children.length <= 8
    && countOf(box) <= 14 && [...box.children].every((c) => countOf(c) <= 5)
    && !box.querySelector('img,video,iframe,input,select,h1,h2,h3,p,time,figure,a[href],canvas');
  // The same where nothing is a button: a row of short texts beneath the headline, one of which is the word to share.
  function* toolRows() {
    const saysSo = (e) => e.childElementCount === 0 && countOf(e) > 0 && text(e).length <= 30
      && patterns.share_button.test(text(e).trim()) && visible(e)
      && !e.closest('nav,header,footer,table,ul,ol,dl,form');
    for (const spot of heading ? first('span,div', saysSo) : []) {
      const element = dom.parent(spot);
      if (!element || stop(element) || !isRow(element) || !holds(dom.parent(heading), element)) continue;
      const reasons = ['a row of short texts beside the headline', 'one of them says share'];
      yield { element, kind: 'share', score: 0.6, reasons };
    }
  }

  // One line that is a link to share this page by the site's own means.
  function* shareLines() {
    const short = (a) => countOf(a) > 0 && countOf(a) <= 6 && visible(a) && patterns.share_button.test(text(a));
    for (const link of first('a[href*="share"]', short)) {
      const element = blockOf(link);
      if (countOf(element) !== countOf(link) || stop(element) || link.closest('nav,footer,li,td')) continue;
      if (!OWN_SHARE.test(link.getAttribute('href'))) continue;
      yield { element, kind: 'share', score: 0.6, reasons: ['a line that is a link to share this page'] };
    }
  }

  // "Sharing is caring!": the line before the buttons is theirs.
  const lineBefore = (element) => {
    const line = element.previousElementSibling;
    return line && /^(p|span|div|strong|h[3-6])$/.test(line.localName) && countOf(line) > 0 && countOf(line) <= 5
      && !line.querySelector('a,img,time') && !holds(line, heading) && patterns.share.test(text(line)) ? line : null;
  };

  Object.assign(detectors, { shareContainers, shareLinks, namedShareBars, shareTools, toolRows, shareLines });
  globalThis.captureClean.apparatus.lineBefore = lineBefore;
}
