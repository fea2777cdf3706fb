// Each document's style elements, in order, as they were written; those whose rules scripts have changed since, as
// they are now.  Only looks.
//   answers: [{url, base: what addresses are relative to, links: number of link elements, sheets: [{text, media,
//             after: number of link elements before it}]}]
() => captureDom.roots().filter((root) => root.nodeType === 9).map((root) => {
  const sheets = [];
  let links = 0;
  for (const element of root.querySelectorAll('link, style')) {
    if (element.localName === 'link') links += 1;
    else if (element.sheet) sheets.push({ text: captureDom.written(element), media: element.media, after: links });
  }
  return { url: root.URL, base: root.baseURI, links, sheets };
})
