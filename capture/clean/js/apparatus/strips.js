// Strips across the page before its content: to the app, an announcement, the latest headlines.
() => {
  const dom = globalThis.captureDom;
  const { all, main, style, text, visible, countOf, patterns, anyOf, linksOf, PRESS } = globalThis.captureClean;
  const { widest, first, outside, follows, detectors } = globalThis.captureClean.apparatus;

  const STORE = new RegExp(anyOf(String.raw`
    (apps|itunes)\.apple\.com play\.google\.com/store ^(intent|android-app|market): appgallery galaxystore`), 'i');
  const HOME = /^\/([a-z]{2}\/?)?$/i; // the front page, or a language's
  // Deeper than this on the page a strip is below the site's header.
  const LOWEST_TOP_PX = 260;

  // A strip has few words, little height and at most two links, and is no header.
  const isStrip = (up, height, besides) => outside(up) && countOf(up) <= 30 && dom.box(up).height <= height
    && up.querySelectorAll('a[href]').length <= 2 && !up.matches('header,[role=banner]') && !up.querySelector(besides);

  const asked = new Map(); // a parent is asked once, however many buttons it holds
  const beside = (link) => {
    const up = dom.parent(link);
    if (!asked.has(up)) asked.set(up, patterns.app.test(text(up).slice(0, 160)));
    return asked.get(up);
  };
  const invites = (link) => patterns.app.test(text(link)) || (countOf(link) > 0 && countOf(link) <= 5 && beside(link));
  // A strip above the site's header that leads to its app; the words for it may stand beside the button.
  function* appStrips() {
    for (const link of all('a[href],button')) {
      if (!visible(link) || !outside(link) || dom.box(link).y > LOWEST_TOP_PX) continue;
      if (link.closest('header,[role=banner]')) continue;
      const store = STORE.test(link.getAttribute('href') || '');
      if (!store && !invites(link)) continue;
      const element = widest(link, (up) => isStrip(up, 140, 'nav,form,input,header'));
      const box = dom.box(element);
      const leadsHome = linksOf(element).some((a) => a.origin === location.origin && HOME.test(a.pathname));
      // Above the site's header, or between it and the content.
      const before = box.y <= 20 || (countOf(element) >= 4 && follows(element));
      if (element === link || leadsHome || !before) continue;
      if (box.width < window.innerWidth * 0.8 || countOf(element) < 3) continue;
      const reasons = [store ? 'links to an app store' : 'asks to open the app', 'a strip above the page'];
      yield { element, kind: 'app-prompt', score: 0.7, reasons };
    }
  }

  // A strip above the site's header that can be put away: an announcement.
  function* announcements() {
    const putsAway = (press) => patterns.close.test((text(press) || press.getAttribute('aria-label') || '').trim())
      && visible(press) && outside(press) && dom.box(press).y <= LOWEST_TOP_PX;
    for (const press of first(PRESS, putsAway)) {
      const element = widest(press, (up) => isStrip(up, 120, 'nav,form,input,header,[role=search]'));
      const box = dom.box(element);
      if (element === press || element.closest('header,[role=banner]') || !(box.y <= 4 || follows(element))) continue;
      if (box.width < window.innerWidth * 0.9 || countOf(element) < 4) continue;
      yield { element, kind: 'overlay', score: 0.6, reasons: ['a strip above the page that can be put away'] };
    }
  }

  const rolls = (e) => style(e).whiteSpace === 'nowrap' || /hidden|clip/.test(style(e).overflowX)
    || /marquee/.test(e.localName) || style(e).animationName !== 'none';
  // A menu beside the strip in one header makes it part of the menu where it is as high as two lines.
  const inMenu = (strip, box) => strip.closest('nav,header') && strip.closest('header').querySelector('nav')
    && box.height > 60;
  // A strip of other headlines on one clipped line before the content, which says that they are the latest.
  function* tickers() {
    const says = (e) => countOf(e) >= 4 && countOf(e) <= 80 && visible(e) && outside(e)
      && patterns.ticker.test(text(e).slice(0, 60));
    for (const element of main ? first('div,section,aside', says) : []) {
      const box = dom.box(element);
      const clipped = [element, ...element.querySelectorAll('*')].slice(0, 60).some(rolls);
      if (box.width < window.innerWidth * 0.6 || box.height > 90 || !clipped || !follows(element)) continue;
      if (element.querySelector('form,input,nav,img[width]') || inMenu(element, box)) continue;
      const reasons = ['a strip of the latest headlines', 'on one clipped line before the content'];
      yield { element, kind: 'related', score: 0.6, reasons };
    }
  }

  Object.assign(detectors, { appStrips, announcements, tickers });
}
