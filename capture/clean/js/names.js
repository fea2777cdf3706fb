// What generic rules are looked up by: the classes, ids, attributes and kinds of elements that the page has, as ".class",
// "#id", "[attribute]" and "kind".
// Keeps the values of "class" and "id" for cosmetic.js, which follows.
// The argument: the most names to return.
(limit) => {
  // The accessors of Element: a form control named "id" or "className" would answer for a property.
  const getter = (name) => Object.getOwnPropertyDescriptor(Element.prototype, name).get;
  const [idOf, classOf, kindOf] = ['id', 'className', 'localName'].map(getter);
  const attributesOf = Element.prototype.getAttributeNames;
  const classes = new Set(); const ids = new Set(); const attributes = new Set(); const kinds = new Set();
  for (const [, elements] of globalThis.captureDom.walk()) {
    for (const element of elements) {
      kinds.add(kindOf.call(element));
      for (const name of attributesOf.call(element)) attributes.add(name);
      const id = idOf.call(element);
      if (id) ids.add(id);
      const list = classOf.call(element);
      if (list) classes.add(list);
    }
    if (Math.max(ids.size, classes.size, attributes.size, kinds.size) > limit) break;
  }
  globalThis.captureValues = new Map([['class', classes], ['id', ids]]);
  const names = new Set();
  const add = (before, name, after) => { if (name && name.length <= 200) names.add(before + name + after); };
  for (const name of kinds) add('', name, '');
  for (const name of attributes) add('[', name, ']');
  for (const list of classes) {
    for (const name of list.split(/\s+/, 200)) add('.', name, '');
    if (names.size > limit) break;
  }
  for (const name of ids) add('#', name.trim(), '');
  return [...names].slice(0, limit);
}
