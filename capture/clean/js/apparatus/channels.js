// Invitations to follow the publisher elsewhere: one line, nearly all of it a link to a channel; a box; a code to scan.
() => {
  const dom = globalThis.captureDom;
  const { all, main, text, visible, offSite, countOf, blockOf, patterns, anyOf, inMain, boxed, linksOf, heading,
    words, wordsOf, style, PRESS } = globalThis.captureClean;
  const { stop, widest, first, after, underHeading, hasText, detectors } = globalThis.captureClean.apparatus;

  const CHANNEL = new RegExp(anyOf(String.raw`
    (^|[./])(t\.me|telegram\.me)/(?!share)[\w+]+ whatsapp\.com/channel/ news\.google\.com/(publications|s/)
    google\.com/preferences/source flipboard\.com/@ viber\.com/ (dzen|zen\.yandex)\.ru/ chats?\.viber
    toutiao\.com/c/user max\.ru/ facebook\.com/groups/ chat\.whatsapp\.com/ wa\.me/channel/ lin\.ee/ page\.line\.me/
    line\.me/(R/)?ti/[gp]/ signal\.(group|me)/ discord\.(gg|com/invite)/? pf\.kakao\.com/ (oa\.)?zalo\.me/ rubika\.ir/
    (eitaa|splus|ble)\.(com|ir)/ google\.com/p/ news\.google\.[a-z.]+/(publications|p)/`), 'i');
  const CODE = /扫码|掃碼|扫一扫|扫描|二维码|二維碼|qr[- ]?code|qrコード/i;
  const ABSOLUTE = /^(https?:)?\/\//i; // the raw address tells most links apart without resolving them
  const LISTED = 'li,table,nav,footer,header,figure,dl'; // where channels are listed, and no line invites

  // A link that is set as a block is a line of its own.
  const lineOf = (link) => (/block|flex|grid/.test(style(link).display) && !/inline/.test(style(link).display)
    ? link : blockOf(link));
  // The line with what comes with it: at most six words and one link more.
  const lineRound = (block, words) => widest(block, (up) => countOf(up) <= words + 6
    && up.querySelectorAll('a[href]').length <= 2 && !up.querySelector('h1,h2,table,video,form'));

  function* channelLinks() {
    for (const link of all('a[href]')) {
      if (!CHANNEL.test(link.getAttribute('href')) || !visible(link) || link.closest(LISTED)) continue;
      const block = lineOf(link);
      const words = countOf(block);
      if (!block || stop(block) || words > 25 || !patterns.follow.test(text(block))) continue;
      if (block.querySelectorAll('a[href]').length > 2) continue;
      const reasons = ['invites to follow a channel', 'one line'];
      yield { element: lineRound(block, words), kind: 'newsletter', score: 0.7, reasons };
    }
  }

  // The same whatever the address: a line that is all one link off the site, names the service and invites.
  function* channelLines() {
    for (const link of all('a[href]')) {
      const words = countOf(link);
      if (words < 3 || words > 25 || !ABSOLUTE.test(link.getAttribute('href')) || !offSite(link.href)) continue;
      if (!visible(link) || link.closest(LISTED)) continue;
      const block = lineOf(link);
      if (stop(block) || countOf(block) > words + 3) continue;
      const line = text(block);
      if (!patterns.channel.test(line) || !patterns.follow.test(line)) continue;
      const reasons = ['invites to follow a channel', 'a line that is one link off the site'];
      yield { element: lineRound(block, words), kind: 'newsletter', score: 0.65, reasons };
    }
  }

  const MORE = 'h1,h2,table,video,form,figure,ul,ol,time,p p,input,select';
  const isSmall = (up, most) => countOf(up) <= most && linksOf(up).length <= 2
    && !up.querySelector(MORE) && up.querySelectorAll(PRESS).length <= 1;
  // The nearest small box that is set apart: what lies beside it is another's.
  const boxRound = (spot, most, apart) => {
    for (let at = spot, d = 0; at && d < 5 && !stop(at) && isSmall(at, most); at = dom.parent(at), d += 1) {
      if (apart(at)) return at;
    }
    return null;
  };
  // What a box says in sentences that neither invite nor name a service: who wrote a text is told like that, in a box
  // that ends with where to follow her. An invitation has a sentence of ten words besides, in the longest seen.
  const MOST_BESIDES = 12;
  const besides = (said) => said.split(/(?<=[.!?。！？؟।])\s*/)
    .filter((sentence) => !patterns.follow.test(sentence) && !patterns.channel.test(sentence))
    .reduce((sum, sentence) => sum + words(sentence), 0);
  // A box set apart, whose one link leads off the site: it names the service and invites, whatever its address.
  function* channelBoxes() {
    for (const link of hasText() ? all('a[href]') : []) {
      if (!ABSOLUTE.test(link.getAttribute('href')) || !countOf(link) || countOf(link) > 15) continue;
      if (link.closest(LISTED) || !visible(link) || !offSite(link.href)) continue;
      const element = boxRound(blockOf(link), 30, boxed);
      if (!element) continue;
      if (linksOf(element).some((a) => !offSite(a.href))) continue;
      const said = text(element);
      if (!patterns.channel.test(`${said} ${offSite(link.href)}`) || !patterns.follow.test(said)) continue;
      if (besides(said) > MOST_BESIDES) continue;
      const reasons = ['invites to follow a channel', 'a box of its own, whose one link leads off the site'];
      yield { element, kind: 'newsletter', score: 0.65, reasons };
    }
  }

  // A heading over the example of a part.
  const SPECIMEN = /button|component|card|follow/i;
  // A button to follow who wrote it, a name, and nothing to read; where there are many, people are the page's content.
  function* followBoxes() {
    const follows = (press) => countOf(press) > 0 && text(press).length <= 30
      && patterns.follow_button.test(text(press).trim()) && visible(press);
    const presses = hasText() && heading ? first(PRESS, follows) : [];
    for (const press of presses.length <= 3 ? presses : []) {
      if (press.closest('nav,footer,header,form,dialog,[role=dialog],table,li,dl')) continue;
      const element = boxRound(dom.parent(press), 40, (e) => boxed(e) || e.querySelector('img'));
      if (!element) continue;
      if (!after(element) || underHeading(press, SPECIMEN)) continue;
      if (countOf(element) - wordsOf([press]) < 3) continue;
      yield { element, kind: 'newsletter', score: 0.65, reasons: ['a button to follow', 'a box of a few words'] };
    }
  }

  // A line beside a code to scan, without any link.
  function* channelCodes() {
    for (const line of main ? all('p,span,div,figcaption,small') : []) {
      if (!inMain(line) || line.children.length > 2 || countOf(line) > 20 || !countOf(line) || !visible(line)) continue;
      const words = text(line);
      if (!CODE.test(words) || !patterns.follow.test(words)) continue;
      const element = widest(line, (up) => countOf(up) <= countOf(line) + 10
        && !up.querySelector('h1,h2,table,video,form,a[href]'));
      const reasons = ['a code to scan', 'invites to follow a channel'];
      yield { element, kind: 'newsletter', score: 0.65, reasons };
    }
  }

  Object.assign(detectors, { channelLinks, channelLines, channelBoxes, followBoxes, channelCodes });
}
