"""Two pictures compared: equal bytes first, then equal pixels, then where and how they differ."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from capture.clean.values import Box
from capture.compare.differences import differences
from capture.compare.ends import differing_views
from capture.compare.picture import Picture, read_picture
from capture.compare.scanlines import PngRows, png_rows
from capture.compare.source import Rows, View, held, steps, view
from capture.compare.values import (
    EXACT,
    Kind,
    PictureComparison,
    Region,
    Tolerance,
    worst,
)


def open_picture(data: bytes, name: str) -> Rows:
    """Return a picture's rows; raises `UsageError` when it is none or too large.

    Those of a plain PNG are decoded when they are asked for, and may raise it then.
    """
    return png_rows(data) or held(read_picture(data, name))


def compare_pictures(
    baseline: bytes,
    current: bytes,
    tolerance: Tolerance = EXACT,
    *,
    baseline_masks: tuple[Box, ...] = (),
    current_masks: tuple[Box, ...] = (),
) -> PictureComparison:
    """Compare two encoded pictures; raises `UsageError` when one cannot be read.

    Masks are in px of their own picture; what they cover is not compared.
    """
    before = open_picture(baseline, "the baseline")
    after = open_picture(current, "the current picture")
    views = None
    if not (baseline_masks or current_masks) and isinstance(before, PngRows):
        views = differing_views(before, after) if isinstance(after, PngRows) else None
    one, two = views or (view(before, baseline_masks), view(after, current_masks))
    return _compared(one, two, tolerance)


def compare_arrays(
    before: Picture, after: Picture, tolerance: Tolerance = EXACT
) -> PictureComparison:
    """Compare two decoded pictures."""
    return _compared(view(held(before)), view(held(after)), tolerance)


def _compared(before: View, after: View, tolerance: Tolerance) -> PictureComparison:
    """Compare the rows outside which two pictures are known to be equal."""
    sizes = _size(before), _size(after)
    width = min(before.width, after.width)
    channels = max(before.channels, after.channels)
    a = replace(before, width=width, channels=channels)
    b = replace(after, width=width, channels=channels)
    if before.width == after.width and _equal(a, b):
        return PictureComparison(
            kind=Kind.SAME, baseline_size=sizes[0], current_size=sizes[1], how="equal pixels"
        )
    regions = differences(a, b, tolerance)
    if before.width != after.width:
        regions.append(_size_region(sizes))
    regions = [_lowered(region, before.top, after.top) for region in regions]
    return PictureComparison(
        kind=worst(tuple(region.kind for region in regions)),
        baseline_size=sizes[0],
        current_size=sizes[1],
        regions=tuple(sorted(regions, key=lambda r: (r.current.y, r.current.x))),
        changed_pixels=sum(r.pixels for r in regions if r.kind is Kind.PIXELS),
        tolerance=tolerance,
        how="aligned",
    )


def _equal(a: View, b: View) -> bool:
    return a.height == b.height and all(
        np.array_equal(a.rows(top, bottom), b.rows(top, bottom))
        for top, bottom in steps(0, a.height)
    )


def _size(part: View) -> tuple[int, int]:
    return part.width, part.source.height


def _size_region(sizes: tuple[tuple[int, int], tuple[int, int]]) -> Region:
    """Name the columns that only the wider picture has; they are compared with nothing."""
    (width_a, height_a), (width_b, height_b) = sizes
    low, high = sorted((width_a, width_b))
    height = height_a if width_a > width_b else height_b
    box = Box(x=low, y=0, width=high - low, height=height)
    return Region(kind=Kind.SIZE, baseline=box, current=box, pixels=(high - low) * height)


def _lowered(region: Region, top_a: int, top_b: int) -> Region:
    return region.model_copy(
        update={
            "baseline": region.baseline.model_copy(update={"y": region.baseline.y + top_a}),
            "current": region.current.model_copy(update={"y": region.current.y + top_b}),
        }
    )
