"""Where and how two pictures of one width differ, looked at some rows at a time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from capture.clean.values import Box
from capture.compare.alignment import OneSided, Segment, align
from capture.compare.picture import Mask, Picture
from capture.compare.pixels import changed
from capture.compare.regions import Places
from capture.compare.rows import (
    LEAST_RUN,
    STRIP,
    Ids,
    Span,
    flat_rows,
    matching_runs,
    row_ids,
    strip_ids,
)
from capture.compare.source import Rows, steps
from capture.compare.values import Kind, Region, Tolerance

# Fractional heights round up here and down there: so many rows come or go without a cause.
REFLOW_ROWS = 2
# Rows and columns around a part that the edge test of `pixels` looks at.
_MARGIN = 2
# What moved by a fraction of a pixel is drawn anew; differences below this (pixelmatch's default)
# to the row above or below are called reflow.  They are listed all the same.
REDRAWN = Tolerance(threshold=0.1)
# Rows that are asked for the page's background: more say nothing new.
_SAMPLE = 2000


@dataclass(frozen=True, slots=True)
class Ground:
    """The colours of one-coloured rows from all over a picture, and where those rows are."""

    at: npt.NDArray[np.intp]
    colours: Picture

    def colour(self, y0: int, y1: int) -> Picture:
        """Return the colour of most rows outside ``y0`` to ``y1``; white if there are none."""
        colours = self.colours[(self.at < y0) | (self.at >= y1)]
        if not len(colours):
            return np.full(self.colours.shape[1], 255, np.uint8)
        values, counts = np.unique(colours, axis=0, return_counts=True)
        return np.asarray(values[counts.argmax()])


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the pictures, and what is remembered of all of its rows."""

    picture: Rows
    ids: Ids
    ground: Ground

    def part(self, y0: int, y1: int, x0: int, x1: int) -> Picture:
        return self.picture.rows(y0, y1)[:, x0:x1]

    def filled(self, y0: int, y1: int, x0: int, x1: int, row: Picture) -> bool:
        """Say whether each of these rows is ``row``."""
        return all(
            bool((self.part(top, bottom, x0, x1) == row).all()) for top, bottom in steps(y0, y1)
        )

    def inked(self, y0: int, y1: int, x0: int, x1: int) -> Mask:
        """Say which of these rows are of more than one colour."""
        parts = [~flat_rows(self.part(top, end, x0, x1)) for top, end in steps(y0, y1)]
        return np.concatenate(parts)


def differences(a: Rows, b: Rows, tolerance: Tolerance) -> list[Region]:
    """Return every place that differs; both pictures have one width and depth."""
    return _Differences(_side(a), _side(b), tolerance).all()


