// What lies over the page or sticks to its edges: consent layers, pop-ups, app prompts, chat bubbles, backdrops, bars;
// and what such a layer did to the page: scroll locks and blurs.
// The argument: {kind: {system: selectors}}.
(systems) => {
  const dom = globalThis.captureDom;
  const { all, roots, style, visible, main, heading, holds, text, propose, countOf, proseOf, vocabulary } = globalThis.captureClean;
  const re = Object.fromEntries(Object.entries(vocabulary).filter(([, v]) => typeof v === 'string').map(([k, v]) => [k, new RegExp(v, 'iu')]));
  const found = [];
  const seen = new Set();
  const add = (fields) => {
    const key = `${dom.ref(fields.element)} ${fields.kind}`;
    if (!seen.has(key)) { seen.add(key); found.push(propose(fields)); }
  };
  // Known systems, shown or not: what is closed now would still be in the text and in the kept page.
  for (const kind of ['consent', 'newsletter', 'chat', 'app-prompt', 'overlay']) {
    const known = Object.entries(systems[kind] || {});
    if (!all(known.map(([, selector]) => selector).join(',')).length) continue;
    for (const [system, selector] of known) {
      for (const element of all(selector)) add({ element, kind, score: 0.9, rule: system, reasons: [`${system}'s container`] });
    }
  }

  const width = window.innerWidth; const height = window.innerHeight;
  const attributes = (e) => ['id', 'class', 'aria-label', 'title', 'data-testid', 'role', 'name'].map((n) => Element.prototype.getAttribute.call(e, n) || '').join(' ');
  const token = (rx, e) => rx.test(attributes(e).replace(/([a-z])([A-Z])/g, '$1-$2'));
  const closes = (e) => [...e.querySelectorAll('button,a,[role=button],span,i,div[class*=close],svg')].slice(0, 120)
    .some((b) => re.close.test(text(b)) || /(^|[-_\s])(close|dismiss|fermer|schliessen|cerrar|chiudi)/i.test(attributes(b)));
  const mine = (e) => (main && holds(e, main)) || (heading && holds(e, heading));
  // The text fades out under it, and it speaks of subscribing.
  const fades = (e) => /gradient\(/.test(style(e).backgroundImage) && countOf(e) > 0 && countOf(e) < 120 && re.paywall.test(text(e).slice(0, 600));
  const layers = [];
  for (const root of roots) {
    for (const element of root.querySelectorAll('*')) {
      if (element === document.body || element === document.documentElement) continue; // a lock, not a layer
      const s = style(element);
      const position = s.position;
      if (position !== 'fixed' && position !== 'sticky' && position !== 'absolute') continue;
      if (position === 'absolute' && !(parseInt(s.zIndex, 10) >= 100) && !fades(element) && !element.matches('dialog,[role=dialog],[role=alertdialog],[aria-modal=true]')) continue;
      if (!visible(element) || s.visibility === 'hidden') continue;
      if (layers.some((l) => l !== element && style(l).position === 'fixed' && holds(l, element))) continue;
      layers.push(element);
    }
  }
  for (const dialog of all('dialog[open],[role=dialog],[role=alertdialog],[aria-modal=true]')) {
    if (visible(dialog) && !layers.some((l) => holds(l, dialog))) layers.push(dialog);
  }

  const small = (b) => b.width <= 140 && b.height <= 140;
  // A bar that leads home, and elsewhere on the site, is the site's own header.
  const home = (element) => {
    const links = [...element.querySelectorAll('a[href]')].filter((a) => a.origin === location.origin);
    return links.length >= 2 && links.some((a) => /^\/([a-z]{2}\/?)?$/i.test(a.pathname) && !a.search && !a.hash);
  };
  const locks = [document.documentElement, document.body].some((e) => e && (/hidden|clip/.test(style(e).overflowY) || (e === document.body && style(e).position === 'fixed')));
  const isVeil = (e) => {
    const s = style(e);
    return /rgba\(.*,\s*0?\.\d+\)/.test(s.backgroundColor) || (s.backdropFilter && s.backdropFilter !== 'none');
  };
  // Whether what a reader sees in the middle and at two corners of the box is this element.
  const onTop = (element, b) => [[0.5, 0.5], [0.1, 0.15], [0.9, 0.85]].filter(([x, y]) => {
    const at = [b.left + b.width * x, b.top + b.height * y];
    let hit = document.elementFromPoint(...at);
    while (hit && hit !== element && hit.shadowRoot && hit.shadowRoot.elementFromPoint(...at) && hit.shadowRoot.elementFromPoint(...at) !== hit) hit = hit.shadowRoot.elementFromPoint(...at);
    return hit && holds(element, hit);
  }).length >= 2;
  const kindOf = (element) => {
    // What a layer says about itself, in its first words and its names.
    const framed = [...element.querySelectorAll('iframe')].slice(0, 3).map((f) => { const inner = dom.frameDocument(f); return inner && inner.body ? text(inner.body) : ''; });
    const words = `${text(element)} ${framed.join(' ')}`.slice(0, 1500);
    const names = [element, ...element.querySelectorAll('[id],[class],[aria-label]')].slice(0, 40).map(attributes).join(' ').slice(0, 4000);
    const both = `${words} ${names}`;
    const answers = element.querySelectorAll('button,a,[role=button],input[type=button],input[type=submit]').length;
    if (re.consent.test(words) && (answers || element.querySelector('iframe'))) return ['consent', 0.85, 'speaks of cookies or consent'];
    if (/cookie|consent|gdpr|cmp-?(box|banner|container)|privacy-(banner|popup|modal)/i.test(names) && answers) return ['consent', 0.75, 'named for consent'];
    if (element.querySelector('a[href*="apps.apple.com"],a[href*="itunes.apple.com"],a[href*="play.google.com/store"],a[href^="intent:"],a[href^="android-app:"]') && countOf(element) < 60) return ['app-prompt', 0.8, 'links to an app store'];
    if (re.app.test(words) && countOf(element) < 80) return ['app-prompt', 0.75, 'asks to install an app'];
    if (element.querySelector('input[type=email],input[name*=email i]') && (re.newsletter.test(words) || answers)) return ['newsletter', 0.8, 'asks for an e-mail address'];
    if (re.paywall.test(words)) return ['overlay', 0.7, 'a wall in front of the text'];
    if (re.newsletter.test(words) && countOf(element) < 120) return ['newsletter', 0.7, 'invites to subscribe'];
    if (re.notify.test(words) && countOf(element) < 80 && answers) return ['newsletter', 0.7, 'asks to send notifications'];
    if (/(^|[-_\s])(chat|messenger|livechat|helpdesk|support-?widget|feedback|whatsapp)([-_\s]|$)/i.test(both) && countOf(element) < 60) return ['chat', 0.65, 'named for chat or feedback'];
    return null;
  };

  const PRESS = 'button,[role=button],input[type=button],input[type=submit]';
  const reads = locks || document.documentElement.scrollHeight > height * 1.1 || (main && proseOf(main) >= 40);
  // A bar along the foot of the screen that says a few words and asks for a press: no menu, no footer, no player.
  const foot = (element, s, b) => {
    if (!(b.width >= width * 0.8 && b.bottom >= height - 4 && b.top > height * 0.5) || (s.position === 'sticky' && (s.bottom === 'auto' || s.top !== 'auto'))) return false;
    if (!reads || (main && holds(main, element)) || element.matches('footer,[role=contentinfo],nav,[role=navigation]') || countOf(element) > 50) return false;
    if (element.querySelector('nav,[role=navigation],[role=tab],audio,video,canvas,input:not([type=button]):not([type=submit]),select,textarea') || /©/.test(text(element))) return false;
    const pressed = [...element.querySelectorAll(PRESS)].filter(visible);
    const links = [...element.querySelectorAll('a[href]')].filter((a) => visible(a) && countOf(a));
    const plain = countOf(element) - pressed.reduce((n, p) => n + countOf(p), 0) - links.filter((a) => !a.querySelector(PRESS)).reduce((n, a) => n + countOf(a), 0);
    const away = links.length === 1 && !pressed.length && links[0].origin !== location.origin && countOf(element) >= 3;
    return pressed.length <= 3 && links.length <= 3 && ((pressed.length + links.length >= 1 && plain >= 4) || away) && (pressed.length > 0 || links.length === 1);
  };
  // What veils the page under a layer: another layer, as wide and high as the screen.
  const veils = layers.filter((l) => {
    const b = l.getBoundingClientRect();
    const s = style(l);
    return s.position === 'fixed' && b.width >= width * 0.95 && b.height >= height * 0.95 && countOf(l) === 0 && (isVeil(l) || (parseFloat(s.opacity) < 1 && !/rgba\(.*, 0\)|transparent/.test(s.backgroundColor)));
  });
  for (const element of layers) {
    const s = style(element); const box = element.getBoundingClientRect();
    const position = s.position;
    const modal = element.matches('dialog,[role=dialog],[role=alertdialog],[aria-modal=true]');
    if (mine(element)) {
      if (position === 'sticky') add({ element, kind: 'sticky', action: 'unpin', score: 0.6, reasons: ['sticks, and holds the content'] });
      continue;
    }
    if (box.width < 2 || box.height < 2) continue;
    const fixed = position === 'fixed' || modal;
    const kind = kindOf(element);
    const inMain = main && holds(main, element);
    const bar = box.width >= width * 0.8 && box.height <= height * 0.35;
    const screenful = box.width >= width * 0.95 && box.height >= height * 0.95;
    const navigation = element.matches('header,nav,[role=banner],[role=navigation]') || !!element.querySelector('nav,[role=navigation],[role=search],input[type=search]')
      || (element.querySelectorAll('a[href]').length >= 4 && countOf(element) <= element.querySelectorAll('a[href]').length * 6)
      || (box.top <= 4 && home(element));
    if (position === 'sticky' && !modal) {
      const wanted = kind && (kind[0] === 'consent' || kind[0] === 'app-prompt' || (kind[0] === 'newsletter' && !navigation)) && countOf(element) < 60 && !inMain;
      if (wanted) add({ element, kind: kind[0], score: kind[1] - 0.1, reasons: [kind[2], 'sticks to an edge'] });
      else if (foot(element, s, box)) add({ element, kind: 'overlay', score: 0.6, reasons: ['a bar along the foot of the screen that asks for a press'] });
      else if (!/^(th|td|thead|tr)$/.test(element.localName)) add({ element, kind: 'sticky', action: 'unpin', score: 0.8, reasons: ['sticks to an edge'] });
      continue;
    }
    const languages = globalThis.capturePickers && globalThis.capturePickers.has && globalThis.capturePickers.has(element);
    if (kind && (fixed || parseInt(s.zIndex, 10) >= 1000 || fades(element)) && !(navigation && bar && kind[0] !== 'consent') && !languages) {
      add({ element, kind: kind[0], score: kind[1] + (modal ? 0.1 : 0), reasons: [kind[2], modal ? 'a dialog' : `lies over the page (${position})`] });
      continue;
    }
    if (position === 'absolute' && !modal) continue;
    // A veil may hold one frame: a dialog that another origin fills.
    if (screenful && countOf(element) === 0 && !element.querySelector('img,video,canvas,input') && element.querySelectorAll('iframe').length <= 1) {
      const veil = /rgba\(.*,\s*0?\.\d+\)/.test(s.backgroundColor) || parseFloat(s.opacity) < 1 || (s.backdropFilter && s.backdropFilter !== 'none')
        || /backdrop|overlay|mask|modal|dimmer|shade/i.test(attributes(element));
      add({ element, kind: 'overlay', score: veil && !(parseInt(s.zIndex, 10) < 0) ? 0.8 : 0.2, reasons: ['a screenful without content', veil ? 'a veil' : 'no veil'] });
      continue;
    }
    if (small(box) && countOf(element) <= 8) {
      const label = text(element) || element.getAttribute('aria-label') || element.title || (element.querySelector('[aria-label],[title]') || { getAttribute: () => '' }).getAttribute('aria-label') || '';
      const up = re.top.test(label.trim()) || (element.matches('a[href="#"],a[href="#top"],a[href="#page-top"]')) || /(^|[-_\s])(back-?to-?top|to-?top|scroll-?(to-?)?(top|up)|go-?top|totop|gotop)([-_\s]|$)/i.test(attributes(element).replace(/([a-z])([A-Z])/g, '$1-$2'));
      const corner = (box.right > width * 0.8 || box.left < width * 0.2) && box.bottom > height * 0.4;
      add({ element, kind: up ? 'other' : 'chat', score: up ? 0.9 : corner ? 0.6 : 0.3, reasons: [up ? 'a back-to-top button' : 'a floating button', corner ? 'in a corner' : 'not in a corner'] });
      continue;
    }
    if (element.querySelector('video,iframe[src*="player"],iframe[allowfullscreen]') && box.width < width * 0.5 && !screenful) {
      if (inMain) add({ element, kind: 'sticky', action: 'unpin', score: 0.7, reasons: ['a player that floats out of the text'] });
      else add({ element, kind: 'overlay', score: 0.65, reasons: ['a video that pops out of the page'] });
      continue;
    }
    if (element.querySelectorAll('a[href*="facebook.com/sharer"],a[href*="twitter.com/intent"],a[href*="x.com/intent"],a[href*="wa.me"],a[href*="api.whatsapp.com"],a[href*="linkedin.com/sharing"],a[href*="linkedin.com/shareArticle"],a[href*="t.me/share"],a[href*="pinterest.com/pin/create"]').length >= 2 && countOf(element) < 30) {
      add({ element, kind: 'share', score: 0.85, reasons: ['floating links to share'] });
      continue;
    }
    if (modal && !navigation) {
      const sheet = position === 'fixed' && box.height <= height * 0.6 && element.querySelector(PRESS); // along the foot of the screen
      const score = (screenful || box.width < width * 0.95 || sheet) && (closes(element) || s.position === 'fixed') ? 0.65 : 0.4;
      add({ element, kind: 'overlay', score: proseOf(element) > 200 ? 0.35 : score, reasons: ['a dialog', closes(element) ? 'can be closed' : 'no close button'] });
      continue;
    }
    if (bar && !navigation && closes(element) && countOf(element) <= 60) {
      add({ element, kind: 'overlay', score: 0.7, reasons: ['a bar over the page that can be closed'] });
      continue;
    }
    if (foot(element, s, box) && !languages && !navigation) {
      add({ element, kind: 'overlay', score: 0.6, reasons: ['a bar along the foot of the screen that asks for a press'] });
      continue;
    }
    // In the middle of the screen, with the page veiled or locked behind it: a dialog that does not say so.
    const middle = box.left < width / 2 && box.right > width / 2 && box.top < height / 2 && box.bottom > height / 2;
    if (fixed && middle && !bar && !screenful && !navigation && !inMain && !languages && box.width < width * 0.8 && countOf(element) <= 120 && countOf(element) >= 3
      && ((closes(element) && (veils.length || locks)) || (veils.length && locks)) && onTop(element, box)) {
      add({ element, kind: 'overlay', score: 0.65, reasons: ['in the middle of the screen', veils.length ? 'the page is veiled' : 'the page does not scroll', closes(element) ? 'can be closed' : 'no close button'] });
      continue;
    }
    // A question with two answers and nowhere to go: notifications, surveys, places.
    const presses = [...element.querySelectorAll(PRESS)].filter(visible);
    const answered = presses.reduce((n, b) => n + countOf(b), 0);
    if (!bar && !screenful && !navigation && !inMain && !languages && box.width < width * 0.6 && box.height < height * 0.6
      && presses.length >= 2 && presses.length <= 3 && answered >= 2 && countOf(element) - answered >= 5 && countOf(element) <= 50
      && !element.querySelector('a[href],input:not([type=button]):not([type=submit]),select,textarea,video,audio,canvas')) {
      add({ element, kind: 'overlay', score: 0.65, reasons: ['a question with two answers over the page'] });
      continue;
    }
    const floating = box.width < width * 0.6 && box.height < height * 0.7 && (box.right > width * 0.75 || box.left < width * 0.25) && box.bottom > height * 0.6;
    if (floating && closes(element) && !navigation && countOf(element) <= 60) {
      add({ element, kind: 'overlay', score: 0.65, reasons: ['floats in a corner and can be closed'] });
      continue;
    }
    const behind = main ? countOf(document.documentElement) - countOf(element) : 0;
    if (screenful && !navigation && !inMain && !languages && behind >= Math.max(20, countOf(element)) && onTop(element, box)) {
      // A dialog that does not say so: it covers the page, and something marks the page behind it as waiting.
      const veil = isVeil(element) || [...element.children].some((c) => isVeil(c) && c.getBoundingClientRect().width >= width * 0.95);
      const answers = !!element.querySelector('button,[role=button],input[type=button],input[type=submit],input[type=password]');
      const score = 0.3 + (veil ? 0.2 : 0) + (locks ? 0.25 : 0) + (closes(element) ? 0.15 : 0) + (answers ? 0.1 : 0) - (proseOf(element) > 200 ? 0.4 : 0);
      const marks = [veil && 'a veil', locks && 'the page does not scroll', closes(element) && 'can be closed', answers && 'asks for an answer'].filter(Boolean);
      add({ element, kind: 'overlay', score, reasons: ['covers the page', ...marks] });
      continue;
    }
    if (screenful) continue;
    // A few words in a lower corner: greetings, toasts, assistants. Contents and other guides stand higher or are longer.
    // Over a page that neither scrolls nor has text they are a map's legend or an application's controls.
    const corner = reads && box.width < width * 0.4 && box.height < height * 0.45 && box.bottom > height * 0.8 && box.bottom < height + 2
      && (box.right > width * 0.9 || box.left < width * 0.1);
    if (corner && !bar && !navigation && !languages && !inMain && countOf(element) <= 30 && element.querySelectorAll('a[href]').length <= 2) {
      add({ element, kind: 'overlay', score: 0.6, reasons: ['a few words that float in a lower corner'] });
      continue;
    }
    if (!(parseInt(s.zIndex, 10) < 0)) add({ element, kind: 'sticky', action: 'unpin', score: 0.8, reasons: ['stays in place while the page scrolls'] });
  }

  // Veils that belong to a dialog but are no dialogs: siblings of it, or pseudo-modal wrappers that are positioned absolutely.
  // Locks: a page that cannot scroll, and what is blurred.
  const root = document.documentElement; const { body } = document;
  if (body) {
    for (const element of [root, body]) {
      const s = style(element);
      const locked = /hidden|clip/.test(s.overflowY) || (element === body && s.position === 'fixed');
      if (locked) add({ element, kind: 'overlay', action: 'unlock', score: 0.8, reasons: [`${element.localName} does not scroll`] });
    }
    let inside = main;
    for (let d = 0; inside && d < 40 && inside !== body; d += 1, inside = dom.parent(inside)) {
      const s = style(inside);
      if (/blur\(/.test(s.filter)) add({ element: inside, kind: 'overlay', action: 'unlock', score: 0.8, reasons: ['blurred'] });
      const cut = /hidden|clip/.test(s.overflowY) && inside.scrollHeight > inside.clientHeight * 1.5 && inside.clientHeight > 100 && /\d/.test(s.maxHeight)
        && found.some((f) => f.action !== 'unpin' && f.kind === 'overlay' && f.reasons[0].includes('wall'));
      if (cut) add({ element: inside, kind: 'overlay', action: 'unlock', score: 0.7, reasons: ['cut off behind a wall'] });
    }
    for (const child of body.children) {
      if (/blur\(/.test(style(child).filter) && countOf(child) > 20) add({ element: child, kind: 'overlay', action: 'unlock', score: 0.8, reasons: ['blurred'] });
    }
  }
  return found;
}
