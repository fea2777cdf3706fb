// Installs what the cosmetic scripts share: how an element found is told of.
(argument) => {
  const dom = globalThis.captureDom;
  const describe = (element, rule) => ({
    ref: dom.ref(element), rule, tag: element.localName, selector: dom.selector(element).slice(0, 500),
    text: String(element.textContent).slice(0, 2000).replace(/\s+/g, ' ').trim().slice(0, 300), box: dom.box(element),
  });
  globalThis.captureCosmetic = { describe };
  return true;
}
