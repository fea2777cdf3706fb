"""From changed pixels to places that a reader can be shown."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from capture.clean.values import Box
from capture.compare.picture import Mask

_Ints: TypeAlias = npt.NDArray[np.intp]

# Pixels belong to one place when they lie in the same or in touching cells of this size: about a
# line of text, so that a changed word is one place and the next paragraph another.
CELL = 24
# More places than this are shown as fewer, larger ones: nobody reads a longer list.
MAX_PLACES = 200


def places(mask: Mask) -> list[tuple[Box, int]]:
    """Group the set pixels of ``mask``; return each group's box and count, top to bottom."""
    ys, xs = np.nonzero(mask)
    if not len(ys):
        return []
    cells, inverse = np.unique(
        (ys // CELL) * (mask.shape[1] // CELL + 1) + xs // CELL, return_inverse=True
    )
    label_of_cell = _labels(cells, mask.shape[1] // CELL + 1)
    labels = label_of_cell[inverse]
    count = int(label_of_cell.max()) + 1
    found = _boxes(ys, xs, labels, count)
    return found if count <= MAX_PLACES else _merged(found)


def _labels(cells: _Ints, columns: int) -> _Ints:
    """Give a number to each of the connected groups of cells (eight neighbours)."""
    index = {int(cell): i for i, cell in enumerate(cells)}
    labels = np.full(len(cells), -1, dtype=np.intp)
    label = 0
    for start in range(len(cells)):
        if labels[start] >= 0:
            continue
        labels[start] = label
        waiting = [int(cells[start])]
        while waiting:
            row, column = divmod(waiting.pop(), columns)
            for near_row in (row - 1, row, row + 1):
                for near in range(max(column - 1, 0), min(column + 2, columns)):
                    i = index.get(near_row * columns + near)
                    if i is not None and labels[i] < 0:
                        labels[i] = label
                        waiting.append(int(cells[i]))
        label += 1
    return labels


def _boxes(ys: _Ints, xs: _Ints, labels: _Ints, count: int) -> list[tuple[Box, int]]:
    pixels = np.bincount(labels, minlength=count)
    edges = []
    for values in (ys, xs):
        low = np.full(count, np.iinfo(np.intp).max)
        high = np.full(count, -1)
        np.minimum.at(low, labels, values)
        np.maximum.at(high, labels, values)
        edges.append((low, high))
    (top, bottom), (left, right) = edges
    found = [
        (
            Box(
                x=int(left[i]),
                y=int(top[i]),
                width=int(right[i] - left[i] + 1),
                height=int(bottom[i] - top[i] + 1),
            ),
            int(pixels[i]),
        )
        for i in range(count)
    ]
    return sorted(found, key=lambda place: (place[0].y, place[0].x))


def _merged(found: list[tuple[Box, int]]) -> list[tuple[Box, int]]:
    """Join neighbours in reading order until `MAX_PLACES` are left."""
    size = -(-len(found) // MAX_PLACES)
    return [_join(found[i : i + size]) for i in range(0, len(found), size)]


def _join(group: list[tuple[Box, int]]) -> tuple[Box, int]:
    x0, y0 = min(b.x for b, _ in group), min(b.y for b, _ in group)
    x1 = max(b.x + b.width for b, _ in group)
    y1 = max(b.y + b.height for b, _ in group)
    return Box(x=x0, y=y0, width=x1 - x0, height=y1 - y0), sum(count for _, count in group)
