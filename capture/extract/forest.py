"""Gradient-boosted symmetric trees, evaluated with numpy alone; trained by `scripts.train.extract`.

Every level of a symmetric tree asks one question of every row, so that a tree is a few comparisons
that spell the number of a leaf: no steps from node to node, which numpy is slow at.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import as_file, files

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
# Rows at a time: their answers to all questions fit a processor's cache.
_ROWS = 128


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees x levels of questions (is ``feature`` above ``threshold``?) and trees x leaves of log-odds."""

    names: tuple[str, ...]
    feature: NDArray[np.int16]
    threshold: Floats
    leaves: Floats
    bias: float

    def probability(self, rows: Floats) -> Floats:
        """Return one probability a row."""
        trees, levels = self.feature.shape
        start = np.arange(trees, dtype=np.int32) * self.leaves.shape[1]
        flat, threshold = self.leaves.ravel(), self.threshold[:, :, None]
        bits = (1 << np.arange(levels, dtype=np.uint8))[None, :, None]
        odds = [np.zeros(0, np.float32)]
        for at in range(0, len(rows), _ROWS):
            columns = np.ascontiguousarray(rows[at : at + _ROWS].T)
            leaf = ((columns[self.feature] > threshold) * bits).sum(axis=1, dtype=np.uint8)
            odds.append(flat.take(leaf.T + start).sum(axis=1))
        return np.asarray(1 / (1 + np.exp(-self.bias - np.concatenate(odds))), np.float32)


@lru_cache(maxsize=4)
def load(name: str) -> Forest:
    """Load a model shipped beside this module."""
    with as_file(files(__package__).joinpath("models", f"{name}.npz")) as path:
        stored = np.load(path, allow_pickle=False)
        return Forest(
            names=tuple(stored["names"].tolist()),
            feature=stored["feature"],
            threshold=stored["threshold"],
            leaves=stored["leaves"].astype(np.float32) * float(stored["unit"]),
            bias=float(stored["bias"]),
        )
