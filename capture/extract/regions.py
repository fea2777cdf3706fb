"""Where a block stands to the page's one region of prose: evidence for the block model."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from capture.extract.page import Page
from capture.extract.readable import readable_region
from capture.extract.sheet import Columns, Sheet, element_density, ranges


def region(sheet: Sheet) -> Columns:
    """Return the columns on where the page's one region of prose is, by two ways of finding it."""
    page, owners, n = sheet.page, sheet.owners, len(sheet.owners)
    weight = 1 + sheet.commas + np.minimum(sheet.chars / 100, 3)
    weight = np.where((sheet.chars >= 25) & (sheet.density < 0.5), weight, 0.0)
    density = element_density(sheet)
    top = _candidate(page, weight, owners, density)
    wide = max(0, int(page.parent[top]))
    words = ranges(page, sheet.words)
    total = max(1.0, float(sheet.words.sum()))
    up, down = _fork(page, owners, top)
    wide_up, wide_down = _fork(page, owners, wide)
    read = readable_region(page, sheet.chars, sheet.link_chars, sheet.commas)
    read_up, read_down = _fork(page, owners, read.top)
    shares = {
        "top_share": words[top] / total,
        "read_inside_share": (sheet.words * read.inside).sum() / total,
        "read_region_share": (sheet.words * read.region).sum() / total,
        "read_likely_share": (sheet.words * read.likely).sum() / total,
        "read_words": (sheet.words * read.inside).sum(),
        "read_prose": (sheet.words * read.inside * sheet.prose).sum() / max(1.0, (sheet.words * sheet.prose).sum()),
        "read_rival": read.rival, "read_tried": read.tried, "top_words": words[top],
    }  # fmt: skip
    return {
        "top_up": up, "top_down": down, "wide_up": wide_up, "wide_down": wide_down,
        "read_inside": read.inside, "read_region": read.region, "read_likely": read.likely,
        "read_up": read_up, "read_down": read_down, **{k: np.full(n, v) for k, v in shares.items()},
    }  # fmt: skip


def _candidate(
    page: Page, weight: NDArray[np.float64], owners: NDArray[np.int32], density: NDArray[np.float64]
) -> int:
    """Find the element with the most prose near it, no names considered."""
    score = np.zeros(len(page.elements))
    level = page.parent[owners]
    for share in (1.0, 0.5, 1 / 6, 1 / 9, 1 / 12):
        alive = level >= 0
        np.add.at(score, level[alive], weight[alive] * share)
        level = np.where(alive, page.parent[np.maximum(level, 0)], -1)
    return int(np.argmax(score * (1 - density)))


def _fork(
    page: Page, owners: NDArray[np.int32], target: int
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """How far a block and `target` are from the element they share: steps up, steps down."""
    up = np.full(len(owners), -1, np.int32)
    shared = np.zeros(len(owners), np.int32)
    node, steps = target, 0
    while node >= 0:
        inside = (up < 0) & (owners >= node) & (owners <= page.last[node])
        up[inside] = steps
        shared[inside] = node
        node, steps = int(page.parent[node]), steps + 1
    up[up < 0] = steps
    return up, page.depth[owners] - page.depth[shared]
