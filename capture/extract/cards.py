"""Whether a block stands in one of several containers alike: the teasers, posts, products or answers of a page.

The innermost such container with more than a line of text is the block's *card*, however many wrappers lie
between them.  Related stories and the posts of a thread are both cards; what they hold tells them apart.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from capture.extract import phrases
from capture.extract.elements import BIT
from capture.extract.page import Page
from capture.extract.sheet import Columns, Sheet, element_density, ranges

# Lists name their items' tag, whatever each one's class; other containers are alike when their classes are.
_ITEMS = frozenset(("li", "article", "tr", "section", "dl", "details"))
_OTHERS = frozenset(("div", "a", "figure", "blockquote", "form", "tbody", "ul"))
_FEWEST = 3
_DATE = phrases.NAMES.index("date")
_HIGHEST = 12  # steps up from a block at which its card is looked for


def cards(sheet: Sheet) -> Columns:
    """Return the columns on each block's card; -1 where it has none."""
    page, n = sheet.page, len(sheet.owners)
    alike = _alike(page)
    blocks = page.stop_block - page.first_block
    is_card = (alike >= _FEWEST) & (blocks >= 2)
    card, steps = _nearest(page, sheet.owners, is_card)
    has = card >= 0
    at = np.maximum(card, 0)
    words, density = ranges(page, sheet.words), element_density(sheet)
    headings = ((page.flags & BIT["heading"]) > 0)[sheet.owners]
    linked = sheet.density > 0.8
    first = page.first_block[at]
    group = np.maximum(page.parent[at], 0)
    total = max(1.0, float(sheet.words.sum()))
    prose = sheet.words * sheet.prose
    longest = _longest(sheet.words, page.first_block[at], page.stop_block[at])
    columns: Columns = {
        "card_steps": steps, "card_alike": alike[at], "card_words": words[at], "card_blocks": blocks[at], "card_density": density[at],
        "card_links": ranges(page, sheet.links)[at], "card_longest": longest, "card_prose": ranges(page, prose)[at],
        "card_headings": ranges(page, headings.astype(float))[at],
        "card_linked_headings": ranges(page, (headings & linked).astype(float))[at],
        "card_linked_blocks": ranges(page, linked.astype(float))[at] / np.maximum(blocks[at], 1),
        "card_pictures": _inside(page, np.array([t == "img" for t in page.tags]))[at],
        "card_dates": ranges(page, ((sheet.masks >> _DATE) & 1).astype(float))[at],
        "card_place": np.arange(n) - first, "card_group_share": words[group] / total,
        "card_group_density": density[group], "card_first_linked": linked[np.minimum(first, n - 1)],
    }  # fmt: skip
    columns = {name: np.where(has, values, -1) for name, values in columns.items()}
    outside = float((prose * ~has).sum())
    columns["page_prose_outside_cards"] = np.full(n, outside)
    columns["page_carded"] = np.full(n, float((sheet.words * has).sum()) / total)
    return columns


def _alike(page: Page) -> NDArray[np.int64]:
    """Count each element's siblings that are made alike, itself included; 0 for what is no container."""
    keys: list[int] = []
    for tag, make in zip(page.tags, page.signature.tolist(), strict=True):
        keys.append(-hash(tag) % (1 << 31) if tag in _ITEMS else make if tag in _OTHERS else -1)
    key = np.array(keys, np.int64)
    at = np.flatnonzero(key >= 0)
    _, group, count = np.unique(
        page.parent[at].astype(np.int64) * (1 << 31) + key[at],
        return_inverse=True,
        return_counts=True,
    )
    found = np.zeros(len(keys), np.int64)
    found[at] = count[group]
    return found


def _nearest(
    page: Page, owners: NDArray[np.int32], marked: NDArray[np.bool_]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Find the nearest marked element at or above each owner, and the steps to it; -1 where there is none."""
    found = np.full(len(owners), -1, np.int32)
    steps = np.full(len(owners), -1, np.int32)
    at = owners
    for step in range(_HIGHEST):
        new = (found < 0) & (at >= 0) & marked[at]
        found[new], steps[new] = at[new], step
        at = np.where(at > 0, page.parent[at], -1)
    return found, steps


def _inside(page: Page, marked: NDArray[np.bool_]) -> NDArray[np.float64]:
    total = np.concatenate(([0.0], np.cumsum(marked)))
    return np.asarray(total[page.last + 1] - total[: len(marked)])


def _longest(
    words: NDArray[np.float64], first: NDArray[np.int32], stop: NDArray[np.int32]
) -> NDArray[np.float64]:
    """Return the most words that a block between `first` and `stop` has; empty ranges give the next block's."""
    if not len(words):
        return words
    edges = np.column_stack((np.minimum(first, len(words) - 1), stop)).ravel()
    return np.asarray(np.maximum.reduceat(np.append(words, 0.0), edges)[::2])
