// Walks the page once and returns what it says in short texts, for Python to read; `pickers_tree.js`
// then turns Python's readings into a tree.  Changes nothing.
//
// → { texts: every different short text, pictures: image files and sprite classes, page: {…} }
// The walk itself stays in this world as `capturePickers`.
(argument) => {
  const { maxChars, maxTexts } = argument;
  const get = (proto, name) => Object.getOwnPropertyDescriptor(proto, name).get;
  const parentNode = get(Node.prototype, 'parentNode');  // immune to form controls of that name
  const shadowRoot = get(Element.prototype, 'shadowRoot');
  const attribute = (element, name) => Element.prototype.getAttribute.call(element, name) || '';
  const SILENT = new Set(['script', 'style', 'noscript', 'template', 'textarea', 'head', 'datalist']);
  const MEDIA = new Set(['video', 'audio', 'canvas', 'object', 'embed', 'math']);
  const NEUTRAL_INPUT = new Set(['hidden', 'radio', 'checkbox', 'submit', 'button', 'reset', 'image']);
  const SPEAKS = new Set(['a', 'button', 'summary', 'iframe']);
  const ROLES = new Set(['button', 'option', 'menuitem', 'menuitemradio', 'link', 'tab']);
  const FLAGGED = /flag|(?:^|\s)fi-|lang|locale/i;

  const elements = []; const parents = []; const leaves = [];
  const otherLeaves = []; const otherWords = []; const media = []; const fields = []; const spoken = [];
  const index = new Map();
  const ids = new Map(); const texts = [];
  const pictureIds = new Map(); const pictures = [];
  const number = (table, list, value) => {
    let id = table.get(value);
    if (id === undefined && list.length < maxTexts) { id = list.length; table.set(value, id); list.push(value); }
    return id;
  };
  const SAYS = /\S/;
  const countWords = (text) => Math.max(text.split(/\s+/).length, Math.ceil(text.length / 8));
  const say = (at, raw, kind = 't') => {
    if (!SAYS.test(raw)) return false;
    const text = raw.length > 4000 ? raw : raw.replace(/\s+/g, ' ').trim();
    spoken[at] += 1;
    const id = text.length <= maxChars ? number(ids, texts, text) : undefined;
    if (id === undefined) { otherLeaves[at] += 1; otherWords[at] += countWords(text); } else leaves[at].push([kind, id, countWords(text)]);
    return true;
  };
  const show = (at, address, alt) => {
    const picture = number(pictureIds, pictures, address.slice(-120));
    const text = alt && alt.length <= maxChars ? number(ids, texts, alt.replace(/\s+/g, ' ').trim()) : -1;
    if (picture === undefined || text === undefined) media[at] += 1; else leaves[at].push(['p', picture, text]);
  };
  const file = (element) => {
    const source = attribute(element, 'src') || attribute(element, 'data-src') || attribute(element, 'data-gt-lazy-src');
    return source.startsWith('data:') ? '' : source.split(/[?#]/)[0].split('/').slice(-2).join('/');
  };

  const enter = (element, parent) => {
    const at = elements.length;
    index.set(element, at); elements.push(element); parents.push(parent);
    leaves.push([]); otherLeaves.push(0); otherWords.push(0); media.push(0); fields.push(0); spoken.push(0);
    return at;
  };
  const inspect = (element, at) => {
    const tag = element.localName;
    if (tag === 'img') show(at, file(element), attribute(element, 'alt'));
    else if (MEDIA.has(tag)) media[at] += 1;
    else if (tag === 'textarea') fields[at] += 1;
    else if (tag === 'input') {
      const type = attribute(element, 'type').toLowerCase();
      if (!NEUTRAL_INPUT.has(type)) fields[at] += 1;
      else if (type !== 'hidden' && type !== 'radio' && type !== 'checkbox') say(at, attribute(element, 'value'));
    } else if (!element.firstChild && !shadowRoot.call(element)) {
      const name = attribute(element, 'class');
      if (name && FLAGGED.test(name)) show(at, name.slice(0, 100), '');
    }
  };
  const open = [[document, -1]];
  for (let i = 0; i < open.length; i += 1) {
    const [root, owner] = open[i];
    const walker = (root.nodeType === 9 ? root : root.ownerDocument).createTreeWalker(root, 5 /* elements and text */);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const up = parentNode.call(node);
      const parent = up === root ? owner : index.get(up);
      if (node.nodeType === 3) {
        if (up.nodeType !== 1 && parent < 0) continue;
        if (up.nodeType === 1 && (SILENT.has(up.localName) || (up.localName === 'title' && up.namespaceURI !== 'http://www.w3.org/2000/svg'))) continue;
        say(parent, node.data);
        continue;
      }
      const at = enter(node, parent);
      inspect(node, at);
      const shadow = shadowRoot.call(node);
      if (shadow) open.push([shadow, at]);
      const inner = captureDom.frameDocument(node);
      if (inner && inner.documentElement) open.push([inner, at]);
      else if (node.localName === 'iframe') {
        media[at] += 1;
        if (say(at, attribute(node, 'title') || attribute(node, 'name'))) media[at] -= 1;
      }
    }
  }
  // Links and buttons that say nothing but in an attribute (flags, icons).
  const total = spoken.slice();
  for (let at = elements.length - 1; at >= 0; at -= 1) {
    const element = elements[at];
    if (!total[at] && (SPEAKS.has(element.localName) || ROLES.has(attribute(element, 'role')))) {
      if (say(at, attribute(element, 'aria-label') || attribute(element, 'title'), 'a')) total[at] += 1;
    }
    if (parents[at] >= 0) total[parents[at]] += total[at];
  }

  const head = document.documentElement;
  const alternates = [...document.querySelectorAll('link[rel~="alternate"][hreflang][href]')].slice(0, 300)
    .map((link) => [attribute(link, 'hreflang').slice(0, 20), attribute(link, 'href').slice(0, 500)]);
  globalThis.capturePickers = { index, elements, parents, leaves, otherLeaves, otherWords, media, fields, attribute };
  return {
    texts, pictures, nodes: elements.length,
    page: {
      language: (attribute(head, 'lang') || attribute(head, 'xml:lang')).slice(0, 20), base: document.baseURI.slice(0, 2000), alternates,
    },
  };
}
