// Which of the page's own style sheets are no longer what their addresses gave: scripts have changed their rules.
// The argument: {texts: {address: text}}.  Answers the addresses of those that have more rules or fewer.
({ texts }) => {
  const changed = new Set();
  for (const root of captureDom.roots()) {
    // The prototype's own: an element of that name would stand in for it.
    const { prototype } = Reflect.get(Node.prototype, 'nodeType', root) === 9 ? Document : ShadowRoot;
    for (const sheet of Reflect.get(prototype, 'styleSheets', root)) {
      if (!sheet.href || !Object.hasOwn(texts, sheet.href)) continue;
      try {
        if (!captureDom.stands(sheet, texts[sheet.href])) changed.add(sheet.href);
      } catch { /* of another origin: the page's scripts cannot change it */ }
    }
  }
  return [...changed];
}
