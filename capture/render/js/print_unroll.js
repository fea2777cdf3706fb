// Makes everything on the page printable, whatever its width: what scrolls inside is unrolled, what is folded is
// opened, what is pinned is let go, and lists that Chromium cannot print are defused.  Changes the document.
// Argument: {safe}: with `safe` every list marker goes inside, which no known list hangs on.
// Returns {unrolled, opened, unpinned, revealed, defused}: counts.
(argument) => {
  const { all, parent } = captureDom;
  const counts = { unrolled: 0, opened: 0, unpinned: 0, revealed: 0, defused: 0 };
  const force = (element, property, value) => element.style && element.style.setProperty(property, value, 'important');
  const styleOf = (element) => (element.ownerDocument.defaultView || window).getComputedStyle(element);
  // Text to be missed if it were not printed; shorter than this it is a label of a control.
  const SOME_TEXT = 20;
  const textOf = (element) => (element.textContent || '').trim();

  // Pages hide themselves until their script has run (against flicker, against framing).
  for (const root of [document.documentElement, document.body]) {
    if (!root) continue;
    const style = styleOf(root);
    if (style.display === 'none') { force(root, 'display', 'block'); counts.revealed += 1; }
    if (style.visibility !== 'visible') { force(root, 'visibility', 'visible'); counts.revealed += 1; }
    if (Number(style.opacity) < 0.1) { force(root, 'opacity', '1'); counts.revealed += 1; }
  }
  for (const details of all('details:not([open])')) { details.open = true; counts.opened += 1; }
  for (const hidden of all('[hidden="until-found"]')) { hidden.removeAttribute('hidden'); counts.opened += 1; }

  const elements = all('body *');
  const view = { width: innerWidth, height: innerHeight };
  const pinned = []; const scrollers = []; const faded = []; const folded = []; const items = [];
  for (const element of elements) {
    const style = styleOf(element);
    if (style.display === 'none') continue;
    if (style.position === 'fixed' || style.position === 'sticky') pinned.push([element, style.position]);
    const cut = /auto|scroll|hidden|clip|overlay/.test(style.overflowY + style.overflowX);
    if (cut && element.scrollHeight > element.clientHeight + 4 && /auto|scroll|overlay/.test(style.overflowY) && element.clientHeight > 0) {
      scrollers.push(element);
    } else if (cut && /auto|scroll|overlay/.test(style.overflowX) && element.scrollWidth > element.clientWidth + 4) {
      scrollers.push(element);
    }
    // An accordion's closed panel: folded like details, only by height.
    if (/hidden|clip/.test(style.overflowY) && element.clientHeight < 4 && element.scrollHeight > 20 && style.position === 'static'
      && textOf(element).length >= SOME_TEXT * 2 && !element.closest('nav,header,footer,[role=menu],[role=dialog],[role=navigation],[hidden]')) folded.push(element);
    if (Number(style.opacity) < 0.1 && style.position !== 'absolute' && style.position !== 'fixed') faded.push(element);
    if (style.display === 'list-item' && style.listStylePosition === 'outside') items.push(element);
    // A reveal that waits for scrolling may also hold content with visibility.
    if (style.contentVisibility === 'auto') force(element, 'content-visibility', 'visible');
  }

  // An inner scroller prints as one screenful; so does everything around it that was made one screen tall for it.
  const release = (element) => {
    for (const [property, value] of [['overflow', 'visible'], ['height', 'auto'], ['max-height', 'none'], ['contain', 'none']]) {
      force(element, property, value);
    }
  };
  for (const scroller of scrollers) {
    const vertical = scroller.scrollHeight > scroller.clientHeight + 4;
    const large = scroller.clientHeight > view.height * 0.5 && scroller.clientWidth > view.width * 0.4;
    release(scroller);
    counts.unrolled += 1;
    if (!vertical) continue;
    force(scroller, 'position', styleOf(scroller).position === 'static' ? 'static' : 'relative');
    force(scroller, 'inset', 'auto');
    force(scroller, 'flex', large ? 'none' : 'auto');
    for (let up = parent(scroller), depth = 0; up && depth < 60; up = parent(up), depth += 1) {
      const style = styleOf(up);
      const clips = style.overflowY !== 'visible' || style.maxHeight !== 'none';
      const fixedHeight = Math.abs(up.clientHeight - view.height) < view.height * 0.25;
      if (clips || fixedHeight) release(up);
      if (style.position === 'absolute' || style.position === 'fixed') { force(up, 'position', 'relative'); force(up, 'inset', 'auto'); }
      if (fixedHeight) force(up, 'flex', 'none');
      if (fixedHeight && /grid/.test(style.display)) force(up, 'grid-template-rows', 'none');
    }
  }

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

  for (const element of folded) { release(element); counts.opened += 1; }

  for (const element of faded) {
    const withContent = textOf(element).length >= SOME_TEXT || element.querySelector('img,picture,video,svg');
    const menu = element.closest('[role=menu],[role=tooltip],[role=dialog],[aria-hidden=true],nav,select');
    if (!withContent || menu) continue;
    force(element, 'opacity', '1'); force(element, 'transform', 'none'); force(element, 'visibility', 'visible');
    counts.revealed += 1;
  }

  // Chromium 156 never returns from printing an item with an outside marker whose only content is an inline that
  // holds an empty block.  Items without anything to see need no marker.
  const SEEN = 'img,svg,video,canvas,input,iframe,object,embed,button,select,textarea,math,picture,meter,progress,audio';
  for (const item of items) {
    if (argument && argument.safe) { force(item, 'list-style-position', 'inside'); counts.defused += 1; continue; }
    if (textOf(item) || item.querySelector(SEEN)) continue;
    force(item, 'list-style', 'none'); counts.defused += 1;
  }

  for (const media of all('video:not([poster]), audio')) {
    if (media.localName === 'audio' || media.readyState < 2) force(media, 'display', 'none');
  }
  for (const image of all('img[loading=lazy]')) image.loading = 'eager';
  return counts;
}
