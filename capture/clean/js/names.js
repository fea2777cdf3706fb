// The classes and ids that the page uses, as ".class" and "#id": generic rules are looked up by them.
// The argument: the most names to return.
(limit) => {
  const dom = globalThis.captureDom;
  const read = Element.prototype.getAttribute;
  const lists = new Set();
  const names = new Set();
  for (const root of dom.roots()) {
    // The attribute, not the property: a form control named "id" or "classList" would answer for it.
    for (const element of root.querySelectorAll('[id]')) names.add(`#${read.call(element, 'id').trim().slice(0, 200)}`);
    for (const element of root.querySelectorAll('[class]')) lists.add(read.call(element, 'class'));
    if (names.size > limit || lists.size > limit) break;
  }
  for (const list of lists) {
    for (const name of list.split(/\s+/, 200)) if (name && name.length <= 200) names.add(`.${name}`);
    if (names.size > limit) break;
  }
  return [...names].slice(0, limit);
}
