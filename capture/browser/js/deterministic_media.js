// Brings videos and sounds back to their first moment and keeps them there.
//
//   argument.media_ms  how long one may take to get there
async (argument) => {
  const within = (promise, ms) => Promise.race([promise, new Promise((done) => { setTimeout(done, ms, 'late'); })]);
  await Promise.all(captureDom.all('video, audio').map(async (media) => {
    media.pause();
    media.autoplay = false;
    if (media.readyState < 1) return;
    if (media.currentTime !== 0) {
      const sought = new Promise((done) => { media.addEventListener('seeked', done, { once: true }); });
      media.currentTime = 0;
      await within(sought, argument.media_ms);
    }
    if (media.localName === 'video') await within(new Promise((done) => { media.requestVideoFrameCallback(done); }), 200);
  }));
}
