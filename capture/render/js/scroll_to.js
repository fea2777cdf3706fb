// Scrolls the page to `top` at once and waits until frames of other processes have painted there.
//   argument: {top, frames}: `frames` is how many painted frames to wait for; answers where the page is now
async ({ top, frames }) => {
  window.scrollTo({ left: 0, top, behavior: 'instant' });
  for (let i = 0; i < frames; i += 1) {
    await captureDom.frame();
  }
  return Math.round(window.scrollY);
}
