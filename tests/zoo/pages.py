"""Pages that misbehave.  Each holds the same article, so that a capture can be held to its words."""

from __future__ import annotations

TITLE = "The ferry at Longwater"
SENTENCE = "The ferry crossed the river every morning before the town was awake"
_PARAGRAPHS = (
    f"{SENTENCE}, and it came back with the milk, the post and whoever had missed the last boat"
    " the evening before.",
    "Its captain had learned the currents from her mother, who had learned them from nobody, and"
    " she kept no log because the water, she said, kept it for her.",
    "When the bridge was built the ferry ran for another eleven years, mostly out of habit, and on"
    " its last day it carried more passengers than in the whole month before.",
)


def article(title: str = TITLE, extra: str = "", head: str = "") -> str:
    paragraphs = "\n".join(f"<p>{text}</p>" for text in _PARAGRAPHS)
    return (
        f"<!doctype html><html lang=en><head><meta charset=utf-8><title>{title}</title>{head}"
        f"</head><body><main><article><h1>{TITLE}</h1>\n{paragraphs}\n</article></main>"
        f"{extra}</body></html>"
    )


ARTICLE = article()
CHARSETS = article().replace("milk", "crème brûlée").replace("<meta charset=utf-8>", "")


def with_script(code: str, extra: str = "") -> str:
    return article(extra=f"{extra}<script>{code}</script>")


def _head_script(code: str) -> str:
    return article(head=f"<script>{code}</script>")


# (module (func (export "f") (loop br 0))): a wasm function that never returns.
_WASM_LOOP = "0,97,115,109,1,0,0,0,1,4,1,96,0,0,3,2,1,0,7,5,1,1,102,0,0,10,9,1,7,0,3,64,12,0,11,11"

