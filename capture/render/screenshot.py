"""The full-page screenshot: whole, whatever the height, and true."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from playwright.sync_api import CDPSession, Error

from capture.browser.launch import OpenPage
from capture.errors import CaptureError
from capture.render.frames import Patch, frame_patches
from capture.render.picture import is_blank, patched, size_of, stitch

# Past 16,384 device pixels Chromium repeats or blanks bands (measured: one shot of 100,060 px has
# 134 of 1,000 rows wrong, tiles of 8,192 none).  The pixel bound keeps a decoded tile under 64 MB.
TILE_PX = 8192
TILE_PIXELS = 16_000_000
# 120,000 px at 1280 × 2 has 614 Mpx.  What is taller than this is cut, and the capture says so.
MAX_PIXELS = 800_000_000
MAX_WIDTH_PX = 20_000
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


def take_screenshot(opened: OpenPage) -> Screenshot:
    """Photograph the whole page as it stands; raises `CaptureError` when the page is gone."""
    session = opened.world.session
    try:
        scale = _adopt_metrics(opened)
        width, height, cut = _extent(session, scale)
        tiles = _tiles(session, width, height, scale)
        tiles = _with_frames(tiles, frame_patches(opened, scale))
        png = tiles[0] if len(tiles) == 1 else stitch(tiles)
    except Error as error:
        raise CaptureError(f"no screenshot: {error.message}", retryable=True) from error
    finally:
        _drop_metrics(session)
    sparse = len(png) < BLANK_BYTES_PER_PIXEL * width * height * scale * scale
    blank = sparse and all(is_blank(tile) for tile in tiles)
    return Screenshot(png, width, height, cut, blank)


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


def _extent(session: CDPSession, scale: float) -> tuple[int, int, bool]:
    metrics = session.send("Page.getLayoutMetrics")
    content, viewport = metrics["cssContentSize"], metrics["cssLayoutViewport"]
    width = round(max(content["width"], viewport["clientWidth"]))
    height = round(max(content["height"], viewport["clientHeight"]))
    wide = min(width, MAX_WIDTH_PX)
    tall = min(height, int(MAX_PIXELS / (wide * scale * scale)))
    return wide, tall, (wide, tall) != (width, height)


def _tiles(session: CDPSession, width: int, height: int, scale: float) -> list[bytes]:
    bound = min(TILE_PX / scale, TILE_PIXELS / (width * scale * scale))
    step = height if height <= bound else max(256, int(bound))
    return [_tile(session, width, top, min(step, height - top)) for top in range(0, height, step)]


def _with_frames(tiles: list[bytes], patches: list[Patch]) -> list[bytes]:
    if not patches:
        return tiles
    step = size_of(tiles[0])[1]
    return [patched(tile, number * step, patches) for number, tile in enumerate(tiles)]


def _tile(session: CDPSession, width: int, top: int, height: int) -> bytes:
    answer = session.send(
        "Page.captureScreenshot",
        {
            "format": "png",
            # 0.62–0.68 of the time for up to twice the bytes, in the same run (bench: screenshot).
            "optimizeForSpeed": True,
            "captureBeyondViewport": True,
            "clip": {"x": 0, "y": top, "width": width, "height": height, "scale": 1},
        },
    )
    return base64.b64decode(answer["data"])
