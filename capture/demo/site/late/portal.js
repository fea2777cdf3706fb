// The portal's own script: lazy pictures on scroll, the dialog's close button, nothing else.
const watcher = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (!entry.isIntersecting) continue;
    watcher.unobserve(entry.target);
    entry.target.src = entry.target.dataset.src;
    entry.target.removeAttribute('data-src');
  }
}, { rootMargin: '120px' });
document.querySelectorAll('img[data-src]').forEach((image) => watcher.observe(image));
document.addEventListener('click', (event) => {
  if (event.target.closest('.xf27792, .x06521f')) {
    document.querySelectorAll('.xb2fb75, .x06521f').forEach((part) => part.remove());
    document.body.classList.remove('x23c0d4');
  }
  if (event.target.closest('.xbe99bb')) document.querySelector('.xa3232d').remove();
});
