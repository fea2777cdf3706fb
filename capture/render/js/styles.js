// Each document's styles that its snapshot moves or leaves out: as they were written; those whose rules scripts have
// changed since, as they are now.  And which of its boxes are ticked otherwise than its markup says.  Only looks.
//   answers: [{url, base: what addresses are relative to, links: the addresses of its link elements,
//             sheets: [{text, media, after: number of link elements before it; -1: behind them all}],
//             shadows: [[{text, media, after}]] of each open shadow root, in the order of the markup,
//             inputs: number of input elements, ticked: [[number, whether it is]] of those that changed}]
() => {
  const sheetsOf = (root) => {
    const sheets = [];
    const links = [];
    for (const element of root.querySelectorAll('link, style')) {
      if (element.localName === 'link') links.push(element.href);
      else if (element.sheet) sheets.push({ text: captureDom.written(element), media: element.media, after: links.length });
    }
    for (const sheet of root.adoptedStyleSheets) {
      if (!sheet.disabled) sheets.push({ text: captureDom.ruled(sheet), media: sheet.media.mediaText, after: -1 });
    }
    return { links, sheets };
  };
  const shadowsIn = (root) => [...root.querySelectorAll('*')].flatMap(({ shadowRoot }) => (
    shadowRoot ? [sheetsOf(shadowRoot).sheets, ...shadowsIn(shadowRoot)] : []
  ));
  const fieldsOf = (root) => {
    const fields = [...root.querySelectorAll('input')];
    const changed = fields.map((field, number) => [number, field]).filter(([, field]) => field.checked !== field.defaultChecked);
    return { inputs: fields.length, ticked: changed.map(([number, { checked }]) => [number, checked]) };
  };
  return captureDom.roots().filter((root) => root.nodeType === 9)
    .map((root) => ({ url: root.URL, base: root.baseURI, ...sheetsOf(root), shadows: shadowsIn(root), ...fieldsOf(root) }));
}
