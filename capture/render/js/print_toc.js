// Writes page numbers into a table of contents.  Argument: {anchor: page number}.  Returns how many it wrote.
(argument) => {
  const decoded = (anchor) => { try { return decodeURIComponent(anchor); } catch { return anchor; } };
  let written = 0;
  for (const entry of document.querySelectorAll('.contents a[href^="#"]')) {
    const anchor = entry.getAttribute('href').slice(1);
    const page = argument[anchor] ?? argument[decoded(anchor)];
    entry.lastElementChild.textContent = page ? String(page) : '';
    if (page) written += 1;
  }
  return written;
}
