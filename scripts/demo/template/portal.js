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
  if (event.target.closest('.modal-close, .modal-backdrop')) {
    document.querySelectorAll('.modal, .modal-backdrop').forEach((part) => part.remove());
    document.body.classList.remove('modal-open');
  }
  if (event.target.closest('.app-close')) document.querySelector('.app-prompt').remove();
});
