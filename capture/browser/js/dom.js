// Installs the walkers that every in-page script shares, as `captureDom` in the isolated world's global.
// Page code cannot see or change anything here: the world has globals and prototypes of its own.
//
//   roots(from?)      every open root below `from` (default: this document): document, open shadow roots,
//                     same-origin frames' documents, in tree order
//   all(selector)     elements matching `selector` in every root
//   ref(element)      a number that stands for the element on the Python side; stable for this document
//   element(ref)      the element again, or null when it has left every document
//   selector(element) a readable path for the ledger, " >>> " entering a shadow root or frame
//   parent(element)   the parent across shadow roots (host) and same-origin frames (frame element)
//   box(element)      {x, y, width, height} in CSS px of the top document's page, rounded
//   text(element)     rendered text, white space folded
//   frame()           resolves with the next frame, or after 100 ms where the page is not being painted
(argument) => {
  // A frame named captureDom would be found without `hasOwn`: window's named properties reach here.
  if (Object.hasOwn(globalThis, 'captureDom')) return true;
  const refs = new Map();
  const elements = [];

  // The named getters of forms and documents come before a prototype's; a descriptor's getter does not.
  const get = (type, name, node) => Object.getOwnPropertyDescriptor(type.prototype, name).get.call(node);

  const frameDocument = (element) => {
    if (!(element.localName === 'iframe' || element.localName === 'frame')) return null;
    try { return element.contentDocument; } catch { return null; }
  };

  const roots = (from = document) => {
    const found = [from];
    for (let i = 0; i < found.length; i += 1) {
      // A TreeWalker is immune to form controls named "children" or "querySelectorAll".
      // Document's own methods, since an image named "createTreeWalker" would stand in for it.
      const owner = get(Node, 'ownerDocument', found[i]) || found[i];
      const walker = Document.prototype.createTreeWalker.call(owner, found[i], 1 /* SHOW_ELEMENT */);
      while (walker.nextNode()) {
        const element = walker.currentNode;
        if (element.shadowRoot instanceof ShadowRoot) found.push(element.shadowRoot);
        const inner = frameDocument(element);
        if (inner && inner.documentElement) found.push(inner);
      }
    }
    return found;
  };

  const query = (root, selector) => {
    const type = get(Node, 'nodeType', root) === 9 ? Document : DocumentFragment;
    return [...type.prototype.querySelectorAll.call(root, selector)];
  };

  const all = (selector) => roots().flatMap((root) => query(root, selector));

  const ref = (element) => {
    if (!refs.has(element)) { refs.set(element, elements.length); elements.push(element); }
    return refs.get(element);
  };

  const element = (number) => (elements[number] && elements[number].isConnected ? elements[number] : null);

  const up = (node) => Reflect.get(Node.prototype, 'parentNode', node);

  const parent = (node) => {
    const next = up(node);
    if (!next) return null;
    if (next.nodeType === 11) return next.host || null;
    if (next.nodeType === 9) { try { return next.defaultView && next.defaultView.frameElement; } catch { return null; } }
    return next;
  };

  const step = (node) => {
    const name = node.localName;
    const id = Element.prototype.getAttribute.call(node, 'id');
    if (id && id.length < 60) return `${name}#${CSS.escape(id)}`;
    const classes = (Element.prototype.getAttribute.call(node, 'class') || '').split(/\s+/).filter(Boolean).slice(0, 3);
    const label = name + classes.map((c) => `.${CSS.escape(c.slice(0, 40))}`).join('');
    const holder = up(node);
    if (!holder) return label;
    let same = 0; let index = 0;
    for (let child = holder.firstElementChild; child; child = child.nextElementSibling) {
      if (child.localName === name) { same += 1; if (child === node) index = same; }
    }
    return same > 1 ? `${label}:nth-of-type(${index})` : label;
  };

  const selector = (node) => {
    const parts = [];
    let current = node;
    for (let depth = 0; current && depth < 12; depth += 1) {
      const holder = up(current);
      const own = step(current);
      parts.unshift(own);
      if (own.includes('#') && !(holder && holder.nodeType === 11)) break;
      if (!holder || current.localName === 'body') break;
      if (holder.nodeType === 11 || holder.nodeType === 9) parts.unshift('>>>');
      current = parent(current);
    }
    return parts.join(' > ').replaceAll('> >>> >', '>>>').replace(/^>>> > /, '');
  };

  const box = (node) => {
    const inner = Element.prototype.getBoundingClientRect.call(node);
    let { x, y } = inner;
    let view = node.ownerDocument.defaultView;
    try {
      while (view && view !== window && view.frameElement) {
        const outer = view.frameElement.getBoundingClientRect();
        x += outer.x; y += outer.y;
        view = view.parent;
      }
    } catch { /* a frame that went away while we looked */ }
    return {
      x: Math.round(x + window.scrollX), y: Math.round(y + window.scrollY),
      width: Math.round(inner.width), height: Math.round(inner.height),
    };
  };

  const text = (node) => String(node.innerText ?? node.textContent ?? '').replace(/\s+/g, ' ').trim();

  // Timers never fire in a document whose scripts are sandboxed away (`Content-Security-Policy:
  // sandbox`), not even this world's; frames do.  Until a timer has shown that it fires, frames
  // stand in for it.
  const nativeTimeout = globalThis.setTimeout;
  const nativeClear = globalThis.clearTimeout;
  const waiting = new Map();
  let timersFire = false;
  nativeTimeout(() => { timersFire = true; }, 0);
  globalThis.setTimeout = (callback, milliseconds = 0, ...rest) => {
    const due = performance.now() + milliseconds;
    const run = () => { if (waiting.delete(id)) callback(...rest); };
    const id = nativeTimeout(run, milliseconds);
    waiting.set(id, true);
    const look = () => {
      if (timersFire || !waiting.has(id)) return;
      if (performance.now() >= due) run(); else requestAnimationFrame(look);
    };
    if (!timersFire) requestAnimationFrame(look);
    return id;
  };
  globalThis.clearTimeout = (id) => { waiting.delete(id); nativeClear(id); };

  const frame = () => new Promise((resolve) => {
    let done = false;
    const once = () => { if (!done) { done = true; resolve(); } };
    requestAnimationFrame(once);
    setTimeout(once, 100);
  });

  globalThis.captureDom = { roots, all, ref, element, selector, parent, box, text, frameDocument, frame };
  return true;
}
