"""Under which heading a block stands: "Related stories", "About the company", "Specifications"."""

from __future__ import annotations

import numpy as np

from capture.extract import phrases
from capture.extract.elements import HEADINGS
from capture.extract.sheet import Columns, Sheet

_RANK = {tag: rank for rank, tag in enumerate(sorted(HEADINGS), 1)}
_FAR = 12


def headed(sheet: Sheet) -> Columns:
    """Return the columns on the last heading before each block."""
    page, owners, n = sheet.page, sheet.owners, len(sheet.owners)
    above = [page.above[o] for o in owners.tolist()]
    rank = np.array(
        [_RANK.get(t, 0) or _RANK.get(page.tags[u] if u >= 0 else "", 0) for t, u in zip(sheet.tags, above, strict=True)],
        np.int64,
    )  # fmt: skip
    index = np.arange(n)
    last = np.maximum.accumulate(np.where(rank > 0, index, -1)) if n else index
    before = np.concatenate(([-1], last[:-1])) if n else last
    last = np.where(rank > 0, before, last)  # a heading stands under the one before it
    has = last >= 0
    at = np.maximum(last, 0)
    said = np.cumsum(sheet.words)
    node = owners[at] if n else owners
    steps = np.full(n, _FAR, np.int64)
    for step in range(1, 9):
        node = np.maximum(page.parent[node], 0)
        inside = (steps == _FAR) & (owners >= node) & (owners <= page.last[node])
        steps[inside] = step
    columns: Columns = {
        f"head_{name}": (sheet.masks[at] >> i) & 1 for i, name in enumerate(phrases.NAMES)
    }
    columns |= {
        "head_rank": rank[at], "head_density": sheet.density[at], "head_words": sheet.words[at],
        "head_since": np.minimum(index - last, 99), "head_said": said - said[at], "head_steps": steps,
    }  # fmt: skip
    columns = {name: np.where(has, values, -1) for name, values in columns.items()}
    columns["heads_before"] = np.cumsum(rank > 0)
    columns["own_rank"] = rank
    return columns
