// Keeps Chromium 156 from never returning: it does not come back from printing an item with an outside marker that
// has nothing in its flow but an inline around an empty block, whatever floats, hides or is placed beside it.
// Argument: {safe}: with `safe` every list marker goes inside, which no known list hangs on.
// Returns how many items were defused.
(argument) => {
  const { all } = captureDom;
  const styleOf = (element) => (element.ownerDocument.defaultView || window).getComputedStyle(element);
  const BOXES = /^(img|svg|video|canvas|input|iframe|object|embed|button|select|textarea|math|meter|progress|audio)$/;

  // Text or a box of its own, in the item's flow; a form's controls cannot stand in for what is read here.
  const fills = (node) => {
    for (let child = node.firstChild; child; child = child.nextSibling) {
      if (child.nodeType === 3 && child.data.trim()) return true;
      if (child.nodeType !== 1) continue;
      const style = styleOf(child);
      if (style.display === 'none' || style.float !== 'none' || /absolute|fixed/.test(style.position)) continue;
      if (BOXES.test(child.localName)) return true;
      if (child.shadowRoot instanceof ShadowRoot && fills(child.shadowRoot)) return true;
      if (fills(child)) return true;
    }
    return false;
  };

  let defused = 0;
  for (const item of all('body *')) {
    const style = styleOf(item);
    if (style.display !== 'list-item' || style.listStylePosition !== 'outside') continue;
    if (argument && argument.safe) { item.style.setProperty('list-style-position', 'inside', 'important'); defused += 1; continue; }
    if (fills(item)) continue;
    // A marker inside makes a line of its own: without one, nothing to see stays nothing to see.
    const empty = !(item.textContent || '').trim() && !item.querySelector('img,svg,video,canvas');
    if (empty) item.style.setProperty('list-style', 'none', 'important');
    else item.style.setProperty('list-style-position', 'inside', 'important');
    defused += 1;
  }
  return defused;
}
