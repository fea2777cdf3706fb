"""The full-page screenshot: whole, whatever the height, and true."""

from __future__ import annotations

import base64
import math
import time
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from queue import SimpleQueue

from playwright.sync_api import CDPSession, Error

from capture.browser.launch import OpenPage
from capture.errors import CaptureError
from capture.render.frames import Patch, frame_patches
from capture.render.picture import is_blank, patched, size_of
from capture.render.stitch import stitch

# Past 16,384 device pixels Chromium repeats or blanks bands (measured: one shot of 100,060 px has
# 134 of 1,000 rows wrong, tiles of 4,096, 8,192 and 16,000 none).  Most pages are one tile, which
# needs no stitching.  The pixel bound keeps a decoded tile under 96 MB.
TILE_PX = 16_000
TILE_PIXELS = 24_000_000
# 120,000 px at 1280 × 2 has 614 Mpx.  What is taller than this is cut, and the capture says so.
MAX_PIXELS = 800_000_000
MAX_WIDTH_PX = 20_000
# 120,000 px took 4 s, and 110,000 px of small print 70 s on a machine three times overloaded, which
# left no time for the PDF.  A picture is cut after the tile during which this has passed.
PICTURE_SECONDS = 40.0
# And of what time is left to the page, since a PDF is worth more than a picture's end: seen on
# 150,000 px of reference, of which a machine ten times overloaded took 25 s for a tile.
PICTURE_SHARE = 0.3
# A blank page of 1280 × 800 packs to 0.004 bytes a pixel; the emptiest page with a line of text to
# 0.012.  Only pictures below the bound are decoded to look.
BLANK_BYTES_PER_PIXEL = 0.02


@dataclass(frozen=True, slots=True)
class Screenshot:
    """A PNG, what it shows in CSS px, and whether it is cut or blank."""

    png: bytes
    width: int
    height: int
    cut: bool
    blank: bool


@dataclass(frozen=True, slots=True)
class _Frame:
    """What is photographed: width and height in CSS px, device px a CSS px, and the patches.

    ``resizing`` is how a browser reaches beyond the viewport that does not paint there: it makes
    the page 1 × 1 px large for a moment.
    """

    width: int
    height: int
    scale: float
    cut: bool
    resizing: bool
    patches: tuple[Patch, ...]

    @property
    def step(self) -> int:
        """The height of a tile in CSS px.

        All but the last have the same: each is joined while the next is taken, and no long one is
        left over at the end.
        """
        bound = min(TILE_PX / self.scale, TILE_PIXELS / (self.width * self.scale * self.scale))
        return math.ceil(self.height / math.ceil(self.height / max(256, int(bound))))


def photograph(
    opened: OpenPage, pool: Executor, within: tuple[int, int] | None = None
) -> Future[Screenshot]:
    """Photograph the whole page as it stands; it is free again on return.

    ``within``, a width and a height in CSS px, leaves out what is empty to the right and below.
    What needs no browser is done in ``pool``, beside the taking of the next tile.  Raises
    `CaptureError` when the page is gone.
    """
    session = opened.world.session
    tiles: SimpleQueue[bytes | None] = SimpleQueue()
    try:
        frame = _frame(opened, within)
        composing = pool.submit(_compose, frame, iter(tiles.get, None))
        left = opened.watchdog.left_seconds  # nothing where there is no limit
        seconds = min(PICTURE_SECONDS, left * PICTURE_SHARE) if left else PICTURE_SECONDS
        for tile in _tiles(session, frame, seconds):
            tiles.put(tile)
    except Error as error:
        raise CaptureError(f"no screenshot: {error.message}", retryable=True) from error
    finally:
        tiles.put(None)
        _drop_metrics(session)
    return composing


