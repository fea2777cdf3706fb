// Run inside a cross-origin frame: what it shows, in a few words.
() => {
  const dom = globalThis.captureDom;
  const lines = [];
  for (const root of dom.roots()) {
    const body = root.nodeType === 9 ? root.body : root;
    if (!body) continue;
    const raw = root.nodeType === 9 ? body.innerText : body.textContent;
    lines.push(...String(raw || '').split('\n').map((l) => l.replace(/\s+/g, ' ').trim()).filter(Boolean).slice(0, 40));
  }
  const links = dom.all('a[href]');
  return {
    url: String(location.href).slice(0, 500),
    lines: lines.slice(0, 60).map((l) => l.slice(0, 200)),
    characters: lines.join(' ').length,
    hosts: [...new Set(links.map((a) => a.hostname).filter(Boolean))].slice(0, 20),
    sponsored: links.some((a) => /\bsponsored\b/.test(a.rel)),
    links: links.length,
    pictures: dom.all('img,video,canvas,svg').length,
    controls: dom.all('input,textarea,select,audio,video[controls]').length,
    frames: dom.all('iframe').length,
  };
}
