"""Two pictures compared: equal bytes first, then equal pixels, then where and how they differ."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from capture.clean.values import Box
from capture.compare.alignment import OneSided, Segment, align
from capture.compare.picture import Mask, Picture, crop, paint_masks, read_picture, same_channels
from capture.compare.pixels import changed, differing_rows
from capture.compare.regions import places
from capture.compare.rows import LEAST_RUN, Span, flat_rows, matching_runs, row_ids, strip_ids
from capture.compare.scanlines import Slice, differing_slices
from capture.compare.values import (
    EXACT,
    Kind,
    PictureComparison,
    Region,
    Tolerance,
    worst,
)

# Fractional heights round up here and down there: so many rows come or go without a cause.
REFLOW_ROWS = 2
# Rows and columns around a part that the edge test of `pixels` looks at.
_MARGIN = 2
# What moved by a fraction of a pixel is drawn anew; differences below this (pixelmatch's default)
# to the row above or below are called reflow.  They are listed all the same.
REDRAWN = Tolerance(threshold=0.1)


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
    masked = bool(baseline_masks or current_masks)
    slices = None if masked else differing_slices(baseline, current)
    if slices is None:
        before = paint_masks(read_picture(baseline, "the baseline"), baseline_masks)
        after = paint_masks(read_picture(current, "the current picture"), current_masks)
        slices = Slice(before, 0, len(before)), Slice(after, 0, len(after))
    return compare_slices(*slices, tolerance)


def compare_arrays(
    before: Picture, after: Picture, tolerance: Tolerance = EXACT
) -> PictureComparison:
    """Compare two decoded pictures."""
    return compare_slices(Slice(before, 0, len(before)), Slice(after, 0, len(after)), tolerance)


def compare_slices(before: Slice, after: Slice, tolerance: Tolerance) -> PictureComparison:
    """Compare the rows outside which two pictures are known to be equal."""
    sizes = _size(before), _size(after)
    a, b = same_channels(before.picture, after.picture)
    if a.shape == b.shape and not differing_rows(a, b).size:
        return PictureComparison(
            kind=Kind.SAME, baseline_size=sizes[0], current_size=sizes[1], how="equal pixels"
        )
    width = min(a.shape[1], b.shape[1])
    regions = _Regions(a[:, :width], b[:, :width], tolerance).all()
    if sizes[0][0] != sizes[1][0]:
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


def _size(part: Slice) -> tuple[int, int]:
    return int(part.picture.shape[1]), part.height


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


@dataclass(frozen=True, slots=True)
class _Regions:
    a: Picture
    b: Picture
    tolerance: Tolerance

    def all(self) -> list[Region]:
        alignment = align(self.a, self.b)
        found = [region for part in alignment.segments for region in self._changed(part)]
        moved, rest = self._moved(alignment.one_sided)
        found += moved
        found += [r for part in rest if (r := self._one_sided(part)) is not None]
        return _joined(found)

    def _changed(self, part: Segment) -> list[Region]:
        mask = self._mask(part, self.tolerance)
        if mask is None or not mask.any():
            return []
        really = self._really(part, mask) if part.run.shift else mask
        return [
            _region(Kind.PIXELS if crop(really, box).any() else Kind.REFLOW, box, part, pixels)
            for box, pixels in places(mask)
        ]

    def _mask(self, part: Segment, tolerance: Tolerance, jitter: int = 0) -> Mask | None:
        """Return what differs, ``None`` for nothing; the other side may be ``jitter`` rows off."""
        run, x0, x1 = part.run, part.x0, part.x1
        one = self.a[run.a : run.a + run.length, x0:x1]
        top = run.b + jitter
        if top < 0 or top + run.length > len(self.b):
            return np.ones(one.shape[:2], dtype=bool)
        two = self.b[top : top + run.length, x0:x1]
        if tolerance.exact or np.array_equal(one, two):
            return changed(one, two, tolerance) if not np.array_equal(one, two) else None
        up = min(_MARGIN, run.a, top)
        down = min(_MARGIN, len(self.a) - run.a - run.length, len(self.b) - top - run.length)
        left, right = max(x0 - _MARGIN, 0), x1 + _MARGIN
        mask = changed(
            self.a[run.a - up : run.a + run.length + down, left:right],
            self.b[top - up : top + run.length + down, left:right],
            tolerance,
        )
        return mask[up : up + run.length, x0 - left : x0 - left + x1 - x0]

    def _really(self, part: Segment, mask: Mask) -> Mask:
        """Return what stays different when moved rows may be a row higher or lower."""
        rest = mask.copy()
        for jitter in (0, -1, 1):
            other = self._mask(part, REDRAWN, jitter)
            rest &= np.zeros_like(mask) if other is None else other
        return rest

    def _moved(self, parts: list[OneSided]) -> tuple[list[Region], list[OneSided]]:
        """Recognise what was taken out here and put in there."""
        gone = [p for p in parts if p.span.a1 - p.span.a0 >= 2 * LEAST_RUN]
        come = [p for p in parts if p.span.b1 - p.span.b0 >= 2 * LEAST_RUN]
        regions: list[Region] = []
        used: set[OneSided] = set()
        for left in gone:
            for right in come:
                if left in used or right in used or (left.x0, left.x1) != (right.x0, right.x1):
                    continue
                if self._equal_content(left, right):
                    used |= {left, right}
                    area = (left.x1 - left.x0) * (left.span.a1 - left.span.a0)
                    regions.append(
                        Region(
                            kind=Kind.MOVED,
                            baseline=_box(left, left.span.a0, left.span.a1),
                            current=_box(right, right.span.b0, right.span.b1),
                            pixels=area,
                        )
                    )
        return regions, [part for part in parts if part not in used]

    def _equal_content(self, left: OneSided, right: OneSided) -> bool:
        one = self.a[left.span.a0 : left.span.a1, left.x0 : left.x1]
        two = self.b[right.span.b0 : right.span.b1, right.x0 : right.x1]
        full_one, full_two = ~flat_rows(one), ~flat_rows(two)
        if not full_one.any() or full_one.sum() != full_two.sum():
            return False
        ids = row_ids(strip_ids(one)), row_ids(strip_ids(two))
        for run in matching_runs(*ids, Span(0, len(one), 0, len(two))):
            full_one[run.a : run.a + run.length] = False
            full_two[run.b : run.b + run.length] = False
        # Blank rows at either end may go with either neighbour.
        return not full_one.any() and not full_two.any()

    def _one_sided(self, part: OneSided) -> Region | None:
        span = part.span
        gone = span.a0 < span.a1
        picture, y0, y1 = (self.a, span.a0, span.a1) if gone else (self.b, span.b0, span.b1)
        rows = picture[y0:y1, part.x0 : part.x1]
        space = self._is_space(picture, part, y0, y1)
        below = picture[y1:, part.x0 : part.x1]
        if space and rows.shape[1] < picture.shape[1] and bool((below == rows[:1]).all()):
            return None  # a column that ends before the page does
        if y1 - y0 <= REFLOW_ROWS and (space or part.beside):
            kind = Kind.REFLOW
        elif space:
            kind = Kind.MOVED
        else:
            kind = Kind.DELETED if gone else Kind.INSERTED
        return Region(
            kind=kind,
            baseline=_box(part, span.a0, span.a1),
            current=_box(part, span.b0, span.b1),
            pixels=int(rows.shape[0] * rows.shape[1]),
        )

    def _is_space(self, picture: Picture, part: OneSided, y0: int, y1: int) -> bool:
        """Say whether rows are background or repeat the row beside them: space, not content."""
        rows = picture[y0:y1, part.x0 : part.x1]
        if bool((rows == background(picture, y0, y1)).all()):
            return True
        near = [y for y in (y0 - 1, y1) if 0 <= y < len(picture)]
        return any(bool((rows == picture[y, part.x0 : part.x1]).all()) for y in near)


def background(picture: Picture, y0: int, y1: int) -> Picture:
    """Return the colour of most one-coloured rows outside ``y0`` to ``y1``; else white."""
    rows = np.arange(0, len(picture), max(1, len(picture) // 2000))
    sample = picture[rows[(rows < y0) | (rows >= y1)]]
    colours = sample[flat_rows(sample)][:, 0]
    if not len(colours):
        return np.full(picture.shape[2], 255, np.uint8)
    values, counts = np.unique(colours, axis=0, return_counts=True)
    return np.asarray(values[counts.argmax()])


def _joined(regions: list[Region]) -> list[Region]:
    """Join parts that came or went at the same rows in neighbouring columns."""
    found: list[Region] = []
    for region in sorted(regions, key=lambda r: (r.current.y, r.baseline.y, r.kind, r.current.x)):
        last = found[-1] if found else None
        if last and last.kind is not Kind.PIXELS and _continues(last, region):
            width = last.current.width + region.current.width
            found[-1] = last.model_copy(
                update={
                    "baseline": last.baseline.model_copy(update={"width": width}),
                    "current": last.current.model_copy(update={"width": width}),
                    "pixels": last.pixels + region.pixels,
                }
            )
        else:
            found.append(region)
    return found


def _continues(last: Region, region: Region) -> bool:
    return (
        last.kind is region.kind
        and last.current.x + last.current.width == region.current.x
        and (last.current.y, last.current.height) == (region.current.y, region.current.height)
        and (last.baseline.y, last.baseline.height) == (region.baseline.y, region.baseline.height)
    )


def _box(part: OneSided, y0: int, y1: int) -> Box:
    return Box(x=part.x0, y=y0, width=part.x1 - part.x0, height=y1 - y0)


def _region(kind: Kind, box: Box, part: Segment, pixels: int) -> Region:
    x = box.x + part.x0
    return Region(
        kind=kind,
        baseline=box.model_copy(update={"x": x, "y": box.y + part.run.a}),
        current=box.model_copy(update={"x": x, "y": box.y + part.run.b}),
        pixels=pixels,
    )
