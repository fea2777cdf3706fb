"""From changed pixels to places that a reader can be shown."""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Place:
    """One place that differs: how many pixels, and whether any of them is more than a redrawing."""

    box: Box
    pixels: int
    really: bool


class Places:
    """Gathers the changed pixels of an area ``width`` px wide, some rows at a time.

    What is kept of a cell is its pixels' extent and number, so that a page on which every pixel
    changed takes no more memory than its cells.
    """

    def __init__(self, width: int) -> None:
        self._columns = width // CELL + 1
        self._found: list[_Ints] = []

    def add(self, mask: Mask, really: Mask, top: int) -> None:
        """Add the rows from ``top`` on, a multiple of `CELL`."""
        if not mask.any():
            return
        cells, strong = _cells(mask), _cells(really)
        rows, columns = np.nonzero(cells.any(axis=(1, 3)))
        inside = cells[rows, :, columns, :]
        by_row = np.asarray(inside.any(axis=2))
        by_column = np.asarray(inside.any(axis=1))
        y, x = top + rows * CELL, columns * CELL
        self._found.append(
            np.stack(
                (
                    (top // CELL + rows) * self._columns + columns,
                    x + by_column.argmax(axis=1),
                    y + by_row.argmax(axis=1),
                    x + CELL - by_column[:, ::-1].argmax(axis=1),
                    y + CELL - by_row[:, ::-1].argmax(axis=1),
                    inside.sum(axis=(1, 2)),
                    strong[rows, :, columns, :].sum(axis=(1, 2)),
                )
            )
        )

    def places(self) -> list[Place]:
        """Return the places, top to bottom."""
        if not self._found:
            return []
        cells, x0, y0, x1, y1, pixels, really = np.concatenate(self._found, axis=1)
        labels = _labels(cells, self._columns)
        order = np.argsort(labels, kind="stable")
        starts = np.flatnonzero(np.diff(labels[order], prepend=-1))
        edges = [np.minimum.reduceat(values[order], starts) for values in (x0, y0)]
        edges += [np.maximum.reduceat(values[order], starts) for values in (x1, y1)]
        sums = [np.add.reduceat(values[order], starts) for values in (pixels, really)]
        found = [
            Place(Box(x=left, y=top, width=right - left, height=bottom - top), count, strong > 0)
            for left, top, right, bottom, count, strong in np.stack([*edges, *sums]).T.tolist()
        ]
        found.sort(key=lambda place: (place.box.y, place.box.x))
        return found if len(found) <= MAX_PLACES else _merged(found)


def _cells(mask: Mask) -> Mask:
    """Cut a mask into cells: shape (rows of cells, `CELL`, columns of cells, `CELL`)."""
    height, width = mask.shape
    padded = np.pad(mask, ((0, -height % CELL), (0, -width % CELL)))
    return padded.reshape(-1, CELL, padded.shape[1] // CELL, CELL)


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


def _merged(found: list[Place]) -> list[Place]:
    """Join neighbours in reading order until `MAX_PLACES` are left."""
    size = -(-len(found) // MAX_PLACES)
    return [_join(found[i : i + size]) for i in range(0, len(found), size)]


def _join(group: list[Place]) -> Place:
    boxes = [place.box for place in group]
    x0, y0 = min(b.x for b in boxes), min(b.y for b in boxes)
    x1 = max(b.x + b.width for b in boxes)
    y1 = max(b.y + b.height for b in boxes)
    return Place(
        Box(x=x0, y=y0, width=x1 - x0, height=y1 - y0),
        sum(place.pixels for place in group),
        any(place.really for place in group),
    )
