"""Gradient-boosted trees, evaluated with numpy alone; training lives in `scripts/train_extract.py`."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees as flat arrays: a node goes left when its feature is at most the threshold.

    A leaf is its own left and right child, so that every row can take ``depth`` steps.
    """

    names: tuple[str, ...]
    roots: NDArray[np.int32]
    feature: NDArray[np.int32]
    threshold: Floats
    children: NDArray[np.int32]
    value: Floats
    depth: int

    def probability(self, rows: Floats) -> Floats:
        """Return one probability a row."""
        at = np.repeat(self.roots[None, :], len(rows), axis=0)
        row = np.arange(len(rows))[:, None] * rows.shape[1]
        flat = np.ascontiguousarray(rows).ravel()
        for _ in range(self.depth):
            right = flat[row + self.feature[at]] > self.threshold[at]
            at = self.children[2 * at + right]
        return np.asarray(1 / (1 + np.exp(-self.value[at].sum(axis=1))), np.float32)


@lru_cache(maxsize=4)
def load(name: str) -> Forest:
    """Load a model shipped beside this module."""
    data = json.loads(
        gzip.decompress(files(__package__).joinpath("models", f"{name}.json.gz").read_bytes())
    )
    return Forest(
        names=tuple(data["names"]),
        roots=np.array(data["roots"], np.int32),
        feature=np.array(data["feature"], np.int32),
        threshold=np.array(data["threshold"], np.float32),
        children=np.array(data["children"], np.int32),
        value=np.array(data["value"], np.float32),
        depth=data["depth"],
    )
