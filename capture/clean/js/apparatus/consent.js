// Consent bars in the flow of the page: told by a name and words, or by words and a button outside the content.
() => {
  const dom = globalThis.captureDom;
  const { all, text, visible, countOf, proseOf, patterns, anyOf, tokens, linksOf, wordsOf,
    PRESS } = globalThis.captureClean;
  const { stop, first, outside, underHeading, amid, isExample, about, namesOf,
    detectors } = globalThis.captureClean.apparatus;

  // cookie-banner, gdpr_consent, privacy-policy-popup; or the other way round, banner-cookies.
  const BOXES = anyOf(`banner bar notice notification popup pop-up modal dialog overlay message box alert consent hint
    hinweis disclaimer layer wall wrapper container`);
  const NAMED = tokens(`(cookies?|consent|gdpr|rgpd|dsgvo|ccpa|privacy)[-_]?(law|policy|eu)?[-_]?(${BOXES})
    (banner|notice|popup|modal)[-_]?(cookies?|consent|gdpr|rgpd)`);
  const FILLED = 'input[type=text],input[type=email],input[type=tel],input:not([type]),textarea,select';
  // A button, or a link that leads nowhere and stands for one.
  const PRESSED = `${PRESS},a[href="#"],a[href^="javascript:"],a[role=button],a:not([href])`;
  const NO_NOTICE = 'input:not([type=checkbox]):not([type=button]):not([type=submit]):not([type=hidden]),'
    + 'nav,h1,table,article';

  // What a form asks to be agreed to is the form's.
  const inForm = (element) => {
    const form = element.closest('form');
    return !!form && form !== element && !!form.querySelector(FILLED);
  };
  // Bars that lie in the flow, or that are closed and still in the text: a name that tells and the words for it.
  function* namedConsent() {
    for (const element of all('[id],[class]')) {
      if (!NAMED.test(namesOf(element))) continue;
      if (stop(element) || isExample(element, about.consent) || underHeading(element, patterns.consent)) continue;
      if (countOf(element) > 200 || element.querySelector('h1,article')) continue;
      if (/^(body|html|a|button|p|li|span)$/.test(element.localName) || inForm(element)) continue;
      if (!patterns.consent.test(text(element)) || !element.querySelector(`${PRESS},a`)) continue;
      // A bar stands before or behind the content; between two of its parts is one that the page shows.
      if (visible(element) && amid(element)) continue;
      const where = visible(element) ? 'in the flow of the page' : 'closed';
      const reasons = ['named for consent', 'speaks of cookies or consent', where];
      yield { element, kind: 'consent', score: 0.7, reasons };
    }
  }

  const short = (button) => countOf(button) > 0 && countOf(button) <= 6;
  // The block that speaks of cookies is a sentence; a link "Cookies" is none.
  const speaks = (box) => patterns.consent.test(text(box))
    && (proseOf(box) > 0 || countOf(box) - wordsOf(linksOf(box)) >= 8);
  const noticeRound = (press) => {
    let box = null;
    for (let up = dom.parent(press), d = 0; up && d < 5; up = dom.parent(up), d += 1) {
      if (!outside(up) || countOf(up) > 90) break;
      if (up.querySelector(NO_NOTICE) || up.querySelectorAll('a[href]').length > 4) break;
      if (speaks(up)) box = up;
    }
    return box;
  };
  // The same without a name: a few words about cookies and a button to agree, before or after the page, not in it.
  function* unnamedConsent() {
    for (const press of first(PRESSED, (b) => short(b) && visible(b) && outside(b))) {
      const element = noticeRound(press);
      if (!element || ![...element.querySelectorAll(PRESSED)].some(short)) continue;
      const reasons = ['speaks of cookies or consent', 'a button to agree', 'in the flow, outside the content'];
      yield { element, kind: 'consent', score: 0.65, reasons };
    }
  }

  Object.assign(detectors, { namedConsent, unnamedConsent });
}
