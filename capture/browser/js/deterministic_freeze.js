// Stops everything on the page that still moves, in every root, and says what it could not stop.
//
//   argument.media_ms     how long a drawing may take to be read again
//   argument.largest_svg  characters of a drawing that is looked at
//   argument.most_svg     drawings that are looked at
//   argument.ends         how often an element's animations are ended with their page being told
//   returns            sentences about what may still move
async (argument) => {
  const { roots, all } = captureDom;
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
  // What ends is shown at its end, where pages leave things they have faded in; what goes on for ever is shown as
  // if it had not begun.
  globalThis.captureEnds ??= new WeakMap();
  const stop = (animation) => {
    try {
      const timing = animation.effect && animation.effect.getComputedTiming();
      if (!timing || !Number.isFinite(timing.endTime)) { animation.cancel(); return false; }
      if (animation.playState === 'finished') return false;
      const { target } = animation.effect;
      const before = captureEnds.get(target) ?? 0;
      if (target) captureEnds.set(target, before + 1);
      if (before < argument.ends) { animation.finish(); return true; }
      // A moment before the end: at the end the page would be told again.
      animation.pause();
      animation.currentTime = Math.max(timing.endTime - 0.01, 0);
    } catch {
      animation.pause();
      animation.currentTime = 0;
    }
    return false;
  };
  for (let ended = true, round = 0; ended && round <= argument.ends; round += 1) {
    // A document's list leaves out those in its shadow roots.
    ended = [...roots(), ...pictures].flatMap((root) => root.getAnimations()).map(stop).includes(true);
    if (ended) { await captureDom.frame(); await captureDom.frame(); }
  }
  for (const root of [...roots(), ...pictures]) {
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

  // A drawing used as a picture has a clock that nothing reaches: its style is made to stand at a time when all
  // that ends has ended.  Only drawings that hold such a style are replaced, wherever they are shown.
  const within = (promise, ms) => Promise.race([promise, new Promise((done) => { setTimeout(done, ms, 'late'); })]);
  const STILL = '<style>*{animation-play-state:paused!important;animation-delay:-100000s!important;transition:none!important}</style>';
  const RASTER = /^data:(?!image\/svg)|^blob:(?!http)|\.(png|jpe?g|gif|webp|avif|ico|bmp|mp4|webm)([?#]|$)/i;
  const FONT = /\.(woff2?|ttf|otf|css|js|html?)([?#]|$)/i;
  const drawings = new Map();
  const still = async (address) => {
    const answer = await fetch(address, { cache: 'force-cache' });
    if (!/svg/.test(answer.headers.get('Content-Type') ?? '')) return null;
    const drawn = await answer.text();
    const end = drawn.lastIndexOf('</svg');
    if (end < 0 || drawn.length > argument.largest_svg || !/@keyframes/i.test(drawn) || drawn.includes(STILL)) return null;
    return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(drawn.slice(0, end) + STILL + drawn.slice(end))}`;
  };
  const stillOf = (address) => {
    if (RASTER.test(address)) return null;
    if (!drawings.has(address)) {
      if (drawings.size >= argument.most_svg) return null;
      drawings.set(address, within(still(address), argument.media_ms).then((found) => (found === 'late' ? null : found), () => null));
    }
    return drawings.get(address);
  };

  const stillImage = async (image) => {
    const address = image.currentSrc || image.src;
    const found = address && await stillOf(address);
    if (!found) return;
    image.closest('picture')?.querySelectorAll('source').forEach((source) => source.remove());
    image.removeAttribute('srcset');
    image.src = found;
    if (image.decode) await image.decode().catch(() => { image.src = address; });
  };
  const stillInside = async (image) => {
    const found = image.href.baseVal && await stillOf(new URL(image.href.baseVal, image.baseURI).href);
    if (found) image.setAttribute('href', found);
  };

  // Those of style sheets: set on the element itself, or for a pseudo-element by a rule of its own.
  const SHOWN = ['background-image', 'mask-image', 'border-image-source', 'list-style-image', 'content'];
  const ADDRESS = /url\("((?:[^"\\]|\\.)*)"\)/g;
  const stillStyle = async (element, pseudo, rules) => {
    const style = getComputedStyle(element, pseudo);
    if (pseudo && style.content === 'none') return;
    for (const name of SHOWN) {
      if (name === 'list-style-image' && style.display !== 'list-item') continue;
      let value = style.getPropertyValue(name);
      if (!value.includes('url("')) continue;
      let changed = false;
      for (const [whole, given] of [...value.matchAll(ADDRESS)]) {
        const found = await stillOf(given.replace(/\\(.)/g, '$1'));
        if (found) { value = value.replace(whole, () => `url("${found}")`); changed = true; }
      }
      if (!changed) continue;
      if (!pseudo) { element.style.setProperty(name, value, 'important'); continue; }
      const number = captureDom.ref(element);
      element.dataset.captureStill = number;
      const root = element.getRootNode();
      if (!rules.has(root)) rules.set(root, []);
      rules.get(root).push(`[data-capture-still="${number}"]${pseudo}{${name}:${value}!important}`);
    }
  };
  // Looking at the style of each of 30,000 elements takes seconds: only where a sheet brought such a drawing.
  const inSheets = () => all('style, link[rel~=stylesheet]').some(({ sheet }) => {
    try { return [...sheet.cssRules].some(({ cssText }) => cssText.includes('data:image/svg') && /keyframes/i.test(cssText)); } catch { return false; }
  }) || all('[style*="data:image/svg"]').some((element) => /keyframes/i.test(element.getAttribute('style')));
  const brought = async () => {
    // One shown by an element too is listed as the element's.
    const asked = performance.getEntriesByType('resource').filter(({ initiatorType }) => ['css', 'img', 'image', 'link', 'input', 'other'].includes(initiatorType));
    const found = await Promise.all([...new Set(asked.map(({ name }) => name))].filter((name) => !FONT.test(name)).map(stillOf));
    return found.some((one) => one);
  };
  const stillStyles = async () => {
    if (!inSheets() && !await brought()) return;
    const rules = new Map();
    const each = all('*').flatMap((element) => [null, '::before', '::after'].map((pseudo) => stillStyle(element, pseudo, rules).catch(() => {})));
    await Promise.all(each);
    for (const [root, texts] of rules) {
      const sheet = new ((root.ownerDocument ?? root).defaultView.CSSStyleSheet)();
      sheet.replaceSync(texts.join('\n'));
      root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    }
  };

  // Once is enough: what is shown later is found by the guard, which runs this again for images alone.
  if (!globalThis.captureStylesStill) {
    globalThis.captureStylesStill = true;
    await within(stillStyles(), 2 * argument.media_ms);
  }
  await within(Promise.all([
    ...all('img, input[type=image]').map((image) => stillImage(image).catch(() => {})),
    ...all('object, embed').map(async (object) => {
      const address = object.data || object.src;
      const found = address && await stillOf(address);
      if (found) object.dataset.captureDrawing = found;
    }),
    ...all('svg image').map((image) => stillInside(image).catch(() => {})),
  ]), argument.media_ms);

  await within(Promise.all(all('img').map((image) => image.decode().catch(() => {}))), argument.media_ms);
  window.scrollTo(0, 0);

  return notes;
}
