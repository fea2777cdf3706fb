// What lies in the flow of the page and is not its content: share bars, newsletter boxes, summary widgets, "read also"
// lines between paragraphs. The argument: {kind: {system: selectors}}.
(systems) => {
  const dom = globalThis.captureDom;
  const { all, style, visible, main, heading, holds, text, offSite, propose, countOf, proseOf, vocabulary, INLINE } = globalThis.captureClean;
  const re = Object.fromEntries(Object.entries(vocabulary).filter(([, v]) => typeof v === 'string').map(([k, v]) => [k, new RegExp(v, 'iu')]));
  const found = [];
  const seen = new Set();
  const add = (fields) => {
    if ([...seen].some((e) => e === fields.element || holds(e, fields.element))) return;
    seen.add(fields.element); found.push(propose(fields));
    // "Sharing is caring!": the line before the buttons is theirs.
    const line = fields.kind === 'share' ? fields.element.previousElementSibling : null;
    if (line && /^(p|span|div|strong|h[3-6])$/.test(line.localName) && countOf(line) > 0 && countOf(line) <= 5 && !line.querySelector('a,img,time') && !holds(line, heading) && re.share.test(text(line))) {
      seen.add(line); found.push(propose({ ...fields, element: line, reasons: ['the line before the buttons', ...fields.reasons] }));
    }
  };
  const attributes = (e) => ['id', 'class', 'aria-label', 'data-testid', 'data-component'].map((n) => Element.prototype.getAttribute.call(e, n) || '').join(' ').replace(/([a-z])([A-Z])/g, '$1-$2');
  const stop = (e) => !e || e.matches('body,html,main,article,table,tbody,tr') || e === main || (main && holds(e, main)) || (heading && holds(e, heading));
  // A page whose headline names such a thing is about it: what lies in its content is an example, or the page's purpose.
  const about = (rx) => !!heading && rx.test(text(heading).slice(0, 200));
  const NEWS_PATH = /newsletter|infolettre|lettre-?d?-?info|subscri|abonn|suscri|iscri|inscri|nieuwsbrief|nyhetsbrev|mailing-?list|rundbrief|rassylk|email-?(updates|alerts)/i;
  const path = location.pathname.split('/').filter(Boolean);
  // … or its address does: /newsletter itself, or what lies below where the headline invites.
  const aboutNewsletters = about(re.newsletter_subject) || (path.length > 0 && NEWS_PATH.test(path[path.length - 1]) && path[path.length - 1].length <= 24)
    || (path.some((part) => NEWS_PATH.test(part)) && about(re.newsletter));
  const aboutConsent = about(re.consent); const aboutGiving = about(re.donate) || path.some((part) => /^(donat|donez|spend|give\b|gi$|doar|dona|apoy|support-us|doneer|stotte|tuki|lahjoita|darowizn)/i.test(part));
  const subject = (e, isSubject) => isSubject && !!main && holds(main, e);
  // Under a heading of the content that speaks of such things it is an example of them.
  const headings = main ? [...main.querySelectorAll('h1,h2,h3,h4,h5,h6')].slice(0, 300) : [];
  const underHeading = (e, rx) => {
    if (!main || !holds(main, e)) return false;
    const above = headings.filter((h) => !holds(e, h) && h.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING).pop();
    return !!above && rx.test(text(above).slice(0, 120));
  };
  // The largest element round `element` that satisfies `fits`.
  const widest = (element, fits) => {
    let at = element;
    for (let up = dom.parent(at), d = 0; up && d < 6 && !stop(up) && fits(up); up = dom.parent(up), d += 1) at = up;
    return at;
  };

  for (const [system, selector] of Object.entries(systems.share)) {
    for (const element of all(selector)) add({ element, kind: 'share', score: 0.85, rule: system, reasons: [`${system}'s container`] });
  }
  // Share bars: two or more addresses that share this page, or profile buttons that stand in for them.
  const SHARE = /(facebook\.com\/(sharer|share\.php|dialog\/(share|feed|send))|(twitter|x)\.com\/(intent\/(tweet|post)|share)|linkedin\.com\/(sharing|sharearticle|cws\/share)|(api\.whatsapp|web\.whatsapp)\.com\/send|whatsapp:\/\/send|wa\.me\/\?|t\.me\/share|telegram\.me\/share|reddit\.com\/submit|pinterest\.[a-z.]+\/pin\/create|tumblr\.com\/(share|widgets\/share)|getpocket\.com\/(save|edit)|share\.flipboard\.com|news\.ycombinator\.com\/submitlink|vk\.com\/share|vkontakte\.ru\/share|connect\.ok\.ru|odnoklassniki\.ru|line\.me\/R|social-plugins\.line\.me|b\.hatena\.ne\.jp|service\.weibo\.com\/share|weibo\.com\/share|xing\.com\/(spi\/shares|social\/share|social_plugins)|bufferapp\.com\/add|buffer\.com\/add|threads\.net\/intent|bsky\.app\/intent|share\.naver\.com|story\.kakao\.com|instapaper\.com\/(edit|hello2)|evernote\.com\/clip|digg\.com\/submit|stumbleupon\.com\/submit|viber:\/\/forward|fb-messenger:\/\/share|sms:[?&]|mailto:\?|blogger\.com\/blog-this|blogger\.com\/share-post|mix\.com\/add|addtoany\.com|addthis\.com)/i;
  const shares = all('a[href],button[data-href],[data-share-url],[data-network]').filter((a) => {
    const href = a.getAttribute('href') || a.getAttribute('data-href') || a.getAttribute('data-share-url') || '';
    return SHARE.test(href);
  });
  const BYLINE = /(^|\s)@\w{3,}|^(by|par|von|por|di|door|av|af|od|oleh|yazan|автор|από)\s/iu;
  for (const link of shares) {
    if ([...seen].some((e) => holds(e, link))) continue;
    let group = link;
    for (let up = dom.parent(link), d = 0; up && d < 6 && !stop(up); up = dom.parent(up), d += 1) {
      const inside = shares.filter((s) => holds(up, s)).length;
      const links = up.querySelectorAll('a[href],button').length;
      const pressed = [...up.querySelectorAll('a[href],button,[role=button],label')].filter((b) => shares.includes(b) || b.localName !== 'a');
      const plain = countOf(up) - pressed.reduce((sum, b) => sum + (pressed.some((o) => o !== b && o.contains(b)) ? 0 : countOf(b)), 0);
      const others = [...up.querySelectorAll('a[href]')].filter((a) => !shares.includes(a) && /^https?:/.test(a.href) && !offSite(a.href) && a.pathname !== location.pathname);
      if (plain > 2 && BYLINE.test(text(up)) || up.querySelector('[rel~=author],[itemprop=author],[class*=byline i],[href*="/author/"]')) break; // who wrote it
      if (plain > 6 || others.length > 1 || countOf(up) > 8 + links * 4 || links > inside * 2 + 4 || proseOf(up) || up.querySelector('figure,h1,h2,h3,time,[datetime]')
        || /\b(19|20)\d\d\b/.test(text(up).replace(/https?:\S+/g, ''))) break;
      group = up;
    }
    const inside = shares.filter((s) => holds(group, s)).length;
    add({ element: group, kind: 'share', score: inside >= 2 ? 0.9 : 0.55, reasons: [`${inside} links that share this page`] });
  }
  // Named share bars whose buttons carry no address.
  for (const element of all('[class],[id]')) {
    if (!/(^|[-_\s])(social-?share|share-?(bar|buttons?|tools|links|icons|list|widget|this|article|post)|sharing|sharebar|sharedaddy|post-?share|article-?share|entry-?share|social-?(buttons|bar|icons|links|media-?share)|partage|teilen)([-_\s]|$)/i.test(attributes(element))) continue;
    if (stop(element) || !visible(element) || countOf(element) > 25 || proseOf(element) || element.querySelector('h1,h2,p p,table,video')) continue;
    if (element.closest('nav,footer,header') && !re.share.test(text(element))) continue;
    const buttons = element.querySelectorAll('a,button,[role=button],svg').length;
    add({ element, kind: 'share', score: buttons >= 2 ? 0.65 : 0.4, reasons: ['named for sharing', `${buttons} buttons`] });
  }

  // Whether the page has a text to read at all.
  const aboutText = () => !!main && proseOf(main) >= 100;
  // An article's tools without a name: nothing but buttons that are pressed, one of which shares.
  const TOOLS = 'button,[role=button]';
  // Each looks at what lies round it: a page of ten thousand share buttons is not an article with tools.
  const MOST = 100;
  const first = (selector, fits) => { const hits = []; for (const e of all(selector)) if (hits.length < MOST && fits(e)) hits.push(e); return hits; };
  const saysShare = (button) => {
    const label = (text(button) || button.getAttribute('aria-label') || button.title || '').trim();
    if (!label || label.length > 40 || !re.share_button.test(label) || !visible(button)) return false;
    return !button.closest('nav,footer,form,dialog,[role=dialog]');
  };
  for (const button of first(TOOLS, saysShare)) {
    const group = widest(button, (up) => countOf(up) <= 14 && up.querySelectorAll(TOOLS).length <= 8 && !up.querySelector('img,video,iframe,input,h1,h2,h3,p,time,figure,audio,canvas')
      && [...up.querySelectorAll('a[href]')].every((a) => shares.includes(a) || /^#/.test(a.getAttribute('href')))
      && [...up.querySelectorAll(`${TOOLS},a[href]`)].reduce((n, b) => n + countOf(b), 0) >= countOf(up) - 2);
    if (re.newsletter.test(text(group)) || group.closest('[role=banner]')) continue; // the site's own bar: subscribe, sign in, share
    add({ element: group, kind: 'share', score: 0.65, reasons: ['a button to share', `${group.querySelectorAll(TOOLS).length} buttons, nothing besides`] });
  }
  // One line that is a link to share this page by the site's own means.
  for (const link of first('a[href*="share"]', (a) => countOf(a) > 0 && countOf(a) <= 6 && visible(a) && re.share_button.test(text(a)))) {
    const block = globalThis.captureClean.blockOf(link);
    if ( countOf(block) !== countOf(link) || stop(block) || link.closest('nav,footer,li,td')) continue;
    if (!/[?&](action|do)=share\b|[?&]share=|\/share([/?#]|$)/i.test(link.getAttribute('href'))) continue;
    add({ element: block, kind: 'share', score: 0.6, reasons: ['a line that is a link to share this page'] });
  }
  // "Was this page helpful?": a line that asks for an opinion of the page, and buttons to give it.
  const asks = (line) => {
    if (!countOf(line) || countOf(line) > 12 || line.children.length > 3 || !visible(line)) return false;
    const words = text(line);
    return words.length <= 120 && re.helpful.test(words);
  };
  for (const line of first('p,div,span,legend,h2,h3,h4,h5,strong,b,label', asks)) {
    const box = widest(line, (up) => countOf(up) <= 30 && !up.querySelector('h1,h2,table,video,figure,pre,ul,ol') && up.querySelectorAll('a[href]').length <= 3);
    if (stop(box) || box.closest('nav') || !box.querySelector('button,[role=button],input,a[href],svg')) continue;
    add({ element: box, kind: 'other', score: 0.65, reasons: ['asks for an opinion of the page'] });
  }

  // Consent bars that lie in the flow, or that are closed and still in the text: a name that tells and the words for it.
  for (const element of all('[id],[class]')) {
    if (!/(^|[-_\s])((cookies?|consent|gdpr|rgpd|dsgvo|ccpa|privacy)[-_]?(law|policy|eu)?[-_]?(banner|bar|notice|notification|popup|pop-up|modal|dialog|overlay|message|box|alert|consent|hint|hinweis|disclaimer|layer|wall|wrapper|container)|(banner|notice|popup|modal)[-_]?(cookies?|consent|gdpr|rgpd))([-_\s]|$)/i.test(attributes(element))) continue;
    if (stop(element) || subject(element, aboutConsent) || underHeading(element, re.consent) || countOf(element) > 200 || element.querySelector('h1,article') || /^(body|html|a|button|p|li|span)$/.test(element.localName)) continue;
    const said = text(element);
    // What a form asks to be agreed to is the form's.
    const form = element.closest('form');
    if (form && form !== element && form.querySelector('input[type=text],input[type=email],input[type=tel],input:not([type]),textarea,select')) continue;
    if (!re.consent.test(said) || !element.querySelector('button,a,[role=button],input[type=button],input[type=submit]')) continue;
    add({ element, kind: 'consent', score: 0.7, reasons: ['named for consent', 'speaks of cookies or consent', visible(element) ? 'in the flow of the page' : 'closed'] });
  }

  // The same without a name: a few words about cookies and a button to agree, before or after the page, not in it.
  const PRESS = 'button,[role=button],input[type=button],input[type=submit]';
  const outside = (e) => !stop(e) && !(main && holds(main, e)) && !e.closest('main,article,footer,nav,[role=contentinfo],[role=navigation]');
  // … or a link that leads nowhere and stands for one.
  const PRESSED = `${PRESS},a[href="#"],a[href^="javascript:"],a[role=button],a:not([href])`;
  const agrees = (e) => [...e.querySelectorAll(PRESSED)].some((b) => countOf(b) > 0 && countOf(b) <= 6);
  for (const press of first(PRESSED, (b) => countOf(b) > 0 && countOf(b) <= 6 && visible(b) && outside(b))) {
    let box = null;
    for (let up = dom.parent(press), d = 0; up && d < 5 && outside(up) && countOf(up) <= 90; up = dom.parent(up), d += 1) {
      if (up.querySelector('input:not([type=checkbox]):not([type=button]):not([type=submit]):not([type=hidden]),nav,h1,table,article') || up.querySelectorAll('a[href]').length > 4) break;
      // The block that speaks of cookies is a sentence; a link "Cookies" is none.
      const speaks = re.consent.test(text(up)) && (proseOf(up) > 0 || countOf(up) - [...up.querySelectorAll('a[href]')].reduce((n, a) => n + countOf(a), 0) >= 8);
      if (speaks) box = up;
    }
    if (box && agrees(box)) add({ element: box, kind: 'consent', score: 0.65, reasons: ['speaks of cookies or consent', 'a button to agree', 'in the flow, outside the content'] });
  }
  // A strip above the site's header that leads to its app; the words for it may stand beside the button.
  const besides = new Map(); // asked once a parent, however many buttons it holds
  const beside = (link) => {
    const up = dom.parent(link);
    if (!besides.has(up)) besides.set(up, re.app.test(text(up).slice(0, 160)));
    return besides.get(up);
  };
  for (const link of all('a[href],button')) {
    if (!visible(link) || !outside(link) || dom.box(link).y > 260 || link.closest('header,[role=banner]')) continue;
    const store = /(apps|itunes)\.apple\.com|play\.google\.com\/store|^(intent|android-app|market):|appgallery|galaxystore/i.test(link.getAttribute('href') || '');
    if (!store && !re.app.test(text(link)) && !(countOf(link) > 0 && countOf(link) <= 5 && beside(link))) continue;
    const strip = widest(link, (up) => outside(up) && countOf(up) <= 30 && dom.box(up).height <= 140 && up.querySelectorAll('a[href]').length <= 2
      && !up.matches('header,[role=banner]') && !up.querySelector('nav,form,input,header'));
    const box = dom.box(strip);
    const leadsHome = [...strip.querySelectorAll('a[href]')].some((a) => a.origin === location.origin && /^\/([a-z]{2}\/?)?$/i.test(a.pathname));
    // Above the site's header, or between it and the content.
    const before = box.y <= 20 || (!!main && countOf(strip) >= 4 && !!(strip.compareDocumentPosition(heading || main) & Node.DOCUMENT_POSITION_FOLLOWING));
    if (strip === link || leadsHome || !before || box.width < window.innerWidth * 0.8 || countOf(strip) < 3) continue;
    add({ element: strip, kind: 'app-prompt', score: 0.7, reasons: [store ? 'links to an app store' : 'asks to open the app', 'a strip above the page'] });
  }

  // A strip above the site's header that can be put away: an announcement.
  const putsAway = (press) => re.close.test((text(press) || press.getAttribute('aria-label') || '').trim())
    && visible(press) && outside(press) && dom.box(press).y <= 260;
  for (const press of first(PRESS, putsAway)) {
    const strip = widest(press, (up) => outside(up) && countOf(up) <= 30 && dom.box(up).height <= 120 && up.querySelectorAll('a[href]').length <= 2
      && !up.matches('header,[role=banner]') && !up.querySelector('nav,form,input,header,[role=search]'));
    const box = dom.box(strip);
    const before = box.y <= 4 || (!!main && !!(strip.compareDocumentPosition(heading || main) & Node.DOCUMENT_POSITION_FOLLOWING));
    if (strip === press || strip.closest('header,[role=banner]') || !before || box.width < window.innerWidth * 0.9 || countOf(strip) < 4) continue;
    add({ element: strip, kind: 'overlay', score: 0.6, reasons: ['a strip above the page that can be put away'] });
  }

  // Newsletter boxes: an e-mail field and the words for it; or one short line with a button.
  for (const input of all('input[type=email],input[name*=email i],input[placeholder*=mail i],input[id*=email i]')) {
    const form = input.closest('form') || dom.parent(input);
    if (!form || stop(form) || !visible(input) || subject(form, aboutNewsletters)) continue;
    if (form.querySelector('input[type=password],textarea,select[multiple]') || form.querySelectorAll('input:not([type=hidden]):not([type=submit]):not([type=checkbox]):not([type=button])').length > 4) continue;
    let inner = form;
    const box = widest(form, (up) => {
      // What comes with each step outwards must be few words, or be about subscribing too.
      const more = [...up.children].filter((c) => !c.contains(inner)).map((c) => text(c)).join(' ');
      const extra = countOf(up) - countOf(inner);
      // … or a heading and a line or two before the form.
      const titled = extra <= 30 && [...up.children].every((c) => c.contains(inner) || /^(h[2-6]|p|small|span|div|header|hgroup|img|svg|figure|picture)$/.test(c.localName))
        && up.querySelectorAll('h2,h3,h4,h5,h6').length === 1 && !inner.querySelector('h2,h3,h4,h5,h6') && up.querySelector('h2,h3,h4,h5,h6').compareDocumentPosition(inner) & Node.DOCUMENT_POSITION_FOLLOWING;
      const fits = countOf(up) <= 90 && proseOf(up) <= 70 && up.querySelectorAll('form').length === 1 && up.querySelectorAll('a[href]').length <= 6
        && !up.matches('footer,[role=contentinfo]') && !up.querySelector('article,table') && (extra <= 6 || titled || (extra <= 60 && re.newsletter.test(more)));
      if (fits) inner = up;
      return fits;
    });
    const words = `${text(box)} ${attributes(box)} ${attributes(form)} ${form.getAttribute('action') || ''} ${input.placeholder}`;
    if (!re.newsletter.test(words) && !/list-manage\.com|newsletter|subscribe|mailchi|sendinblue|mailerlite|convertkit|substack/i.test(words)) {
      // Without the words: under or beside a text, a form that asks for nothing but an address (and a name). What else asks
      // for one has a secret, a message, a search, a choice or a page of its own.
      const fields = [...form.querySelectorAll('input:not([type=hidden]):not([type=submit]):not([type=button]):not([type=image]),select,textarea')];
      const plain = fields.filter((f) => f.type !== 'checkbox');
      const asks = plain.length <= 2 && plain.every((f) => /^(email|text)$/.test(f.type || 'text')) && (input.type === 'email' || /mail/i.test(input.name + input.id));
      if (!asks || !form.querySelector(PRESS + ',button,input[type=image]') || countOf(box) > 50 || !main || proseOf(main) < 100 || (heading && holds(box, heading))) continue;
      const around = [form, dom.parent(form), dom.parent(dom.parent(form) || form)].filter(Boolean).map(attributes).join(' ');
      if (/(?<![a-z])(guest|login|log-?in|sign-?in|anmeld\w*|password|passwor[td]|comment|reply|contact|kontakt|search|order|unsubscribe|account)(?![a-z])/i.test(`${around} ${form.getAttribute('action') || ''}`) || box.closest('header,[role=banner],dialog')) continue;
      const late = !!(box.compareDocumentPosition(heading || main) & Node.DOCUMENT_POSITION_PRECEDING);
      if (!late) continue;
      add({ element: box, kind: 'newsletter', score: 0.7, reasons: ['asks for nothing but an address', 'after or beside the text'] });
      continue;
    }
    add({ element: box, kind: 'newsletter', score: 0.85, reasons: ['an e-mail field', 'invites to subscribe'] });
  }
  const NEWS_LINK = /newsletter|infolettre|subscribe|abonn|inscri|suscri|iscriv|nieuwsbrief|nyhetsbrev|mailing|substack\.com\/subscribe|list-manage\.com/i;
  for (const link of all('a[href],button')) {
    if (!main || !holds(main, link) || !visible(link) || link.closest('nav,footer,header') || aboutNewsletters) continue;
    if (countOf(link) > 15) continue;
    const own = text(link);
    if (own.length > 60 || !own) continue;
    const address = link.getAttribute('href') || '';
    let block = link;
    while (block && INLINE.has(block.localName)) block = dom.parent(block);
    if (!block || stop(block)) continue;
    const n = countOf(block); const words = text(block);
    const button = link.localName === 'button' || /(^|[-_\s])(btn|button|cta)/i.test(attributes(link)) || (style(link).display !== 'inline' && !/rgba\(.*, 0\)|transparent/.test(style(link).backgroundColor));
    if (n > 40 || !(button && (NEWS_LINK.test(address) || re.newsletter.test(own)) && re.newsletter.test(words))) continue;
    if (/[$€£¥₹]\s?\d|\d\s?([€$£]|eur\b|usd\b|kr\b|zł)/i.test(words)) continue; // a price: an offer that the page makes
    const ends = words.endsWith(own) || words.startsWith(own);
    add({ element: widest(block, (up) => countOf(up) <= 45 && up.querySelectorAll('a[href],button').length <= 3), kind: 'newsletter', score: ends ? 0.7 : 0.45, reasons: ['one line that invites to subscribe', 'ends in a button'] });
  }

  // A box that does nothing but lead to the subscription: a heading that invites, and one way there.
  for (const link of all('a[href]')) {
    if (aboutNewsletters || !NEWS_LINK.test(link.getAttribute('href')) || countOf(link) > 8 || !visible(link) || link.closest('nav,footer,header,li,table,figure')) continue;
    if (!/newsletter|subscri|abonn|inscri|suscri|iscriv|nieuwsbrief|nyhetsbrev|infolettre|mailing/i.test(link.pathname)) continue;
    const box = widest(link, (up) => countOf(up) <= 30 && !up.querySelector('h1:not([aria-level]),ul,ol,table,video,form,article,p p') && [...up.querySelectorAll('a[href]')].every((a) => a.href === link.href));
    const head = box.querySelector('h1,h2,h3,h4,h5,h6,[role=heading]');
    if (box === link || stop(box) || !head || (heading && holds(box, heading)) || proseOf(box) > 20 || !re.newsletter.test(`${text(head)} ${text(link)}`)) continue;
    add({ element: box, kind: 'newsletter', score: 0.65, reasons: ['a heading and one way to subscribe'] });
  }

  // Invitations to follow the publisher elsewhere: one line, nearly all of it a link to a channel; or a code to scan.
  const CHANNEL = /(^|[./])(t\.me|telegram\.me)\/(?!share)[\w+]+|whatsapp\.com\/channel\/|news\.google\.com\/(publications|s\/)|google\.com\/preferences\/source|flipboard\.com\/@|viber\.com\/|(dzen|zen\.yandex)\.ru\/|chats?\.viber|toutiao\.com\/c\/user|max\.ru\/|facebook\.com\/groups\//i;
  for (const link of all('a[href]')) {
    if (!CHANNEL.test(link.getAttribute('href')) || !visible(link) || link.closest('li,table,nav,footer,header,figure,dl')) continue;
    const block = globalThis.captureClean.blockOf(link);
    const n = countOf(block);
    if (!block || stop(block) || n > 25 || !re.follow.test(text(block)) || block.querySelectorAll('a[href]').length > 2) continue;
    add({ element: widest(block, (up) => countOf(up) <= n + 6 && up.querySelectorAll('a[href]').length <= 2 && !up.querySelector('h1,h2,table,video,form')), kind: 'newsletter', score: 0.7, reasons: ['invites to follow a channel', 'one line'] });
  }
  // The same whatever the address: a line that is all one link off the site, names the service and invites.
  for (const link of all('a[href]')) {
    const n = countOf(link);
    if (n < 3 || n > 25 || !/^(https?:)?\/\//i.test(link.getAttribute('href')) || !offSite(link.href) || !visible(link) || link.closest('li,table,nav,footer,header,figure,dl')) continue;
    const block = globalThis.captureClean.blockOf(link);
    if (stop(block) || countOf(block) > n + 3) continue;
    const words = text(block);
    if (!re.channel.test(words) || !re.follow.test(words)) continue;
    add({ element: widest(block, (up) => countOf(up) <= n + 6 && up.querySelectorAll('a[href]').length <= 2 && !up.querySelector('h1,h2,table,video,form')), kind: 'newsletter', score: 0.65, reasons: ['invites to follow a channel', 'a line that is one link off the site'] });
  }

  // A player that reads the article aloud: a button, a clock that stands at nought, and the words for it; nothing to read.
  const CLOCK = /(^|\s)0?0:00\s*(\/|·|–|-)?\s*-?\d{0,2}:?\d{1,2}:\d\d(\s|$)/;
  const reader = (e) => countOf(e) > 0 && countOf(e) <= 10 && text(e).length <= 80 && (re.listen.test(text(e)) || CLOCK.test(text(e))) && visible(e)
    && !e.closest('li,nav,footer,table,h1,h2') && !(e.closest('a[href]') && e.closest('a[href]').pathname !== location.pathname);
  for (const spot of aboutText() ? first('button,span,div,p,time,strong,b,label', reader) : []) {
    const box = widest(spot, (up) => countOf(up) <= 24 && !up.querySelector('h1,h2,h3,p p,table,figure,article,form,input:not([type=range])') && [...up.querySelectorAll('a[href]')].every((a) => a.pathname === location.pathname)
      && dom.box(up).height <= 160 && (up.querySelectorAll(TOOLS).length > 0 || countOf(up) <= 10));
    if (stop(box) || !box.querySelector(`${TOOLS},svg,audio`) || !re.listen.test(`${text(box)} ${[...box.querySelectorAll('[aria-label],[title]')].slice(0, 8).map((e) => `${e.getAttribute('aria-label') || ''} ${e.title || ''}`).join(' ')}`) || proseOf(box)) continue;
    add({ element: box, kind: 'other', score: 0.65, reasons: ['reads the article aloud', 'a player and no text'] });
  }

  // An offer in the flow with an answer that puts it off: nothing that belongs to a text is declined.
  const puts = (press) => { if (!countOf(press)) return false; const said = (text(press) || '').trim(); return said.length >= 3 && said.length <= 30 && re.close.test(said) && countOf(press) > 0 && visible(press) && !press.closest('nav,footer,header,form,dialog,[role=dialog]'); };
  for (const press of first(PRESS, puts)) {
    const box = widest(press, (up) => countOf(up) <= 50 && up.querySelectorAll(PRESS).length <= 3 && !up.querySelector('h1,table,video,article,ul,ol,input:not([type=button]):not([type=submit]),textarea,select,pre,code') && up.querySelectorAll('a[href]').length <= 1);
    const pressed = [...box.querySelectorAll(PRESS)].filter(visible);
    if (box === press || stop(box) || pressed.length !== 2 || countOf(box) - pressed.reduce((n, b) => n + countOf(b), 0) < 5 || underHeading(press, /dialog|modal|banner|toast|popup|pop-up|alert|component|button/i)) continue;
    add({ element: box, kind: 'other', score: 0.6, reasons: ['an offer that can be put off', 'two buttons'] });
  }

  // A few words that ask for money for the page, and a way to give it; not on a page that is about giving.
  const GIVE = /(patreon|ko-fi|buymeacoffee|liberapay|opencollective|tipeee|steadyhq|paypal\.me|paypal\.com\/(donate|cgi-bin)|donorbox|givebutter|saweria|trakteer|boosty|donationalerts|github\.com\/sponsors)|[/?=_-](donat\w*|donate|donation|donar|doar|doacao|spenden?|soutenir|faire-un-don|support-us|contribute|doneer|lahjoita|darowizna)([./?&_-]|$)/i;
  for (const link of aboutGiving ? [] : all('a[href],button')) {
    const n = countOf(link);
    if (!n || n > 8 || !visible(link) || link.closest('nav,footer,header,li,figure,dl,form')) continue;
    const own = text(link);
    if (!(GIVE.test(link.href || '') || (link.localName === 'button' && re.donate.test(own)))) continue;
    const block = widest(globalThis.captureClean.blockOf(link), (up) => countOf(up) <= 40 && up.querySelectorAll('a[href],button').length <= 3 && !up.querySelector('h1,video,article,ul,ol,form') && !(up.localName === 'table' && up.querySelector('th,caption')));
    if (stop(block) || countOf(block) > 45 || !re.donate.test(text(block)) || countOf(block) < n + 3) continue;
    if (main && holds(main, block) && proseOf(main) < 150) continue; // a page this short may be the appeal itself
    add({ element: block, kind: 'other', score: 0.65, reasons: ['asks for money for the page', 'a way to give'] });
  }

  // A strip of other headlines on one clipped line before the content, which says that they are the latest.
  for (const strip of main ? first('div,section,aside', (e) => { const n = countOf(e); return n >= 4 && n <= 80 && visible(e) && outside(e) && re.ticker.test(text(e).slice(0, 60)); }) : []) {
    const box = dom.box(strip);
    const clipped = [strip, ...strip.querySelectorAll('*')].slice(0, 60).some((e) => style(e).whiteSpace === 'nowrap' || /hidden|clip/.test(style(e).overflowX) || /marquee/.test(e.localName) || style(e).animationName !== 'none');
    if (box.width < window.innerWidth * 0.6 || box.height > 90 || !clipped || !(strip.compareDocumentPosition(heading || main) & Node.DOCUMENT_POSITION_FOLLOWING)) continue;
    if (strip.querySelector('form,input,nav,img[width]') || strip.closest('nav,header') && strip.closest('header').querySelector('nav') && box.height > 60) continue;
    add({ element: strip, kind: 'related', score: 0.6, reasons: ['a strip of the latest headlines', 'on one clipped line before the content'] });
  }
  for (const line of all('p,span,div,figcaption,small')) {
    if (!main || !holds(main, line) || line.children.length > 2 || countOf(line) > 20 || !countOf(line) || !visible(line)) continue;
    const words = text(line);
    if (!/扫码|掃碼|扫一扫|扫描|二维码|二維碼|qr[- ]?code|qrコード/i.test(words) || !re.follow.test(words)) continue;
    add({ element: widest(line, (up) => countOf(up) <= countOf(line) + 10 && !up.querySelector('h1,h2,table,video,form,a[href]')), kind: 'newsletter', score: 0.65, reasons: ['a code to scan', 'invites to follow a channel'] });
  }

  // Summary widgets: points that a machine made of the article. The apparatus says so; the points go to the manifest.
  const aiSpots = all('button,span,small,h2,h3,h4,h5,div,p,summary,figcaption,a,strong,em,sup').filter((e) => {
    if (!countOf(e) || countOf(e) > 20 || e.closest('li,blockquote,figure,table')) return false;
    const words = text(e);
    return words.length > 1 && words.length < 160 && re.ai.test(words) && visible(e) && !e.closest('nav,footer');
  });
  for (const spot of aiSpots) {
    let short = null; // the box of a label and a few words, where no wider one holds points
    for (let box = dom.parent(spot), d = 0; box && d < 6 && !stop(box); box = dom.parent(box), d += 1) {
      if (countOf(box) > 250) break;
      if (box.matches('ul,ol,p,li,table,blockquote,header')) continue;
      const lines = [...box.querySelectorAll('li')].filter((li) => countOf(li) >= 2);
      const some = lines.filter((li) => countOf(li) >= 4);
      const points = some.length && lines.length >= 2 ? lines : some; // one of them may be short
      const head = [...box.querySelectorAll('button,h2,h3,h4,h5,h6,summary,[role=heading],strong,b,legend,span')].find((h) => !h.closest('li,p') && text(h).length < 80 && re.summary.test(text(h)));
      const named = /(^|[-_\s])(ai|ki|ia)[-_]?(summar|resum|overview|zusammen|insight)|summary-?(widget|box|ai)|key-?(points|takeaways)/i.test(attributes(box));
      // A label line that says both, or a label under such a heading; what it labels is short, and follows.
      const labelled = !/^h\d$/.test(spot.localName) && text(spot).length < 80 && (re.summary.test(text(spot)) || (head && head !== spot)) && countOf(box) <= 100
        && countOf(box) - countOf(spot) - (head && !head.contains(spot) ? countOf(head) : 0) >= 8 && !box.querySelector('figure,table,form')
        && (text(box).indexOf(text(spot)) < 80);
      if (!(head || named || labelled) || !(points.length >= 2 || (points.length === 0 && proseOf(box) > 0 && named) || (points.length === 0 && labelled))) continue;
      if (points.length < 2 && !named) { short = short || box; continue; }
      short = null;
      const sentences = points.length ? points.map((p) => text(p)) : [...box.querySelectorAll('p')].map((p) => text(p)).filter((t) => t.split(' ').length >= 8);
      add({ element: box, kind: 'ai-summary', score: 0.8, reasons: ['says that a machine wrote it', head ? 'a heading for a summary' : 'named for a summary', `${points.length} points`], points: sentences.slice(0, 12).map((t) => t.slice(0, 600)) });
      break;
    }
    if (short) add({ element: short, kind: 'ai-summary', score: 0.7, reasons: ['a label that says that a machine wrote it', 'a few words after it'], points: [text(short).slice(0, 600)] });
  }

  const MOST_TRIED = 50; // a block of 45 words, the most that is looked at, has no more links that say something
  // "Read also" between paragraphs: a short block in the main content, nearly all of it a link, with the words for it.
  if (main) {
    const linkedIn = new Map(); // block → its linked words, counted once, and how many of its links were tried
    for (const link of main.querySelectorAll('a[href]')) {
      if (!visible(link)) continue;
      let block = link;
      while (block && INLINE.has(block.localName)) block = dom.parent(block);
      if (!block || stop(block) || block.matches('li,td,th,dd,h1,h2,figcaption,blockquote') || /^#/.test(link.getAttribute('href'))) continue;
      if (block.closest('li,table,figure,blockquote,nav,header,footer')) continue;
      const n = countOf(block);
      if (n < 3 || n > 45) continue;
      if (!linkedIn.has(block)) linkedIn.set(block, { linked: [...block.querySelectorAll('a[href]')].reduce((sum, a) => sum + countOf(a), 0), tried: 0 });
      const counted = linkedIn.get(block); const { linked } = counted;
      if (linked < n * 0.5 || counted.tried >= MOST_TRIED) continue;
      counted.tried += 1;
      const words = text(block); const before = words.slice(0, Math.max(0, words.indexOf(text(link)))).trim() || words.slice(0, 40);
      const lead = re.related.test(words) && re.related_also.test(before.slice(0, 60));
      const colon = /[:：>»→]\s*$/.test(before);
      // Between two paragraphs, not at an end: the text goes on after it.
      const next = block.nextElementSibling; const last = block.previousElementSibling;
      const between = [next, last].every((e) => e && /^(p|h2|h3|div|blockquote|figure|ul)$/.test(e.localName));
      if (!lead || !(colon || linked >= n * 0.8)) continue;
      if (offSite(link.href) && !colon) continue;
      // Below a heading it is the editors' own reference, as encyclopaedias have them.
      if (block.closest('[role=note],.hatnote') || (last && (/^h[1-6]$/.test(last.localName) || last.querySelector('h1,h2,h3,h4,h5,h6')))) continue;
      add({ element: block, kind: 'related', score: between ? 0.75 : colon ? 0.6 : 0.45, reasons: ['a "read also" line', between ? 'between paragraphs' : 'at an end', `${linked} of ${n} words linked`] });
    }
    for (const head of all('h2,h3,h4,h5,strong,b,p,span,div')) {
      if (head.childElementCount > 1 || !countOf(head) || countOf(head) > 12 || !holds(main, head)) continue;
      const words = text(head);
      if (!words || words.length > 50 || head.children.length > 1 || !re.related.test(words) || !re.related_also.test(words)) continue;
      if (head.closest('li,table,nav,figure')) continue;
      const box = dom.parent(head);
      if (!box || stop(box) || box === main || proseOf(box) > 30) continue;
      const links = [...box.querySelectorAll('a[href]')];
      const linked = links.reduce((sum, a) => sum + countOf(a), 0);
      if (links.every((a) => offSite(a.href))) continue; // references, not the site's own pages
      if (links.length < 1 || links.length > 8 || countOf(box) > 120 || linked < (countOf(box) - countOf(head)) * 0.7) continue;
      // The picture beside the lines belongs to them: a wrapper that adds no word, only the same addresses.
      const leads = new Set(links.map((a) => a.href));
      let whole = box;
      for (let up = dom.parent(box), d = 0; up && d < 3 && !stop(up) && countOf(up) === countOf(box) && !up.querySelector('video,iframe,input,table,button')
        && [...up.querySelectorAll('a[href]')].every((a) => leads.has(a.href)); up = dom.parent(up), d += 1) whole = up;
      const next = whole.nextElementSibling; const after = next && /^(p|h2|h3|blockquote|figure)$/.test(next.localName) && countOf(next) > 0;
      add({ element: whole, kind: 'related', score: after ? 0.75 : 0.4, reasons: ['a box of related links', after ? 'inside the text' : 'at its end'] });
    }
  }
  return found;
}
