// What stands round the main content, for the reader level: landmarks and their kin outside it.
() => {
  const { all, main, heading, holds, propose } = globalThis.captureClean;
  const dom = globalThis.captureDom;
  if (!main) return [];
  const NAMED = '#comments,.comments,#disqus_thread,.comment-list,.related,.related-posts,.related-articles,.breadcrumb,.breadcrumbs,'
    + '.sidebar,#sidebar,.site-header,.site-footer,#footer,.footer,#header';
  const marks = all(`header,nav,aside,footer,[role=banner],[role=navigation],[role=complementary],[role=contentinfo],[role=search],${NAMED}`);
  return marks.filter((e) => !holds(main, e) && !holds(e, main) && !(heading && holds(e, heading)))
    .map((element) => propose({ element, kind: 'surroundings', score: 0.8, reasons: [`a ${element.getAttribute('role') || element.localName} outside the main content`] }));
}
