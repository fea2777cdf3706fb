// Returns how many letters of the page's own text are rendered now; navigation and footers do not count, because
// leaving them out is what print style sheets are for.
() => {
  const chrome = 'nav,footer,header,aside,[role=navigation],[role=banner],[role=contentinfo],[role=complementary],form,button,dialog';
  let letters = 0;
  const walker = document.createTreeWalker(document.body || document, 4 /* SHOW_TEXT */);
  const known = new Map();
  const shows = (element) => {
    if (!element) return false;
    if (known.has(element)) return known.get(element);
    const found = !element.closest(chrome) && !/^(script|style|noscript|template)$/.test(element.localName)
      && element.checkVisibility({ visibilityProperty: true });
    known.set(element, found);
    return found;
  };
  while (walker.nextNode()) {
    const text = walker.currentNode.data;
    if (text.trim() && shows(walker.currentNode.parentElement)) letters += text.replace(/\s+/g, '').length;
  }
  return letters;
}
