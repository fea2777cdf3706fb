// Returns the part of the walked page that bears on languages, as rows of a tree.
//
// argument: { texts, pictures: a letter for each (see Says in pickers_words.py), hint: a pattern of
//             class and id names that are worth a row without any text, maxRows }
// → rows, parents first: [parent row, tag, place among siblings, attributes, leaves, other texts,
//   words in them, media, form fields, all words, other texts that can be pressed]; leaves are ["t" text | "a" attribute | "p" picture, number,
//   alt text's number for pictures]
(argument) => {
  const { index, elements, parents, leaves, otherLeaves, otherWords, media, fields, attribute } = globalThis.capturePickers;
  const { texts, pictures, maxRows } = argument;
  const hint = new RegExp(argument.hint, 'i');
  const TELLS = 'ncbg';
  const size = elements.length;
  const keep = new Uint8Array(size);
  const words = new Float64Array(size);
  const kept = leaves.map(() => null);
  const pressable = new Uint8Array(size);
  const otherLinks = new Uint32Array(size);
  const PRESSED = new Set(['a', 'button', 'summary']);
  const UNSEEN = new Set(['html', 'head', 'body', 'style', 'script', 'link', 'meta', 'title', 'template', 'noscript']);

  const own = attribute(document.documentElement, 'lang').slice(0, 2).toLowerCase();
  const tagged = (at) => {
    for (let level = 0, node = at; level < 3 && node >= 0; level += 1, node = parents[node]) {
      const element = elements[node];
      const code = attribute(element, 'hreflang') || attribute(element, 'lang');
      if (code) return element.localName === 'a' && /^[a-z]{2,3}(-|$)/i.test(code) && code.slice(0, 2).toLowerCase() !== own && own !== '';
    }
    return false;
  };
  const known = new Map([['', false]]);
  const hinted = (name) => {
    let answer = known.get(name);
    if (answer === undefined) { answer = hint.test(name.slice(0, 300)); known.set(name, answer); }
    return answer;
  };
  const sortLeaf = (at, leaf) => {
    const [kind, number, extra] = leaf;
    if (kind === 'p') {
      const alt = extra >= 0 ? texts[extra] : 'f';
      const shown = pictures[number];
      const letter = TELLS.includes(alt) && alt !== 'c' ? alt : (shown === 'g' ? 'g' : (alt === 'c' ? 'c' : shown));
      if (letter === 'o' || letter === 'y') { media[at] += 1; return; }
      if (TELLS.includes(letter)) keep[at] = 1;
      (kept[at] = kept[at] || []).push([kind, number, extra]);
      return;
    }
    const letter = texts[number];
    if (kind === 't') words[at] += extra;
    if (letter === 'o' && extra <= 4 && tagged(at)) return;  // a name we do not know, marked as a language's
    if (letter === 'o') { otherLeaves[at] += 1; otherWords[at] += extra; return; }
    if (TELLS.includes(letter)) keep[at] = 1;
    (kept[at] = kept[at] || []).push([kind, number, -1]);
  };
  for (let at = 0; at < size; at += 1) {
    words[at] = otherWords[at];
    pressable[at] = PRESSED.has(elements[at].localName) || (parents[at] >= 0 && pressable[parents[at]]) ? 1 : 0;
    for (const leaf of leaves[at]) sortLeaf(at, leaf);
    if (pressable[at]) otherLinks[at] = otherLeaves[at] + media[at];
    if (UNSEEN.has(elements[at].localName)) continue;
    if (hinted(attribute(elements[at], 'class')) || hinted(attribute(elements[at], 'id'))) keep[at] = 1;
  }
  for (let at = size - 1; at > 0; at -= 1) {
    const up = parents[at];
    if (up < 0) continue;
    if (keep[at]) keep[up] = 1;
    otherLeaves[up] += otherLeaves[at]; otherWords[up] += otherWords[at];
    media[up] += media[at]; fields[up] += fields[at]; otherLinks[up] += otherLinks[at]; words[up] += words[at];
  }

  const PLAIN = { id: 'id', class: 'class', role: 'role', 'aria-label': 'label', title: 'title', href: 'href', hreflang: 'hreflang', lang: 'lang', 'xml:lang': 'lang', name: 'name', rel: 'rel', 'aria-controls': 'controls', popovertarget: 'controls', src: 'src', itemprop: 'itemprop', type: 'type' };
  const LONG = { href: 600, src: 300 };
  const STATE = new Set(['aria-current', 'aria-selected', 'aria-pressed', 'aria-checked', 'selected', 'checked', 'disabled']);
  const OPENS = new Set(['aria-haspopup', 'aria-expanded', 'data-toggle', 'data-bs-toggle', 'popovertarget']);
  const describe = (element) => {
    const found = {}; let data = '';
    const list = [...element.attributes].slice(0, 40);
    for (const { name, value } of list) {
      if (PLAIN[name]) { if (!found[PLAIN[name]]) found[PLAIN[name]] = value.slice(0, LONG[name] || 160); }
      else if (STATE.has(name)) { if (value !== 'false') found.current = name; }
      else if (OPENS.has(name)) found.opens = name;
      else if (name === 'value' && !/^(text|hidden)$/.test(element.type || '')) found.value = value.slice(0, 300);
      else if (name.startsWith('on')) found.on = value.slice(0, 160);
      else if (name === 'data-target' || name === 'data-bs-target') found.controls = value.slice(0, 80);
      else if (name.startsWith('data-') && (value.length <= 24 || /lang|locale/.test(name)) && data.length < 200) data += `${name.slice(5)}=${value.slice(0, 60)};`;
    }
    if (data) found.data = data;
    return found;
  };
  const places = new Map();
  const place = (element, parent) => {
    // Counting siblings from each child is quadratic in a long list: count a parent's children once.
    if (!places.has(parent)) {
      const table = new Map(); let n = 0;
      const holder = Object.getOwnPropertyDescriptor(Node.prototype, 'parentNode').get.call(element);
      for (let child = holder && holder.firstElementChild; child; child = child.nextElementSibling) {
        table.set(child, n);
        const at = index.get(child);
        if (at !== undefined && (keep[at] || words[at] || media[at] || fields[at])) n += 1;  // empty icons do not separate
      }
      places.set(parent, table);
    }
    return places.get(parent).get(element) ?? 0;
  };
  const rows = []; const rowOf = new Int32Array(size).fill(-1); const shown = [];
  for (let at = 0; at < size && rows.length < maxRows; at += 1) {
    if (!keep[at]) continue;
    const up = parents[at];
    rowOf[at] = rows.length;
    shown.push(elements[at]);
    const facts = describe(elements[at]);
    if (kept[at] && !pressable[at] && elements[at].localName !== 'option' && getComputedStyle(elements[at]).cursor === 'pointer') facts.points = '1';
    rows.push([
      up < 0 ? -1 : rowOf[up], elements[at].localName, place(elements[at], up), facts, kept[at] || [],
      otherLeaves[at], otherWords[at], media[at], fields[at], words[at], otherLinks[at],
    ]);
  }
  globalThis.capturePickers = { shown };
  return rows;
}
