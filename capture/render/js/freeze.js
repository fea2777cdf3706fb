// Makes the cleaned page ready to be kept as one file: each picture names the one address it shows, canvases become
// pictures, form fields keep what they show, and nothing can run or fetch.  The page is ours to change by now.
//   answers: number of canvases that could not be read (tainted by another origin)
(argument) => {
  let unreadable = 0;
  const remove = (node) => Element.prototype.remove.call(node);
  const set = (node, name, value) => Element.prototype.setAttribute.call(node, name, value);
  const drop = (node, name) => Element.prototype.removeAttribute.call(node, name);
  const CANVAS_PIXELS = 32e6; // 128 MB as RGBA: what one canvas may cost to copy

  const keepCanvas = (canvas) => {
    if (!canvas.width || !canvas.height || canvas.width * canvas.height > CANVAS_PIXELS) return;
    try {
      const image = canvas.ownerDocument.createElement('img');
      for (const { name, value } of [...canvas.attributes]) if (!/^(on|src$|width$|height$)/i.test(name)) set(image, name, value);
      const { width, height } = canvas.getBoundingClientRect();
      image.width = width; image.height = height;
      image.src = HTMLCanvasElement.prototype.toDataURL.call(canvas);
      canvas.replaceWith(image);
    } catch { unreadable += 1; }
  };

  const keepField = (field) => {
    if (field.localName === 'textarea') field.textContent = field.value;
    else if (field.localName === 'option') { if (field.selected) set(field, 'selected', ''); else drop(field, 'selected'); }
    else if (field.type === 'checkbox' || field.type === 'radio') { if (field.checked) set(field, 'checked', ''); else drop(field, 'checked'); }
    else if (field.type !== 'password' && field.type !== 'file') set(field, 'value', field.value);
  };

  // Drawings are often objects.  As pictures they run nothing; other objects (players, viewers) are left out.
  const keepObject = (object) => {
    const address = object.localName === 'embed' ? object.src : object.data;
    if (object.localName === 'object' && captureDom.fallsBack(object)) { object.replaceWith(...object.childNodes); return; }
    if (!/^image\//i.test(object.type) && !/\.(svg|png|jpe?g|gif|webp|avif)([?#]|$)/i.test(address)) return;
    const image = object.ownerDocument.createElement('img');
    for (const { name, value } of [...object.attributes]) if (!/^(on|src$|data$|type$|data-capture-drawing$)/i.test(name)) set(image, name, value);
    image.alt = object.getAttribute('aria-label') || object.title || object.textContent.trim();
    image.src = object.dataset.captureDrawing || address;  // a drawing that a deterministic capture made stand still
    object.replaceWith(image);
  };

  // The snapshot leaves out the styles of shadow roots and constructed sheets, and writes those of style elements anew.
  // An inert element carries their text through, where it becomes a <style> again.
  const carrier = (text, media) => {
    const made = document.createElement('meta');
    made.name = 'capture-style';
    made.content = text;
    if (media) made.media = media;
    return made;
  };
  const carry = (root) => {
    const end = root.nodeType === 11 ? root : root.head;
    if (!end) return;
    for (const style of root.querySelectorAll('style')) {
      if (!style.sheet || style.sheet.disabled) continue;
      const made = carrier(captureDom.written(style), style.media);
      // Not beside a style element in the body: what stands there may be counted (`:nth-child`).
      if (end === root || end.contains(style)) style.before(made); else end.append(made);
    }
    for (const sheet of root.adoptedStyleSheets) if (!sheet.disabled) end.append(carrier(captureDom.ruled(sheet), sheet.media.mediaText));
  };

  // The snapshot tells no <base>, and the addresses in its style sheets are left as the page wrote them.
  const stateBase = (root) => {
    if (!root.head || !root.querySelector('base[href]')) return;
    const base = document.createElement('meta');
    base.name = 'capture-base';
    base.content = root.baseURI;
    root.head.prepend(base);
  };

  for (const root of captureDom.roots()) {
    carry(root);
    stateBase(root);
    for (const image of root.querySelectorAll('img')) {
      // Only where another address shows: touching any of these attributes starts loading anew.
      if (!image.currentSrc || image.currentSrc === image.src) continue;
      set(image, 'src', image.currentSrc);
      drop(image, 'srcset');
    }
    for (const source of root.querySelectorAll('picture > source')) remove(source);
    for (const canvas of root.querySelectorAll('canvas')) keepCanvas(canvas);
    for (const object of root.querySelectorAll('object, embed')) keepObject(object);
    for (const field of root.querySelectorAll('input, textarea, option')) keepField(field);
    for (const node of root.querySelectorAll('script, noscript, object, embed, applet')) remove(node);
    for (const node of root.querySelectorAll('meta[http-equiv]')) {
      if (!/content-type|content-language/i.test(node.httpEquiv)) remove(node);
    }
  }
  return unreadable;
}
