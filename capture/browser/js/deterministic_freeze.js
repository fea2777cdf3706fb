// Stops everything on the page that still moves, in every root, and says what it could not stop.
//
//   argument.media_ms     how long a video may take to show its first frame
//   argument.largest_svg  characters of a drawing that is looked at
//   returns            sentences about what may still move
async (argument) => {
  const { roots, all, frameDocument } = captureDom;
  const notes = [];

  for (const root of roots()) {
    const owner = root.nodeType === 9 ? root : root.ownerDocument;
    if (!owner.defaultView) continue;
    // A sheet of the frame's own, adopted: a page's policy may forbid elements with style.
    const style = new owner.defaultView.CSSStyleSheet();
    // Transitions would start anew with each later change; carets blink; smooth scrolling lags.
    style.replaceSync('*, *::before, *::after { transition: none !important;'
      + ' caret-color: transparent !important; scroll-behavior: auto !important; }');
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, style];
  }

  const pictures = all('object, embed').flatMap((element) => {
    try { return element.getSVGDocument() ?? []; } catch { return []; }
  });
  for (const root of [...roots(), ...pictures]) {
    // A document's list leaves out those in its shadow roots.
    for (const animation of root.getAnimations()) {
      try {
        const timing = animation.effect && animation.effect.getComputedTiming();
        // What ends is shown at its end, where pages leave things they have faded in; what goes
        // on for ever is shown as if it had not begun.
        if (timing && Number.isFinite(timing.endTime)) animation.finish(); else animation.cancel();
      } catch {
        animation.pause();
        animation.currentTime = 0;
      }
    }
    if (root.nodeType !== 9) continue;
    if (root.activeElement && root.activeElement !== root.body) root.activeElement.blur();
    root.getSelection()?.removeAllRanges();
  }

  for (const svg of [...all('svg'), ...pictures.map((picture) => picture.documentElement)]) {
    if (typeof svg.pauseAnimations !== 'function') continue;
    svg.pauseAnimations();
    svg.setCurrentTime(0);
  }

  for (const marquee of all('marquee')) {
    const still = marquee.ownerDocument.createElement('div');
    for (const { name, value } of marquee.attributes) still.setAttribute(name, value);
    still.style.overflow = 'hidden';
    still.append(...marquee.childNodes);
    marquee.replaceWith(still);
  }
  for (const progress of all('progress:not([value])')) progress.value = 0;

  // A drawing in an <img> has a clock that nothing reaches: its style is made to stand at a time when all that
  // ends has ended.  Only drawings that hold such a style are replaced.
  const STILL = '<style>*{animation-play-state:paused!important;animation-delay:-100000s!important;transition:none!important}</style>';
  const stillPicture = async (image) => {
    const address = image.currentSrc || image.src;
    if (!/^data:image\/svg|^(https?|blob):.*\.svg(z?)($|[?#])/i.test(address) || image.dataset.captureFrozen !== undefined) return;
    const drawn = await (await fetch(address)).text();
    const end = drawn.lastIndexOf('</svg');
    if (end < 0 || drawn.length > argument.largest_svg || !/@keyframes/i.test(drawn)) return;
    image.dataset.captureFrozen = '';
    image.closest('picture')?.querySelectorAll('source').forEach((source) => source.remove());
    image.removeAttribute('srcset');
    const kept = drawn.slice(0, end) + STILL + drawn.slice(end);
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(kept)}`;
    await image.decode().catch(() => { image.src = address; });
  };

  const within = (promise, ms) => Promise.race([promise, new Promise((done) => { setTimeout(done, ms, 'late'); })]);
  await Promise.all(all('video').map(async (video) => {
    video.pause();
    video.autoplay = false;
    if (video.readyState < 1) return;
    const sought = new Promise((done) => { video.addEventListener('seeked', done, { once: true }); });
    video.currentTime = 0;
    if (await within(sought, argument.media_ms) === 'late') notes.push('a video did not return to its first frame');
    await within(new Promise((done) => { video.requestVideoFrameCallback(done); }), 200);
  }));
  for (const audio of all('audio')) audio.pause();
  await within(Promise.all(all('img').map((image) => stillPicture(image).catch(() => {}))), argument.media_ms);

  await within(Promise.all(all('img').map((image) => image.decode().catch(() => {}))), argument.media_ms);
  window.scrollTo(0, 0);

  const foreign = all('iframe').filter((frame) => {
    const box = frame.getBoundingClientRect();
    return !frameDocument(frame) && box.width > 1 && box.height > 1;
  });
  if (foreign.length) notes.push(`${foreign.length} frame(s) of another origin were not frozen`);
  return notes;
}
