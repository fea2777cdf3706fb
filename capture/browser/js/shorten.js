// Cut a page that is too large to be rendered to its first part, in document order.
//   argument: {characters, elements}
//   answers:  true when anything was cut
({ characters, elements }) => {
  // Through the prototypes: a form named "createTreeWalker" must not answer for the document.
  const root = Reflect.get(Document.prototype, 'documentElement', document);
  if (!root) return false;
  const walker = Document.prototype.createTreeWalker.call(document, root, NodeFilter.SHOW_ALL);
  let text = 0;
  let seen = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.nodeType === 1) seen += 1;
    else text += node.length;
    if (seen <= elements && text <= characters) continue;
    const rest = new Range();
    if (node.nodeType === 1) rest.setStartBefore(node);
    else rest.setStart(node, Math.max(0, node.length - (text - characters)));
    rest.setEnd(root, Reflect.get(Node.prototype, 'childNodes', root).length);
    rest.deleteContents();
    return true;
  }
  return false;
}
