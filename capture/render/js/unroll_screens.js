// Lets what scrolls inside the page in place of the page (an app shell) stand at its full height, and what was made
// one screen tall around it with it.  Small scrollers (a chat, a code listing) stay as they are.
//   answers: how many were unrolled
(argument) => {
  const force = (element, property, value) => element.style && element.style.setProperty(property, value, 'important');
  const styleOf = (element) => (element.ownerDocument.defaultView || window).getComputedStyle(element);
  const release = (element) => {
    for (const [property, value] of [['overflow', 'visible'], ['height', 'auto'], ['max-height', 'none'], ['contain', 'none']]) {
      force(element, property, value);
    }
  };
  const shells = captureDom.all('body *').filter((element) => element.clientHeight > innerHeight * 0.5
    && element.clientWidth > innerWidth * 0.4 && element.scrollHeight > element.clientHeight + 50
    && /auto|scroll|overlay/.test(styleOf(element).overflowY));
  for (const shell of shells) {
    release(shell);
    force(shell, 'flex', 'none');
    if (styleOf(shell).position !== 'static') { force(shell, 'position', 'relative'); force(shell, 'inset', 'auto'); }
    for (let up = captureDom.parent(shell), depth = 0; up && depth < 60; up = captureDom.parent(up), depth += 1) {
      const style = styleOf(up);
      const oneScreen = Math.abs(up.clientHeight - innerHeight) < innerHeight * 0.25;
      if (style.overflowY !== 'visible' || style.maxHeight !== 'none' || oneScreen) release(up);
      if (style.position === 'absolute' || style.position === 'fixed') { force(up, 'position', 'relative'); force(up, 'inset', 'auto'); }
      if (oneScreen) force(up, 'flex', 'none');
      if (oneScreen && style.display.includes('grid')) force(up, 'grid-template-rows', 'none');
    }
  }
  return shells.length;
}
