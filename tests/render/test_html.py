"""page.html: one file that looks like the page, runs nothing and fetches nothing."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from playwright.sync_api import Page

from capture.browser.launch import BrowserSession
from capture.browser.navigate import visit_page
from capture.browser.world import script
from capture.options import Options
from capture.render.html import NOTHING, inline_css, self_contained
from capture.render.resources import left_out

NASTY = """<!doctype html><html><head><title>A &amp; B</title>
<link rel=stylesheet href=s.css><link rel=preload as=image href=p.png>
<meta http-equiv=refresh content="9;url=/away">
<script>document.title += '!'</script></head>
<body onload="window.ran=1" background=p.png>
<p style="background:url(p.png)">styled</p><img id=i src=p.png srcset="p.png 2x" onerror="ran=1">
<a id=j href="javascript:window.ran=1">js</a><a id=ok href="/other">ok</a>
<svg width=20 height=20><image href=p.png width=20 height=20></image></svg>
<input id=f><textarea id=t></textarea><canvas id=c width=30 height=30></canvas>
<img id=lazy src=photo.jpg loading=lazy width=64 height=36>
<div id=host></div><u>constructed</u><iframe src=frame.html width=200 height=50></iframe>
<form action="https://elsewhere.example/"><button>send</button></form>
<script>f.value='typed "x"'; t.value='</textarea><b>'; c.getContext('2d').fillRect(0,0,30,30);
host.attachShadow({mode:'open'}).innerHTML='<style>p{color:rgb(1,2,3)}</style><p>in shadow</p>';
const made = new CSSStyleSheet(); made.replaceSync('u{color:rgb(4,5,6)}');
document.adoptedStyleSheets = [made];
</script></body></html>"""


def snapshot(session: BrowserSession, url: str) -> str:
    with session.open(Options(), url) as opened:
        visit_page(opened, url, Options())
        opened.world.run(script("capture.render", "freeze.js"))
        answer = opened.world.session.send("Page.captureSnapshot", {"format": "mhtml"})
        mhtml = answer["data"].encode()
        return self_contained(mhtml, left_out(opened.world, mhtml))


BASED = """<!doctype html><meta charset=utf-8><title>Based</title>BASE<style>
@font-face { font-family: f; src: url(f.ttf) } :root { --picture: url(v.png) }
p { font-family: f; background: url('p.png') } i { background: var(--picture) }
s { background: url('data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg"/>') }
s { color: rgb(7, 8, 9) }</style><i>var</i><s>after quotes</s>
<p style="list-style-image:url(p.png)">words</p><img src=p.png>
<object data=p.png type=image/png aria-label=Chart></object><embed src=p.png>
<object data=x.pdf type=application/pdf><u>no viewer here</u></object>
<iframe srcdoc="<style>b{background:url(p.png)}</style><b>inner</b>"></iframe>"""


@pytest.mark.parametrize("base", ["", "<base href='../'>"])
def test_what_inline_styles_name_is_inside(
    session: BrowserSession, serve: Callable[[Path], str], tmp_path: Path, page: Page, base: str
) -> None:
    deep = tmp_path / "site" / "deep"
    deep.mkdir(parents=True)
    there = deep.parent if base else deep
    Image.new("RGB", (20, 20), "red").save(there / "p.png")
    Image.new("RGB", (9, 9), "blue").save(there / "v.png")
    (there / "f.ttf").write_bytes(font())
    (deep / "index.html").write_text(BASED.replace("BASE", base))
    text = snapshot(session, f"{serve(tmp_path / 'site')}/deep/index.html")
    file = tmp_path / "page.html"
    file.write_text(text, "utf-8")
    assert NOTHING not in text
    page.goto(file.as_uri())
    widths = page.evaluate("[...document.images].map((i) => [i.naturalWidth, i.alt])")
    assert widths == [[20, ""], [20, "Chart"], [20, ""]]
    assert page.inner_text("u") == "no viewer here"
    assert page.evaluate("getComputedStyle(document.querySelector('s')).color") == "rgb(7, 8, 9)"
    assert page.evaluate("document.fonts.ready.then(() => [...document.fonts][0].status)") == (
        "loaded"
    )
    for place in ("p", "b"):
        frame = page.frames[1] if place == "b" else page.main_frame
        shown = frame.evaluate(
            "(s) => getComputedStyle(document.querySelector(s)).background", place
        )
        assert "data:image/png" in shown


SHEETS = """<!doctype html><title>t</title><link rel=stylesheet href=a.css>
<link rel=stylesheet href=b.css><style>em { padding: var(--p); padding-left: 0 }</style>
<style media=print>p { color: red }</style><style id=made></style><p>a<em>b</em><q>c</q><u>d</u></p>
<div id=host></div><script>
document.querySelector('#made').sheet.insertRule('q { color: rgb(1, 1, 1) }');
document.styleSheets[1].insertRule('u { color: rgb(2, 2, 2) }');
const root = document.querySelector('#host').attachShadow({ mode: 'open' });
root.innerHTML = '<style>i { color: red }</style><style>i { color: rgb(3, 3, 3) }</style><i>e</i>'
  + '<svg><style>rect { fill: rgb(5, 5, 5) }</style><rect width=9 height=9 /></svg>';
