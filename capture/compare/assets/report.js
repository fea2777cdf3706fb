'use strict';
for (const mark of document.querySelectorAll('.mark')) {
  const [left, top, width, height] = mark.dataset.place.split(' ').map((share) => `${Number(share) * 100}%`);
  Object.assign(mark.style, { left, top, width, height });
  if (height === '0%') mark.classList.add('seam');
}

const show = (figure, mode) => {
  figure.dataset.mode = mode;
  for (const button of figure.querySelectorAll('[data-mode]')) {
    button.setAttribute('aria-pressed', String(button.dataset.mode === mode));
  }
};

const places = () => [...document.querySelectorAll('details[open] .place')];
const current = () => document.querySelector('.place.current');
const go = (step) => {
  const all = places();
  if (!all.length) return;
  const at = all.indexOf(current());
  const next = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1)];
  current()?.classList.remove('current');
  next.classList.add('current');
  next.focus({ preventScroll: true });
  // A place taller than the window begins at its top, below the heading.
  next.scrollIntoView({ block: next.offsetHeight < innerHeight * 0.8 ? 'center' : 'start' });
};

document.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (!button) return;
  if (button.dataset.mode) show(button.closest('figure'), button.dataset.mode);
  if (button.classList.contains('copy')) {
    const text = button.previousElementSibling.textContent;
    const done = () => { button.textContent = 'copied'; };
    // The clipboard needs a secure context, which a file from disk is not everywhere.
    (navigator.clipboard ? navigator.clipboard.writeText(text) : Promise.reject()).then(done, () => {
      getSelection().selectAllChildren(button.previousElementSibling);
      if (document.execCommand('copy')) done(); else button.textContent = 'selected';
    });
  }
});

document.addEventListener('input', (event) => {
  if (event.target.type !== 'range') return;
  event.target.closest('figure').querySelector('.after').style.setProperty('--at', `${event.target.value}%`);
});

const MODES = { 1: 'side', 2: 'slider', 3: 'blend', 4: 'before', 5: 'after' };
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === 'j') go(1);
  if (event.key === 'k') go(-1);
  const figure = current();
  if (MODES[event.key] && figure?.classList.contains('layered')) show(figure, MODES[event.key]);
});
