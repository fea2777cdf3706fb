// Each document's styles that its snapshot moves or leaves out: as they were written; those whose rules scripts have
// changed since, as they are now.  Only looks.
//   answers: [{url, base: what addresses are relative to, links: number of link elements,
//             sheets: [{text, media, after: number of link elements before it; -1: behind them all}],
//             shadows: [[{text, media, after}]] of each open shadow root, in the order of the markup}]
() => {
  const sheetsOf = (root) => {
    const sheets = [];
    let links = 0;
    for (const element of root.querySelectorAll('link, style')) {
      if (element.localName === 'link') links += 1;
      else if (element.sheet) sheets.push({ text: captureDom.written(element), media: element.media, after: links });
    }
    for (const sheet of root.adoptedStyleSheets) {
      if (!sheet.disabled) sheets.push({ text: captureDom.ruled(sheet), media: sheet.media.mediaText, after: -1 });
    }
    return { links, sheets };
  };
  const shadowsIn = (root) => [...root.querySelectorAll('*')].flatMap(({ shadowRoot }) => (
    shadowRoot ? [sheetsOf(shadowRoot).sheets, ...shadowsIn(shadowRoot)] : []
  ));
  return captureDom.roots().filter((root) => root.nodeType === 9)
    .map((root) => ({ url: root.URL, base: root.baseURI, ...sheetsOf(root), shadows: shadowsIn(root) }));
}
