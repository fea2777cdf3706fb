// Takes away names that stand in for the DOM's own methods: `<input name="remove">` makes `form.remove` that
// input, `<img name="body">` makes `document.body` that image, in isolated worlds too.  Only the `name` goes, which
// nothing shows; ids stay, since styles hang on them.  Returns how many names went.
//   argument: not used
(argument) => {
  const tags = new Set(['input', 'select', 'textarea', 'button', 'fieldset', 'output', 'object', 'img', 'iframe', 'embed', 'form']);
  let count = 0;
  for (const element of captureDom.all('[name]')) {
    const name = Element.prototype.getAttribute.call(element, 'name');
    const tag = Object.getOwnPropertyDescriptor(Element.prototype, 'localName').get.call(element);
    if (!tags.has(tag) || !(name in HTMLFormElement.prototype || name in HTMLDocument.prototype)) continue;
    Element.prototype.removeAttribute.call(element, 'name');
    count += 1;
  }
  return count;
}
