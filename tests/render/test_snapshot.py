"""``original.mhtml``: opened on its own, it is the page."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Playwright

from capture.browser.find import find_browser
from capture.browser.flags import FLAGS
from capture.options import Options
from capture.pipeline import Capturer
from capture.render.resources import CSS, Resource
from capture.render.snapshot import Sheet, Styles, completed

PAGE = """<!doctype html><meta charset=utf-8><title>Fonts</title>
<link rel=stylesheet href=/css/served.css?off disabled><link rel=icon href="data:,a&amp;b">
<link rel=stylesheet href=/css/served.css>
<style>@media print { p { display: none } }</style>
<style>:root { --room: 4px 90px } aside { margin: var(--room); margin-top: 9px;
background: url(tile.svg) } aside::before { content: "—→" }
input, input + em { display: none } input:checked + em { display: block }</style>
<style media=print>p { color: red }</style>
<input type=checkbox checked id=first><em>closed</em>
<input type=checkbox title="a>b" id=second><em>opened</em><input type=checkbox checked><em>open</em>
<img name=styleSheets alt=""><img name=adoptedStyleSheets alt=""><img name=querySelectorAll alt="">
<div>Illinois</div><p>Minimum</p><aside>Words in a box</aside>
<span id=host>light</span><script>
const outer = document.getElementById('host').attachShadow({ mode: 'open' });
outer.innerHTML = '<style>p { color: green }</style><p>é in a shadow</p><slot></slot><span></span>';
const inner = outer.querySelector("span").attachShadow({ mode: 'open' });
inner.innerHTML = '<p>deeper</p>';
const made = new CSSStyleSheet();
made.replaceSync('p { color: blue; font-size: 31px }');
inner.adoptedStyleSheets = [made];
const own = new CSSStyleSheet();
own.replaceSync('div { color: #00f !important } p { font-size: 13px }');
Reflect.set(Document.prototype, 'adoptedStyleSheets', [own], document);
for (const id of ['first', 'second']) document.getElementById(id).click();
</script>"""
SERVED = """@charset "utf-8"; @font-face { font-family: Own; src: url(../own.ttf) }
:root { --p: 4px 40px } body { font: 20px Own, serif } div::before { content: "„" }
div { padding: var(--p); padding-top: 9px; background: #fc0 }"""
TILE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20">'
    '<circle cx="10" cy="10" r="7" fill="green"/></svg>'
)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    (folder / "css").mkdir(parents=True)
    (folder / "index.html").write_text(PAGE, "utf-8")
    (folder / "tile.svg").write_text(TILE)
    (folder / "css/served.css").write_text(SERVED, "utf-8")
    mono = next(Path("/usr/share/fonts").rglob("*Mono*.ttf"), None)
    if mono is None:
        pytest.skip("no font of one width")
    shutil.copy(mono, folder / "own.ttf")
    return folder


def test_original_opens_as_the_page_that_was_photographed(
    site: Path,
    serve: Callable[[Path], str],
    playwright: Playwright,
    tmp_path: Path,
) -> None:
    url = serve(site) + "/index.html"
    with Capturer(tmp_path / "archive", Options(), playwright=playwright) as capturer:
        bundle = capturer.capture(url)
    assert "deeper" in (bundle.path / "page.html").read_text("utf-8")  # the page's script ran
    shutil.rmtree(site)  # what the snapshot does not hold cannot be had
    path = find_browser(None, playwright).path
    with playwright.chromium.launch(executable_path=path, args=list(FLAGS)) as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto((bundle.path / "original.mhtml").as_uri())
        page.screenshot(path=tmp_path / "opened.png", full_page=True)
    was = Image.open(bundle.path / "original.png").convert("RGB")
    now = Image.open(tmp_path / "opened.png").convert("RGB")
    assert was.size == now.size
    assert ImageChops.difference(was, now).getbbox() is None


def _snapshot(*parts: str) -> bytes:
    lines = ['Content-Type: multipart/related; boundary="mark"', "", ""]
    for part in parts:
        lines += ["--mark", *part.split("\n")]
    return "\r\n".join([*lines, "--mark--", ""]).encode()


# The style element's link, as Chromium writes it, and a link of the page's own.
HTML = """Content-Type: text/html
Content-Transfer-Encoding: quoted-printable
Content-Location: http://a/

<head><link rel=3D"stylesheet" type=3D"text/css" href=3D"cid:css-1@m" /><title>=E2=80=93=
</title><link href=3D"x>"></head>."""
STYLE = "Content-Type: text/css\nContent-Location: cid:css-1@m\n\np { }"


def _bodies(mhtml: bytes) -> dict[str, bytes]:
    message = message_from_bytes(mhtml, policy=policy.HTTP)
    found = {}
    for part in message.walk():
        body = part.get_payload(decode=True)
        if not part.is_multipart():
            assert isinstance(body, bytes)
            found[str(part["Content-Location"])] = body.rstrip(b"\r\n")
    return found


def _styles(*sheets: tuple[str, str, int], links: tuple[str, ...] = ("x>",)) -> Styles:
    made = tuple(Sheet(text=text, media=media, after=after) for text, media, after in sheets)
    return Styles(url="http://a/", base="http://a/b/", links=links, sheets=made)


def test_parts_are_added_and_styles_are_as_written() -> None:
    font = Resource("http://a/f.woff2", "font/woff2", b"\0\r\n--mark--\r\nfont")
    styles = _styles((".é { background: url(c.png) }</style>", 'a"b', 1))
    found = _bodies(completed(_snapshot(HTML, STYLE), (font,), (styles,)))
    assert list(found) == ["http://a/", "http://a/f.woff2"]
    assert found["http://a/"].decode() == (
        '<head><title>–</title><link href="x>"><style media="a&quot;b">.\\e9  { background: '
        'url("http://a/b/c.png") }<\\/style></style></head>.'
    )
    assert found["http://a/f.woff2"] == font.body


@pytest.mark.parametrize(
    "styles",
    [_styles(("one {}", "", 0), ("two {}", "", 0)), _styles(("one {}", "", 0), links=("y",))],
)
def test_styles_that_cannot_be_told_apart_are_left(styles: Styles) -> None:
    assert completed(_snapshot(HTML, STYLE), (), (styles,)) == _snapshot(HTML, STYLE)


@pytest.mark.parametrize(
    "address", ["http://a/\r\nContent-Type: text/html\r\n\r\n<script>", "http://a/ä", "http://a b/"]
)
def test_addresses_write_no_headers(address: str) -> None:
    made = completed(_snapshot(HTML), (Resource(address, CSS, b"p {}"),))
    assert made == _snapshot(HTML)
    kind = Resource("http://a/f", "font/x\r\nX: y", b"")
    assert b"X: y" not in completed(_snapshot(HTML), (kind,))


@pytest.mark.parametrize("mhtml", [b"", b"words", b'boundary="mark"', b'boundary="mark"--mark'])
def test_what_is_no_snapshot_is_left(mhtml: bytes) -> None:
    assert completed(mhtml, (Resource("http://a/f", "font/ttf", b""),)) == mhtml
