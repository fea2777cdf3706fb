// Advertising, step by step: units collect evidence, tell of one another, get their labels, and are proposed.
// The answer: the candidates.
() => {
  const { ads } = globalThis.captureClean;
  ads.sponsoredLines();
  ads.paidLines();
  ads.linkedPictures();
  ads.offers();
  ads.disclosed();
  ads.framedUnits();
  ads.players();
  ads.containers();
  ads.namedSlots();
  ads.emptySlots();

  const times = ads.countHosts(); // before units are joined: an advertiser counts once a unit
  ads.nest();
  [...ads.units.values()].sort((a, b) => b.score - a.score).forEach(ads.raise);

  const taken = new Set();
  const labels = ads.joinLabels(taken);
  ads.sayRepeated(times);
  ads.sayRecommended();
  const sure = ads.joinBlocks();
  return [...labels, ...ads.proposals(taken, sure)];
}
