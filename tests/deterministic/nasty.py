"""A page on which everything moves, and the picture files it needs."""

from __future__ import annotations

import io
import random
import time
from http.server import SimpleHTTPRequestHandler
from pathlib import Path

from PIL import Image, ImageDraw

PAGE = """<!doctype html><html lang=en><meta charset=utf-8><title>Restless</title><style>
body { font: 16px/1.6 sans-serif; margin: 20px; width: 900px }
.b { width: 60px; height: 40px; background: #37a; margin: 4px }
@keyframes slide { to { transform: translateX(300px); background: #a37 } }
@keyframes fade { from { opacity: 0 } to { opacity: 1 } }
.css { animation: slide 1.3s infinite alternate } .once { animation: fade .7s forwards; opacity: 0 }
.tr { transition: width 2s; width: 50px } .tr.on { width: 400px }
@property --turn { syntax: "<angle>"; inherits: false; initial-value: 0deg }
@keyframes turn { to { --turn: 360deg } } @keyframes grow { from { width: 10px } to { width: 300px } }
.prop { animation: turn 1.1s linear infinite; background: conic-gradient(from var(--turn), red, blue) }
.scrolled { animation: grow linear; animation-timeline: scroll() }
.snap { display: flex; overflow-x: auto; scroll-snap-type: x mandatory; width: 200px }
.snap > * { flex: none; width: 200px; scroll-snap-align: start }
@keyframes blink { 50% { background: #fc0 } } .pseudo::before, .pseudo::after { content: 'pseudo';
 animation: blink .8s infinite } .list { list-style-image: url(anim.gif) } .bg { background: url(anim.webp) }
@keyframes rise { from { opacity: .1 } } .rise { animation: rise linear both; animation-timeline: view() }
dialog { transition: opacity 1s; opacity: 1; position: static } @starting-style { dialog[open] { opacity: 0 } }
.auto { content-visibility: auto; contain-intrinsic-size: auto 300px }
html { scroll-behavior: smooth } .far { height: 1600px; background: linear-gradient(#eee, #cde) }
.chain { animation: rest .6s forwards } @keyframes rest { to { margin-left: 200px } }
.drawn { background: url(anim.svg) } .drawn::before { content: url(anim.svg) } .drawn { mask: none }
</style><body><h1>Restless</h1>
<div id=closed></div><div id=declared><template shadowrootmode=closed><style>@keyframes s { to { margin-left: 300px } }
i { animation: s 1.1s infinite; display: block; width: 9px; height: 9px; background: #900 }</style><i></i></template></div>
<div class="b drawn"></div><svg width=120 height=40><image href=anim.svg width=120 height=40 /></svg>
<div class="b chain" id=chain></div><p id=chained>0</p><p id=told></p><p id=task></p>
<video id=source src=clip.webm autoplay loop muted width=80 height=45></video><canvas id=copied width=80 height=45></canvas>
<div id=elsewhere></div>
<div class="b css"></div><div class="b once">faded in</div><div class="b tr" id=tr></div>
<div class=b id=waapi></div><input id=caret value=caret><progress></progress>
<svg width=120 height=40><rect width=30 height=30 fill=red><animate attributeName=x from=0 to=90
 dur=0.9s repeatCount=indefinite /></rect></svg>
<div class="b prop"></div><div class="b scrolled"></div>
<video src=clip.webm autoplay loop muted width=160 height=90></video><video id=played src=clip.webm
 muted width=160 height=90></video><iframe src=inner.html width=400 height=60></iframe>
<p id=intl></p><p id=idle></p><p id=timing></p><p id=stamp></p><p id=view>before</p>
<div class=snap id=snap><b>first</b><b>second</b><b>third</b></div><ul id=slides></ul>
<marquee scrollamount=9>marquee words go by</marquee>
<img src=anim.gif width=60 height=60><img src=anim.webp width=60 height=60>
<img src=anim.png width=60 height=60>
<p id=now></p><p id=perf></p><p id=rnd></p><p id=uuid></p><p id=tick>0</p><p id=late></p>
<p id=worker></p><p id=module></p><p id=blob></p><p id=shared></p><p id=modified></p><p id=frames></p>
<p class="pseudo">between</p><ul class=list><li>a list's own GIF</ul><div class="b bg"></div>
<img src=anim.svg width=120 height=40><object data=anim.svg width=120 height=40></object>
<dialog id=dialog>opened</dialog><canvas id=off width=120 height=40></canvas><audio controls src=clip.webm></audio>
<div style="width:300px;overflow:hidden"><div id=track style="width:900px">one two three</div></div>
<input type=date value=2025-01-15><input type=number value=1234.5><p id=zone></p>
<p id=locale></p><div id=carousel>slide 0</div>
<canvas id=raf width=300 height=40></canvas><canvas id=noise width=80 height=40></canvas>
<iframe srcdoc="<p id=t></p><script>t.textContent = Date.now() + ' ' + Math.random()</script>"
 width=400 height=60></iframe><div id=host></div>
<div class=far>far</div><img id=lazy src=photo.png loading=lazy width=200 height=100>
<p id=seen>unseen</p><div class=auto><p>skipped until it is near</p><div style="height:700px"></div></div>
<img class=later data-src=photo.png width=200 height=100 alt=""><p id=late-answer></p>
<img class=later data-src=slow/photo.png width=200 height=100 alt=""><div id=bg class=far></div>
<p class=rise>rises as it comes into view</p>
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
$('played').play(); $('played').currentTime = 1;
$('intl').textContent = [new Intl.DateTimeFormat().format(), Intl.DateTimeFormat().resolvedOptions().timeZone,
  new Date().getTimezoneOffset(), self.Temporal ? Temporal.Now.instant().toString() : '-'].join();
requestIdleCallback((deadline) => { $('idle').textContent = `idle ${deadline.didTimeout} ${Date.now()}`; });
addEventListener('load', (event) => setTimeout(() => {
  const [page] = performance.getEntriesByType('navigation');
  $('timing').textContent = [page?.duration, page?.responseEnd, performance.timeOrigin,
    performance.timing.loadEventEnd - performance.timing.navigationStart, document.timeline.currentTime > 0].join();
  $('stamp').textContent = event.timeStamp;
}, 50));
document.startViewTransition?.(() => { $('view').textContent = 'after'; });
// A carousel that answers its own changes, as some are written: each slide brings about the next.
new MutationObserver(() => setTimeout(() => {
  if ($('slides').children.length < 40) $('slides').insertAdjacentHTML('beforeend', '<li style="float:left">+');
}, 90 + Math.random() * 40)).observe($('slides'), { childList: true });
$('slides').append(document.createElement('li'));
setTimeout(() => { throw new Error('a page of its own kind'); }, 20);
setInterval(() => { $('snap').scrollLeft = ($('snap').scrollLeft + 200) % 600; }, 900);
// Images that wait for an observer, as most libraries' do, one of them put off by a timer as well.
const later = new IntersectionObserver((entries) => entries.forEach((entry) => {
  if (!entry.isIntersecting) return;
  later.unobserve(entry.target);
  setTimeout(() => { entry.target.src = entry.target.dataset.src; }, 120);
}));
document.querySelectorAll('.later').forEach((image) => later.observe(image));
// What is asked for late, and answered when the server likes.
setTimeout(async () => {
  const answer = await fetch('slow/answer.txt?' + Math.random());
  $('late-answer').textContent = `${await answer.text()} ${Date.now()}`;
  $('bg').style.backgroundImage = 'url(slow/photo.png?2)';
}, 900);
new Worker('module.js', { type: 'module' }).onmessage = (m) => { $('module').textContent = m.data; };
const source = new Blob([`setTimeout(() => postMessage(['blob', Math.random(), Date.now(),
  Date(), new Intl.DateTimeFormat('en', { timeStyle: 'medium' }).format(), self.Temporal?.Now.instant()].join()), 70);`]);
new Worker(URL.createObjectURL(source)).onmessage = (m) => { $('blob').textContent = m.data; };
const shared = new SharedWorker('shared.js');
shared.port.onmessage = (m) => { $('shared').textContent = m.data; };
shared.port.postMessage('hello');
$('modified').textContent = document.lastModified;
const screen = $('off').transferControlToOffscreen();
const painter = new Worker('painter.js');
painter.postMessage(screen, [screen]);
$('dialog').show();
let at = 0; (function glide() {
  at = (at + 2.5) % 600; $('track').style.transform = `translateX(${-at}px)`;
  $('frames').textContent = `${Math.round(at)} ${document.timeline.currentTime > 0}`;
  requestAnimationFrame(glide);
})();
$('zone').textContent = [new Date(2025, 6, 1).getTimezoneOffset(), (1234.5).toLocaleString(), navigator.languages,
  new Intl.RelativeTimeFormat().resolvedOptions().locale, new Date(2024, 1, 29).toLocaleDateString()].join(' ');
$('closed').attachShadow({ mode: 'closed' }).innerHTML = '<style>@keyframes s { to { margin-left: 200px } } i {'
  + 'animation: s 1s infinite; display: block; width: 20px; height: 20px; background: #066 }</style><i></i>';
// An animation that is begun anew whenever it ends, and one that is waited for.
let ends = 0; $('chain').onanimationend = ({ target }) => {
  $('chained').textContent = ++ends;
  target.className = 'b'; target.offsetWidth; target.className = 'b chain';
};
(async () => { for (let k = 1; k < 40; k++) {
  await $('told').animate([{ opacity: .2 }, { opacity: 1 }], 700).finished;
  $('told').textContent = `told ${k} times`;
} })();
scheduler.postTask(() => { $('task').textContent = `task ${Date.now()}`; }, { delay: 1234 });
(function copy() { $('copied').getContext('2d').drawImage($('source'), 0, 0, 80, 45); requestAnimationFrame(copy); })();
// The same server by another name: another origin, in a process of its own.
$('elsewhere').innerHTML = `<iframe width=400 height=90 src="http://localhost:${location.port}/elsewhere.html"></iframe>`;
scrollTo(0, 500);
</script>"""

