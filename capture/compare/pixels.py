"""Which pixels differ: exactly, or beyond a tolerance as pixelmatch 7 counts it.

The metric is the YIQ distance of Kotsarenko and Ramos ("Measuring perceived color difference using
YIQ NTSC transmission color space in mobile applications", 2010), the edge test that of Vyšniauskas
("Anti-aliased Pixel and Intensity Slope Detector", 2009), both with pixelmatch 7.2's constants and
order of ties, so that its published counts are met to the pixel.  Only pixels that differ exactly
are looked at, so cost follows the change and not the page.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from capture.compare.picture import Mask, Picture
from capture.compare.values import Tolerance

_Floats: TypeAlias = npt.NDArray[np.float64]
_Ints: TypeAlias = npt.NDArray[np.intp]

# The largest squared YIQ distance there is, between black and white (pixelmatch).
LARGEST_DISTANCE = 35215.0
_Y = np.array([0.29889531, 0.58662247, 0.11448223])
_I = np.array([0.59597799, -0.27417610, -0.32180189])
_Q = np.array([0.21147017, -0.52261711, 0.31114694])

# Pixels judged at a time: the 3 × 3 neighbourhoods of 100,000 take 30 MB.
CHUNK = 100_000

# Neighbours column by column: the order in which pixelmatch breaks ties between equal extremes.
_DX = np.array([-1, -1, -1, 0, 0, 1, 1, 1])
_DY = np.array([-1, 0, 1, -1, 1, -1, 0, 1])
# This many equal neighbours (one is granted at the picture's edge) and it is a flat area.
_MANY = 3


def differing(a: Picture, b: Picture) -> Mask:
    """Return which pixels of two pictures of one shape are not equal, shape (height, width)."""
    mask = np.zeros(a.shape[:2], dtype=bool)
    rows = differing_rows(a, b)
    if rows.size:
        mask[rows] = (a[rows] != b[rows]).any(axis=2)
    return mask


def differing_rows(a: Picture, b: Picture) -> _Ints:
    """Return the indices of the rows that are not equal."""
    step = 512  # rows at a time: 2 MB of 1280 px, which stays in the cache
    found = [
        start
        + np.flatnonzero((a[start : start + step] != b[start : start + step]).any(axis=(1, 2)))
        for start in range(0, len(a), step)
        if not np.array_equal(a[start : start + step], b[start : start + step])
    ]
    return np.concatenate(found) if found else np.empty(0, dtype=np.intp)


def changed(a: Picture, b: Picture, tolerance: Tolerance) -> Mask:
    """Return which pixels of two pictures of one shape differ by more than ``tolerance``."""
    mask = differing(a, b)
    if tolerance.threshold is None or not mask.any():
        return mask
    limit = LARGEST_DISTANCE * tolerance.threshold**2
    ys, xs = np.nonzero(mask)
    for start in range(0, len(ys), CHUNK):
        y, x = ys[start : start + CHUNK], xs[start : start + CHUNK]
        over = _distance(a[y, x], b[y, x], _position(y, x, a)) > limit
        if tolerance.anti_aliasing:
            over[over] = ~_edges(a, b, y[over], x[over])
        mask[y, x] = over
    return mask


def _edges(a: Picture, b: Picture, y: _Ints, x: _Ints) -> Mask:
    found = _anti_aliased(a, b, y, x)
    rest = ~found
    found[rest] = _anti_aliased(b, a, y[rest], x[rest])
    return found


def _position(y: _Ints, x: _Ints, picture: Picture) -> _Ints:
    return np.asarray(4 * (y * picture.shape[1] + x), dtype=np.intp)


def _distance(a: Picture, b: Picture, position: _Ints) -> _Floats:
    delta = _difference(a, b, position)
    y, i, q = delta @ _Y, delta @ _I, delta @ _Q
    return np.asarray(0.5053 * y * y + 0.299 * i * i + 0.1957 * q * q)


def _difference(a: Picture, b: Picture, position: _Ints) -> _Floats:
    """Signed channel differences; what is not opaque is laid over pixelmatch's checkerboard."""
    delta = a[..., :3].astype(np.float64) - b[..., :3]
    if a.shape[-1] == 3:
        return delta
    clear = (a[..., 3] < 255) | (b[..., 3] < 255)
    if not clear.any():
        return delta
    before, after = a[clear].astype(np.float64), b[clear].astype(np.float64)
    ground = _checkerboard(np.broadcast_to(position, clear.shape)[clear])
    alpha, other = before[:, 3:], after[:, 3:]
    delta[clear] = (before[:, :3] * alpha - after[:, :3] * other - ground * (alpha - other)) / 255
    return delta


def _checkerboard(position: _Ints) -> _Floats:
    golden = 1.618033988749895
    bits = [
        position % 2,
        (position / golden).astype(np.int64) % 2,
        (position / 2.618033988749895).astype(np.int64) % 2,
    ]
    return np.asarray(48.0 + 159.0 * np.stack(bits, axis=-1))


def _anti_aliased(a: Picture, b: Picture, y: _Ints, x: _Ints) -> Mask:
    """Say which pixels of ``a`` lie on a slope between a darker and a brighter flat area."""
    if not len(y):
        return np.zeros(0, dtype=bool)
    ny, nx, inside = _neighbours(a, y, x)
    centre = np.broadcast_to(a[y, x][:, None, :], (*ny.shape, a.shape[2]))
    slope = _difference(centre, a[ny, nx], _position(y, x, a)[:, None]) @ _Y
    flat = (slope == 0) & inside
    slope[~inside] = 0
    darkest, brightest = slope.argmin(axis=1), slope.argmax(axis=1)
    each = np.arange(len(y))
    sloping = (slope[each, darkest] < 0) & (slope[each, brightest] > 0)
    sloping &= flat.sum(axis=1) + ~inside.all(axis=1) < _MANY
    found = np.zeros(len(y), dtype=bool)
    for ends in (darkest, brightest):
        rest = np.flatnonzero(sloping & ~found)
        py, px = ny[rest, ends[rest]], nx[rest, ends[rest]]
        found[rest] = _in_flat_area(a, py, px) & _in_flat_area(b, py, px)
    return found


def _in_flat_area(picture: Picture, y: _Ints, x: _Ints) -> Mask:
    ny, nx, inside = _neighbours(picture, y, x)
    equal = (picture[ny, nx] == picture[y, x][:, None, :]).all(axis=2) & inside
    return np.asarray(equal.sum(axis=1) + ~inside.all(axis=1) >= _MANY)


def _neighbours(picture: Picture, y: _Ints, x: _Ints) -> tuple[_Ints, _Ints, Mask]:
    height, width = picture.shape[:2]
    ny, nx = y[:, None] + _DY, x[:, None] + _DX
    inside = (ny >= 0) & (ny < height) & (nx >= 0) & (nx < width)
    return ny.clip(0, height - 1), nx.clip(0, width - 1), inside
