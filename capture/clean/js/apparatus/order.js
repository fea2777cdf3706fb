// The detectors of apparatus in their order: what an earlier one has taken, and all that lies in it, no later one
// takes. The answer: the candidates.
() => {
  const { propose } = globalThis.captureClean;
  const { detectors: d, claimed, claim, pictured, lineBefore } = globalThis.captureClean.apparatus;
  const order = [
    d.shareContainers, d.shareLinks, d.namedShareBars, d.shareTools, d.toolRows, d.shareLines,
    d.opinions,
    d.namedConsent, d.unnamedConsent,
    d.appStrips, d.announcements,
    d.newsletterForms, d.newsletterLines, d.newsletterBoxes,
    d.channelLinks, d.channelLines, d.channelBoxes, d.followBoxes,
    d.players, d.offers, d.appeals, d.scales, d.walls, d.guests, d.appBoxes,
    d.tickers,
    d.channelCodes,
    d.summaries,
    d.readAlsoLines, d.readAlsoBoxes,
  ];
  const found = [];
  const take = (fields) => { claim(fields.element); found.push(propose(fields)); };
  for (const detector of order) {
    for (const fields of detector()) {
      if (claimed(fields.element) || pictured(fields.element)) continue;
      take(fields);
      const line = fields.kind === 'share' ? lineBefore(fields.element) : null;
      if (line) take({ ...fields, element: line, reasons: ['the line before the buttons', ...fields.reasons] });
    }
  }
  return found;
}
