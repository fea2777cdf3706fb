// Gives up the screen's height as a measure: a sheet is no screen, and a block made one screen tall leaves the rest of
// its sheet empty.  Called twice: first without `tall`, then, in a viewport of another height, with its answer.
// Argument: {tall, tallest}: elements and their heights before; px that a block with a picture behind it may stay.
// Returns [[number, height]…] of tall elements, the second time of those that let go.
(argument) => {
  const { all, element: known, ref } = captureDom;
  const styleOf = (element) => (element.ownerDocument.defaultView || window).getComputedStyle(element);
  const force = (element, property, value) => element.style.setProperty(property, value, 'important');
  // Half a screen: a block below that leaves no gap worth closing.
  const TALL = 0.5;
  if (!argument.tall) {
    return all('body *').filter((e) => e.style && !/^(img|video|svg|canvas|iframe|picture|object|embed|table|tr|td)$/.test(e.localName) && e.clientHeight > innerHeight * TALL)
      .map((e) => [ref(e), e.clientHeight]);
  }
  const shrunk = argument.tall.map(([number, height]) => [known(number), height]).filter(([e, height]) => e && height - e.clientHeight > 40);
  for (const [element] of shrunk) {
    const style = styleOf(element);
    const pictured = style.backgroundImage.includes('url(')
      || [...element.children].some((child) => /absolute|fixed/.test(styleOf(child).position) && child.clientHeight > element.clientHeight * 0.8);
    force(element, 'height', 'auto');
    force(element, 'min-height', pictured ? `${Math.min(element.clientHeight, argument.tallest)}px` : '0');
  }
  return shrunk.map(([element, height]) => [ref(element), height]);
}
