// Acts on the elements that were decided on, and closes the holes they leave.
// The argument: [{ref, action}]. The answer: {done: [refs], holes: [{ref, selector, box, of}]}.
// A hole is a wrapper that holds nothing any more: no text, picture, control, or frame.
(orders) => {
  const dom = globalThis.captureDom;
  const FULL = 'img,picture,video,audio,canvas,svg,iframe,frame,object,embed,input,button,select,textarea,math,hr,form,'
    + 'h1,main,article,[data-src],slot';
  const STOP = new Set(['html', 'body', 'main', 'article', 'td', 'th', 'tr', 'tbody', 'table', 'head', 'dl', 'fieldset']);
  const empty = (element) => {
    if (STOP.has(element.localName) || element.matches(FULL) || element.querySelector(FULL)) return false;
    if (/\S/.test(element.textContent.replace(/[\u200b\ufeff\u00a0]/g, ''))) {
      const left = element.cloneNode(true);
      left.querySelectorAll('script,style,noscript,template,link').forEach((e) => e.remove());
      if (/[^\s\u200b\ufeff\u00a0]/.test(left.textContent)) return false;
    }
    for (const e of [element, ...element.querySelectorAll('*')]) {
      if (e.shadowRoot && /\S/.test(e.shadowRoot.textContent)) return false;
      if (getComputedStyle(e).backgroundImage.includes('url(')) return false;
    }
    return true;
  };
  const free = (element) => {
    const view = element.ownerDocument.defaultView;
    const style = view.getComputedStyle(element);
    const set = (name, value) => element.style.setProperty(name, value, 'important');
    const before = element.getBoundingClientRect();
    const near = before.height < view.innerHeight * 0.5;
    if (style.position === 'fixed' && parseFloat(style.top) < 120 && before.top < 120 && near) {
      // The page keeps room for it at its top: it stays there, wherever the page is scrolled to now.
      const wanted = parseFloat(style.top) || 0;
      set('position', 'absolute');
      const off = element.getBoundingClientRect().top + view.scrollY - wanted;
      if (Math.abs(off) > 1) set('top', `${wanted - off}px`);
    } else if (style.position === 'fixed' && near) {
      set('position', 'static'); set('transform', 'none');
      // An app's bar at the foot of the screen has no place on paper: printing asks for these.
      (globalThis.captureFreed ||= []).push(element);
    } else if (style.position === 'fixed') {
      set('position', 'absolute');
    } else {
      set('position', 'relative'); set('inset', 'auto');
    }
  };
  const unlock = (element) => {
    const set = (name, value) => element.style.setProperty(name, value, 'important');
    const style = getComputedStyle(element);
    set('overflow', 'visible'); set('overflow-x', 'visible'); set('overflow-y', 'visible');
    if (style.position === 'fixed') { set('position', 'static'); set('inset', 'auto'); set('width', 'auto'); }
    if (/blur|brightness|opacity|grayscale/.test(style.filter)) set('filter', 'none');
    if (element.localName === 'body' || element.localName === 'html') {
      if (style.height !== 'auto' && element.scrollHeight > element.clientHeight) { set('height', 'auto'); set('max-height', 'none'); }
      // Bootstrap and its kin make up for the scroll bar they took away.
      if (/^(1[0-9]|2[0-9]|[5-9])(\.\d+)?px$/.test(element.style.paddingRight)) set('padding-right', '0');
      // Or their style sheet does: a side that is a scroll bar wider than the other. The widest is Windows' 17 px, twice zoomed 34.
      for (const kind of ['padding', 'margin']) {
        const [left, right] = ['left', 'right'].map((side) => parseFloat(style.getPropertyValue(`${kind}-${side}`)) || 0);
        const spare = Math.abs(right - left);
        if (spare >= 5 && spare <= 34 && Math.min(left, right) >= 0) set(`${kind}-${right > left ? 'right' : 'left'}`, `${Math.min(left, right)}px`);
      }
      // A translate bar pushes the page down by its own height, in the element's own style.
      for (const side of ['top', 'margin-top']) if (parseFloat(element.style.getPropertyValue(side)) > 0) set(side, '0');
      if (style.touchAction === 'none') set('touch-action', 'auto');
    } else {
      set('max-height', 'none'); if (style.userSelect === 'none') set('user-select', 'auto');
      set('mask-image', 'none');
    }
    return true;
  };
  if (!globalThis.captureArrivals) {
    const seen = { count: 0, last: performance.now() };
    const observer = new MutationObserver((records) => {
      for (const record of records) {
        for (const node of record.addedNodes) if (node.nodeType === 1) { seen.count += 1; seen.last = performance.now(); }
      }
    });
    for (const root of dom.roots()) observer.observe(root, { childList: true, subtree: true });
    globalThis.captureArrivals = seen;
  }
  const done = []; const holes = [];
  for (const { ref, action } of orders) {
    const element = dom.element(ref);
    if (!element) continue;
    done.push(ref);
    if (action === 'unpin') { free(element); continue; }
    if (action === 'unlock') { unlock(element); continue; }
    if (action === 'hide') {
      element.style.setProperty('display', 'none', 'important');
      (globalThis.captureAside ||= new WeakSet()).add(element);
      continue;
    }
    let around = dom.parent(element);
    if (element.localName === 'dialog' && element.open) { try { element.close(); } catch { /* it is leaving anyway */ } }
    element.remove();
    for (let depth = 0; around && depth < 8 && empty(around); depth += 1) {
      const outer = dom.parent(around);
      holes.push({ ref: dom.ref(around), selector: dom.selector(around).slice(0, 500), box: dom.box(around), of: ref });
      around.remove();
      around = outer;
    }
  }
  return { done, holes };
}