ELSEWHERE = """<!doctype html><meta charset=utf-8><style>@keyframes s { to { transform: translateX(300px) } }
i { display: block; width: 20px; height: 20px; background: red; animation: s 1.3s infinite alternate }</style><i></i>
<p id=t></p><script>setInterval(() => { t.textContent = `${Date.now()} ${Math.random()}`; }, 30);</script>"""

WORKER = """let n = 0; let said = ''; fetch('answer.txt').then((a) => a.text()).then((t) => { said = t; });
setInterval(() => postMessage([++n, Date.now(), Math.random(), performance.now() > 0,
  crypto.randomUUID(), crypto.getRandomValues(new Uint8Array(3)).join('.'), said].join()), 50);"""

# A module that answers what it is told: a word said before it has been loaded must reach it too.
MODULE = """import { word } from './word.js';
postMessage([word, Math.random(), Date.now(), crypto.randomUUID(), new URL('x', import.meta.url).pathname].join());"""

SHARED = """onconnect = ({ ports: [port] }) => { port.onmessage = (m) => port.postMessage(
  [m.data, Math.random(), Date.now(), crypto.randomUUID()].join()); };"""

PAINTER = """onmessage = ({ data: canvas }) => { const c = canvas.getContext('2d'); let x = 0;
(function draw() { c.fillStyle = `hsl(${x * 7} 80% 50%)`; c.fillRect(x = (x + 5) % 120, 0, 3, 40);
requestAnimationFrame(draw); })(); };"""