const last = new CSSStyleSheet(); last.replaceSync('q { color: rgb(4, 4, 4) }');
document.adoptedStyleSheets = [last];
</script>"""
LOOKS = """() => {
  const look = (e, name) => getComputedStyle(e)[name];
  const asked = { p: ['fontSize', 'color'], em: ['padding'], q: ['color'], u: ['color'] };
  return Object.entries(asked).flatMap(
    ([tag, names]) => names.map((name) => look(document.querySelector(tag), name)))
    .concat(look(host.shadowRoot.querySelector('i'), 'color'))
    .concat(look(host.shadowRoot.querySelector('svg rect'), 'fill'));
}"""


def test_styles_hold_as_they_were_written_and_changed(
    session: BrowserSession, serve: Callable[[Path], str], tmp_path: Path, page: Page
) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text(SHEETS)
    shorthand = "p { font: 20px/2 var(--f); font-feature-settings: 'kern' }"
    (site / "a.css").write_text(f":root {{ --f: monospace; --p: 7px }} {shorthand}")
    (site / "b.css").write_text("u { color: green }")
    url = f"{serve(site)}/"
    page.goto(url)
    expected = page.evaluate(LOOKS)
    assert "20px" in expected[0]
    file = tmp_path / "page.html"
    file.write_text(snapshot(session, url), "utf-8")
    page.goto(file.as_uri())
    assert page.evaluate(LOOKS) == expected


def font() -> bytes:
    """Return some font of this machine."""
    found = subprocess.run(["fc-match", "-f", "%{file}"], capture_output=True, check=True)
    return Path(found.stdout.decode()).read_bytes()


def test_it_is_the_page_and_fetches_nothing(
    session: BrowserSession, serve: Callable[[Path], str], tmp_path: Path, page: Page
) -> None:
    site = tmp_path / "site"
    site.mkdir()
    Image.new("RGB", (20, 20), "red").save(site / "p.png")
    Image.effect_noise((1280, 720), 60).convert("RGB").save(site / "photo.jpg", quality=90)
    (site / "index.html").write_text(NASTY)
    (site / "s.css").write_text("@import 'deep.css'; p{background:url(p.png)}")
    (site / "deep.css").write_text("p{letter-spacing:3px;list-style:url('p.png')}")
    (site / "frame.html").write_text("<!doctype html><p id=inner>in the frame</p>")
    file = tmp_path / "page.html"
    file.write_text(snapshot(session, f"{serve(site)}/"), "utf-8")

    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    assert [url for url in asked if not url.startswith("data:")] == [file.as_uri()]
    facts = page.evaluate(
        """() => ({ran: window.ran, title: document.title, image: i.naturalWidth,
        lazy: lazy.naturalWidth, input: f.value,
        area: t.value, spacing: getComputedStyle(document.querySelector('p')).letterSpacing,
        back: getComputedStyle(document.querySelector('p')).backgroundImage.slice(0, 15),
        shadow: getComputedStyle(host.shadowRoot.querySelector('p')).color,
        made: getComputedStyle(document.querySelector('u')).color,
        scripts: document.scripts.length, link: ok.getAttribute('href').startsWith('http'),
        js: j.getAttribute('href') ?? '#',
        refresh: document.querySelectorAll('[http-equiv=refresh]').length,
        handlers: document.querySelectorAll('[onload],[onerror]').length})"""
    )
    assert facts == {
        "ran": None,
        "title": "A & B!",
        "image": 20,
        "lazy": 1280,
        "input": 'typed "x"',
        "area": "</textarea><b>",
        "spacing": "3px",
        "back": 'url("data:image',
        "shadow": "rgb(1, 2, 3)",
        "made": "rgb(4, 5, 6)",
        "scripts": 0,
        "link": True,
        "js": "#",
        "refresh": 0,
        "handlers": 0,
    }
    assert page.frame_locator("iframe").locator("#inner").inner_text() == "in the frame"


def test_what_was_missed_is_held_by_the_policy(tmp_path: Path, page: Page) -> None:
    # As if a rewrite had a hole: the policy at the top of the file must hold by itself.
    part = (
        b'From: x\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
        b"Content-Type: text/html\r\nContent-Location: http://e.org/\r\n\r\n"
        b"<html><head></head><body><p>words</p></body></html>\r\n--b--\r\n"
    )
    text = self_contained(part).replace(
        "<p>", "<script>window.ran=1</script><img src=http://127.0.0.1:9/x><p onclick=ran=1>"
    )
    file = tmp_path / "page.html"
    file.write_text(text, "utf-8")
    asked: list[str] = []
    page.on("requestfinished", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    assert page.inner_text("p") == "words"
    assert page.evaluate("window.ran") is None
    assert asked == [file.as_uri()]


@given(st.binary(max_size=400))
def test_no_snapshot_breaks_it(data: bytes) -> None:
    assert isinstance(self_contained(data), str)


@given(st.text(max_size=200))
def test_addresses_in_style_sheets_stay_what_they_are(address: str) -> None:
    seen: list[str] = []
    once = inline_css("a { background: url('x') }", lambda _: address)
    inline_css(once, lambda found: seen.append(found) or found)
    assert seen == [address.replace("\0", "\ufffd")]


@given(st.text(max_size=200))
def test_a_style_sheet_never_ends_its_element(text: str) -> None:
    said = inline_css(f"{text}</style><script>", lambda _: "data:,")
    assert "</style" not in said.lower()


def test_a_page_in_an_old_encoding_keeps_its_letters(
    session: BrowserSession, serve: Callable[[Path], str], tmp_path: Path
) -> None:
    (tmp_path / "index.html").write_bytes(
        "<!doctype html><meta charset=windows-1252><title>t</title><p>déjà “vu” €</p>".encode(
            "cp1252"
        )
    )
    assert "déjà “vu” €" in snapshot(session, f"{serve(tmp_path)}/")
