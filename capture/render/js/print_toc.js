// Writes page numbers into a table of contents.  Argument: {anchor: page number}.  Returns how many it wrote.
(argument) => {
  let written = 0;
  for (const entry of document.querySelectorAll('.contents a[href^="#"]')) {
    const page = argument[entry.getAttribute('href').slice(1)];
    if (page) { entry.lastElementChild.textContent = String(page); written += 1; }
  }
  return written;
}
