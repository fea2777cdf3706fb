// Waits until the layout has not changed for `quiet` ms, at most `budget` ms.
//   argument: {quiet: ms, budget: ms}
//   answers:  {stable, changes, scripted}: `changes` counts layout changes seen, `scripted` says whether the page
//             runs any script of its own
async ({ quiet, budget }) => {
  const begin = performance.now();
  const { frame } = captureDom;
  // Size and number of elements: a ticker that rewrites its own words is not a change of layout.
  const everything = document.getElementsByTagName('*');
  const signature = () => {
    const root = document.scrollingElement || document.documentElement;
    return `${root?.scrollHeight} ${root?.scrollWidth} ${everything.length}`; // no root: a document cut off early
  };
  let changes = 0;
  let last = signature();
  let since = performance.now();
  await document.fonts.ready;
  await frame();
  for (;;) {
    await frame();
    const now = performance.now();
    const current = signature();
    if (current !== last) { changes += 1; last = current; since = now; }
    const stable = now - since >= quiet;
    if (stable || now - begin > budget) {
      return { stable, changes, scripted: document.scripts.length > 0 };
    }
  }
}
