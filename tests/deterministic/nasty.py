"""A page on which everything moves, and the picture files it needs."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image, ImageDraw

PAGE = """<!doctype html><html lang=en><meta charset=utf-8><title>Restless</title><style>
body { font: 16px/1.6 sans-serif; margin: 20px; width: 900px }
.b { width: 60px; height: 40px; background: #37a; margin: 4px }
@keyframes slide { to { transform: translateX(300px); background: #a37 } }
@keyframes fade { from { opacity: 0 } to { opacity: 1 } }
.css { animation: slide 1.3s infinite alternate } .once { animation: fade .7s forwards; opacity: 0 }
.tr { transition: width 2s; width: 50px } .tr.on { width: 400px }
html { scroll-behavior: smooth } .far { height: 1600px; background: linear-gradient(#eee, #cde) }
</style><body><h1>Restless</h1>
<div class="b css"></div><div class="b once">faded in</div><div class="b tr" id=tr></div>
<div class=b id=waapi></div><input id=caret value=caret><progress></progress>
<svg width=120 height=40><rect width=30 height=30 fill=red><animate attributeName=x from=0 to=90
 dur=0.9s repeatCount=indefinite /></rect></svg>
<marquee scrollamount=9>marquee words go by</marquee>
<img src=anim.gif width=60 height=60><img src=anim.webp width=60 height=60>
<img src=anim.png width=60 height=60>
<p id=now></p><p id=perf></p><p id=rnd></p><p id=uuid></p><p id=tick>0</p><p id=late></p>
<p id=worker></p><p id=locale></p><div id=carousel>slide 0</div>
<canvas id=raf width=300 height=40></canvas><canvas id=noise width=80 height=40></canvas>
<iframe srcdoc="<p id=t></p><script>t.textContent = Date.now() + ' ' + Math.random()</script>"
 width=400 height=60></iframe><div id=host></div>
<div class=far>far</div><img id=lazy src=photo.png loading=lazy width=200 height=100>
<p id=seen>unseen</p>
<script>
const $ = (id) => document.getElementById(id);
$('tr').classList.add('on'); $('caret').focus();
$('waapi').animate([{ width: '20px' }, { width: '500px' }],
  { duration: 1700, iterations: Infinity });
$('now').textContent = new Date().toISOString();
$('perf').textContent = performance.now();
$('rnd').textContent = Math.random();
$('uuid').textContent = crypto.randomUUID() + crypto.getRandomValues(new Uint32Array(2)).join();
$('locale').textContent = new Date(0).toLocaleString() + navigator.language;
let n = 0; setInterval(() => { $('tick').textContent = ++n; }, 37);
let s = 0; setInterval(() => { $('carousel').textContent = 'slide ' + (++s); }, 700);
setTimeout(() => { $('late').textContent = 'late banner'; }, 400 + Math.random() * 900);
const c = $('raf').getContext('2d'); let x = 0;
(function draw(t) { c.fillRect(x = (x + 3) % 300, 0, 1, 40); requestAnimationFrame(draw); })();
const d = $('noise').getContext('2d');
for (let i = 0; i < 200; i++) d.fillRect(Math.random() * 80, Math.random() * 40, 2, 2);
const work = new Worker('worker.js');
work.onmessage = (m) => { $('worker').textContent = m.data; };
const root = $('host').attachShadow({ mode: 'open' });
root.innerHTML = '<style>@keyframes s { to { margin-left: 200px } } i { animation: s 1s infinite;'
  + 'display: inline-block; width: 20px; height: 20px; background: #090 }</style><i></i>';
new IntersectionObserver((e) => { if (e[0].isIntersecting) $('seen').textContent = 'seen'; })
  .observe($('seen'));
scrollTo(0, 500);
</script>"""

WORKER = """let n = 0;
setInterval(() => postMessage(
  [++n, Date.now(), Math.random(), performance.now() > 0].join()), 50);"""


def write_site(folder: Path) -> None:
    """Write the page and its pictures."""
    (folder / "index.html").write_text(PAGE, "utf-8")
    (folder / "worker.js").write_text(WORKER, "utf-8")
    frames = []
    for i in range(8):
        frame = Image.new("RGB", (60, 60), (30 * i, 255 - 30 * i, 90))
        ImageDraw.Draw(frame).rectangle((i * 6, 10, i * 6 + 10, 50), fill="white")
        frames.append(frame)
    for name, kind in (("anim.gif", "GIF"), ("anim.webp", "WEBP"), ("anim.png", "PNG")):
        frames[0].save(
            folder / name, kind, save_all=True, append_images=frames[1:], duration=70, loop=0
        )
    buffer = io.BytesIO()
    Image.effect_noise((200, 100), 80).convert("RGB").save(buffer, "PNG")
    (folder / "photo.png").write_bytes(buffer.getvalue())
