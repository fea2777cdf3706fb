// Makes everything on the page printable, whatever its width: what scrolls inside is unrolled, what is folded is
// opened, what is pinned is let go, what waits for scrolling is shown.  Changes the document.
// Returns {unrolled, opened, unpinned, revealed}: counts.
() => {
  const { all } = captureDom;
  const counts = { unrolled: 0, opened: 0, unpinned: 0, revealed: 0 };
  const force = (element, property, value) => element.style && element.style.setProperty(property, value, 'important');
  const styleOf = (element) => (element.ownerDocument.defaultView || window).getComputedStyle(element);
  // Text to be missed if it were not printed; shorter than this it is a label of a control.
  const SOME_TEXT = 20;
  const SHORT_BAR = 200;  // characters; five labelled buttons have 40 to 80
  const textOf = (element) => (element.textContent || '').trim();

  // Pages hide themselves until their script has run (against flicker, against framing).
  for (const root of [document.documentElement, document.body]) {
    if (!root) continue;
    const style = styleOf(root);
    if (style.display === 'none') { force(root, 'display', 'block'); counts.revealed += 1; }
    if (style.visibility !== 'visible') { force(root, 'visibility', 'visible'); counts.revealed += 1; }
    if (Number(style.opacity) < 0.1) { force(root, 'opacity', '1'); counts.revealed += 1; }
  }
  for (const details of all('details:not([open])')) {
    details.removeAttribute('name'); // of those that share one, opening the next closes the last
    details.open = true; counts.opened += 1;
  }
  for (const hidden of all('[hidden="until-found"]')) { hidden.removeAttribute('hidden'); counts.opened += 1; }

  const release = (element) => {
    for (const [property, value] of [['overflow', 'visible'], ['height', 'auto'], ['max-height', 'none'], ['contain', 'none']]) {
      force(element, property, value);
    }
  };

  const elements = all('body *');
  const view = { width: innerWidth, height: innerHeight };
  const pinned = []; const scrollers = []; const faded = []; const folded = [];
  for (const element of elements) {
    const style = styleOf(element);
    if (style.display === 'none') continue;
    if (style.position === 'fixed' || style.position === 'sticky') pinned.push([element, style.position]);
    if (/auto|scroll|overlay/.test(style.overflowY) && element.clientHeight > 0 && element.scrollHeight > element.clientHeight + 4) {
      scrollers.push(element);
    }
    // An accordion's closed panel: folded like details, only by height.
    if (/hidden|clip/.test(style.overflowY) && element.clientHeight < 4 && element.scrollHeight > 20 && style.position === 'static'
      && textOf(element).length >= SOME_TEXT * 2 && !element.closest('nav,header,footer,[role=menu],[role=dialog],[role=navigation],[hidden]')) folded.push(element);
    if (style.filter.includes('blur(') && textOf(element).length >= SOME_TEXT) force(element, 'filter', 'none');
    if (Number(style.opacity) < 0.1 && style.position !== 'absolute' && style.position !== 'fixed') faded.push(element);
    // A reveal that waits for scrolling may also hold content with visibility.
    if (style.contentVisibility === 'auto') force(element, 'content-visibility', 'visible');
  }

  for (const scroller of scrollers) { captureDom.unroll(scroller); counts.unrolled += 1; }

  // Pinned things print on every page, over the text.  A bar with the page's own text stays once, in its place.
  for (const [element, position] of pinned) {
    if (position === 'sticky') { force(element, 'position', 'static'); counts.unpinned += 1; continue; }
    if (element.style.getPropertyPriority('position') === 'important' && element.style.position === 'relative') continue;
    const rect = element.getBoundingClientRect();
    const covers = rect.width >= view.width * 0.9 && rect.height >= view.height * 0.9;
    const holds = textOf(element).length > 400 && element.querySelectorAll('p,article,section,li,td,pre').length > 4;
    if (covers && holds) {
      // A page built as one fixed sheet: the sheet is the page.
      force(element, 'position', 'static'); release(element);
    } else if (rect.top <= 2 && rect.height < view.height * 0.4 && textOf(element).length > 0 && element.querySelector('h1')) {
      force(element, 'position', 'static');
    } else {
      force(element, 'display', 'none');
    }
    counts.unpinned += 1;
  }

  // What the cleaning let go of at the foot of the screen (an app's bar of links) would open a sheet of its own.
  for (const element of globalThis.captureFreed || []) {
    if (!element.isConnected || textOf(element).length > SHORT_BAR || element.querySelector('h1,h2,p,article,figure,table')) continue;
    force(element, 'display', 'none');
    counts.unpinned += 1;
  }

  for (const element of folded) { release(element); counts.opened += 1; }

  for (const element of faded) {
    const withContent = textOf(element).length >= SOME_TEXT || element.querySelector('img,picture,video,svg');
    const menu = element.closest('[role=menu],[role=tooltip],[role=dialog],[aria-hidden=true],nav,select');
    if (!withContent || menu) continue;
    force(element, 'opacity', '1'); force(element, 'transform', 'none'); force(element, 'visibility', 'visible');
    counts.revealed += 1;
  }

  for (const media of all('video:not([poster]), audio')) {
    if (media.localName === 'audio' || media.readyState < 2) force(media, 'display', 'none');
  }
  for (const image of all('img[loading=lazy]')) image.loading = 'eager';
  return counts;
}
