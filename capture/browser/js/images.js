// Loads what is still lazy after scrolling, then waits until every rendered picture is there and decoded.
//   argument: {budget: ms}
//   answers:  {seen, loaded, broken, pending, swapped}: counts of rendered <img> elements; `swapped` had their
//             address in a data attribute that no script had acted on
async ({ budget }) => {
  const end = performance.now() + budget;
  // The attributes that lazysizes, lozad, vanilla-lazyload, WP Rocket, a3 and Jetpack put the address in.
  const SOURCES = ['data-src', 'data-lazy-src', 'data-original', 'data-orig-src', 'data-lazy', 'data-url'];
  const SETS = ['data-srcset', 'data-lazy-srcset'];
  const attribute = (element, name) => Element.prototype.getAttribute.call(element, name);
  const isPlaceholder = (image) => {
    const source = attribute(image, 'src');
    if (!source || source === '#' || source === 'about:blank') return true;
    return source.startsWith('data:image') && source.length < 1500;
  };
  const usable = (address) => address && !/^\s*(javascript|data|vbscript|\{|\[)/i.test(address) && address.length < 4096;

  let swapped = 0;
  const images = captureDom.all('img');
  for (const image of images) {
    if (image.loading === 'lazy') image.loading = 'eager';
    if (!isPlaceholder(image) || (image.currentSrc && image.naturalWidth > 2)) continue;
    const source = SOURCES.map((name) => attribute(image, name)).find(usable);
    const set = SETS.map((name) => attribute(image, name)).find(usable);
    if (source) image.src = source;
    if (set) image.srcset = set;
    if (source || set) swapped += 1;
  }
  for (const element of captureDom.all('source[data-srcset]')) {
    if (!element.srcset) element.srcset = attribute(element, 'data-srcset');
  }

  const rendered = images.filter((image) => (image.currentSrc || attribute(image, 'src') || image.srcset)
    && image.getClientRects().length > 0);
  const within = (promise) => Promise.race([
    promise, new Promise((resolve) => { setTimeout(resolve, Math.max(0, end - performance.now())); }),
  ]);
  const finished = (image) => (image.complete ? Promise.resolve() : new Promise((resolve) => {
    image.addEventListener('load', resolve, { once: true });
    image.addEventListener('error', resolve, { once: true });
  }));
  const decode = async (image) => {
    await finished(image);
    if (image.naturalWidth > 0) await HTMLImageElement.prototype.decode.call(image).catch(() => {});
  };
  await within(Promise.all(rendered.map(decode)));
  const loaded = rendered.filter((image) => image.complete && image.naturalWidth > 0).length;
  const pending = rendered.filter((image) => !image.complete).length;
  return { seen: rendered.length, loaded, pending, broken: rendered.length - loaded - pending, swapped };
}