def _side(picture: Rows) -> _Side:
    """Read all of a picture once."""
    sampled = range(0, picture.height, max(1, picture.height // _SAMPLE))
    rows: list[Picture] = []

    def noted(top: int, bottom: int) -> Picture:
        part = picture.rows(top, bottom)
        rows.append(part[-top % sampled.step :: sampled.step].copy())
        return part

    ids = strip_ids(picture.height, picture.width, picture.channels, noted)
    sample = np.concatenate(rows)
    flat = flat_rows(sample)
    return _Side(picture, ids, Ground(np.asarray(sampled)[flat], sample[flat][:, 0]))


@dataclass(frozen=True, slots=True)
class _Differences:
    a: _Side
    b: _Side
    tolerance: Tolerance

    def all(self) -> list[Region]:
        alignment = align(self.a.ids, self.b.ids, self.a.picture.width)
        found = [region for part in alignment.segments for region in self._changed(part)]
        moved, rest = self._moved(alignment.one_sided)
        found += moved
        found += [r for part in rest if (r := self._one_sided(part)) is not None]
        return _joined(found)

    def _changed(self, part: Segment) -> list[Region]:
        places = Places(part.x1 - part.x0)
        for top, bottom in steps(0, part.run.length):
            mask = self._mask(part, top, bottom, self.tolerance)
            if mask is not None and mask.any():
                really = self._really(part, top, bottom, mask) if part.run.shift else mask
                places.add(mask, really, top)
        return [
            _region(Kind.PIXELS if place.really else Kind.REFLOW, place.box, part, place.pixels)
            for place in places.places()
        ]

    def _mask(
        self, part: Segment, top: int, bottom: int, tolerance: Tolerance, jitter: int = 0
    ) -> Mask | None:
        """Return what differs in rows ``top`` to ``bottom`` of a segment, ``None`` for nothing.

        The other side may be ``jitter`` rows off.
        """
        run, x0, x1 = part.run, part.x0, part.x1
        height_b = self.b.picture.height
        if run.b + jitter < 0 or run.b + jitter + run.length > height_b:
            return np.ones((bottom - top, x1 - x0), dtype=bool)
        y_a, y_b, count = run.a + top, run.b + jitter + top, bottom - top
        one = self.a.part(y_a, y_a + count, x0, x1)
        two = self.b.part(y_b, y_b + count, x0, x1)
        if np.array_equal(one, two):
            return None
        if tolerance.exact:
            return changed(one, two, tolerance)
        up = min(_MARGIN, y_a, y_b)
        down = min(_MARGIN, self.a.picture.height - y_a - count, height_b - y_b - count)
        left, right = max(x0 - _MARGIN, 0), x1 + _MARGIN
        mask = changed(
            self.a.part(y_a - up, y_a + count + down, left, right),
            self.b.part(y_b - up, y_b + count + down, left, right),
            tolerance,
        )
        return mask[up : up + count, x0 - left : x0 - left + x1 - x0]

    def _really(self, part: Segment, top: int, bottom: int, mask: Mask) -> Mask:
        """Return what stays different when moved rows may be a row higher or lower."""
        rest = mask.copy()
        for jitter in (0, -1, 1):
            other = self._mask(part, top, bottom, REDRAWN, jitter)
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
        (a0, a1), (b0, b1) = (left.span.a0, left.span.a1), (right.span.b0, right.span.b1)
        full_one = self.a.inked(a0, a1, left.x0, left.x1)
        full_two = self.b.inked(b0, b1, left.x0, left.x1)
        if not full_one.any() or full_one.sum() != full_two.sum():
            return False
        s0, s1 = left.x0 // STRIP, -(-left.x1 // STRIP)
        ids = row_ids(self.a.ids[a0:a1, s0:s1]), row_ids(self.b.ids[b0:b1, s0:s1])
        for run in matching_runs(*ids, Span(0, a1 - a0, 0, b1 - b0)):
            full_one[run.a : run.a + run.length] = False
            full_two[run.b : run.b + run.length] = False
        # Blank rows at either end may go with either neighbour.
        return not full_one.any() and not full_two.any()

    def _one_sided(self, part: OneSided) -> Region | None:
        span = part.span
        gone = span.a0 < span.a1
        side, y0, y1 = (self.a, span.a0, span.a1) if gone else (self.b, span.b0, span.b1)
        height, width = side.picture.height, side.picture.width
        space = self._is_space(side, part, y0, y1)
        if space and part.x1 - part.x0 < width:
            first = side.part(y0, y0 + 1, part.x0, part.x1)
            if side.filled(y1, height, part.x0, part.x1, first):
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
            pixels=(y1 - y0) * (part.x1 - part.x0),
        )

    def _is_space(self, side: _Side, part: OneSided, y0: int, y1: int) -> bool:
        """Say whether rows are background or repeat the row beside them: space, not content."""
        if side.filled(y0, y1, part.x0, part.x1, side.ground.colour(y0, y1)):
            return True
        near = [y for y in (y0 - 1, y1) if 0 <= y < side.picture.height]
        rows = [side.part(y, y + 1, part.x0, part.x1) for y in near]
        return any(side.filled(y0, y1, part.x0, part.x1, row) for row in rows)


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
