"""Pictures as sources of rows: nobody needs all of a tall page at once.

A page of 1280 × 120,000 px is 460 MB; two of them, and what Pillow holds beside, took 2 GB.  What
compares and cuts asks for some rows at a time, wherever they come from.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from capture.clean.values import Box
from capture.compare.picture import Picture, paint_masks

# Rows looked at together: 4 MB of 1280 px.  A multiple of the cells of `regions`, so that no cell
# is cut in two.
STEP = 1008


class Rows(Protocol):
    """A picture whose rows can be asked for, ``top`` to ``bottom``, not to be written to."""

    @property
    def height(self) -> int:  # noqa: D102
        ...

    @property
    def width(self) -> int:  # noqa: D102
        ...

    @property
    def channels(self) -> int:  # noqa: D102
        ...

    def rows(self, top: int, bottom: int) -> Picture:  # noqa: D102
        ...


@dataclass(frozen=True, slots=True)
class Held:
    """A picture that is in memory."""

    picture: Picture
    height: int
    width: int
    channels: int

    def rows(self, top: int, bottom: int) -> Picture:
        """Return some of its rows."""
        return self.picture[top:bottom]


def held(picture: Picture) -> Held:
    """Return a picture in memory as a source of rows."""
    return Held(picture, *picture.shape)


@dataclass(frozen=True, slots=True)
class View:
    """Rows from ``top`` on and columns from the left of another picture.

    ``masks`` are painted over, in px of the source; an alpha channel is added where it has none.
    """

    source: Rows
    top: int
    height: int
    width: int
    channels: int
    masks: tuple[Box, ...] = ()

    def rows(self, top: int, bottom: int) -> Picture:
        """Return some of its rows, counted from its own top."""
        y0, y1 = self.top + max(top, 0), self.top + min(bottom, self.height)
        picture = self.source.rows(y0, y1)[:, : self.width]
        if picture.shape[2] < self.channels:
            picture = np.pad(picture, ((0, 0), (0, 0), (0, 1)), constant_values=255)
        moved = [mask.model_copy(update={"y": mask.y - y0}) for mask in self.masks]
        return paint_masks(picture, tuple(moved))


def view(source: Rows, masks: tuple[Box, ...] = ()) -> View:
    """Return all of a picture, with ``masks`` painted over."""
    return View(source, 0, source.height, source.width, source.channels, masks)


def steps(top: int, bottom: int, step: int = STEP) -> Iterator[tuple[int, int]]:
    """Cut rows ``top`` to ``bottom`` into parts to be looked at one after the other."""
    for start in range(top, bottom, step):
        yield start, min(start + step, bottom)
