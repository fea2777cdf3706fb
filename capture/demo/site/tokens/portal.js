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
  if (event.target.closest('.x1b6c6b, .xc558d6')) {
    document.querySelectorAll('.xe2bec9, .xc558d6').forEach((part) => part.remove());
    document.body.classList.remove('x77466c');
  }
  if (event.target.closest('.xeb1cd8')) document.querySelector('.xc00a3f').remove();
});
