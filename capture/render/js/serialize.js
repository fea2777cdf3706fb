// The rendered page as one HTML text for extraction: open shadow roots and same-origin frames are written where
// they show, and elements that are not rendered say so in data-capture-hidden ("none" or "collapsed").
//   argument: {limit: characters, elements}
//   answers:  {html, cut}
({ limit, elements }) => {
  const VOID = new Set(['area', 'base', 'br', 'col', 'hr', 'img', 'input', 'link', 'meta', 'source', 'track', 'wbr']);
  const SKIP = new Set(['style', 'template', 'noscript', 'noframes', 'canvas', 'object', 'embed']);
  // Read through the prototypes: a form control named "childNodes" must not answer for its form.
  const childrenOf = (node) => Reflect.get(Node.prototype, 'childNodes', node);
  const attributesOf = (element) => Reflect.get(Element.prototype, 'attributes', element);
  const shadowOf = (element) => Reflect.get(Element.prototype, 'shadowRoot', element);
  const escapeText = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  const escapeValue = (text) => text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;');
  const parts = [];
  let length = 0;
  let opened = 0;
  let cut = false;
  const put = (text) => { parts.push(text); length += text.length; if (length > limit) cut = true; };

  const hiddenAs = (element, style) => {
    if (style.display === 'none') return 'none';
    if (style.visibility === 'hidden' || style.visibility === 'collapse') return 'none';
    if (element.localName === 'details' && !element.open) return 'collapsed';
    if (style.overflowY === 'hidden' && element.clientHeight === 0 && element.scrollHeight > 8) return 'collapsed';
    return '';
  };

  // In a frameset a parser drops everything but frames; what stands in an object is read where it shows.
  const nameOf = (element) => (/^(frame|frameset|object)$/.test(element.localName) ? 'div' : element.localName);

  const open = (element, rendered) => {
    put(`<${nameOf(element)}`);
    for (const { name, value } of [...attributesOf(element)]) {
      if (name.startsWith('on') || name === 'style' || name === 'srcdoc') continue;
      if (!/^[a-zA-Z_:][\w:.-]*$/.test(name)) continue;
      // Long data: pictures are no use to extraction and would be most of the text.
      put(` ${name}="${value.startsWith('data:') && value.length > 2000 ? 'data:,' : escapeValue(value)}"`);
    }
    if (element.localName === 'img' && element.currentSrc && !element.currentSrc.startsWith('data:')) {
      put(` data-capture-src="${escapeValue(element.currentSrc)}"`);
    }
    if (rendered) {
      const hidden = hiddenAs(element, element.ownerDocument.defaultView.getComputedStyle(element));
      if (hidden) put(` data-capture-hidden="${hidden}"`);
    }
    put('>');
  };

  // An explicit stack: pages can nest deeper than a call stack goes.  Entries are [node, inside body?] or text.
  const stack = [[document.documentElement, false]];
  const push = (nodes, inBody) => { for (let i = nodes.length - 1; i >= 0; i -= 1) stack.push([nodes[i], inBody]); };
  while (stack.length && !cut) {
    const item = stack.pop();
    if (typeof item === 'string') { put(item); continue; }
    const [node, inBody] = item;
    if (node.nodeType === 3) { put(escapeText(node.data)); continue; }
    // What the user had put aside (--hide, --selector) is put aside for the reader too.
    if (node.nodeType !== 1 || globalThis.captureAside?.has(node)) continue;
    const name = node.localName;
    if ((SKIP.has(name) && !(name === 'object' && captureDom.fallsBack(node))) || !/^[a-z][\w:.-]*$/i.test(name)) continue;
    if (name === 'script') {
      if (node.type === 'application/ld+json') put(`<script type="application/ld+json">${node.text.replace(/<\/script/gi, '<\\/script')}</script>`);
      continue;
    }
    const frame = captureDom.frameDocument(node);
    if (frame && frame.body) {
      put('<div data-capture-frame="">');
      stack.push('</div>');
      push(childrenOf(frame.body), true);
      continue;
    }
    opened += 1;
    if (opened > elements) { cut = true; break; }
    open(node, inBody);
    if (VOID.has(name)) continue;
    stack.push(`</${nameOf(node)}>`);
    const shadow = shadowOf(node);
    const assigned = name === 'slot' ? HTMLSlotElement.prototype.assignedNodes.call(node) : [];
    push(shadow ? childrenOf(shadow) : assigned.length ? assigned : childrenOf(node), inBody || name === 'body' || name === 'frameset');
  }
  return { html: `<!DOCTYPE html>\n${parts.join('')}`, cut };
}
