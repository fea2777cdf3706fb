// Each document's styles that its snapshot moves or leaves out: as they were written; those whose rules scripts have
// changed since, as they are now.  And which of its boxes are ticked otherwise than its markup says.  Only looks.
//   answers: [{url, base: what addresses are relative to, links: the addresses of its link elements,
//             sheets: [{text, media, after: number of link elements before it; -1: behind them all}],
//             shadows: [[{text, media, after}]] of each open shadow root, in the order of the markup,
//             inputs: number of input elements, ticked: [[number, whether it is]] of those that changed}]
() => {
  // By the prototypes' own means: the page may have elements named like the members of a document.
  const isDocument = (root) => Reflect.get(Node.prototype, 'nodeType', root) === 9;
  const found = (root, selector) => {
    const { prototype } = isDocument(root) ? Document : DocumentFragment;
    return [...prototype.querySelectorAll.call(root, selector)];
  };
  const sheetsOf = (root) => {
    const sheets = [];
    const links = [];
    for (const element of found(root, 'link, style')) {
      if (element.localName === 'link') links.push(element.href);
      else if (element.sheet) sheets.push({ text: captureDom.written(element), media: element.media, after: links.length });
    }
    for (const sheet of Reflect.get((isDocument(root) ? Document : ShadowRoot).prototype, 'adoptedStyleSheets', root)) {
      if (!sheet.disabled) sheets.push({ text: captureDom.ruled(sheet), media: sheet.media.mediaText, after: -1 });
    }
    return { links, sheets };
  };
  const shadowsIn = (root) => found(root, '*').flatMap((element) => {
    const shadow = Reflect.get(Element.prototype, 'shadowRoot', element);
    return shadow ? [sheetsOf(shadow).sheets, ...shadowsIn(shadow)] : [];
  });
  const fieldsOf = (root) => {
    const fields = found(root, 'input');
    const changed = fields.map((field, number) => [number, field]).filter(([, field]) => field.checked !== field.defaultChecked);
    return { inputs: fields.length, ticked: changed.map(([number, { checked }]) => [number, checked]) };
  };
  return captureDom.roots().filter(isDocument).map((root) => ({
    url: Reflect.get(Document.prototype, 'URL', root), base: Reflect.get(Node.prototype, 'baseURI', root),
    ...sheetsOf(root), shadows: shadowsIn(root), ...fieldsOf(root),
  }));
}
