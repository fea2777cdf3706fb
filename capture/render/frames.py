"""Frames of other sites in full-page screenshots.

They live in processes of their own, which paint only what is in the viewport: in a picture taken
beyond it they are blank (seen with Chromium 156, Playwright's own ``full_page`` included).  So each
is scrolled to, photographed where it is seen, and put into its place.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass

from capture.browser.launch import OpenPage
from capture.browser.world import script

# A page with more is mostly advertising; each costs one screenshot of a viewport (60 ms).
MAX_FRAMES = 40
# Painted frames until another process has sent its picture: 3 were enough in 40 of 40 tries on two
# busy cores; twice that costs 50 ms.
PAINTED_FRAMES = 6


@dataclass(frozen=True, slots=True)
class Patch:
    """A picture of a part of the page: where it belongs in device px, and which part to cut."""

    x: int
    y: int
    png: bytes
    crop: tuple[int, int, int, int]  # left, top, right, bottom in the picture


def frame_patches(opened: OpenPage, scale: float) -> list[Patch]:
    """Photograph the frames of other sites below the first screenful; the page ends at its top."""
    boxes = opened.world.run(script(__package__, "frames.js"))[:MAX_FRAMES]
    if not boxes:
        return []
    height = (opened.page.viewport_size or {"height": 800})["height"]
    patches = [
        patch
        for box in boxes
        for top in range(box["y"], box["y"] + box["height"], height)
        if (patch := _patch(opened, box, top, height, scale))
    ]
    _scroll(opened, 0)
    return patches


def _patch(
    opened: OpenPage, box: dict[str, int], top: int, height: int, scale: float
) -> Patch | None:
    """Photograph the part of a frame from ``top`` that one viewport shows."""
    bottom = min(box["y"] + box["height"], top + height)
    at = _scroll(opened, max(0, round((top + bottom - height) / 2)))
    if not at <= top < bottom <= at + height:
        return None
    answer = opened.world.session.send(
        "Page.captureScreenshot", {"format": "png", "optimizeForSpeed": True}
    )
    crop = (box["x"], top - at, box["x"] + box["width"], bottom - at)
    left, upper, right, lower = (round(side * scale) for side in crop)
    return Patch(
        round(box["x"] * scale),
        round(top * scale),
        base64.b64decode(answer["data"]),
        (left, upper, right, lower),
    )


def _scroll(opened: OpenPage, top: int) -> int:
    where = {"top": top, "frames": PAINTED_FRAMES if top else 1}
    return int(opened.world.run(script(__package__, "scroll_to.js"), where))
