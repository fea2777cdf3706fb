// Which of the elements stand in the content of a page whose headline says that it is about translations.
// The argument: [refs]. The answer: the refs of those that do.
(refs) => {
  const dom = globalThis.captureDom;
  const { main, heading, holds, text, vocabulary } = globalThis.captureClean;
  if (!main || !heading || !new RegExp(vocabulary.translations_subject, 'iu').test(text(heading).slice(0, 200))) return [];
  return refs.filter((ref) => {
    const element = dom.element(ref);
    return element && holds(main, element) && !element.closest('nav,header,footer,[role=navigation]');
  });
}
