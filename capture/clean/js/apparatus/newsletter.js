// Newsletter boxes in the flow: forms that ask for an address, lines and boxes that lead to a subscription.
() => {
  const dom = globalThis.captureDom;
  const { all, main, heading, holds, style, text, visible, countOf, proseOf, blockOf, patterns, anyOf, inMain, linksOf,
    clear, PRESS } = globalThis.captureClean;
  const { stop, widest, isExample, about, hasText, namesOf, detectors } = globalThis.captureClean.apparatus;

  const ADDRESS = 'input[type=email],input[name*=email i],input[placeholder*=mail i],input[id*=email i]';
  const HEADINGS = 'h2,h3,h4,h5,h6';
  const FOLLOWING = Node.DOCUMENT_POSITION_FOLLOWING;
  // More fields than an address, names and one more make a form of another purpose.
  const MOST_FIELDS = 4;
  const VISIBLE_FIELDS = 'input:not([type=hidden]):not([type=submit]):not([type=checkbox]):not([type=button])';
  const FIELDS = 'input:not([type=hidden]):not([type=submit]):not([type=button]):not([type=image]),select,textarea';
  const SENDER = /list-manage\.com|newsletter|subscribe|mailchi|sendinblue|mailerlite|convertkit|substack/i;
  // What else asks for an address alone: an account, a comment, an order, a way out of the list.
  const OTHER_PURPOSE = new RegExp(`(?<![a-z])(${anyOf(String.raw`
    guest login log-?in sign-?in anmeld\w* password passwor[td] comment reply contact kontakt search order unsubscribe
    account`)})(?![a-z])`, 'i');

  // The box of a form: what comes with each step outwards must be few words, or be about subscribing too, or be
  // a heading and a line or two before the form.
  const boxOf = (form) => {
    let inner = form;
    const titled = (up, extra) => extra <= 30 && up.querySelectorAll(HEADINGS).length === 1
      && !inner.querySelector(HEADINGS) && [...up.children].every((c) => c.contains(inner)
        || /^(h[2-6]|p|small|span|div|header|hgroup|img|svg|figure|picture)$/.test(c.localName))
      && up.querySelector(HEADINGS).compareDocumentPosition(inner) & FOLLOWING;
    const invites = (up) => patterns.newsletter.test(
      [...up.children].filter((c) => !c.contains(inner)).map((c) => text(c)).join(' '));
    return widest(form, (up) => {
      const extra = countOf(up) - countOf(inner);
      const fits = countOf(up) <= 90 && proseOf(up) <= 70 && up.querySelectorAll('form').length === 1
        && up.querySelectorAll('a[href]').length <= 6 && !up.matches('footer,[role=contentinfo]')
        && !up.querySelector('article,table') && (extra <= 6 || titled(up, extra) || (extra <= 60 && invites(up)));
      if (fits) inner = up;
      return fits;
    });
  };
  // Without the words: under or beside a text, a form that asks for nothing but an address (and a name). What else asks
  // for one has a secret, a message, a search, a choice or a page of its own.
  const asksOnly = (form, input, box) => {
    const plain = [...form.querySelectorAll(FIELDS)].filter((f) => f.type !== 'checkbox');
    const asks = plain.length <= 2 && plain.every((f) => /^(email|text)$/.test(f.type || 'text'))
      && (input.type === 'email' || /mail/i.test(input.name + input.id + input.placeholder));
    if (!asks || !form.querySelector(`${PRESS},button,input[type=image]`)) return false;
    if (countOf(box) > 50 || !hasText()) return false;
    if (heading && holds(box, heading)) return false;
    const up = dom.parent(form);
    const names = [form, up, dom.parent(up || form)].filter(Boolean).map(namesOf).join(' ');
    if (OTHER_PURPOSE.test(`${names} ${form.getAttribute('action') || ''}`)) return false;
    if (box.closest('header,[role=banner],dialog')) return false;
    return !!(box.compareDocumentPosition(heading || main) & Node.DOCUMENT_POSITION_PRECEDING);
  };
  // An e-mail field and the words for it; or nothing but the field, where a text stands.
  function* newsletterForms() {
    for (const input of all(ADDRESS)) {
      const form = input.closest('form') || dom.parent(input);
      if (!form || stop(form) || !visible(input) || isExample(form, about.newsletters)) continue;
      if (form.querySelector('input[type=password],textarea,select[multiple]')) continue;
      if (form.querySelectorAll(VISIBLE_FIELDS).length > MOST_FIELDS) continue;
      const element = boxOf(form);
      const action = form.getAttribute('action') || '';
      const presses = [...form.querySelectorAll('input[type=submit],input[type=button]')].map((b) => b.value).join(' ');
      const words = `${text(element)} ${namesOf(element)} ${namesOf(form)} ${action} ${input.placeholder} ${presses}`;
      if (patterns.newsletter.test(words) || SENDER.test(words)) {
        yield { element, kind: 'newsletter', score: 0.85, reasons: ['an e-mail field', 'invites to subscribe'] };
      } else if (asksOnly(form, input, element)) {
        const reasons = ['asks for nothing but an address', 'after or beside the text'];
        yield { element, kind: 'newsletter', score: 0.7, reasons };
      }
    }
  }

  const NEWS_LINK = new RegExp(anyOf(String.raw`
    newsletter infolettre subscribe abonn inscri suscri iscriv nieuwsbrief nyhetsbrev mailing substack\.com/subscribe
    list-manage\.com`), 'i');
  const NEWS_PAGE = /newsletter|subscri|abonn|inscri|suscri|iscriv|nieuwsbrief|nyhetsbrev|infolettre|mailing/i;
  const PRICE = /[$€£¥₹]\s?\d|\d\s?([€$£]|eur\b|usd\b|kr\b|zł)/i; // an offer that the page makes
  const looksLikeButton = (link) => link.localName === 'button' || /(^|[-_\s])(btn|button|cta)/i.test(namesOf(link))
    || (style(link).display !== 'inline' && !clear(style(link)));
  // One short line in the content that invites to subscribe and is, or ends in, a button.
  function* newsletterLines() {
    for (const link of all('a[href],button')) {
      if (!inMain(link) || !visible(link) || link.closest('nav,footer,header') || about.newsletters) continue;
      if (countOf(link) > 15) continue;
      const own = text(link);
      if (own.length > 60 || !own) continue;
      const block = blockOf(link);
      if (stop(block) || countOf(block) > 40 || !looksLikeButton(link)) continue;
      const words = text(block);
      if (!(NEWS_LINK.test(link.getAttribute('href') || '') || patterns.newsletter.test(own))) continue;
      if (!patterns.newsletter.test(words) || PRICE.test(words)) continue;
      const element = widest(block, (up) => countOf(up) <= 45 && up.querySelectorAll('a[href],button').length <= 3);
      const ends = words.endsWith(own) || words.startsWith(own);
      const reasons = ['one line that invites to subscribe', 'ends in a button'];
      yield { element, kind: 'newsletter', score: ends ? 0.7 : 0.45, reasons };
    }
  }

  // A box that does nothing but lead to the subscription: a heading that invites, and one way there.
  function* newsletterBoxes() {
    const LARGER = 'h1:not([aria-level]),ul,ol,table,video,form,article,p p';
    for (const link of all('a[href]')) {
      if (about.newsletters || !NEWS_LINK.test(link.getAttribute('href'))) continue;
      if (countOf(link) > 8 || !visible(link)) continue;
      if (link.closest('nav,footer,header,li,table,figure') || !NEWS_PAGE.test(link.pathname)) continue;
      const element = widest(link, (up) => countOf(up) <= 30 && !up.querySelector(LARGER)
        && linksOf(up).every((a) => a.href === link.href));
      const head = element.querySelector('h1,h2,h3,h4,h5,h6,[role=heading]');
      if (element === link || stop(element) || !head || (heading && holds(element, heading))) continue;
      if (proseOf(element) > 20 || !patterns.newsletter.test(`${text(head)} ${text(link)}`)) continue;
      yield { element, kind: 'newsletter', score: 0.65, reasons: ['a heading and one way to subscribe'] };
    }
  }

  Object.assign(detectors, { newsletterForms, newsletterLines, newsletterBoxes });
}