PAGES: dict[str, str] = {
    "good": ARTICLE,
    # Time and size
    "spins-at-once": _head_script("for (;;) {}"),
    "spins-on-load": with_script("onload = () => { for (;;) {} }"),
    # The picture keeps the page from being ready before the second is over.
    "spins-after-a-second": with_script(
        "setTimeout(() => { for (;;) {} }, 1000)", "<img src=/late-dot>"
    ),
    "spins-while-printed": with_script("addEventListener('resize', () => { for (;;) {} })"),
    "spins-on-scroll": with_script(
        "addEventListener('scroll', () => { for (;;) {} })", "<div style=height:9000px></div>"
    ),
    "spins-on-print": with_script("addEventListener('beforeprint', () => { for (;;) {} })"),
    "promise-storm": with_script("(async () => { for (;;) await 0 })()"),
    "timer-storm": with_script("for (let i = 0; i < 2000; i += 1) setInterval(() => i, 0)"),
    "wasm-spins": with_script(
        f"setTimeout(() => new WebAssembly.Instance(new WebAssembly.Module("
        f"new Uint8Array([{_WASM_LOOP}]))).exports.f(), 20)"
    ),
    "worker-spins": with_script(
        "for (let i = 0; i < 8; i += 1) new Worker('/worker-js').postMessage(1)"
    ),
    "webgl-spins": with_script(
        """const g = document.body.appendChild(document.createElement('canvas')).getContext('webgl');
        if (g) { const p = g.createProgram();
          const s = (t, c) => { const x = g.createShader(t); g.shaderSource(x, c);
            g.compileShader(x); g.attachShader(p, x); };
          s(g.VERTEX_SHADER, 'attribute vec2 a; void main() { gl_Position = vec4(a, 0, 1); }');
          s(g.FRAGMENT_SHADER, 'precision highp float; void main() { float x = 0.;'
            + 'for (int i = 0; i < 100000; i++) x += sin(float(i)); gl_FragColor = vec4(x); }');
          g.linkProgram(p); g.useProgram(p);
          g.bindBuffer(g.ARRAY_BUFFER, g.createBuffer());
          g.bufferData(g.ARRAY_BUFFER, new Float32Array([-1,-1,3,-1,-1,3]), g.STATIC_DRAW);
          g.enableVertexAttribArray(0); g.vertexAttribPointer(0, 2, g.FLOAT, false, 0, 0);
          const draw = () => { g.drawArrays(g.TRIANGLES, 0, 3); requestAnimationFrame(draw); };
          draw(); }"""
    ),
    "memory-eater": with_script(
        "const held = []; (function eat() { const a = new Uint8Array(64 << 20).fill(1);"
        " held.push(a); setTimeout(eat, 5); })()"
    ),
    "nodes-eater": with_script(
        "setInterval(() => { for (let i = 0; i < 5000; i += 1)"
        " document.body.append(document.createElement('b'), 'x ') }, 10)"
    ),
    "renderer-crash": with_script("fetch('/crash-renderer')"),
    "crashes-while-printed": with_script(
        "addEventListener('resize', () => { const r = new XMLHttpRequest();"
        " r.open('GET', '/crash-renderer', false); r.send() })"
    ),
    "browser-killed": with_script("fetch('/kill-browser')"),
    "200000-nodes": article(extra="<p>" + "<i>a</i> " * 200_000 + "</p>"),
    "deep-nesting": article(extra="<div>" * 20_000 + "deep"),
    "2000-images": article(extra="".join(f"<img src=/dot?{n}>" for n in range(2000))),
    "500-frames": article(extra="".join(f"<iframe src=/leaf?{n}></iframe>" for n in range(500))),
    "frames-in-frames": article(extra="<iframe src=/nest></iframe>"),
    "slow-images": article(extra="".join(f"<img src=/slow-image?{n}>" for n in range(20))),
    "slow-script": article(extra="<script src=/slow-image></script><p>After the script.</p>"),
    "slow-style": article(head="<link rel=stylesheet href=/slow-image>"),
    "slow-frame": article(extra="<iframe src=/never-answers></iframe>"),
    "infinite-scroll": with_script(
        "const more = () => { for (let i = 0; i < 40; i += 1) { const p = document.createElement("
        "'p'); p.textContent = 'More of the same, again and again. '.repeat(9);"
        " document.body.append(p); } }; more(); addEventListener('scroll', () => {"
        " if (innerHeight + scrollY > document.body.scrollHeight - 900) more(); })"
    ),
    "scroll-hijack": with_script(
        "addEventListener('scroll', () => scrollTo(0, 0));"
        " addEventListener('wheel', (e) => e.preventDefault(), {passive: false});"
        " window.scrollTo = window.scrollBy = Element.prototype.scrollIntoView = () => {}",
        "<div style=height:6000px></div>",
    ),
    "tall": article(
        extra="<div style='height:119000px;background:linear-gradient(red,blue)'></div>"
    ),
    "wide": article(extra="<div style='width:20000px;height:50px;background:teal'></div>"),
    "huge": article(extra="<div style='width:3000000px;height:30000000px'></div>"),
    "animations": article(
        head="<style>@keyframes k{to{transform:rotate(1turn) translateY(900px)}}"
        "b{animation:k 1s infinite;display:block}</style>",
        extra="<b>round</b>" * 300,
    ),
    "resizes-for-ever": with_script(
        "let h = 0; setInterval(() => { document.body.style.paddingBottom = (h = (h + 37) % 900)"
        " + 'px' }, 16)"
    ),
    # Dialogs, windows, navigation
    "alert-storm": with_script(
        "setInterval(() => { alert('x'.repeat(99)); confirm('y'); prompt('z') }, 1)"
    ),
    "alert-at-once": _head_script("for (let i = 0; i < 50; i += 1) alert(i)"),
    "beforeunload": with_script(
        "onbeforeunload = (e) => { e.preventDefault(); return 'stay' }; location = '/leaf'"
    ),
    "popups": with_script(
        "for (let i = 0; i < 20; i += 1) open('/leaf?' + i); setInterval(() => open('/good'), 50)"
    ),
    "downloads": with_script(
        "setInterval(() => { const a = document.createElement('a'); a.href = '/attachment';"
        " a.download = '../../x'; a.click() }, 20)"
    ),
    "blob-downloads": with_script(
        "const u = URL.createObjectURL(new Blob([new Uint8Array(50 << 20)])); setInterval(() => {"
        " const a = document.createElement('a'); a.href = u; a.download = 'x'; a.click() }, 50)"
    ),
    "prints-itself": with_script("print(); onload = () => { print(); print() }"),
    "closes-itself": with_script("window.close(); open('', '_self'); window.close()"),
    "history-loop": with_script(
        "let n = 0; setInterval(() => { history.pushState({}, '', '/good?' + (n += 1)) }, 5);"
        " onpopstate = () => history.forward(); setInterval(() => history.back(), 20)"
    ),
    "reload-loop": with_script("setTimeout(() => location.reload(), 50)"),
    "replace-loop": with_script("location.replace('/replace-loop?' + Math.random())"),
    "meta-refresh-loop": article(head="<meta http-equiv=refresh content='0'>"),
    "meta-refresh-away": "<meta http-equiv=refresh content='0;url=/good'><p>You are being moved.",
    "meta-refresh-to-private": "<meta http-equiv=refresh content='0;url=http://10.0.0.1/'><p>Wait.",
    "script-to-private": with_script("location = 'http://10.0.0.1/'"),
    "script-to-file": with_script("location = 'file:///etc/passwd'"),
    "script-to-data": with_script("location = 'data:text/html,<h1>elsewhere</h1>'"),
    "script-to-blob": with_script(
        "location = URL.createObjectURL(new Blob(['<h1>blob</h1>'], {type: 'text/html'}))"
    ),
    "hash-loop": with_script("setInterval(() => { location.hash = Math.random() }, 5)"),
    "document-write-late": with_script(
        "setTimeout(() => { document.write('<h1>Overwritten</h1>') }, 1500)"
    ),
    "document-open-loop": with_script(
        "setInterval(() => { document.open(); document.write("
        "'<p>nothing lasts</p>'); document.close() }, 30)"
    ),
    "service-worker": with_script(
        "navigator.serviceWorker && navigator.serviceWorker.register('/sw-js', {scope: '/'})"
        ".then(() => location.reload(), () => 0)"
    ),
    "websocket": with_script("new WebSocket('ws://' + location.host + '/socket')"),
    "event-source": with_script("new EventSource('/drips-the-body')"),
    "beacon-storm": with_script("setInterval(() => navigator.sendBeacon('/leaf', 'x'), 20)"),
    "fetch-storm": with_script("setInterval(() => fetch('/leaf?' + Math.random()), 20)"),
    "fullscreen-and-lock": with_script(
        "document.documentElement.requestFullscreen().catch(() => 0);"
        " document.body.requestPointerLock && document.body.requestPointerLock()"
    ),
    "permissions": with_script(
        "navigator.geolocation.getCurrentPosition(() => 0); Notification.requestPermission();"
        " navigator.mediaDevices && navigator.mediaDevices.getUserMedia({video: true}).catch(() => 0)"
    ),
    # Looks
    "css-hides-all": article(head="<style>body{display:none!important}</style>"),
    "css-hides-html": article(head="<style>html{visibility:hidden}</style>"),
    "opacity-until-script": article(
        head="<style>body{opacity:0}</style>",
        extra="<script>setTimeout(() => { document.body.style.opacity = 1 }, 800)</script>",
    ),
    "print-hides-all": article(head="<style>@media print{body{display:none!important}}</style>"),
    "zero-height-body": article(head="<style>html,body{height:0;overflow:hidden}</style>"),
    "canvas-only": "<!doctype html><title>Canvas</title><canvas width=800 height=600></canvas>"
    "<script>const c = document.querySelector('canvas').getContext('2d'); c.fillRect(9,9,400,300);"
    "c.font = '40px serif'; c.fillText('drawn, not written', 30, 400)</script>",
    "closed-shadow": "<!doctype html><title>Closed</title><div id=h></div><script>"
    "h.attachShadow({mode: 'closed'}).innerHTML = "
    + repr(ARTICLE.split("<body>")[1][:900])
    + "</script>",
    "empty": "",
    "empty-body": "<!doctype html><title>Nothing</title>",
    "frameset": "<frameset cols='50%,50%'><frame src=/good><frame src=/leaf></frameset>",
    "not-closed": ARTICLE.split("</article>")[0] + "<table><tr><td><b><i><a href=x>",
    "svg-bomb": article(
        extra="<svg width=9 height=9><defs>"
        + "<g id=g0><rect width=1 height=1 /></g>"
        + "".join(f"<g id=g{n}>" + f"<use href=#g{n - 1} />" * 10 + "</g>" for n in range(1, 7))
        + "</defs><use href=#g6 /></svg>"
    ),
    "css-blur-bomb": article(
        extra="<div style='filter:blur(900px);width:9000px;height:9000px'>" * 9
    ),
    # Names
    "title-newlines": article("Line one&#10;line two&#13;&#10;\t ../../etc/passwd"),
    "title-slashes": article("../../../../tmp/evil/..\\..\\CON.txt:stream|?*"),
    "title-rtl": article("report‮fdp.exe‬ ⁦x⁩ ﻿"),
    "title-long": article("Long " * 2_000),
    "title-markup": article("&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;{{7*7}}${7*7}\"'>"),
    "control-characters": article(
        "A title \x08\x1b[2J&#27;]0;x&#7; &#12; of controls",
        head='<script type="application/ld+json">{"@type": "NewsArticle", "headline": '
        '"A head \\u001b[2J \\u0000 \\ud800 of controls", "author": {"name": "A \\u009b B"}}</script>',
        extra="<p>Words \x0c and &#12; &#8; &#x1b;[31m &#xFFFE; \x9b2J words.</p><script>"
        "document.body.append('a \\u0000\\u001b[2J\\ud800 b'); document.title += '\\u0000\\u001b\\udc00'</script>",
    ),
    # The world that scripts live in
    "overwrites-natives": _head_script(
        """Array.prototype.push = Array.prototype.map = Array.prototype.filter = () => { throw 1 };
        Array.prototype[Symbol.iterator] = function* () { throw new Error('no') };
        JSON.stringify = JSON.parse = () => 'mine'; Object.defineProperty(window, 'JSON', {value: 1});
        Node.prototype.remove = Element.prototype.remove = () => { throw 2 };
        document.querySelectorAll = document.querySelector = Document.prototype.querySelectorAll
          = Element.prototype.querySelectorAll = () => { throw 3 };
        Element.prototype.matches = () => true; window.getComputedStyle = () => { throw 4 };
        Object.prototype.toJSON = () => 'stolen'; Promise.prototype.then = () => { throw 5 };
        Element.prototype.getBoundingClientRect = () => ({});
        String.prototype.replace = String.prototype.trim = () => { throw 6 };
        window.requestAnimationFrame = () => 0; Date.now = () => 0; window.setTimeout = () => 0;
        Map.prototype.set = Set.prototype.add = WeakMap.prototype.get = () => { throw 7 };
        Object.freeze(Node.prototype)"""
    ),
    "clobbers": article(
        extra="<form id=body>"
        + "".join(
            f"<input name={name}>"
            for name in (
                "contains attributes remove children childNodes parentNode parentElement tagName"
                " localName ownerDocument nodeType classList className style innerText textContent"
                " querySelector querySelectorAll getAttribute setAttribute removeAttribute matches"
                " closest getBoundingClientRect shadowRoot isConnected firstChild firstElementChild"
                " nextSibling previousSibling remove append cloneNode id dataset getRootNode offsetWidth"
            ).split()
        )
        + "</form>"
        + "".join(
            f"<img name={name} src=/dot>"
            for name in (
                "body head documentElement createTreeWalker querySelectorAll querySelector"
                " createElement scrollingElement defaultView title URL cookie getElementById fonts"
                " images forms contentType characterSet doctype adoptedStyleSheets styleSheets"
            ).split()
        )
        + "<iframe name=captureDom></iframe><a id=captureDom></a><a id=innerHeight></a>"
    ),
    "fights-removal": with_script(
        """const make = () => { const ad = document.createElement('div');
          ad.className = 'ad-banner advertisement'; ad.textContent = 'Advertisement: buy now';
          document.body.prepend(ad); };
        make(); new MutationObserver(() => { if (!document.querySelector('.ad-banner')) make(); })
          .observe(document, {childList: true, subtree: true});"""
    ),
    "fights-and-hides": with_script(
        """const watch = () => { if (!document.querySelector('.ad-banner'))
          document.querySelector('main').innerHTML = '<h1>Please turn off your ad blocker</h1>' };
        new MutationObserver(watch).observe(document, {childList: true, subtree: true});""",
        "<div class='ad-banner advertisement'>Advertisement: buy now</div>",
    ),
}
