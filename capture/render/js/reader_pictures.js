// Prints no picture coarser than 150 dots an inch, but lets a small one keep its size on the screen up to 60 mm.
() => {
  const SHARP = 96 / 150;
  const SMALL = 227;  // 60 mm in CSS px
  for (const image of document.images) {
    const width = image.naturalWidth;
    if (!width || image.src.startsWith('data:image/svg')) continue;
    image.style.maxWidth = `min(100%, ${Math.round(Math.max(Math.min(width, SMALL), width * SHARP))}px)`;
  }
}
