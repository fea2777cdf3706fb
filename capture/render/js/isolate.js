// Leaves one element on the page: what is neither it, nor in it, nor around it, is neither displayed nor read.
//   argument: a CSS selector; answers how far right and down the element reaches, in CSS px: [x, y],
//   null where there is none, 'unreadable' where it is no selector
(selector) => {
  let chosen;
  try { [chosen] = captureDom.all(selector); } catch { return 'unreadable'; }
  if (!chosen) return null;
  const aside = (globalThis.captureAside ||= new WeakSet());
  for (let node = chosen; node && node !== document.documentElement; node = captureDom.parent(node)) {
    const holder = Reflect.get(Node.prototype, 'parentNode', node);
    for (const sibling of holder ? [...Reflect.get(Node.prototype, 'childNodes', holder)] : []) {
      if (sibling.nodeType === 3) sibling.data = '';
      if (sibling === node || sibling.nodeType !== 1 || sibling.localName === 'head') continue;
      sibling.style?.setProperty('display', 'none', 'important');
      aside.add(sibling);
    }
  }
  const { x, y, width, height } = captureDom.box(chosen);
  return [x + Math.max(width, chosen.scrollWidth), y + Math.max(height, chosen.scrollHeight)].map(Math.ceil);
}
