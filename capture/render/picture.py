"""Pictures: the one place in rendering that knows Pillow."""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image, UnidentifiedImageError

from capture.render.frames import Patch

# Pillow takes a picture of over 179 Mpx for an attack.  A page of 120,000 px at 1280 px and twice
# the resolution has 614 Mpx; tiles keep what is decoded at once far below that.
Image.MAX_IMAGE_PIXELS = 1_000_000_000
# zlib level 1: 0.8 s for 23 Mpx of noise; level 6 takes twice as long for 1 % less.
_LEVEL = 1


def patched(png: bytes, top: int, patches: Sequence[Patch]) -> bytes:
    """Put those of ``patches`` into a tile that begin in it; ``top`` is the tile's place."""
    with Image.open(io.BytesIO(png)) as opened:
        picture = opened.convert("RGB")
    touched = False
    for patch in patches:
        if not top <= patch.y < top + picture.height:
            continue
        with Image.open(io.BytesIO(patch.png)) as view:
            picture.paste(view.convert("RGB").crop(patch.crop), (patch.x, patch.y - top))
        touched = True
    if not touched:
        return png
    out = io.BytesIO()
    picture.save(out, "PNG", compress_level=_LEVEL)
    return out.getvalue()


def recoded(png: bytes, mode: str) -> bytes:
    """Return the picture as a PNG of ``mode``: RGB or RGBA, 8 bits a channel."""
    out = io.BytesIO()
    with Image.open(io.BytesIO(png)) as picture:
        picture.convert(mode).save(out, "PNG", compress_level=_LEVEL)
    return out.getvalue()


def size_of(png: bytes) -> tuple[int, int]:
    """Return width and height in px, without decoding."""
    with Image.open(io.BytesIO(png)) as picture:
        return picture.size


def is_blank(png: bytes) -> bool:
    """Whether every pixel has one colour."""
    with Image.open(io.BytesIO(png)) as picture:
        extrema = picture.convert("RGB").getextrema()
    return all(isinstance(band, tuple) and band[0] == band[1] for band in extrema)


def describe(data: bytes) -> tuple[int, int] | None:
    """Return a picture's size in px, ``None`` when it is no picture that can be read."""
    try:
        return size_of(data)
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return None