def _frame(opened: OpenPage, within: tuple[int, int] | None) -> _Frame:
    scale = _adopt_metrics(opened)
    patches = tuple(frame_patches(opened, scale))
    extent = _extent(opened.world.session, scale, within)
    seen = opened.page.viewport_size or {"width": 0, "height": 0}
    beyond = extent[0] > seen["width"] or extent[1] > seen["height"]
    resizing = beyond and not opened.paints_beyond()
    return _Frame(*extent, resizing, patches)


def _compose(frame: _Frame, tiles: Iterator[bytes]) -> Screenshot:
    blanks: list[bool] = []
    heights: list[int] = []
    looked_at = _looked_at(_with_frames(tiles, frame.patches), blanks, heights)
    png = stitch(looked_at) if frame.step < frame.height else next(looked_at)
    # In CSS px, each tile's height may be rounded by one.
    shown = round(sum(heights) / frame.scale)
    late = shown < frame.height - len(heights)
    height = shown if late else frame.height
    return Screenshot(png, frame.width, height, frame.cut or late, all(blanks))


def _looked_at(tiles: Iterator[bytes], blanks: list[bool], heights: list[int]) -> Iterator[bytes]:
    """Pass the tiles on, and note of each its height and whether it has one colour."""
    for tile in tiles:
        wide, tall = size_of(tile)
        heights.append(tall)
        blanks.append(len(tile) < BLANK_BYTES_PER_PIXEL * wide * tall and is_blank(tile))
        yield tile


def _adopt_metrics(opened: OpenPage) -> float:
    """Give this protocol session the page's own metrics; return the device scale factor.

    Playwright emulates the device in its session; captures beyond the viewport use the metrics of
    the session that asks, which would be those of a desktop at scale 1.
    """
    facts = opened.world.run(
        "() => ({ scale: devicePixelRatio, mobile: matchMedia('(pointer: coarse)').matches })"
    )
    viewport = opened.page.viewport_size or {"width": 1280, "height": 800}
    opened.world.session.send(
        "Emulation.setDeviceMetricsOverride",
        {
            **viewport,
            "deviceScaleFactor": facts["scale"],
            "mobile": facts["mobile"],
        },
    )
    return float(facts["scale"])


def _drop_metrics(session: CDPSession) -> None:
    try:
        session.send("Emulation.clearDeviceMetricsOverride")
    except Error:
        return  # the page is gone: its metrics with it


def _extent(
    session: CDPSession, scale: float, within: tuple[int, int] | None
) -> tuple[int, int, float, bool]:
    metrics = session.send("Page.getLayoutMetrics")
    content, viewport = metrics["cssContentSize"], metrics["cssLayoutViewport"]
    width = round(max(content["width"], viewport["clientWidth"]))
    height = round(max(content["height"], viewport["clientHeight"]))
    if within:
        width, height = max(1, min(width, within[0])), max(1, min(height, within[1]))
    wide = min(width, MAX_WIDTH_PX)
    tall = min(height, int(MAX_PIXELS / (wide * scale * scale)))
    return wide, tall, scale, (wide, tall) != (width, height)


def _tiles(session: CDPSession, frame: _Frame, seconds: float) -> Iterator[bytes]:
    height, step = frame.height, frame.step
    ends = time.monotonic() + seconds
    for top in range(0, height, step):
        if top and time.monotonic() > ends:
            return
        yield _tile(session, frame, top, min(step, height - top))


def _with_frames(tiles: Iterator[bytes], patches: tuple[Patch, ...]) -> Iterator[bytes]:
    top = 0
    for tile in tiles:
        yield patched(tile, top, patches) if patches else tile
        top += size_of(tile)[1]


def _tile(session: CDPSession, frame: _Frame, top: int, height: int) -> bytes:
    answer = session.send(
        "Page.captureScreenshot",
        {
            "format": "png",
            # 0.62–0.68 of the time for up to twice the bytes, in the same run (bench: screenshot).
            "optimizeForSpeed": True,
            "captureBeyondViewport": frame.resizing,
            "clip": {"x": 0, "y": top, "width": frame.width, "height": height, "scale": 1},
        },
    )
    return base64.b64decode(answer["data"])
