"""Pictures in and out: the comparison's only door to Pillow.

A picture is an array of shape (height, width, 3 or 4), dtype uint8, straight alpha.
"""

from __future__ import annotations

import io
from typing import TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt
from PIL import Image, UnidentifiedImageError

from capture.clean.values import Box
from capture.errors import UsageError

Picture: TypeAlias = npt.NDArray[np.uint8]
Mask: TypeAlias = npt.NDArray[np.bool_]
_Pixels = TypeVar("_Pixels", Picture, Mask)

# 300 million pixels are 1280 px by 234,000: more than twice the tallest page a capture allows.
# Pillow's own guard (179 million) would refuse real pages; without any, a 1 MB file could ask for
# all of the memory.
MAX_PIXELS = 300_000_000
Image.MAX_IMAGE_PIXELS = None  # the limit above replaces it, checked before a pixel is decoded

# What a mask is painted with, in both pictures: the pink that Playwright's own masks have.
MASK_COLOUR = (255, 0, 255)


def read_picture(data: bytes, name: str = "the picture") -> Picture:
    """Decode a PNG, JPEG or WebP; raises `UsageError` when it is none, broken or too large."""
    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "WEBP")) as image:
            check_size(image.width, image.height, name)
            opaque = image.mode in ("1", "L", "RGB", "YCbCr", "CMYK")
            opaque = opaque and "transparency" not in image.info
            mode = "RGB" if opaque else "RGBA"
            # Converting to the mode that it has copies all of it: 150 MB of 1280 × 30,000 px.
            return np.asarray(image if image.mode == mode else image.convert(mode))
    except (OSError, SyntaxError, ValueError, UnidentifiedImageError) as error:
        raise UsageError(f"{name} is not a picture that can be read: {error}") from error


def decode_rows(packed: bytes, width: int, height: int, channels: int) -> Picture:
    """Decode what a PNG's data chunks hold; raises `UsageError` when it is broken."""
    mode = "RGB" if channels == 3 else "RGBA"
    try:
        return np.asarray(Image.frombytes(mode, (width, height), packed, "zip", mode))
    except (OSError, ValueError) as error:
        raise UsageError(f"the picture cannot be read: {error}") from error


def check_size(width: int, height: int, name: str) -> None:
    """Raise `UsageError` for a picture that is empty or too large to compare."""
    if not 0 < width * height <= MAX_PIXELS:
        raise UsageError(f"{name} is {width} × {height} px, more than can be compared")


def same_channels(a: Picture, b: Picture) -> tuple[Picture, Picture]:
    """Give both pictures an alpha channel if either has one."""
    depth = max(a.shape[2], b.shape[2])
    return _with_channels(a, depth), _with_channels(b, depth)


def _with_channels(picture: Picture, depth: int) -> Picture:
    if picture.shape[2] == depth:
        return picture
    return np.pad(picture, ((0, 0), (0, 0), (0, 1)), constant_values=255)


def paint_masks(picture: Picture, boxes: tuple[Box, ...]) -> Picture:
    """Return a copy with each box filled, so that what is in it cannot differ."""
    if not boxes:
        return picture
    painted = picture.copy()
    for box in boxes:
        y0, x0 = max(box.y, 0), max(box.x, 0)
        patch = painted[y0 : max(box.y + box.height, 0), x0 : max(box.x + box.width, 0)]
        patch[..., :3] = MASK_COLOUR
        patch[..., 3:] = 255
    return painted


def crop(picture: _Pixels, box: Box) -> _Pixels:
    """Cut out the part of ``box`` that lies inside the picture."""
    y0, x0 = max(box.y, 0), max(box.x, 0)
    return picture[y0 : max(box.y + box.height, 0), x0 : max(box.x + box.width, 0)]


def encode_png(picture: Picture) -> bytes:
    """Encode for speed: level 1 is twice as fast as 6, and 1 % larger."""
    buffer = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(picture)).save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()
