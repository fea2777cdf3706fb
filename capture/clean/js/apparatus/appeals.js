// What asks something of the reader: an opinion of the page, an answer that can wait, money; and what reads aloud.
() => {
  const dom = globalThis.captureDom;
  const { all, main, text, visible, countOf, proseOf, blockOf, patterns, anyOf, inMain, linksOf, wordsOf,
    PRESS } = globalThis.captureClean;
  const { stop, widest, first, underHeading, about, hasText, detectors, TOOLS } = globalThis.captureClean.apparatus;

  // "Was this page helpful?": a line that asks for an opinion of the page, and buttons to give it.
  function* opinions() {
    const asks = (line) => {
      if (!countOf(line) || countOf(line) > 12 || line.children.length > 3 || !visible(line)) return false;
      const words = text(line);
      return words.length <= 120 && patterns.helpful.test(words);
    };
    for (const line of first('p,div,span,legend,h2,h3,h4,h5,strong,b,label', asks)) {
      const element = widest(line, (up) => countOf(up) <= 30 && !up.querySelector('h1,h2,table,video,figure,pre,ul,ol')
        && up.querySelectorAll('a[href]').length <= 3);
      if (stop(element) || element.closest('nav')) continue;
      if (!element.querySelector('button,[role=button],input,a[href],svg')) continue;
      yield { element, kind: 'other', score: 0.65, reasons: ['asks for an opinion of the page'] };
    }
  }

  // A clock that stands at nought, before or beside a length.
  const CLOCK = /(^|\s)0?0:00\s*(\/|·|–|-)?\s*-?\d{0,2}:?\d{1,2}:\d\d(\s|$)/;
  const PLAY = /[▶►⏵🎧🔊🔈🔉🎙]/u;
  const here = (a) => a.pathname === location.pathname;
  const labelsIn = (box) => [...box.querySelectorAll('[aria-label],[title]')].slice(0, 8)
    .map((e) => `${e.getAttribute('aria-label') || ''} ${e.title || ''}`).join(' ');
  // A player that reads the article aloud: a button, a clock at nought, and the words for it; nothing to read.
  function* players() {
    const says = (e) => countOf(e) > 0 && countOf(e) <= 10 && text(e).length <= 80
      && (patterns.listen.test(text(e)) || CLOCK.test(text(e))) && visible(e) && !e.closest('li,nav,footer,table,h1,h2')
      && !(e.closest('a[href]') && !here(e.closest('a[href]')));
    const onlyPlays = (up) => countOf(up) <= 24
      && !up.querySelector('h1,h2,h3,p p,table,figure,article,form,input:not([type=range])') && linksOf(up).every(here)
      && dom.box(up).height <= 160 && (up.querySelectorAll(TOOLS).length > 0 || countOf(up) <= 10);
    const playable = (box) => box.querySelector(`${TOOLS},svg,audio`) || PLAY.test(text(box));
    for (const spot of hasText() ? first('button,span,div,p,time,strong,b,label', says) : []) {
      const element = widest(spot, onlyPlays);
      if (stop(element) || !playable(element)) continue;
      if (!patterns.listen.test(`${text(element)} ${labelsIn(element)}`) || proseOf(element)) continue;
      yield { element, kind: 'other', score: 0.65, reasons: ['reads the article aloud', 'a player and no text'] };
    }
  }

  // A heading over the example of a dialog.
  const SPECIMEN = /dialog|modal|banner|toast|popup|pop-up|alert|component|button/i;
  const MORE = 'h1,table,video,article,ul,ol,input:not([type=button]):not([type=submit]),textarea,select,pre,code';
  // An offer in the flow with an answer that puts it off: nothing that belongs to a text is declined.
  function* offers() {
    const putsOff = (press) => {
      if (!countOf(press)) return false;
      const said = text(press).trim();
      return said.length >= 3 && said.length <= 30 && patterns.close.test(said) && visible(press)
        && !press.closest('nav,footer,header,form,dialog,[role=dialog]');
    };
    for (const press of first(PRESS, putsOff)) {
      const element = widest(press, (up) => countOf(up) <= 50 && up.querySelectorAll(PRESS).length <= 3
        && !up.querySelector(MORE) && up.querySelectorAll('a[href]').length <= 1);
      const pressed = [...element.querySelectorAll(PRESS)].filter(visible);
      if (element === press || stop(element) || pressed.length !== 2) continue;
      if (countOf(element) - wordsOf(pressed) < 5 || underHeading(press, SPECIMEN)) continue;
      yield { element, kind: 'other', score: 0.6, reasons: ['an offer that can be put off', 'two buttons'] };
    }
  }

  // Services that take money for publishers, and addresses that ask for it.
  const GIVE = new RegExp(`(${anyOf(String.raw`
    patreon ko-fi buymeacoffee liberapay opencollective tipeee steadyhq paypal\.me paypal\.com/(donate|cgi-bin) donorbox
    givebutter saweria trakteer boosty donationalerts github\.com/sponsors send\.monobank apoia\.se catarse\.me ulule
    kitabisa gofundme betterplace afdian ifdian fanbox\.cc pixiv\.net/fanbox toss\.me darujme wspieram
    helloasso`)})|[/?=_-](${anyOf(String.raw`
    donat\w* donate donation donar doar doacao spenden? soutenir faire-un-don support-us contribute doneer lahjoita
    darowizna`)})([./?&_-]|$)`, 'i');
  const wayToGive = (link) => GIVE.test(link.href || '')
    || (link.localName === 'button' && patterns.donate.test(text(link)));
  const SHORT_PAGE = 150; // words of running text: a page this short may be the appeal itself
  // A few words that ask for money for the page, and a way to give it; not on a page that is about giving.
  function* appeals() {
    const isData = (e) => e.localName === 'table' && e.querySelector('th,caption');
    const fits = (up) => countOf(up) <= 40 && up.querySelectorAll('a[href],button').length <= 3
      && !up.querySelector('h1,video,article,ul,ol,form') && !isData(up);
    for (const link of about.giving ? [] : all('a[href],button')) {
      const words = countOf(link);
      if (!words || words > 8 || !visible(link) || link.closest('nav,footer,header,li,figure,dl,form')) continue;
      if (!wayToGive(link)) continue;
      const element = widest(blockOf(link), fits);
      if (stop(element) || countOf(element) > 45 || countOf(element) < words + 3) continue;
      if (!patterns.donate.test(text(element)) || (inMain(element) && proseOf(main) < SHORT_PAGE)) continue;
      yield { element, kind: 'other', score: 0.65, reasons: ['asks for money for the page', 'a way to give'] };
    }
  }

  Object.assign(detectors, { opinions, players, offers, appeals });
}
