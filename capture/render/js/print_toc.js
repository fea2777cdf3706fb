// Writes page numbers into a table of contents.  Argument: {pages: {anchor: number}, digits: "", "persian" or
// "arabic-indic"}.  Returns how many it wrote.
(argument) => {
  const decoded = (anchor) => { try { return decodeURIComponent(anchor); } catch { return anchor; } };
  const ZEROS = { persian: 0x6f0, 'arabic-indic': 0x660 };
  const zero = ZEROS[argument.digits] || 0x30;
  const figures = (number) => String(number).replace(/\d/g, (digit) => String.fromCharCode(zero + Number(digit)));
  let written = 0;
  for (const entry of document.querySelectorAll('.contents a[href^="#"]')) {
    const anchor = entry.getAttribute('href').slice(1);
    const page = argument.pages[anchor] ?? argument.pages[decoded(anchor)];
    entry.lastElementChild.textContent = page ? figures(page) : '';
    if (page) written += 1;
  }
  return written;
}
