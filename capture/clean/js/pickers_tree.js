// Returns the part of the walked page that bears on languages, as rows of a tree.
//
// argument: { texts, pictures: a letter for each (see Says in pickers_words.py; "w" is a code that
//             is an everyday word too), maxRows }
// → rows, parents first: [parent row, tag, place among siblings, attributes, leaves, other texts,
//   words in them, media, form fields, all words, other texts that can be pressed,
//   share of the running text before it]; leaves are
//   ["t" text | "a" attribute | "p" picture, number, alt text's number for pictures], or
//   ["o", text, words] for one of the other texts where it stands close to languages
(argument) => {
  const { elements, parents, names, leaves, others, said, media: mediaAt, fields: fieldsAt, hintedAt, roots, attribute } = globalThis.capturePickers;
  const { texts, pictures, maxRows } = argument;
  const TELLS = new Set('ncbg');
  const size = elements.length;
  const keep = new Uint8Array(size);
  const words = new Float64Array(size); const otherWords = new Float64Array(size);
  const otherLeaves = new Uint32Array(size); const otherLinks = new Uint32Array(size);
  const media = new Uint32Array(size); const fields = new Uint32Array(size);
  const pressable = new Uint8Array(size);
  const kept = new Map();
  const PRESSED = new Set(['a', 'button', 'summary']);
  const STRANGER_WORDS = 12; const STRANGERS = 12; const CLOSE = 6;  // a dialog's title, its search field, "powered by"
  const PROSE_WORDS = 15; const LEAST_PROSE = 60;  // a text that is no menu entry; a paragraph's worth of them
  const NEAR = 4;  // levels from a code to what it shares with its list: text, link, item, list

  for (let at = 0; at < size; at += 1) {
    if (PRESSED.has(names[at]) || (parents[at] >= 0 && pressable[parents[at]])) pressable[at] = 1;
  }
  for (const at of hintedAt) keep[at] = 1;
  for (const at of mediaAt) media[at] += 1;
  for (const at of fieldsAt) fields[at] += 1;

  // What carries a language of its own: a name that we do not know may stand in a link so marked.
  const codes = new Map();
  for (const root of roots) {
    const type = root.nodeType === 11 ? DocumentFragment : Document;
    for (const element of type.prototype.querySelectorAll.call(root, '[hreflang], [lang]')) {
      codes.set(element, attribute(element, 'hreflang') || attribute(element, 'lang'));
    }
  }
  const own = attribute(document.documentElement, 'lang').slice(0, 2).toLowerCase();
  const tagged = (at) => {
    for (let level = 0, node = at; level < 3 && node >= 0; level += 1, node = parents[node]) {
      const code = codes.get(elements[node]);
      if (code) return names[node] === 'a' && /^[a-z]{2,3}(-|$)/i.test(code) && code.slice(0, 2).toLowerCase() !== own && own !== '';
    }
    return false;
  };
  const strangers = [];
  const other = (at, count, text) => {
    otherLeaves[at] += 1; otherWords[at] += count;
    if (pressable[at]) otherLinks[at] += 1;
    if (text && count <= STRANGER_WORDS) strangers.push(at, text, count);
  };
  const hold = (at, leaf, tells) => {
    if (tells) keep[at] = 1;
    const held = kept.get(at);
    if (held) held.push(leaf); else kept.set(at, [leaf]);
  };
  for (let i = 0; i < others.length; i += 3) { other(others[i], others[i + 1], others[i + 2]); words[others[i]] += others[i + 1]; }
  const asksSomethingElse = (at) => {
    for (let option = at + 1; option < size && parents[option] >= at; option += 1) {
      if (keep[option] || kept.has(option)) return false;
    }
    return !/[€$£¥]|(^|\s)[A-Z]{3}(\s|$)/.test((elements[at].textContent || '').slice(0, 200));  // not a currency
  };
  const unsure = [];
  for (let i = 0; i < leaves.length; i += 4) {
    const at = leaves[i]; const kind = leaves[i + 1]; const id = leaves[i + 2]; const extra = leaves[i + 3];
    if (kind === 'p') {
      const alt = extra >= 0 ? texts[extra].replace('w', 'c') : 'f';
      const shown = pictures[id];
      const letter = TELLS.has(alt) && alt !== 'c' ? alt : (shown === 'g' ? 'g' : (alt === 'c' ? 'c' : shown));
      if (letter === 'o' || letter === 'y') media[at] += 1;
      else hold(at, [kind, id, extra], TELLS.has(letter));
      continue;
    }
    const letter = texts[id];
    if (kind === 't') words[at] += extra;
    if (letter === 'o') {
      if (extra > 4 || !codes.size || !tagged(at)) other(at, extra, said[id]);
    } else if (letter === 'w' && !pressable[at] && names[at] !== 'option') unsure.push(at, kind, id, extra);
    else hold(at, [kind, id, -1], letter === 'w' || TELLS.has(letter));
  }
  // "no", "it" and their like, where nothing can be pressed, tell something only among their likes.
  const near = new Uint8Array(unsure.length ? size : 0);
  if (unsure.length) {
    for (const at of kept.keys()) {
      if (!keep[at]) continue;
      for (let level = 0, node = at; level < NEAR && node >= 0; level += 1, node = parents[node]) near[node] = 1;
    }
  }
  const amongLikes = (at) => {
    for (const name of ['role', 'onclick', 'tabindex']) if (attribute(elements[at], name)) return true;
    for (let level = 0, node = at; level < NEAR && node >= 0; level += 1, node = parents[node]) if (near[node]) return true;
    return false;
  };
  for (let i = 0; i < unsure.length; i += 4) {
    const at = unsure[i];
    if (amongLikes(at)) hold(at, [unsure[i + 1], unsure[i + 2], -1], true); else other(at, unsure[i + 3], said[unsure[i + 2]]);
  }
  for (const at of mediaAt) if (pressable[at]) otherLinks[at] += 1;
  for (let at = 0; at < size; at += 1) if (names[at] === 'select' && asksSomethingElse(at)) fields[at] += 1;
  for (let at = size - 1; at > 0; at -= 1) {
    const up = parents[at];
    if (up < 0) continue;
    if (keep[at]) keep[up] = 1;
    otherLeaves[up] += otherLeaves[at]; otherWords[up] += otherWords[at];
    media[up] += media[at]; fields[up] += fields[at]; otherLinks[up] += otherLinks[at]; words[up] += words[at];
  }

  // Other texts and fields close by may be the picker's own (a title, "powered by", a name that we
  // do not know): Python sees those that share a small wrapper with a language.
  const close = new Uint8Array(size);
  for (const at of kept.keys()) {
    if (!keep[at]) continue;
    for (let level = 0, node = at; level < CLOSE && node >= 0 && otherLeaves[node] <= STRANGERS; level += 1, node = parents[node]) close[node] = 1;
  }
  const inClose = (at) => {
    for (let level = 0, node = at; level < CLOSE && node >= 0; level += 1, node = parents[node]) if (close[node]) return true;
    return false;
  };
  const keepUp = (at) => { for (let node = at; node >= 0 && !keep[node]; node = parents[node]) keep[node] = 1; };
  for (let i = 0; i < strangers.length; i += 3) {
    if (inClose(strangers[i])) { keepUp(strangers[i]); hold(strangers[i], ['o', strangers[i + 1], strangers[i + 2]], false); }
  }
  for (const at of fieldsAt) if (inClose(at)) keepUp(at);

  const PLAIN = { id: 'id', class: 'class', role: 'role', 'aria-label': 'label', title: 'title', href: 'href', hreflang: 'hreflang', lang: 'lang', 'xml:lang': 'lang', name: 'name', rel: 'rel', 'aria-controls': 'controls', popovertarget: 'controls', src: 'src', itemprop: 'itemprop', type: 'type', placeholder: 'placeholder', open: 'open' };
  const LONG = { href: 600, src: 300 };
  const STATE = new Set(['aria-current', 'aria-selected', 'aria-pressed', 'aria-checked', 'selected', 'checked', 'disabled']);
  const OPENS = new Set(['aria-haspopup', 'aria-expanded', 'data-toggle', 'data-bs-toggle', 'popovertarget']);
  const { get: attributes } = Object.getOwnPropertyDescriptor(Element.prototype, 'attributes');
  const describe = (element) => {
    const found = {}; let data = '';
    const list = [...attributes.call(element)].slice(0, 40);
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
  // A row's place among its siblings; empty icons do not separate.
  const places = new Uint32Array(size); const counted = new Uint32Array(size);
  for (let at = 0; at < size; at += 1) {
    const up = parents[at];
    if (up < 0) continue;
    places[at] = counted[up];
    if (keep[at] || words[at] || media[at] || fields[at]) counted[up] += 1;
  }
  // Where in the running text a row stands: 0 before all of it, 1 after all, -1 on a page without.
  const prose = new Float64Array(size);
  for (let i = 0; i < others.length; i += 3) if (others[i + 1] >= PROSE_WORDS) prose[others[i]] += others[i + 1];
  let allProse = 0;
  for (let at = 0; at < size; at += 1) { const here = prose[at]; prose[at] = allProse; allProse += here; }
  const ahead = (at) => (allProse < LEAST_PROSE ? -1 : Math.round((prose[at] / allProse) * 1000) / 1000);
  const rows = []; const rowOf = new Int32Array(size).fill(-1); const shown = [];
  for (let at = 0; at < size && rows.length < maxRows; at += 1) {
    if (!keep[at]) continue;
    const up = parents[at];
    rowOf[at] = rows.length;
    shown.push(elements[at]);
    const facts = describe(elements[at]);
    if (kept.has(at) && !pressable[at] && names[at] !== 'option' && getComputedStyle(elements[at]).cursor === 'pointer') facts.points = '1';
    rows.push([
      up < 0 ? -1 : rowOf[up], names[at], places[at], facts, kept.get(at) || [],
      otherLeaves[at], otherWords[at], media[at], fields[at], words[at], otherLinks[at], ahead(at),
    ]);
  }
  globalThis.capturePickers = { shown, roots };
  return rows;
}
