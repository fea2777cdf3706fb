// Scrolls through the page and its inner scrollers on real frames, so that what waits for being seen
// comes in, then goes back to where it was.
//   argument: {budget: ms, growth: px the page may grow before it counts as endless}
//   answers:  {screens, height, endless, unfinished}
async ({ budget, growth }) => {
  const end = performance.now() + budget;
  const { frame } = captureDom;
  const task = () => new Promise((resolve) => { setTimeout(resolve, 0); });
  let painted = true;
  const result = { screens: 0, height: 0, endless: false, unfinished: false };

  const scrollers = [document.scrollingElement || document.documentElement];
  for (const root of captureDom.roots()) {
    for (const element of root.querySelectorAll('div, main, section, article, ul, ol')) {
      if (element.scrollHeight > element.clientHeight + 50 && element.clientHeight > 100 && element.clientWidth > 100) {
        const overflow = getComputedStyle(element).overflowY;
        if (overflow === 'auto' || overflow === 'scroll') scrollers.push(element);
      }
    }
  }

  for (const scroller of scrollers) {
    const start = scroller.scrollTop;
    const limit = scroller.scrollHeight + growth;
    const step = Math.max(200, (scroller === scrollers[0] ? innerHeight : scroller.clientHeight) * 0.9);
    let position = start;
    while (position + step < scroller.scrollHeight) {
      if (performance.now() > end) { result.unfinished = true; break; }
      if (position > limit) { result.endless = true; break; }
      position += step;
      scroller.scrollTo({ top: position, behavior: 'instant' });
      result.screens += 1;
      // Observers are told of a frame's layout after its callbacks: so a frame, and one task behind it.  On a busy
      // machine one takes longer than 100 ms, and what is passed without a frame is never seen.
      for (let tries = 0; !(await frame()) && painted; tries += 1) painted = tries < 9;
      await task();
    }
    scroller.scrollTo({ top: start, behavior: 'instant' });
  }
  await frame();
  await frame();
  result.height = scrollers[0].scrollHeight;
  return result;
}
