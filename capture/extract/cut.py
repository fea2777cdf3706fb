"""Where to cut between content and the rest, by the blocks' probabilities alone."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def best_cut(probability: NDArray[np.float32], words: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Keep the blocks that maximise the expected F1 of the kept words.

    With each block's words belonging to the content with its probability, the best set is a cut
    through the blocks in order of probability (Lewis 1995; Jansche 2007).
    """
    order = np.argsort(-probability, kind="stable")
    hits = np.cumsum((words * probability)[order])
    if not len(hits) or hits[-1] <= 0:
        return np.zeros(len(probability), bool)
    f1 = 2 * hits / (np.cumsum(words[order]) + hits[-1])
    keep = np.zeros(len(probability), bool)
    keep[order[: int(np.argmax(f1)) + 1]] = True
    return keep
