"""What a block's words have to do with the page's others: said before, said again, on its subject or another."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from capture.extract.sheet import Columns, Sheet

_WORDS = re.compile(r"\w+")
# Words this long carry a subject in most scripts; shorter ones are grammar.
_LONG = 5
_IDEOGRAPHS = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]{2}")
_SHINGLE = 4


def topic(sheet: Sheet, keys: list[str], title: str) -> Columns:
    """Return the columns; ``keys`` are the blocks' words folded, ``title`` the page's title folded."""
    n = len(keys)
    numbers: dict[str, int] = {}
    said = [key.split() for key in keys]
    flat = np.array([numbers.setdefault(w, len(numbers)) for ws in said for w in ws], np.int64)
    owner = np.repeat(np.arange(n), [len(ws) for ws in said])
    columns = _repeated(flat, owner, n)
    telling = np.array([len(w) >= _LONG or (not w.isascii() and len(w) > 1) for w in numbers], bool)
    heads = np.array([numbers[w] for w in set(title.split()) if w in numbers], np.int64)
    return columns | _subject(sheet, flat, owner, telling, heads, n)


def _repeated(flat: NDArray[np.int64], owner: NDArray[np.int64], n: int) -> Columns:
    """Return the share of each block's runs of four words that stand in an earlier, in a later block."""
    if len(flat) < _SHINGLE:
        return {"said_before": np.zeros(n), "said_after": np.zeros(n)}
    runs = flat[: -_SHINGLE + 1].copy()
    for shift in range(1, _SHINGLE):
        runs = runs * 1_000_003 + flat[shift : len(flat) - _SHINGLE + 1 + shift]  # wraps around
    whole = owner[: -_SHINGLE + 1] == owner[_SHINGLE - 1 :]
    runs, at = runs[whole], owner[: -_SHINGLE + 1][whole]
    _, first, group = np.unique(runs, return_index=True, return_inverse=True)
    last = np.zeros(len(first), np.int64)
    np.maximum.at(last, group, at)
    count = np.maximum(np.bincount(at, minlength=n), 1)
    return {
        "said_before": np.bincount(at, at[first][group] < at, n) / count,
        "said_after": np.bincount(at, last[group] > at, n) / count,
    }


def _subject(
    sheet: Sheet, flat: NDArray[np.int64], owner: NDArray[np.int64], telling: NDArray[np.bool_], heads: NDArray[np.int64], n: int
) -> Columns:  # fmt: skip
    """Return the share of each block's telling words that other prose, that the title says too."""
    if not len(flat):
        return {
            k: np.full(n, -1.0)
            for k in ("shared_words", "shared_weight", "titled_words", "titled_share")
        }
    kept = telling[flat]
    pairs = np.unique(owner[kept] * len(telling) + flat[kept])
    at, word = pairs // len(telling), pairs % len(telling)
    prose = sheet.prose[at]
    often = np.bincount(word[prose], minlength=len(telling))
    others = often[word] - prose
    count = np.bincount(at, minlength=n)
    titled = np.zeros(len(telling), bool)
    titled[heads] = True
    per = np.maximum(count, 1)
    none = count == 0
    in_title = np.bincount(at, titled[word], n)
    known = max(1, int((titled & telling).sum()))
    return {
        "shared_words": np.where(none, -1, np.bincount(at, others > 0, n) / per),
        "shared_weight": np.where(none, -1, np.bincount(at, np.log1p(others), n) / per),
        "titled_words": np.where(none, -1, in_title),
        "titled_share": np.where(none, -1, in_title / known),
    }
