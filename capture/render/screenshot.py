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
# 134 of 1,000 rows wrong, tiles of 4,096, 8,192 and 16,000 none).  Most pages are one tile, which
# needs no stitching.  The pixel bound keeps a decoded tile under 96 MB.
TILE_PX = 16_000
TILE_PIXELS = 24_000_000
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


@dataclass(frozen=True, slots=True)
class Tiles:
    """The page's picture as it came from the browser: PNGs from top to bottom, sizes in CSS px."""

    pngs: tuple[bytes, ...]
    patches: tuple[Patch, ...]
    width: int
    height: int
    scale: float
    cut: bool


def take_screenshot(opened: OpenPage) -> Screenshot:
    """Photograph the whole page as it stands; raises `CaptureError` when the page is gone."""
    return compose(photograph(opened))


def photograph(opened: OpenPage) -> Tiles:
    """Take the pictures, which needs the browser; `compose` needs it no more."""
    session = opened.world.session
    try:
        scale = _adopt_metrics(opened)
        width, height, cut = _extent(session, scale)
        pngs = _tiles(session, width, height, scale)
        patches = tuple(frame_patches(opened, scale))
    except Error as error:
        raise CaptureError(f"no screenshot: {error.message}", retryable=True) from error
    finally:
        _drop_metrics(session)
    return Tiles(tuple(pngs), patches, width, height, scale, cut)


def compose(tiles: Tiles) -> Screenshot:
    """Join the pictures into one; pure, so it may run in a thread while the browser goes on."""
    pngs = _with_frames(tiles)
    png = pngs[0] if len(pngs) == 1 else stitch(pngs)
    pixels = tiles.width * tiles.height * tiles.scale * tiles.scale
    sparse = len(png) < BLANK_BYTES_PER_PIXEL * pixels
    blank = sparse and all(is_blank(one) for one in pngs)
    return Screenshot(png, tiles.width, tiles.height, tiles.cut, blank)


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


def _with_frames(tiles: Tiles) -> tuple[bytes, ...]:
    if not tiles.patches:
        return tiles.pngs
    step = size_of(tiles.pngs[0])[1]
    return tuple(
        patched(png, number * step, tiles.patches) for number, png in enumerate(tiles.pngs)
    )


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
