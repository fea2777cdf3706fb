// Installs the walkers that every in-page script shares, as `captureDom` in the isolated world's global.
// Page code cannot see or change anything here: the world has globals and prototypes of its own.
//
//   roots()           every open root: this document, open shadow roots, same-origin frames' documents
//   walk()            the roots of this document, each with all its elements: [[root, [element]]]; within one task the
//                     same walk, so a script that takes elements away still sees them there
//   all(selector)     elements matching `selector` in every root
//   ref(element)      a number that stands for the element on the Python side; stable for this document
//   element(ref)      the element again, or null when it has left every document
//   selector(element) a readable path for the ledger, " >>> " entering a shadow root or frame
//   parent(element)   the parent across shadow roots (host) and same-origin frames (frame element)
//   box(element)      {x, y, width, height} in CSS px of the top document's page, rounded
//   text(element)     rendered text, white space folded
//   unroll(element)   lets an inner scroller stand at its full height, with what was made one screen tall around it
//   fallsBack(object) whether an <object> shows what stands in it, because its own content cannot be shown
//   written(style)    a style element's rules: as it was written, unless scripts have added rules since (the text of a
//                     rule of the object model lacks a shorthand with var() that a longhand follows; Chromium 156)
//   ruled(sheet)      a sheet's rules as they are now
//   stands(sheet, text)  whether a sheet still has as many rules as its text gives
//   setIn(document, looks)  {host, style}: a frame's content in a box of this document (host), in a shadow root of its
//                     own, with these of the computed styles of the frame's body (style); no scripts, no handlers
//   frame()           resolves with the next frame (true), or after 100 ms where the page is not being painted (false)
//   timersStopped()   from here on frames stand in for timers
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

  // Document's and DocumentFragment's own method, since an image named "querySelectorAll" would stand in for it.
  const query = (root, selector) => {
    const type = get(Node, 'nodeType', root) === 9 ? Document : DocumentFragment;
    const list = type.prototype.querySelectorAll.call(root, selector);
    const found = new Array(list.length);
    for (let i = 0; i < found.length; i += 1) found[i] = list[i];  // a quarter of the time of spreading it
    return found;
  };

  const below = (top) => {
    const found = [[top, query(top, '*')]];
    for (let i = 0; i < found.length; i += 1) {
      for (const element of found[i][1]) {
        // Not `instanceof`: a frame has a ShadowRoot of its own. A form control of that name is no fragment.
        const inner = element.shadowRoot;
        if (inner && inner.nodeType === 11) found.push([inner, query(inner, '*')]);
        const framed = frameDocument(element);
        if (framed && framed.documentElement) found.push([framed, query(framed, '*')]);
      }
    }
    return found;
  };

  // Nothing of the page runs before this task ends, so what was counted once holds until then.
  const forThisTask = (make) => {
    let made = null;
    return () => {
      if (!made) {
        made = make();
        Promise.resolve().then(() => { made = null; });
      }
      return made;
    };
  };

  const walk = forThisTask(() => below(document));

  const roots = () => walk().map(([root]) => root);

  const all = (selector) => walk().flatMap(([root]) => query(root, selector));

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

  // An element's place among its siblings of the same kind, 0 where it is the only one. All of one parent are counted at
  // once: a page of 10,000 siblings took 5 ms for each that was asked about.
  const counted = forThisTask(() => new Map());
  const place = (holder, node) => {
    const known = counted();
    if (!known.has(holder)) {
      const places = new Map(); const kinds = new Map();
      for (let child = holder.firstElementChild; child; child = child.nextElementSibling) {
        const kind = child.localName;
        kinds.set(kind, (kinds.get(kind) || 0) + 1);
        places.set(child, kinds.get(kind));
      }
      known.set(holder, [places, kinds]);
    }
    const [places, kinds] = known.get(holder);
    return kinds.get(node.localName) > 1 ? places.get(node) || 0 : 0;
  };

  const step = (node) => {
    const name = node.localName;
    const id = Element.prototype.getAttribute.call(node, 'id');
    if (id && id.length < 60) return `${name}#${CSS.escape(id)}`;
    const classes = (Element.prototype.getAttribute.call(node, 'class') || '').split(/\s+/).filter(Boolean).slice(0, 3);
    const label = name + classes.map((c) => `.${CSS.escape(c.slice(0, 40))}`).join('');
    const holder = up(node);
    const index = holder ? place(holder, node) : 0;
    return index ? `${label}:nth-of-type(${index})` : label;
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

  const styleOf = (node) => (node.ownerDocument.defaultView || window).getComputedStyle(node);
  const force = (node, property, value) => node.style && node.style.setProperty(property, value, 'important');
  const release = (node) => {
    for (const [property, value] of [['overflow', 'visible'], ['height', 'auto'], ['max-height', 'none'], ['contain', 'none']]) {
      force(node, property, value);
    }
  };
  const settle = (node) => { force(node, 'position', 'relative'); force(node, 'inset', 'auto'); };

  // A scroller of half the window and more stands in place of the page; a smaller one may shrink beside others.
  const unroll = (scroller) => {
    const large = scroller.clientHeight > innerHeight * 0.5 && scroller.clientWidth > innerWidth * 0.4;
    release(scroller);
    if (styleOf(scroller).position !== 'static') settle(scroller);
    force(scroller, 'flex', large ? 'none' : 'auto');
    for (let above = parent(scroller), depth = 0; above && depth < 60; above = parent(above), depth += 1) {
      const style = styleOf(above);
      const oneScreen = Math.abs(above.clientHeight - innerHeight) < innerHeight * 0.25;
      if (style.overflowY !== 'visible' || style.maxHeight !== 'none' || oneScreen) release(above);
      if (style.position === 'absolute' || style.position === 'fixed') settle(above);
      if (oneScreen) force(above, 'flex', 'none');
      if (oneScreen && style.display.includes('grid')) force(above, 'grid-template-rows', 'none');
    }
  };

  const fallsBack = (object) => {
    const range = object.ownerDocument.createRange();
    range.selectNodeContents(object);
    return range.getClientRects().length > 0;
  };

  const imported = (node, base) => {
    const copy = document.importNode(node, true);
    if (copy.nodeType !== 1) return copy;
    for (const [selector, name] of [['[src]', 'src'], ['[href]', 'href'], ['[poster]', 'poster'], ['[background]', 'background']]) {
      for (const one of [copy, ...copy.querySelectorAll(selector)]) {
        const said = one.getAttribute(name);
        if (said && !/^(#|data:|javascript:)/i.test(said)) try { one.setAttribute(name, new URL(said, base).href); } catch { /* no address */ }
      }
    }
    for (const script of copy.querySelectorAll('script')) script.remove();
    for (const one of [copy, ...copy.querySelectorAll('*')]) {
      for (const name of one.getAttributeNames()) if (/^on/i.test(name)) one.removeAttribute(name);
    }
    return copy;
  };

  const setIn = (inner, looks) => {
    const host = document.createElement('div');
    const shadow = host.attachShadow({ mode: 'open' });
    const body = document.createElement('div');
    for (const sheet of inner.querySelectorAll('style, link[rel~=stylesheet]')) {
      if (!inner.body.contains(sheet)) shadow.append(imported(sheet, inner.baseURI));
    }
    for (const child of inner.body.childNodes) {
      if (child.localName !== 'script') body.append(imported(child, inner.baseURI));
    }
    const style = inner.defaultView.getComputedStyle(inner.body);
    for (const name of looks) body.style.setProperty(name, style.getPropertyValue(name));
    shadow.append(body);
    return { host, style };
  };

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
    const look = () => {
      if (timersFire || !waiting.has(id)) return;
      if (performance.now() >= due) run(); else requestAnimationFrame(look);
    };
    waiting.set(id, look);
    if (!timersFire) requestAnimationFrame(look);
    return id;
  };
  // Where the page's scripts have been stopped for good, timers fire no more: those that wait too.
  const timersStopped = () => {
    timersFire = false;
    for (const look of waiting.values()) requestAnimationFrame(look);
  };
  globalThis.clearTimeout = (id) => { waiting.delete(id); nativeClear(id); };

  const frame = () => new Promise((resolve) => {
    let done = false;
    const once = (came) => { if (!done) { done = true; resolve(came); } };
    requestAnimationFrame(() => once(true));
    setTimeout(() => once(false), 100);
  });

  const ruled = (sheet) => [...sheet.cssRules].map((rule) => rule.cssText).join('\n');
  const stands = (sheet, text) => {
    const imports = [...sheet.cssRules].filter((rule) => rule.type === CSSRule.IMPORT_RULE).length;
    const anew = new CSSStyleSheet();
    anew.replaceSync(text);
    return anew.cssRules.length + imports === sheet.cssRules.length;
  };
  const written = (style) => (stands(style.sheet, style.textContent) ? style.textContent : ruled(style.sheet));

  globalThis.captureDom = { roots, walk, all, ref, element, selector, parent, box, text, frameDocument, unroll, setIn, frame,
    fallsBack, timersStopped, ruled, stands, written };
  return true;
}
