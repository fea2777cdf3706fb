// Paints over elements, so that what is in them differs neither in picture nor in text.
// Argument: CSS selectors.  Returns how many elements were covered, -1 for a selector that is none.
(selectors) => {
  let covered = 0;
  for (const selector of selectors) {
    let found;
    try { found = captureDom.all(selector); } catch { return -1; }
    for (const element of found) {
      const { width, height } = element.getBoundingClientRect();
      const inline = getComputedStyle(element).display === 'inline';
      element.replaceChildren();
      for (const name of ['src', 'srcset', 'srcdoc', 'poster', 'alt', 'placeholder', 'title', 'value']) element.removeAttribute(name);
      if (element.localName === 'input' || element.localName === 'textarea') element.value = '';
      if (element.localName === 'canvas') element.width += 0;
      const set = (name, value) => element.style.setProperty(name, value, 'important');
      set('box-sizing', 'border-box');
      // Words in a line get one width whatever they are, or what follows them would move.
      set('width', inline ? '4em' : `${width}px`);
      set('height', inline ? '1em' : `${height}px`);
      if (inline) set('display', 'inline-block');
      set('background', '#f0f');
      covered += 1;
    }
  }
  return covered;
}
