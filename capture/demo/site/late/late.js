// What arrives late: parts fetched after the load, put into shadow roots, cross-origin frames, and
// one that a MutationObserver puts back when it is taken out.
const fetched = async (name) => (await fetch(`parts/${name}.html`)).text();
const place = async (hole, name, delay, how) => {
  await new Promise((done) => { setTimeout(done, delay); });
  const slot = document.querySelector(`[data-hole="${hole}"]`);
  how(slot, await fetched(name));
};
const light = (slot, markup) => { slot.innerHTML = markup; };
const shadow = (slot, markup) => {
  const host = document.createElement('div');
  slot.append(host);
  host.attachShadow({ mode: 'open' }).innerHTML = `<link rel="stylesheet" href="portal.css">${markup}`;
};
const stubborn = (slot, markup) => {
  let again = 20;
  light(slot, markup);
  new MutationObserver(() => {
    if (slot.childElementCount || again < 1) return;
    again -= 1;
    light(slot, markup);
  }).observe(slot, { childList: true });
};
const frame = (hole, name, width, height, delay) => setTimeout(() => {
  const slot = document.querySelector(`[data-hole="${hole}"]`);
  slot.innerHTML = `<iframe src="${document.body.dataset.partner}/late/frame-${name}.html" width="${width}" height="${height}" style="border:0;max-width:100%"></iframe>`;
}, delay);

place('picker', 'picker', 300, shadow);
place('top-b', 'banner-top-b', 350, shadow);
place('middle-a', 'banner-middle-a', 500, light);
place('bottom-b', 'banner-bottom-b', 250, stubborn);
place('newsletter', 'newsletter', 400, light);
place('app', 'app', 600, light);
frame('top-a', 'banner-top-a', 728, 130, 200);
frame('bottom-a', 'banner-bottom-a', 728, 130, 450);
// The last slot fills only when the reader comes near it.
new IntersectionObserver((entries, observer) => {
  if (!entries.some((entry) => entry.isIntersecting)) return;
  observer.disconnect();
  frame('middle-b', 'banner-middle-b', 300, 290, 50);
}, { rootMargin: '200px' }).observe(document.querySelector('[data-hole="middle-b"]'));
