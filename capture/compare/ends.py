"""Where two PNGs begin and cease to differ, found in their rows as they are stored.

Where two files hold the same residues from the first row on, the rows are equal; and once one row
is equal, equal residues below keep all that follow equal.  So it is enough to inflate both files
side by side; only what lies between is decoded.  One word on 1280 × 30,000 px costs a third of what
decoding both pictures does.
"""

from __future__ import annotations

import numpy as np

from capture.compare.scanlines import PngRows
from capture.compare.source import View, steps

# Rows kept on each side of what differs: the edge test of `pixels` looks two rows away, and the
# alignment needs a few rows of context to see where an insertion begins.
CONTEXT_ROWS = 64


def differing_views(a: PngRows, b: PngRows) -> tuple[View, View] | None:
    """Return the rows outside which both pictures are equal, with some context.

    What is above them is equal from the top, what is below is equal from the bottom.  Returns
    ``None`` for pictures whose rows are not stored alike: of another width or with another number
    of channels.
    """
    if (a.width, a.colour) != (b.width, b.colour):
        return None
    top = _equal_at_top(a, b)
    if top == a.height == b.height:
        return _cut(a, top - 1, 0), _cut(b, top - 1, 0)
    start = max(0, top - CONTEXT_ROWS)
    keep = max(0, _equal_at_foot(a, b, top) - CONTEXT_ROWS)
    # One equal row proves all below it; its residue being equal does not.
    while keep and not _same_row(a, b, keep):
        keep //= 2
    return _cut(a, start, keep), _cut(b, start, keep)


def _equal_at_top(a: PngRows, b: PngRows) -> int:
    shared = b.share_start(a)
    shortest = min(a.height, b.height)
    for top, bottom in steps(shared, shortest, a.step):
        one, two = a.residues(top, bottom), b.residues(top, bottom)
        if not np.array_equal(one, two):
            return top + int((one != two).any(axis=1).argmax())
        a.let_go(top, bottom)
        b.let_go(top, bottom)
    return shortest


def _equal_at_foot(a: PngRows, b: PngRows, top: int) -> int:
    """Count the rows from the foot, below ``top`` in both, whose residues are equal."""
    further = b.height - a.height
    first = max(top, top - further)
    last = first - 1
    for start, end in steps(first, a.height, a.step):
        one, two = a.residues(start, end), b.residues(start + further, end + further)
        if not np.array_equal(one, two):
            last = start + int(np.flatnonzero((one != two).any(axis=1))[-1])
        # What differs will be looked at again.
        a.let_go(last + 1, end)
        b.let_go(last + 1 + further, end + further)
    return a.height - last - 1


def _same_row(a: PngRows, b: PngRows, keep: int) -> bool:
    one, two = a.height - keep, b.height - keep
    return np.array_equal(a.rows(one - 1, one), b.rows(two - 1, two))


def _cut(picture: PngRows, start: int, keep: int) -> View:
    height = picture.height - keep - start
    return View(picture, start, height, picture.width, picture.channels)
