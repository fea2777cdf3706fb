"""Which rows of one picture are which rows of another.

Each row gets one number per strip of 32 px; runs of equal numbers are found as patience diff finds
lines (Bram Cohen): what is equal at both ends, then rows that occur once on each side, in the
longest order that both share, each grown to a run, and again between the runs.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from capture.compare.picture import Picture
from capture.compare.source import steps

Ids: TypeAlias = npt.NDArray[np.uint64]

STRIP = 32  # px: a gutter between columns is rarely narrower, a word rarely much wider
# A run shorter than this that is no wider than the gap's own context is chance: single rows of a
# border or of an ascender recur all over a page (measured: runs under 8 rows made false anchors).
LEAST_RUN = 8
_CHUNK = 512  # rows hashed at a time: 2 MB of 1280 px, which stays in the cache
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class Run:
    """Rows ``a`` to ``a + length`` of one picture are rows ``b`` to ``b + length`` of the other."""

    a: int
    b: int
    length: int

    @property
    def shift(self) -> int:
        """How far down the rows went."""
        return self.b - self.a


@dataclass(frozen=True, slots=True)
class Span:
    """Rows ``a0`` to ``a1`` of the baseline against rows ``b0`` to ``b1`` of the other."""

    a0: int
    a1: int
    b0: int
    b1: int

    @property
    def empty(self) -> bool:
        """Whether neither side has rows."""
        return self.a0 >= self.a1 and self.b0 >= self.b1


def strip_ids(height: int, width: int, channels: int, rows: Callable[[int, int], Picture]) -> Ids:
    """Return a number for each strip of each row, shape (height, strips).

    ``rows`` gives the rows from and to a number; it is called once for each, in order.
    A fixed pseudo-random linear form modulo 2**64.  Equal rows have equal numbers; the reverse is
    only very likely, so whoever acts on it compares the rows themselves.
    """
    strips = -(-width // STRIP)
    words = STRIP * channels // 8
    weights = _weights(strips * words, 7).reshape(strips, words)
    ids = np.empty((height, strips), dtype=np.uint64)
    padded = np.zeros((min(_CHUNK, height), strips * STRIP * channels), dtype=np.uint8)
    for top, bottom in steps(0, height, _CHUNK):
        count = bottom - top
        padded[:count, : width * channels] = rows(top, bottom).reshape(count, width * channels)
        values = padded[:count].view(np.uint64).reshape(count, strips, words)
        # The shift brings the high bytes' part down, which the product alone would lose.
        ids[top:bottom] = np.einsum("rsw,sw->rs", values ^ (values >> 29), weights)
    return ids


def row_ids(strips: Ids) -> Ids:
    """Combine the numbers of neighbouring strips into one a row."""
    weights = _weights(strips.shape[1], 11)
    return np.asarray((strips ^ (strips >> np.uint64(31))) @ weights, dtype=np.uint64)


def _weights(count: int, seed: int) -> Ids:
    """Return odd numbers without a pattern: SplitMix64 (Steele, Lea and Flood 2014).

    numpy's own generators take 10 ms of CPU to load.
    """
    z = (np.arange(1, count + 1, dtype=np.uint64) + np.uint64(seed << 32)) * _GOLDEN
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(z ^ (z >> np.uint64(31)) | np.uint64(1), dtype=np.uint64)


def flat_rows(picture: Picture) -> npt.NDArray[np.bool_]:
    """Say which rows are of one colour from left to right."""
    flat = np.empty(len(picture), dtype=bool)
    for top in range(0, len(picture), _CHUNK):
        rows = picture[top : top + _CHUNK]
        flat[top : top + _CHUNK] = (rows == rows[:, :1]).all(axis=(1, 2))
    return flat


def matching_runs(a: Ids, b: Ids, span: Span, least: int = LEAST_RUN) -> list[Run]:
    """Return runs of equal numbers in ``span``, in order, none crossing another.

    ``least`` is the length from which a run between the ends is taken for more than chance.
    """
    runs: list[Run] = []
    waiting = [span]
    while waiting:
        part = waiting.pop()
        ends, rest = trimmed(a, b, part)
        runs += ends
        found = _grown(a, b, rest, least) if rest.a0 < rest.a1 else []
        if found:
            runs += found
            waiting += gaps(found, rest)
    return sorted(runs, key=lambda run: run.a)


def gaps(runs: list[Run], span: Span) -> list[Span]:
    """Return what lies between and around ordered ``runs``."""
    found, a0, b0 = [], span.a0, span.b0
    for run in [*runs, Run(span.a1, span.b1, 0)]:
        gap = Span(a0, run.a, b0, run.b)
        if not gap.empty:
            found.append(gap)
        a0, b0 = run.a + run.length, run.b + run.length
    return found


def trimmed(a: Ids, b: Ids, span: Span) -> tuple[list[Run], Span]:
    """Return the runs that are equal at both ends of ``span``, and what is between them."""
    left, right = a[span.a0 : span.a1], b[span.b0 : span.b1]
    shortest = min(len(left), len(right))
    head = _common(left[:shortest], right[:shortest])
    rest = shortest - head
    tail = _common(left[::-1][:rest], right[::-1][:rest])
    runs = [Run(span.a0, span.b0, head)] if head else []
    if tail:
        runs.append(Run(span.a1 - tail, span.b1 - tail, tail))
    return runs, Span(span.a0 + head, span.a1 - tail, span.b0 + head, span.b1 - tail)


def _common(left: Ids, right: Ids) -> int:
    unequal = left != right
    return int(unequal.argmax()) if unequal.any() else len(left)


def _anchors(a: Ids, b: Ids, span: Span) -> list[tuple[int, int]]:
    """Return rows that occur once on each side, in the longest order both sides share."""
    left, at_left = _once(a[span.a0 : span.a1])
    right, at_right = _once(b[span.b0 : span.b1])
    _, one, two = np.intersect1d(left, right, assume_unique=True, return_indices=True)
    rows_a, rows_b = at_left[one], at_right[two]
    order = np.argsort(rows_a)
    rows_a, rows_b = rows_a[order] + span.a0, rows_b[order] + span.b0
    kept = _longest_rising(rows_b)
    return list(zip(rows_a[kept].tolist(), rows_b[kept].tolist(), strict=True))


def _once(ids: Ids) -> tuple[Ids, npt.NDArray[np.intp]]:
    values, first, count = np.unique(ids, return_index=True, return_counts=True)
    return values[count == 1], first[count == 1]


def _longest_rising(values: npt.NDArray[np.intp]) -> list[int]:
    """Return the indices of a longest strictly rising subsequence (Fredman 1975, n log n)."""
    tails: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for index, value in enumerate(values.tolist()):
        place = bisect_left(tails, value)
        if place == len(tails):
            tails.append(value)
            last.append(index)
        else:
            tails[place], last[place] = value, index
        before.append(last[place - 1] if place else -1)
    chain: list[int] = []
    index = last[-1] if last else -1
    while index >= 0:
        chain.append(index)
        index = before[index]
    return chain[::-1]


def _grown(a: Ids, b: Ids, span: Span, least: int) -> list[Run]:
    """Extend each anchor up and down while rows are equal; keep runs of ``least`` and more."""
    runs: list[Run] = []
    floor_a, floor_b = span.a0, span.b0
    for row_a, row_b in _anchors(a, b, span):
        if row_a < floor_a or row_b < floor_b:
            continue
        room_up = min(row_a - floor_a, row_b - floor_b)
        up = _common(a[row_a - room_up : row_a][::-1], b[row_b - room_up : row_b][::-1])
        room_down = min(span.a1 - row_a, span.b1 - row_b)
        down = _common(a[row_a : row_a + room_down], b[row_b : row_b + room_down])
        if up + down >= least:
            runs.append(Run(row_a - up, row_b - up, up + down))
            floor_a, floor_b = row_a + down, row_b + down
    return runs
