// Leaves one element on the page: what is neither it, nor in it, nor around it, is not displayed.
//   argument: a CSS selector; answers whether it matched
(selector) => {
  const [chosen] = captureDom.all(selector);
  if (!chosen) return false;
  for (let node = chosen; node && node !== document.documentElement; node = captureDom.parent(node)) {
    const holder = Reflect.get(Node.prototype, 'parentNode', node);
    for (const sibling of holder ? [...holder.children] : []) {
      if (sibling !== node && sibling.localName !== 'head') sibling.style?.setProperty('display', 'none', 'important');
    }
  }
  return true;
}
