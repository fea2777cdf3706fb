// Walks the page once and returns what it says in short texts, for Python to read; `pickers_tree.js`
// then turns Python's readings into a tree.  Changes nothing, and reads no layout.
//
// argument: { hint: a pattern of class and id names that are worth a row without any text,
//             maxChars, maxTexts }
// → { texts: every different short text, pictures: image files and sprite classes, page: {…} }
// The walk itself stays in this world as `capturePickers`.  What is seldom (a picture, a text that
// says nothing) is kept as a list of events, [element, …], not as a column of zeros.
(argument) => {
  const { maxChars, maxTexts } = argument;
  const hint = new RegExp(argument.hint, 'i');
  // Getters taken from the prototypes are immune to form controls named "firstChild".
  const get = (proto, name) => Object.getOwnPropertyDescriptor(proto, name).get;
  const firstChild = get(Node.prototype, 'firstChild');
  const nextSibling = get(Node.prototype, 'nextSibling');
  const nodeType = get(Node.prototype, 'nodeType');
  const shadowRoot = get(Element.prototype, 'shadowRoot');
  const localName = get(Element.prototype, 'localName');
  const textData = get(CharacterData.prototype, 'data');
  const getAttribute = Element.prototype.getAttribute;
  const attribute = (element, name) => getAttribute.call(element, name) || '';
  const SILENT = new Set(['script', 'style', 'noscript', 'template', 'head', 'datalist', 'link', 'meta']);
  const MEDIA = new Set(['video', 'audio', 'canvas', 'object', 'embed', 'math']);
  const NEUTRAL_INPUT = new Set(['hidden', 'radio', 'checkbox', 'submit', 'button', 'reset', 'image']);
  const INSPECTED = new Set(['img', 'input', 'textarea', ...MEDIA]);
  const SPEAKS = new Set(['a', 'button', 'summary', 'iframe']);
  const ROLES = new Set(['button', 'option', 'menuitem', 'menuitemradio', 'link', 'tab']);
  const UNSEEN = new Set(['html', 'body', 'title']);
  const FLAGGED = /flag|(?:^|\s)fi-|lang|locale/i;
  const SAYS = /\S/;
  const DIGITS = /\d/;  // no language is called by a number but Latin American Spanish, "es-419"
  const LONG = 400;  // characters; longer ones are counted by length alone

  const elements = []; const parents = []; const names = []; const hintedAt = [];
  const leaves = [];  // [element, kind, text or picture, words or the alt text's number] …
  const others = [];  // [element, words, the text or ''] …
  const media = []; const fields = []; const spoken = [];
  const roots = [document];
  const ids = new Map(); const texts = [];
  const pictureIds = new Map(); const pictures = [];
  const number = (table, list, value) => {
    let id = table.get(value);
    if (id === undefined && list.length < maxTexts) { id = list.length; table.set(value, id); list.push(value); }
    return id;
  };
  const WORD = /\S+/g;
  const countWords = (text) => {
    if (text.length > LONG) return Math.ceil(text.length / 7);
    const count = text.match(WORD);
    return Math.max(count ? count.length : 0, Math.ceil(text.length / 8));
  };
  const known = new Map();  // raw text → [number or -1, words, the text when it has no number]
  const read = (raw) => {
    const text = raw.length > LONG ? raw : raw.replace(/\s+/g, ' ').trim();
    const words = countWords(text);
    const silent = text.length > maxChars || (DIGITS.test(text) && !text.includes('419'));
    const id = silent ? undefined : number(ids, texts, text);
    return [id === undefined ? -1 : id, words, text.length <= maxChars ? text : ''];
  };
  const say = (at, raw, kind) => {
    if (raw.length < LONG && !SAYS.test(raw)) return false;
    let reading = known.get(raw);
    if (!reading) { reading = read(raw); if (raw.length < LONG) known.set(raw, reading); }
    spoken.push(at);
    if (reading[0] < 0) others.push(at, reading[1], reading[2]); else leaves.push(at, kind, reading[0], reading[1]);
    return true;
  };
  const show = (at, address, alt) => {
    const picture = number(pictureIds, pictures, address.slice(-120));
    const text = alt && alt.length <= maxChars ? number(ids, texts, alt.replace(/\s+/g, ' ').trim()) : -1;
    if (picture === undefined || text === undefined) media.push(at); else leaves.push(at, 'p', picture, text);
  };
  const file = (element) => {
    const source = attribute(element, 'src') || attribute(element, 'data-src') || attribute(element, 'data-gt-lazy-src');
    return source.startsWith('data:') ? '' : source.split(/[?#]/)[0].split('/').slice(-2).join('/');
  };
  const inspect = (element, at, name) => {
    if (name === 'img') show(at, file(element), attribute(element, 'alt'));
    else if (MEDIA.has(name)) media.push(at);
    else if (name === 'textarea') fields.push(at);
    else {
      const type = attribute(element, 'type').toLowerCase();
      // What cannot be typed into shows a choice: the input of a select made of divs.
      const typed = !NEUTRAL_INPUT.has(type) && !Element.prototype.hasAttribute.call(element, 'readonly');
      if (typed) fields.push(at);
      else if (type !== 'hidden' && type !== 'radio' && type !== 'checkbox') say(at, attribute(element, 'value'), 't');
    }
  };
  const hinted = new Map([['', false]]);
  const hints = (name) => {
    let answer = hinted.get(name);
    if (answer === undefined) { answer = hint.test(name.slice(0, 300)); hinted.set(name, answer); }
    return answer;
  };
  // Returns where to go on: the element's first child, or its frame's or shadow root's.
  const enter = (element, parent, name) => {
    const at = elements.length;
    elements.push(element); parents.push(parent); names.push(name);
    if (INSPECTED.has(name)) { inspect(element, at, name); return null; }
    const classes = attribute(element, 'class');
    if ((hints(classes) || hints(attribute(element, 'id'))) && !UNSEEN.has(name)) hintedAt.push(at);
    const first = firstChild.call(element);
    const shadow = shadowRoot.call(element);
    if (shadow) { roots.push(shadow); later(first, at); return firstChild.call(shadow); }
    if (name === 'iframe' || name === 'frame') return enterFrame(element, at);
    if (!first && classes && FLAGGED.test(classes)) show(at, classes.slice(0, 100), '');
    return first;
  };
  const enterFrame = (element, at) => {
    const inner = captureDom.frameDocument(element);
    if (inner && inner.documentElement) { roots.push(inner); return firstChild.call(inner); }
    if (!say(at, attribute(element, 'title') || attribute(element, 'name'), 't')) media.push(at);
    return null;
  };
  const waiting = []; const waitingIn = [];
  const later = (node, parent) => { if (node) { waiting.push(node); waitingIn.push(parent); } };

  let node = firstChild.call(document);
  let parent = -1;
  while (node) {
    const type = nodeType.call(node);
    let down = null;
    if (type === 3) say(parent, textData.call(node), 't');
    else if (type === 1) {
      const name = localName.call(node);
      if (!SILENT.has(name) && (name !== 'title' || node.namespaceURI === 'http://www.w3.org/2000/svg')) {
        later(nextSibling.call(node), parent);
        const at = elements.length;
        down = enter(node, parent, name);
        if (down) { node = down; parent = at; } else { node = waiting.pop(); parent = waitingIn.pop(); }
        continue;
      }
    }
    node = nextSibling.call(node);
    if (!node) { node = waiting.pop(); parent = waitingIn.pop(); }
  }

  // Links and buttons that say nothing but in an attribute (flags, icons).
  const total = new Uint8Array(elements.length);
  for (const at of spoken) total[at] = 1;
  for (let at = elements.length - 1; at >= 0; at -= 1) {
    if (!total[at] && (SPEAKS.has(names[at]) || ROLES.has(attribute(elements[at], 'role')))) {
      const element = elements[at];
      if (say(at, attribute(element, 'aria-label') || attribute(element, 'title'), 'a')) total[at] = 1;
    }
    if (total[at] && parents[at] >= 0) total[parents[at]] = 1;
  }

  const head = document.documentElement;
  const alternates = [...document.querySelectorAll('link[rel~="alternate"][hreflang][href]')].slice(0, 300)
    .map((link) => [attribute(link, 'hreflang').slice(0, 20), attribute(link, 'href').slice(0, 500)]);
  globalThis.capturePickers = { elements, parents, names, leaves, others, media, fields, hintedAt, roots, attribute, said: texts };
  return {
    texts, pictures, nodes: elements.length,
    page: {
      language: (attribute(head, 'lang') || attribute(head, 'xml:lang')).slice(0, 20), base: document.baseURI.slice(0, 2000), alternates,
    },
  };
}
