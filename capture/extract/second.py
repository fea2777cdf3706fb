"""A second look at each block, when the first has given all of them a probability.

The block model sees a block and its surroundings; what it thinks of the surroundings it does not see.
A small second forest is told: the probabilities of the neighbours, of the elements above, of the blocks
of the same make, of the heading before, and where the cut would fall.  It was trained on probabilities of
models that had not seen the page's host, as it meets them in use.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from capture.extract.cut import best_cut
from capture.extract.elements import HEADINGS
from capture.extract.features import shifted
from capture.extract.forest import Forest
from capture.extract.page import Page
from capture.extract.sheet import Columns

Floats = NDArray[np.float32]
# The second look's weight in the common log-odds.  Held out, with 0, .2 and .4: aeb .955, .956, .958; mozilla .960,
# .961, .965; wcxb-dev .859, .861, .860; but collections .610, .610, .596 and forums .810, .811, .797.
SHARE = 0.2
_CERTAIN = 1e-4
_SHIFTS = (-3, -2, -1, 1, 2, 3)
_WINDOWS = (2, 5, 12)
_ABOVE = (1, 2, 3, 4, 6)
_MAKES = (0, 2, 3)  # elements above that make two blocks alike


@dataclass(frozen=True, slots=True)
class Setting:
    """What stands around each block: words, elements of a make, ranges of blocks above, headings."""

    words: NDArray[np.float64]
    makes: tuple[NDArray[np.int64], ...]
    ranges: tuple[tuple[NDArray[np.int32], NDArray[np.int32]], ...]
    heading: NDArray[np.bool_]


def setting(page: Page) -> Setting:
    """Read what the second look needs of a page."""
    owners = np.array([b.owner for b in page.blocks], np.int32)
    at, make = owners, page.signature[owners]
    makes = [make]
    ranges = []
    for level in range(1, max(_ABOVE) + 1):
        at = np.maximum(page.parent[at], 0)
        if level <= max(_MAKES):
            make = make * 1_000_003 + page.signature[at]  # wraps around: only equality counts
            makes.append(make)
        if level in _ABOVE:
            ranges.append((page.first_block[at], page.stop_block[at]))
    return Setting(
        words=np.array([max(1, b.words) for b in page.blocks], np.float64),
        makes=tuple(makes[m] for m in _MAKES),
        ranges=tuple(ranges),
        heading=np.array([page.tags[o] in HEADINGS for o in owners.tolist()], bool),
    )


def log_odds(probability: NDArray[np.floating]) -> NDArray[np.float64]:
    """Return log-odds, kept from the extremes: one block's certainty must not drown the rest."""
    sure = np.clip(probability, _CERTAIN, 1 - _CERTAIN).astype(np.float64)
    return np.asarray(np.log(sure / (1 - sure)))


def second_look(around: Setting, probability: Floats, model: Forest) -> Floats:
    """Return the probabilities of both looks together."""
    if not len(probability):
        return probability
    columns = second_columns(around, probability)
    rows = np.column_stack([np.asarray(columns[n], np.float32) for n in model.names])
    both = (1 - SHARE) * log_odds(probability) + SHARE * log_odds(model.probability(rows))
    return np.asarray(1 / (1 + np.exp(-both)), np.float32)


def second_columns(around: Setting, probability: Floats) -> Columns:
    """Return what the second look is told, one row a block."""
    odds, words, n = log_odds(probability), around.words, len(probability)
    index = np.arange(n)
    hits, said, chances = (_summed(v) for v in (words * probability, words, probability))
    columns: Columns = {"odds": odds, "probability": probability}
    for shift in _SHIFTS:
        columns[f"odds{shift:+d}"] = shifted(odds, shift, -9.0)
    for reach in _WINDOWS:
        first, stop = np.maximum(0, index - reach), np.minimum(n, index + reach + 1)
        columns[f"near{reach}"] = (hits[stop] - hits[first]) / (said[stop] - said[first])
    for level, (first, stop) in zip(_ABOVE, around.ranges, strict=True):
        columns[f"above{level}"] = (hits[stop] - hits[first]) / np.maximum(
            said[stop] - said[first], 1
        )
        columns[f"above{level}_blocks"] = (chances[stop] - chances[first]) / np.maximum(
            stop - first, 1
        )
    for level, make in zip(_MAKES, around.makes, strict=True):
        columns |= _alike(f"make{level}", make, odds)
    return columns | _page(probability, words, index) | _headings(around.heading, odds, index)


def _summed(values: NDArray[np.floating]) -> NDArray[np.float64]:
    return np.concatenate(([0.0], np.cumsum(values, dtype=np.float64)))


def _alike(name: str, make: NDArray[np.int64], odds: NDArray[np.float64]) -> Columns:
    _, group, count = np.unique(make, return_inverse=True, return_counts=True)
    most = np.full(len(count), -99.0)
    np.maximum.at(most, group, odds)
    mean = np.bincount(group, odds) / count
    return {name: mean[group], f"{name}_count": count[group], f"{name}_most": most[group]}


def _page(probability: Floats, words: NDArray[np.float64], index: NDArray[np.intp]) -> Columns:
    """Return what the page as a whole looks like, and where the block stands to the blocks kept by now."""
    keep = best_cut(probability, words)
    kept = np.flatnonzero(keep)
    first, last = (int(kept[0]), int(kept[-1])) if len(kept) else (0, 0)
    expected, inside = float((words * probability).sum()), float((words * keep).sum())
    whole = {
        "page_most": float(probability.max()), "page_mean": expected / float(words.sum()), "page_words": expected,
        "page_kept": inside / float(words.sum()),
        "page_sure": float((words * probability * keep).sum()) / max(1.0, inside),
    }  # fmt: skip
    n = len(index)
    return {
        "keep": keep, "rank": np.argsort(np.argsort(-probability, kind="stable"), kind="stable") / n,
        "from_first": np.clip(index - first, -99, 99), "from_last": np.clip(index - last, -99, 99),
        **{name: np.full(n, value) for name, value in whole.items()},
    }  # fmt: skip


def _headings(
    heading: NDArray[np.bool_], odds: NDArray[np.float64], index: NDArray[np.intp]
) -> Columns:
    last = np.maximum.accumulate(np.where(heading, index, -1))
    return {
        "head_odds": np.where(last >= 0, odds[np.maximum(last, 0)], -9.0),
        "head_since": np.where(last >= 0, index - last, 99),
    }
