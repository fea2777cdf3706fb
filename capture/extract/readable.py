"""Where Readability's scoring would find the article: one vote among the block model's evidence.

The method is Arc90's, as Mozilla's Readability keeps it: prose scores for its parent, grandparent and
on up; the best container wins, after discounting links; siblings that score or read like it join.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from capture.extract import tokens
from capture.extract.page import Page

# Readability's own weights, for elements' tags and for telling or untelling class names.
_TAGS = {"div": 5, "pre": 3, "td": 3, "blockquote": 3, "address": -3, "ol": -3, "ul": -3, "dl": -3, "dd": -3, "dt": -3,
         "li": -3, "form": -3, "h1": -5, "h2": -5, "h3": -5, "h4": -5, "h5": -5, "h6": -5, "th": -5}  # fmt: skip
_NAMED = 25
_FEWEST_CHARS = 25
_SHARES = (1.0, 1 / 2, 1 / 6, 1 / 9, 1 / 12)


def _bits(names: str) -> int:
    return sum(1 << tokens.NAMES.index(n) for n in names.split())


_POSITIVE = _bits("article body main")
_NEGATIVE = _bits("comment side foot related share promo letter consent modal hidden")
_UNLIKELY = _bits("comment related side foot share promo letter consent modal nav")


def readable_region(
    page: Page, weight: NDArray[np.float64], density: NDArray[np.float64]
) -> tuple[NDArray[np.bool_], int]:
    """Mark the blocks inside the region, and name its top element.

    ``weight`` is each block's score as prose (0 for none); ``density`` each element's share of link text.
    """
    owners = np.array([b.owner for b in page.blocks], np.int32)
    unlikely = _under(page, ((page.groups & _UNLIKELY) > 0) & ((page.groups & _POSITIVE) == 0))
    likely = np.where(unlikely[owners], 0.0, weight)
    if likely.sum() * 4 < weight.sum():  # Readability's second pass, without the filter
        likely = weight
    score = np.zeros(len(page.elements))
    level = page.parent[owners]
    for share in _SHARES:
        alive = (level >= 0) & (likely > 0)
        np.add.at(score, level[alive], likely[alive] * share)
        level = np.where(level >= 0, page.parent[np.maximum(level, 0)], -1)
    scored = np.flatnonzero(score)
    for number in (int(n) for n in scored):
        groups = int(page.groups[number])
        score[number] += _TAGS.get(page.elements[number].tag, 0)
        score[number] += _NAMED * (bool(groups & _POSITIVE) - bool(groups & _NEGATIVE))
    score *= 1 - density
    if not len(scored):
        return np.zeros(len(owners), bool), 0
    top = _climbed(page, score, _shared_ancestor(page, score, scored))
    region = np.zeros(len(owners), bool)
    for number in (top, *_joining(page, score, top, likely)):
        region[page.first_block[number] : page.stop_block[number]] = True
    return region, top


def _under(page: Page, marked: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Mark everything inside a marked element too."""
    change = np.zeros(len(marked) + 1, np.int64)
    at = np.flatnonzero(marked)
    np.add.at(change, at, 1)
    np.add.at(change, page.last[at] + 1, -1)
    return np.cumsum(change[:-1]) > 0


def _shared_ancestor(page: Page, score: NDArray[np.float64], scored: NDArray[np.intp]) -> int:
    """Pick the best element, or the ancestor that it shares with at least three near-equals."""
    best = scored[np.argsort(-score[scored], kind="stable")[:5]]
    top = int(best[0])
    rivals = [int(n) for n in best[1:] if score[n] >= 0.75 * score[top]]
    node = int(page.parent[top])
    while node > 0 and len(rivals) >= 3:
        if (
            sum(node <= r <= page.last[node] for r in rivals) >= 3
            and page.elements[node].tag != "body"
        ):
            return node
        node = int(page.parent[node])
    return top


def _climbed(page: Page, score: NDArray[np.float64], top: int) -> int:
    """Climb while the parent's score rises, as a lone child stands for its parent."""
    last = score[top]
    threshold = last / 3
    node = int(page.parent[top])
    while node > 0 and page.elements[node].tag != "body" and score[node] >= threshold:
        if score[node] > last:
            return node
        last = score[node] or last
        node = int(page.parent[node])
    return top


def _joining(
    page: Page, score: NDArray[np.float64], top: int, likely: NDArray[np.float64]
) -> list[int]:
    """List the siblings that belong: scored like the top, or prose of their own."""
    parent = int(page.parent[top])
    if parent < 0:
        return []
    threshold = max(10.0, score[top] * 0.2)
    joined = []
    for number in np.flatnonzero(page.parent == parent):
        if number == top:
            continue
        bonus = score[top] * 0.2 if page.signature[number] == page.signature[top] else 0.0
        prose = (
            page.elements[number].tag == "p"
            and likely[page.first_block[number] : page.stop_block[number]].any()
        )
        if score[number] + bonus >= threshold or prose:
            joined.append(int(number))
    return joined
