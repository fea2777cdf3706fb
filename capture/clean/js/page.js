// Measures the page once for all detectors and installs what they share as `captureClean`:
//
//   words(text)         words of a string; Han, kana and hangul count half a word a character
//   countOf(element)    rendered words inside
//   proseOf(element)    words in running text inside: blocks of 12 words and more, mostly not links
//   own(element)        {words, links} of the text whose nearest block is this element
//   main                the element that holds the main content, or null
//   title               the headline's element, or null
//   blocks              the block names; text(element) folded text without scripts and styles
//   roots, all(selector) every root of the page, and the elements that match in all of them
//   offSite(url)        the host of another site, or ''
//   propose(fields)     a candidate for the Python side; element, kind, score, reasons and what else it needs
//   style(element)      its computed style, cached
// The argument: {keep: [selectors], page_url, words: {…}} .
(argument) => {
  const dom = globalThis.captureDom;
  // One walk for all detectors: walking 30,000 elements again for each of 180 systems' selectors took seconds.
  const roots = dom.roots();
  const all = (selector) => roots.flatMap((root) => [...root.querySelectorAll(selector)]);
  const INLINE = new Set(('a abbr acronym b bdi bdo big button cite code data dfn em font i img input ins del kbd label '
    + 'mark nobr q rp rt ruby s samp select small span strike strong sub sup svg time tt u var wbr').split(' '));
  const SILENT = new Set(['script', 'style', 'noscript', 'template', 'textarea', 'option', 'datalist', 'title', 'head']);
  const CJK = /[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\u0e00-\u0e7f]/g;
  // Marks belong to the word: without them a Hindi word counts as four.
  const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}\u200c\u200d]*(?:['’\-.][\p{L}\p{N}][\p{L}\p{N}\p{M}\u200c\u200d]*)*/gu;

  const words = (text) => {
    const cjk = text.search(CJK) < 0 ? 0 : text.match(CJK).length;
    const rest = cjk ? text.replace(CJK, ' ') : text;
    return (rest.match(WORD) || []).length + Math.ceil(cjk / 2);
  };

  const styles = new Map();
  const style = (element) => {
    let known = styles.get(element);
    if (!known) { known = element.ownerDocument.defaultView.getComputedStyle(element); styles.set(element, known); }
    return known;
  };
  const shown = new Map();
  const visible = (element) => {
    if (!shown.has(element)) shown.set(element, element.checkVisibility ? element.checkVisibility() : true);
    return shown.get(element);
  };

  const counts = new Map(); const prose = new Map(); const owns = new Map();
  const add = (map, element, n) => { for (let e = element; e; e = dom.parent(e)) map.set(e, (map.get(e) || 0) + n); };
  const blockOf = (element) => {
    let e = element;
    while (e && INLINE.has(e.localName) && dom.parent(e)) e = dom.parent(e);
    return e;
  };
  // Every text node once: its words go to its block, and to all that hold it.
  for (const root of roots) {
    const owner = root.nodeType === 9 ? root : root.ownerDocument;
    const walker = owner.createTreeWalker(root, 4 /* SHOW_TEXT */);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const holder = node.parentElement || (node.parentNode && node.parentNode.host);
      if (!holder || SILENT.has(holder.localName)) continue;
      const n = words(node.data);
      if (!n) continue;
      const block = blockOf(holder);
      const own = owns.get(block) || { words: 0, links: 0, shown: false };
      own.words += n;
      if (holder.closest && holder.closest('a[href]')) own.links += n;
      const rendered = visible(holder);
      own.shown ||= rendered;
      owns.set(block, own);
      if (rendered) add(counts, holder, n);
    }
  }
  // A block of running text: 12 words is the shortest sentence that menus and teasers seldom reach.
  const isProse = (own) => own.words >= 12 && own.links < own.words * 0.4;
  for (const [block, own] of owns) if (own.shown && isProse(own)) add(prose, block, own.words);

  const ASIDE = 'nav,footer,aside,dialog,form,[role=dialog],[role=alertdialog],[role=navigation],[role=complementary],'
    + '[role=contentinfo],[aria-modal=true]';
  const weights = new Map();
  const weighs = (block) => {
    const chain = []; let answer = 1;
    for (let e = block; e; e = dom.parent(e)) {
      if (weights.has(e)) { answer = weights.get(e); break; }
      chain.push(e);
      if (e.matches(ASIDE)) { answer = 0.1; break; }
      if (e.localName !== 'body' && e.localName !== 'html' && style(e).position === 'fixed'
        && !e.querySelector('main,article,h1')) { answer = 0; break; }
    }
    for (const e of chain) weights.set(e, answer);
    return answer;
  };
  const findMain = () => {
    const weight = new Map(); let total = 0;
    for (const [block, own] of owns) {
      if (!isProse(own)) continue;
      // Text that a page shows only on a click counts, but less: collapsed tabs and reveal-on-scroll hold content.
      const w = own.words * (own.shown ? 1 : 0.3) * weighs(block);
      if (w) { add(weight, block, w); total += w; }
    }
    if (total < 30) return document.querySelector('main,[role=main],article') || null;
    let at = document.body;
    // Down to the smallest element that still holds three quarters of the running text; never into a paragraph.
    for (let depth = 0; depth < 200; depth += 1) {
      const inside = [...(at.shadowRoot ? at.shadowRoot.children : []), ...at.children];
      const inner = dom.frameDocument(at);
      if (inner && inner.body) inside.push(inner.body);
      const next = inside.find((child) => (weight.get(child) || 0) >= total * 0.75);
      if (!next || (owns.has(next) && isProse(owns.get(next)))) break;
      at = next;
    }
    return at;
  };

  const site = (host) => {
    const parts = host.split('.');
    if (/^[\d.]+$|:/.test(host) || parts.length < 3) return host;
    // co.uk, com.br: a short second level before a country keeps three labels.
    const keep = parts[parts.length - 2].length <= 3 && parts[parts.length - 1].length === 2 ? 3 : 2;
    return parts.slice(-keep).join('.');
  };
  const here = new URL(argument.page_url || document.URL, document.baseURI);
  const canonical = document.querySelector('link[rel=canonical][href],meta[property="og:url"][content]');
  const ours = new Set([site(here.hostname)]);
  if (canonical) {
    try { ours.add(site(new URL(canonical.getAttribute('href') || canonical.getAttribute('content'), here).hostname)); } catch { /* not an address */ }
  }
  const offSite = (address) => {
    try {
      const url = new URL(address, here);
      if (!/^https?:$/.test(url.protocol)) return '';
      return ours.has(site(url.hostname)) ? '' : url.hostname;
    } catch { return ''; }
  };

  const kept = argument.keep.flatMap((selector) => { try { return all(selector); } catch { return []; } });
  const holds = (outer, inner) => { for (let e = inner; e; e = dom.parent(e)) if (e === outer) return true; return false; };
  const main = findMain();
  const headings = all('h1').filter(visible);
  const heading = headings.length === 1 ? headings[0] : headings.find((h) => main && holds(main, h)) || null;

  const text = (element) => {
    const parts = []; let size = 0;
    for (const root of [element, ...(element.shadowRoot ? [element.shadowRoot] : [])]) {
      const walker = root.ownerDocument.createTreeWalker(root, 4);
      while (walker.nextNode() && size < 4000) {
        const holder = walker.currentNode.parentElement;
        if (holder && SILENT.has(holder.localName)) continue;
        parts.push(walker.currentNode.data); size += walker.currentNode.data.length;
      }
    }
    return parts.join(' ').replace(/\s+/g, ' ').trim();
  };

  const facts = (element) => {
    const inMain = !!main && element !== main && holds(main, element);
    const mainWords = main ? counts.get(main) || 0 : 0;
    const mine = counts.get(element) || 0;
    const page = counts.get(document.documentElement) || 0;
    return {
      tag: element.localName, words: mine, words_share: page ? mine / page : 0,
      holds_main: !!main && holds(element, main), in_main: inMain,
      holds_title: !!heading && holds(element, heading),
      protected: kept.some((k) => holds(k, element) || holds(element, k)),
      main_words_share: inMain && mainWords ? Math.min(1, mine / mainWords) : 0,
      prose_words: prose.get(element) || 0,
      position: style(element).position, visible: visible(element),
    };
  };
  const propose = ({ element, reasons = [], score = 1, ...rest }) => ({
    ref: dom.ref(element), selector: dom.selector(element).slice(0, 500), text: text(element).slice(0, 300),
    box: dom.box(element), score: Math.max(0, Math.min(1, Math.round(score * 100) / 100)), reasons, ...rest,
  });

  globalThis.captureClean = {
    words, style, visible, roots, all, main, heading, holds, text, offSite, site, here, facts, propose, blockOf, INLINE,
    vocabulary: argument.words || {},
    countOf: (e) => counts.get(e) || 0, proseOf: (e) => prose.get(e) || 0, own: (e) => owns.get(e) || { words: 0, links: 0, shown: false },
  };
  return {
    words: counts.get(document.documentElement) || 0,
    main_words: main ? counts.get(main) || 0 : 0,
    main: main ? dom.selector(main) : '',
  };
}
