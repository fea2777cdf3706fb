// What a layer says about itself, in its first words and its names; `kindOf(e)`, installed on `captureClean.overlays`,
// answers {kind, score, reason} or null.
() => {
  const dom = globalThis.captureDom;
  const { text, countOf, patterns, tokens } = globalThis.captureClean;
  const { overlays } = globalThis.captureClean;
  const { namesOf } = overlays;

  const STORES = 'a[href*="apps.apple.com"],a[href*="itunes.apple.com"],a[href*="play.google.com/store"],'
    + 'a[href^="intent:"],a[href^="android-app:"]';
  const ANSWERS = 'button,a,[role=button],input[type=button],input[type=submit]';
  const MAIL = 'input[type=email],input[name*=email i]';
  const CONSENT = /cookie|consent|gdpr|cmp-?(box|banner|container)|privacy-(banner|popup|modal)/i;
  const CHAT = tokens('chat messenger livechat helpdesk support-?widget feedback whatsapp');
  const LONGEST_WORDS = 1500; // characters that are read
  const LONGEST_NAMES = 4000;

  const framedText = (frame) => {
    const inner = dom.frameDocument(frame);
    return inner && inner.body ? text(inner.body) : '';
  };
  const askedOf = (element) => {
    const framed = [...element.querySelectorAll('iframe')].slice(0, 3).map(framedText);
    const named = [element, ...element.querySelectorAll('[id],[class],[aria-label]')].slice(0, 40);
    return {
      element,
      has: (selector) => !!element.querySelector(selector),
      count: countOf(element),
      words: `${text(element)} ${framed.join(' ')}`.slice(0, LONGEST_WORDS),
      names: named.map(namesOf).join(' ').slice(0, LONGEST_NAMES),
      answers: element.querySelectorAll(ANSWERS).length,
    };
  };

  // Kind, score and reason of what holds; the first that does, counts.
  const RULES = [
    ['consent', 0.85, 'speaks of cookies or consent',
      (e) => patterns.consent.test(e.words) && (e.answers || e.has('iframe'))],
    ['consent', 0.75, 'named for consent', (e) => CONSENT.test(e.names) && e.answers],
    ['app-prompt', 0.8, 'links to an app store', (e) => e.has(STORES) && e.count < 60],
    ['app-prompt', 0.75, 'asks to install an app', (e) => patterns.app.test(e.words) && e.count < 80],
    ['newsletter', 0.8, 'asks for an e-mail address',
      (e) => e.has(MAIL) && (patterns.newsletter.test(e.words) || e.answers)],
    ['overlay', 0.7, 'a wall in front of the text', (e) => patterns.paywall.test(e.words)],
    ['newsletter', 0.7, 'invites to subscribe', (e) => patterns.newsletter.test(e.words) && e.count < 120],
    ['newsletter', 0.7, 'asks to send notifications',
      (e) => patterns.notify.test(e.words) && e.count < 80 && e.answers],
    ['chat', 0.65, 'named for chat or feedback', (e) => CHAT.test(`${e.words} ${e.names}`) && e.count < 60],
  ];
  overlays.kindOf = (element) => {
    const asked = askedOf(element);
    const rule = RULES.find(([, , , says]) => says(asked));
    return rule ? { kind: rule[0], score: rule[1], reason: rule[2] } : null;
  };
}