ANIMATED_SVG = """<svg xmlns="http://www.w3.org/2000/svg" width="120" height="40"><style>
@keyframes m { to { transform: translateX(60px) } } .m { animation: m 1s infinite alternate }</style>
<rect width="20" height="20" fill="green"><animate attributeName="x" from="0" to="90" dur="0.8s"
 repeatCount="indefinite"/></rect><circle class="m" cx="20" cy="30" r="8" fill="red"/></svg>"""


INNER = """<!doctype html><meta charset=utf-8><p id=t></p><script>
setInterval(() => { t.textContent = Math.round(performance.now()) + ' ' + Math.random(); }, 30);
</script>"""


def write_site(folder: Path) -> None:
    """Write the page and its pictures."""
    (folder / "slow").mkdir()
    (folder / "index.html").write_text(PAGE, "utf-8")
    for name, text in (
        ("elsewhere.html", ELSEWHERE),
        ("worker.js", WORKER),
        ("module.js", MODULE),
        ("word.js", "export const word = 'module';"),
        ("shared.js", SHARED),
        ("painter.js", PAINTER),
        ("anim.svg", ANIMATED_SVG),
        ("answer.txt", "answered"),
        ("slow/answer.txt", "answered"),
    ):
        (folder / name).write_text(text, "utf-8")
    (folder / "inner.html").write_text(INNER, "utf-8")
    (folder / "clip.webm").write_bytes(Path(__file__).with_name("clip.webm").read_bytes())
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
    for name in ("photo.png", "slow/photo.png"):
        (folder / name).write_bytes(buffer.getvalue())


class Unsteady(SimpleHTTPRequestHandler):
    """Serves files; those under ``slow/`` after as long as it likes, and none with a date."""

    def do_GET(self) -> None:
        if "/slow/" in self.path:
            time.sleep(random.uniform(0.05, 0.4))
        super().do_GET()

    def send_header(self, keyword: str, value: str) -> None:
        if keyword != "Last-Modified":
            super().send_header(keyword, value)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass
