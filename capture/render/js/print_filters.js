// Takes off filters, which are printed as pictures: letters under one are in no PDF's text, and a blur costs more to
// paint than the page.  A blurred shape without words, behind the page's own, is left out: sharp, it would disturb.
// Argument: {safe}: with `safe` shadows and masks go too.  Returns how many were taken off.
(argument) => {
  const { all } = captureDom;
  let taken = 0;
  for (const element of [document.documentElement, ...all('body, body *')]) {
    if (!element.style) continue;
    const style = (element.ownerDocument.defaultView || window).getComputedStyle(element);
    const force = (property, value) => element.style.setProperty(property, value, 'important');
    if (argument.safe) for (const property of ['box-shadow', 'text-shadow', 'mask-image', 'backdrop-filter']) force(property, 'none');
    if (style.filter === 'none') continue;
    const blurred = style.filter.includes('blur(') || style.filter.includes('url(');
    const worded = (element.textContent || '').trim() || element.shadowRoot;
    if (!worded && !blurred) continue;
    force('filter', 'none');
    if (!worded && !element.matches('img, picture, video, canvas, svg, svg *') && !element.querySelector('img, picture, video, canvas, svg')) force('visibility', 'hidden');
    taken += 1;
  }
  return taken;
}
