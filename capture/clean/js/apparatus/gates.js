// What stands between a reader and the text, in its flow: walls, notices to guests, ways to the app, scales of opinion.
() => {
  const { all, main, text, visible, countOf, blockOf, patterns, anyOf, inMain, linksOf, wordsOf, boxed, style,
    PRESS } = globalThis.captureClean;
  const { stop, widest, first, underHeading, hasText, outside, after, about,
    detectors } = globalThis.captureClean.apparatus;

  const MORE = 'h1,table,video,figure,ul,ol,form,textarea,input,select,pre,code';
  const ACCOUNT = new RegExp(`[/?=_-](${anyOf(String.raw`
    log-?in sign-?in sign-?up register registr\w* regist\w* inscription connexion anmeld\w* account konto cuenta
    conta iniciar-sesion entrar accedi accesso inloggen logg-?(a-?)?inn? logga-in kirjaudu rekisteroidy zaloguj
    rejestracja
    prihlas\w* prihlaseni giris uye kayit dang-nhap dang-ky masuk daftar belepes regisztracio autentificare inregistrare
    prijava ucp\.php member\.php join`)})([./?&_=-]|$)`, 'i');
  const toAccount = (link) => ACCOUNT.test(link.getAttribute('href') || '');

  const FADES = /gradient\(/;
  const fades = (e) => FADES.test(style(e).backgroundImage) && parseFloat(style(e).marginTop) < 0;
  // A wall in the flow: an offer to go on reading, with ways to subscribe and log in, or text that fades out under it.
  function* walls() {
    const enters = (e) => (e.localName === 'a' ? toAccount(e) : true) && countOf(e) > 0 && countOf(e) <= 6 && visible(e)
      && inMain(e) && !e.closest('nav,footer,header,li,form,dialog');
    for (const press of hasText() && !about.newsletters ? first(`a[href],${PRESS}`, enters) : []) {
      const element = widest(press, (up) => countOf(up) <= 60 && !up.querySelector(MORE));
      if (element === press || stop(element) || !after(element) || !patterns.paywall.test(text(element))) continue;
      const links = linksOf(element);
      const ways = element.querySelectorAll(PRESS).length + links.length;
      const fading = fades(element) || [...element.children].some(fades);
      if (!(fading || (boxed(element) && ways >= 2 && links.some(toAccount))) || ways > 5) continue;
      const how = fading ? 'the text fades out under it' : 'ways to subscribe and to log in';
      yield { element, kind: 'overlay', score: 0.65, reasons: ['a wall in front of the text', how] };
    }
  }

  // A notice to guests: it says that one reads as a guest, and leads to nothing but an account.
  function* guests() {
    for (const link of first('a[href]', (a) => toAccount(a) && visible(a))) {
      if (link.closest('nav,footer,li,table,form')) continue;
      const element = widest(blockOf(link), (up) => countOf(up) <= 60 && !up.querySelector(MORE)
        && linksOf(up).every(toAccount));
      if (stop(element) || countOf(element) < 6 || linksOf(element).length > 3) continue;
      if (!linksOf(element).every(toAccount) || !patterns.guest.test(text(element))) continue;
      const reasons = ['speaks to guests', 'leads to an account and nowhere else'];
      yield { element, kind: 'overlay', score: 0.65, reasons };
    }
  }

  const BADGE = new RegExp(`app store|google play|galaxy store|microsoft store|${anyOf(String.raw`
    appgallery f-droid (apps|itunes)\.apple\.com play\.google\.`)}`, 'i');
  const isBadge = (link) => BADGE.test(`${link.getAttribute('href')} ${link.getAttribute('aria-label') || ''} ${
    [...link.querySelectorAll('img')].map((i) => i.alt).join(' ')}`);
  // A box beside the content that leads to an application's store and says a few words for it.
  function* appBoxes() {
    for (const link of first('a[href]', (a) => outside(a) && visible(a) && isBadge(a))) {
      if (link.closest('header,[role=banner],li')) continue;
      const element = widest(link, (up) => outside(up) && countOf(up) <= 30 && linksOf(up).every(isBadge)
        && !up.querySelector('h1,table,video,form,input,nav'));
      if (element === link || stop(element) || countOf(element) < 3) continue;
      const reasons = ['leads to an app store and nowhere else', 'beside the content'];
      yield { element, kind: 'app-prompt', score: 0.65, reasons };
    }
  }

  const QUESTION = /[?？؟;]/;
  const site = () => {
    const home = all('a[href]').find((a) => a.origin === location.origin && a.pathname === '/' && countOf(a) > 0
      && countOf(a) <= 4);
    const name = home ? text(home).trim() : '';
    return name.length >= 4 ? name : '';
  };
  const isScale = (presses) => presses.length >= 3 && presses.length <= 11
    && (presses.every((p, n) => Number(text(p).trim()) === n + Number(text(presses[0]).trim()))
      || presses.every((p) => /^\p{Extended_Pictographic}\ufe0f?$/u.test(text(p).trim())));
  // A question about the site by its own name, and a scale of figures or faces to press.
  function* scales() {
    const starts = (press) => /^(0|1|\p{Extended_Pictographic}\ufe0f?)$/u.test(text(press).trim()) && visible(press);
    const name = main ? site() : '';
    for (const press of name ? first(PRESS, starts) : []) {
      const element = widest(press, (up) => countOf(up) <= 50 && !up.querySelector(MORE) && !linksOf(up).length);
      const presses = [...element.querySelectorAll(PRESS)].filter(visible);
      if (element === press || stop(element) || !isScale(presses)) continue;
      if (underHeading(press, /scale|rating|component/i)) continue;
      const words = text(element);
      if (countOf(element) - wordsOf(presses) < 4 || !QUESTION.test(words) || !words.includes(name)) continue;
      yield { element, kind: 'other', score: 0.65, reasons: ['asks for an opinion of the site', 'a scale to press'] };
    }
  }

  Object.assign(detectors, { walls, guests, appBoxes, scales });
}
