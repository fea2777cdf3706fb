// Invitations to follow the publisher elsewhere: one line, nearly all of it a link to a channel; or a code to scan.
() => {
  const { all, main, text, visible, offSite, countOf, blockOf, patterns, anyOf, inMain } = globalThis.captureClean;
  const { stop, widest, detectors } = globalThis.captureClean.apparatus;

  const CHANNEL = new RegExp(anyOf(String.raw`
    (^|[./])(t\.me|telegram\.me)/(?!share)[\w+]+ whatsapp\.com/channel/ news\.google\.com/(publications|s/)
    google\.com/preferences/source flipboard\.com/@ viber\.com/ (dzen|zen\.yandex)\.ru/ chats?\.viber
    toutiao\.com/c/user max\.ru/ facebook\.com/groups/`), 'i');
  const CODE = /扫码|掃碼|扫一扫|扫描|二维码|二維碼|qr[- ]?code|qrコード/i;
  const ABSOLUTE = /^(https?:)?\/\//i; // the raw address tells most links apart without resolving them
  const LISTED = 'li,table,nav,footer,header,figure,dl'; // where channels are listed, and no line invites

  // The line with what comes with it: at most six words and one link more.
  const lineRound = (block, words) => widest(block, (up) => countOf(up) <= words + 6
    && up.querySelectorAll('a[href]').length <= 2 && !up.querySelector('h1,h2,table,video,form'));

  function* channelLinks() {
    for (const link of all('a[href]')) {
      if (!CHANNEL.test(link.getAttribute('href')) || !visible(link) || link.closest(LISTED)) continue;
      const block = blockOf(link);
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
      const block = blockOf(link);
      if (stop(block) || countOf(block) > words + 3) continue;
      const line = text(block);
      if (!patterns.channel.test(line) || !patterns.follow.test(line)) continue;
      const reasons = ['invites to follow a channel', 'a line that is one link off the site'];
      yield { element: lineRound(block, words), kind: 'newsletter', score: 0.65, reasons };
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

  Object.assign(detectors, { channelLinks, channelLines, channelCodes });
}
