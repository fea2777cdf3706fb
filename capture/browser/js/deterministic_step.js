// Lets the animations that the document's time drives run on by `argument.ms`; those of scrolling stay with it.
async (argument) => {
  const ended = [];
  const step = (animation) => {
    // A frame has a DocumentTimeline of its own; a scroll timeline counts in percent.
    if (animation.playState !== 'running' || typeof animation.timeline?.currentTime !== 'number' || !animation.effect) return;
    const now = (Number(animation.currentTime) || 0) + argument.ms * animation.playbackRate;
    const { endTime } = animation.effect.getComputedTiming();
    if (now < endTime) animation.currentTime = Math.max(now, 0); else ended.push([now - endTime, animation]);
  };
  for (const root of captureDom.roots()) {
    for (const animation of root.getAnimations()) {
      try { step(animation); } catch { /* it has gone with what it moved */ }
    }
  }
  // The page hears of ends in the order of the ends.
  ended.sort(([a], [b]) => b - a);
  for (const [, animation] of ended) {
    try { animation.finish(); } catch { /* it stands still by the page's own rate */ }
  }
  if (ended.length) { await captureDom.frame(); await captureDom.frame(); }
}
