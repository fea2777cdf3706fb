"""The screenshot is whole and true."""

from __future__ import annotations

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from playwright.sync_api import Playwright

from capture.browser.launch import BrowserSession, OpenPage
from capture.browser.navigate import visit_page
from capture.demo.server import serve_demo
from capture.options import Options
from capture.render.picture import is_blank
from capture.render.screenshot import TILE_PX, Screenshot, photograph
from capture.render.stitch import stitch

ROWS = 1000
TALL = f"""<!doctype html><meta name=viewport content="width=device-width"><title>t</title>
<style>body{{margin:0}}div{{height:100px}}</style>
<header style="position:sticky;top:0;height:60px;background:#fc0"></header><script>
for (let i = 0; i < {ROWS}; i += 1) {{ const d = document.createElement('div');
d.style.background = `rgb(${{i % 256}},${{(i >> 8) * 60}},128)`; document.body.append(d); }}
</script>"""


def take_screenshot(opened: OpenPage) -> Screenshot:
    with ThreadPoolExecutor(max_workers=1) as pool:
        return photograph(opened, pool).result()


def shoot(session: BrowserSession, url: str, options: Options) -> Screenshot:
    with session.open(options, url) as opened:
        visit_page(opened, url, options)
        return take_screenshot(opened)


def decoded(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB")


def test_picture_that_takes_too_long_is_cut_after_a_whole_tile(
    session: BrowserSession,
    serve: Callable[[Path], str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("capture.render.screenshot.PICTURE_SECONDS", -1.0)
    (tmp_path / "index.html").write_text(TALL)
    shot = shoot(session, serve(tmp_path) + "/", Options())
    assert shot.cut
    assert 8_000 < shot.height <= TILE_PX
    assert decoded(shot.png).size == (shot.width, shot.height)


LISTENER = """<script>window.heard = [];
addEventListener('resize', () => heard.push(innerWidth));
visualViewport.addEventListener('resize', () => heard.push('visual viewport'));
matchMedia('(max-width: 700px)').onchange = () => heard.push('telephone');
new ResizeObserver(() => heard.push('box')).observe(document.documentElement);
</script>"""


def test_page_hears_nothing_of_being_photographed(
    session: BrowserSession, serve: Callable[[Path], str], tmp_path: Path
) -> None:
    (tmp_path / "index.html").write_text(TALL + LISTENER)
    url = serve(tmp_path) + "/"
    with session.open(Options(), url) as opened:
        visit_page(opened, url, Options())
        opened.page.evaluate("heard.length = 0")
        assert take_screenshot(opened).height > 100_000
        opened.page.wait_for_timeout(100)
        assert opened.page.evaluate("heard") == []


def test_browser_that_paints_only_the_viewport_is_made_to(
    serve: Callable[[Path], str], playwright: Playwright, tmp_path: Path
) -> None:
    (tmp_path / "index.html").write_text(TALL.replace("1000", "250"))
    # The last of these flags is the one that counts.
    other = ("--blink-settings=imagesLazyLoadingEnabled=false",)
    with BrowserSession(Options(), playwright=playwright, extra_flags=other) as session:
        shot = shoot(session, serve(tmp_path) + "/", Options())
    picture = decoded(shot.png)
    assert picture.size == (1280, 25_060)
    assert [picture.getpixel((600, 110 + 100 * row)) for row in (0, 100, 249)] == [
        (row % 256, 0, 128) for row in (0, 100, 249)
    ]


@pytest.mark.parametrize(
    ("options", "scale"),
    [
        (Options(), 1),
        pytest.param(Options(scale_factor=2), 2, marks=pytest.mark.slow),
        pytest.param(Options(device="iPhone 15"), 3, marks=pytest.mark.slow),
    ],
    ids=["desktop", "double", "phone"],
)
def test_every_row_of_a_100000_px_page_is_there(
    session: BrowserSession,
    serve: Callable[[Path], str],
    tmp_path: Path,
    options: Options,
    scale: int,
) -> None:
    (tmp_path / "index.html").write_text(TALL)
    shot = shoot(session, f"{serve(tmp_path)}/", options)
    picture = decoded(shot.png)
    assert not shot.cut
    assert picture.size == (shot.width * scale, (60 + ROWS * 100) * scale)
    middle = picture.width // 2
    seen = [picture.getpixel((middle, round((60 + i * 100 + 50) * scale))) for i in range(ROWS)]
    assert seen == [(i % 256, (i >> 8) * 60, 128) for i in range(ROWS)]
    header = [picture.getpixel((middle, y * scale)) == (255, 204, 0) for y in range(0, 90000, 50)]
    assert sum(header) == 2, "the sticky header is there once, 60 px tall"


def test_frames_of_other_sites_are_in_the_picture(session: BrowserSession) -> None:
    with serve_demo() as demo, session.open(Options(), demo.base) as opened:
        visit_page(opened, demo.address("late"), Options())
        boxes = opened.world.run(
            "() => captureDom.all('iframe').map((frame) => captureDom.box(frame))"
        )
        picture = decoded(take_screenshot(opened).png)
    below = [box for box in boxes if box["y"] > 1000]
    assert len(below) == 2
    for box in below:
        left, top = box["x"], box["y"]
        frame = picture.crop((left, top, left + box["width"], top + box["height"]))
        assert len(frame.getcolors(1 << 20) or ()) > 100, "a blank hole where the frame should be"


def test_a_blank_page_is_called_blank(
    session: BrowserSession, serve: Callable[[Path], str], tmp_path: Path
) -> None:
    (tmp_path / "index.html").write_text("<!doctype html><title>t</title>")
    (tmp_path / "dot.html").write_text("<!doctype html><title>t</title>.")
    base = serve(tmp_path)
    assert shoot(session, f"{base}/", Options()).blank
    assert not shoot(session, f"{base}/dot.html", Options()).blank


def _png(colours: list[tuple[int, int, int]], width: int) -> bytes:
    picture = Image.new("RGB", (width, len(colours)))
    for y, colour in enumerate(colours):
        for x in range(width):
            picture.putpixel((x, y), tuple((c + x) % 256 for c in colour))
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


COLOUR = st.tuples(*[st.integers(0, 255)] * 3)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.lists(COLOUR, min_size=1, max_size=5), min_size=1, max_size=4), st.integers(1, 9)
)
def test_stitching_loses_no_pixel(tiles: list[list[tuple[int, int, int]]], width: int) -> None:
    whole = decoded(_png([colour for tile in tiles for colour in tile], width))
    joined = decoded(stitch(_png(tile, width) for tile in tiles))
    assert joined.size == whole.size
    assert joined.tobytes() == whole.tobytes()


def test_blank_means_one_colour() -> None:
    assert is_blank(_png([(7, 7, 7)], 1))
    assert not is_blank(_png([(7, 7, 7), (8, 7, 7)], 1))
