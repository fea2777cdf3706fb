"""What became of each part of a picture: which rows went where, what came and what went.

Whole rows are matched first.  Where they cannot be (a sidebar stays while the article beside it
goes down), the gap is cut into groups of columns that moved alike, each matched by itself.  What is
left is paired row by row by the strips that are still equal, so that a changed line beside an
inserted one is told from it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from capture.compare.rows import (
    STRIP,
    Ids,
    Run,
    Span,
    gaps,
    matching_runs,
    row_ids,
    trimmed,
)

_Scores: TypeAlias = npt.NDArray[np.int32]

# Rows of a gap are paired by dynamic programming up to this many pairs (16 MB of scores, 0.1 s);
# beyond it the two sides have nothing in common that a reader could follow.
MAX_PAIRS = 4_000_000
# Strips that moved by nearly the same way belong together: fractional line heights round to 1 px
# more here and 1 px less there.
SAME_WAY = 2
# A strip speaks for a movement only with this many rows, and this share of those it recognises:
# borders recur, and the first letters of lines do in any order.
LEAST_EVIDENCE = 8
CLEAR = 0.25
# And with this share of the gap's rows: a strip that is blank but for line ends knows only where it
# did not move, above the change.
STEADY = 0.02
# Two columns moved apart when less than this share of either moved as the other did.  A page with
# two insertions has rows of both shifts in every strip, and stays in one piece.
APART = 0.25
# Rows that recur by chance lie anywhere: so many at either end do not say where a strip's rows are.
OUTLYING = 0.05
# Groups of columns inside groups of columns: a page in a frame in a page.  Deeper is noise.
MAX_DEPTH = 3


@dataclass(frozen=True, slots=True)
class Segment:
    """Rows of both pictures to lay over each other, in columns ``x0`` to ``x1`` (px).

    ``settled`` when their numbers say that they are equal.
    """

    run: Run
    x0: int
    x1: int
    settled: bool


@dataclass(frozen=True, slots=True)
class OneSided:
    """Rows that only one picture has; ``beside`` when rows next to them changed too."""

    span: Span
    x0: int
    x1: int
    beside: bool


@dataclass(slots=True)
class Alignment:
    """Every pixel of both pictures, in one segment or one one-sided part."""

    segments: list[Segment] = field(default_factory=list)
    one_sided: list[OneSided] = field(default_factory=list)


def align(a: Ids, b: Ids, width: int) -> Alignment:
    """Lay two pictures of one width (px) and depth over each other, by their strips' numbers."""
    found = Alignment()
    _Work(a, b, width, found).columns(Span(0, len(a), 0, len(b)), 0, a.shape[1], 0)
    return found


@dataclass(frozen=True, slots=True)
class _Work:
    a: Ids
    b: Ids
    width: int
    found: Alignment

    def columns(self, span: Span, s0: int, s1: int, depth: int) -> None:
        """Match ``span`` in strips ``s0`` to ``s1``, and see to the gaps.

        Columns that moved apart are parted first: whole rows would be matched where one of them
        happens to be blank, at the other's expense.
        """
        ids_a = row_ids(self.a[span.a0 : span.a1, s0:s1])
        ids_b = row_ids(self.b[span.b0 : span.b1, s0:s1])
        ends, rest = trimmed(ids_a, ids_b, Span(0, len(ids_a), 0, len(ids_b)))
        middle = Span(span.a0 + rest.a0, span.a0 + rest.a1, span.b0 + rest.b0, span.b0 + rest.b1)
        groups = _column_groups(self.a, self.b, middle, s0, s1) if depth < MAX_DEPTH else []
        apart = len(groups) > 1
        local = ends if apart else ends + matching_runs(ids_a, ids_b, rest)
        runs = sorted(
            (Run(span.a0 + run.a, span.b0 + run.b, run.length) for run in local),
            key=lambda run: run.a,
        )
        for run in runs:
            self.segment(run, s0, s1, settled=True)
        if apart:
            for g0, g1 in groups:
                self.columns(middle, g0, g1, depth + 1)
            return
        for gap in gaps(runs, span):
            self.gap(gap, s0, s1, depth, whole=gap == span)

    def gap(self, gap: Span, s0: int, s1: int, depth: int, *, whole: bool) -> None:
        """Take a gap apart: by columns that moved apart, else row by row."""
        if gap.a0 == gap.a1 or gap.b0 == gap.b1:
            self.one_sided(gap, s0, s1, beside=False)
            return
        groups = _column_groups(self.a, self.b, gap, s0, s1) if depth < MAX_DEPTH else []
        if len(groups) > 1 and not whole:
            for g0, g1 in groups:
                self.columns(gap, g0, g1, depth + 1)
            return
        pairs = _paired(self.a[gap.a0 : gap.a1, s0:s1], self.b[gap.b0 : gap.b1, s0:s1])
        runs = [Run(gap.a0 + run.a, gap.b0 + run.b, run.length) for run in pairs]
        for run in runs:
            self.segment(run, s0, s1, settled=False)
        for rest in gaps(runs, gap):
            self.one_sided(rest, s0, s1, beside=True)

    def segment(self, run: Run, s0: int, s1: int, *, settled: bool) -> None:
        x0, x1 = s0 * STRIP, min(s1 * STRIP, self.width)
        self.found.segments.append(Segment(run, x0, x1, settled))

    def one_sided(self, span: Span, s0: int, s1: int, *, beside: bool) -> None:
        x0, x1 = s0 * STRIP, min(s1 * STRIP, self.width)
        if span.a0 < span.a1:
            only = Span(span.a0, span.a1, span.b0, span.b0)
            self.found.one_sided.append(OneSided(only, x0, x1, beside))
        if span.b0 < span.b1:
            only = Span(span.a1, span.a1, span.b0, span.b1)
            self.found.one_sided.append(OneSided(only, x0, x1, beside))


