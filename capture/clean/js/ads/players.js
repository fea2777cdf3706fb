// Videos that start by themselves, silent, without controls or caption: what a vendor of players puts into a text.
// Alone that is little, an illustration does so too; under a line that the article goes on below, it is enough.
() => {
  const dom = globalThis.captureDom;
  const { all, visible } = globalThis.captureClean;
  const { ads } = globalThis.captureClean;
  const { unit, say } = ads;

  const silent = (video) => (video.muted || video.autoplay) && !video.controls;
  const players = () => {
    for (const video of all('video')) {
      const box = dom.box(video);
      if (!silent(video) || !visible(video) || box.width < 200 || box.height < 110) continue;
      if (video.closest('figure,header,[role=banner],h1')) continue;
      say(unit(video), 0.15, 'a silent video without controls or caption', 'shown');
    }
  };

  Object.assign(ads, { players });
}
