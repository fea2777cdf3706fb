"""Pictures: the one place in rendering that knows Pillow."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from capture.errors import CaptureError
from capture.render.frames import Patch

# Pillow takes a picture of over 179 Mpx for an attack.  A page of 120,000 px at 1280 px and twice
# the resolution has 614 Mpx; tiles keep what is decoded at once far below that.
Image.MAX_IMAGE_PIXELS = 1_000_000_000

_Pixels = NDArray[np.uint8]
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
# zlib level 1 with the Sub filter: 0.8 s for 38 Mpx; level 6 takes twice as long for 1 % less.
_LEVEL = 1


def stitch(tiles: Iterable[bytes]) -> bytes:
    """Join PNGs of equal width, top to bottom; only one is decoded at a time."""
    compressor = zlib.compressobj(_LEVEL)
    data: list[bytes] = []
    width = height = 0
    for tile in tiles:
        pixels = _pixels(tile)
        if width and pixels.shape[1] != width:
            raise CaptureError("the page changed its width while it was photographed")
        width, height = pixels.shape[1], height + pixels.shape[0]
        data.append(compressor.compress(_filtered(pixels)))
    data.append(compressor.flush())
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"".join(
        (_SIGNATURE, _chunk(b"IHDR", header), _chunk(b"IDAT", b"".join(data)), _chunk(b"IEND", b""))
    )


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


def _pixels(png: bytes) -> _Pixels:
    with Image.open(io.BytesIO(png)) as picture:
        return np.asarray(picture.convert("RGB"))


def _filtered(pixels: _Pixels) -> bytes:
    """Rows with PNG's filter 1 (Sub): each byte less the one a pixel to its left."""
    rows = pixels.reshape(pixels.shape[0], -1)
    out = np.empty((rows.shape[0], rows.shape[1] + 1), dtype=np.uint8)
    out[:, 0] = 1
    out[:, 1:4] = rows[:, :3]
    np.subtract(rows[:, 3:], rows[:, :-3], out=out[:, 4:])
    return out.tobytes()


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