def _column_groups(a: Ids, b: Ids, gap: Span, s0: int, s1: int) -> list[tuple[int, int]]:
    """Cut strips ``s0`` to ``s1`` where neighbours moved by different ways."""
    cuts: list[int] = []
    last: _Ways | None = None
    last_at = s0
    for strip in range(s0, s1):
        ways = _ways(a[gap.a0 : gap.a1, strip], b[gap.b0 : gap.b1, strip])
        if not ways.clear or ways.most < STEADY * (gap.a1 - gap.a0):
            continue
        if last is not None and ways.apart_from(last):
            # Strips between that say nothing go each by itself: they may hold a bit of either.
            cuts += range(last_at + 1, strip + 1)
            last = ways
        last, last_at = last or ways, strip
    edges = sorted({s0, *cuts, s1})
    return list(pairwise(edges))


@dataclass(frozen=True, slots=True)
class _Ways:
    """By how many rows the parts of a strip moved, and how many of its rows say so.

    ``rows`` are those that a strip recognises, ``moves`` by how much each of them moved.
    """

    rows: npt.NDArray[np.intp]
    moves: npt.NDArray[np.intp]
    shifts: npt.NDArray[np.intp]
    counts: npt.NDArray[np.intp]

    @property
    def most(self) -> int:
        return int(self.counts.max()) if len(self.counts) else 0

    @property
    def main(self) -> int:
        return int(self.shifts[self.counts.argmax()])

    @property
    def clear(self) -> bool:
        return self.most >= LEAST_EVIDENCE and self.saying(self.main) >= CLEAR * self.counts.sum()

    def saying(self, shift: int) -> int:
        return int(self.counts[np.abs(self.shifts - shift) <= SAME_WAY].sum())

    def apart_from(self, other: _Ways) -> bool:
        """Say whether neither strip has rows to speak of that moved as most of the other did.

        They must say so of the same height: what stayed above an insertion is not beside it.
        """
        return (
            self.saying(other.main) < APART * self.most
            and other.saying(self.main) < APART * other.most
            and max(self.extent[0], other.extent[0]) < min(self.extent[1], other.extent[1])
        )

    @property
    def extent(self) -> tuple[float, float]:
        """From where to where the rows reach that moved as most do; single ones apart."""
        rows = self.rows[np.abs(self.moves - self.main) <= SAME_WAY]
        low, high = np.quantile(rows, (OUTLYING, 1 - OUTLYING))
        return float(low), float(high)


def _ways(a: Ids, b: Ids) -> _Ways:
    left, at_left, count_left = np.unique(a, return_index=True, return_counts=True)
    right, at_right, count_right = np.unique(b, return_index=True, return_counts=True)
    left, at_left = left[count_left == 1], at_left[count_left == 1]
    right, at_right = right[count_right == 1], at_right[count_right == 1]
    _, one, two = np.intersect1d(left, right, assume_unique=True, return_indices=True)
    moves = at_right[two] - at_left[one]
    return _Ways(at_left[one], moves, *np.unique(moves, return_counts=True))


def _paired(a: Ids, b: Ids) -> list[Run]:
    """Pair the rows of a gap by the strips they still share; leftovers side by side, in order."""
    if len(a) * len(b) > MAX_PAIRS or len(a) == len(b):
        return [Run(0, 0, min(len(a), len(b)))]
    shared = _shared_runs(_best_pairs(_likeness(a, b)))
    runs = list(shared)
    for rest in gaps(shared, Span(0, len(a), 0, len(b))):
        both = min(rest.a1 - rest.a0, rest.b1 - rest.b0)
        if both:
            runs.append(Run(rest.a0, rest.b0, both))
    return sorted(runs, key=lambda run: run.a)


def _likeness(a: Ids, b: Ids) -> _Scores:
    """Count shared strips for each pair of rows; a strip's most frequent number is background."""
    scores = np.zeros((len(a), len(b)), dtype=np.int32)
    for left, right in zip(a.T, b.T, strict=True):
        values, counts = np.unique(left, return_counts=True)
        weight = np.where(left == values[counts.argmax()], 1, 8).astype(np.int32)
        scores += (left[:, None] == right[None, :]) * weight[:, None]
    # Two rows that share background alone say nothing unless that is all they are.
    scores[scores < max(2, a.shape[1] // 2)] = 0
    return scores


def _best_pairs(scores: _Scores) -> list[tuple[int, int]]:
    """Return the pairs of the best order-preserving pairing (Needleman and Wunsch, gaps free)."""
    height, width = scores.shape
    best = np.zeros((height + 1, width + 1), dtype=np.int32)
    for row in range(height):
        reach = np.maximum(best[row, 1:], best[row, :-1] + scores[row])
        best[row + 1, 1:] = np.maximum.accumulate(reach)
    pairs: list[tuple[int, int]] = []
    row, column = height, width
    while row and column:
        if best[row, column] == best[row - 1, column]:
            row -= 1
        elif best[row, column] == best[row, column - 1]:
            column -= 1
        else:
            row, column = row - 1, column - 1
            pairs.append((row, column))
    return pairs[::-1]


def _shared_runs(pairs: list[tuple[int, int]]) -> list[Run]:
    runs: list[Run] = []
    for row_a, row_b in pairs:
        last = runs[-1] if runs else None
        if last and (row_a, row_b) == (last.a + last.length, last.b + last.length):
            runs[-1] = Run(last.a, last.b, last.length + 1)
        else:
            runs.append(Run(row_a, row_b, 1))
    return runs
