"""Where Readability would find the article: one vote among the block model's evidence.

The method is Arc90's as Mozilla's Readability.js (Apache-2.0) publishes it, written anew over the page's
arrays, without touching the tree: unlikely elements go, prose scores for the elements above it, the best
container wins after discounting links, siblings that score or read like it join, and lists, tables and
boxes that look like furniture are struck out.  Weights, shares and lengths are the method's own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from capture.extract.elements import FLAGS, HEADINGS
from capture.extract.page import Page
from capture.extract.readable_names import NAMED, PERHAPS, SHARE, UNLIKELY, told_by

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
_TAGS = {"div": 5, "pre": 3, "td": 3, "blockquote": 3, **dict.fromkeys(["address", "ol", "ul", "dl", "dd", "dt", "li", "form"], -3),
         **dict.fromkeys([*HEADINGS, "th"], -5)}  # fmt: skip
_SCORED = ("section", "h2", "h3", "h4", "h5", "h6", "p", "td", "pre")
_BLOCKISH = ("blockquote", "dl", "div", "img", "ol", "p", "pre", "table", "ul")
_HEADINGS = tuple(sorted(HEADINGS))
_SHARES = (1.0, 1 / 2, 1 / 6, 1 / 9, 1 / 12)
_FEWEST_CHARS = 25
# Under this many letters the method tries again with less of its filters.
_ENOUGH = 500
_ROLES = ("role_nav", "role_aside", "dialog")


# Tags that the method asks for, as numbers; 0 is any other.
_CODES = {
    tag: number
    for number, tag in enumerate(
        sorted({*_TAGS, *_SCORED, *_BLOCKISH, "a", "aside", "body", "button", "caption", "code", "embed", "fieldset", "figure", "footer",
                "html", "iframe", "input", "noscript", "object", "ol", "script", "style", "link", "thead"}), 1)
}  # fmt: skip
_BODY = _CODES["body"]
_INITIAL = np.array([0.0, *(_TAGS.get(t, 0) for t in _CODES)])


@cache
def _listed(tags: tuple[str, ...]) -> Bools:
    """Return a table that says of each tag's number whether it is one of these."""
    table = np.zeros(len(_CODES) + 1, bool)
    table[[_CODES[t] for t in tags]] = True
    return table


def _bit(name: str) -> int:
    return 1 << FLAGS.index(name)


@dataclass(slots=True)
class Reading:
    """The method's answer for each block, and what it went by.

    ``inside``: kept in the end.  ``region``: in the chosen container or a joined sibling, before furniture
    is struck out.  ``likely``: not under an unlikely or hidden element.  ``top``: the container's number;
    ``rival``: the next best score as a share of the best; ``tried``: how many filters had to be dropped.
    """

    inside: Bools
    region: Bools
    likely: Bools
    top: int
    rival: float
    tried: int


class _Tree:
    """The arrays that every attempt shares."""

    def __init__(self, page: Page, chars: Floats, link_chars: Floats, commas: Floats) -> None:
        self.page = page
        self.blocks = np.column_stack([chars, link_chars, commas])
        self.owners = np.array([b.owner for b in page.blocks], np.int32)
        nodes = page.elements
        self.tags = np.array([_CODES.get(n.tag, 0) for n in nodes], np.int16)
        self.classes = [n.get("class") or "" for n in nodes]
        told = [told_by(c, n.get("id") or "") for c, n in zip(self.classes, nodes, strict=True)]
        self.named = np.array([bits for bits, _ in told], np.int8)
        self.weight = np.array([points for _, points in told])
        self.init = _INITIAL[self.tags]
        self.plain_div = self.is_("div") & (self.inside(self.is_(*_BLOCKISH), below=True) == 0)
        self.paragraph = self.is_("p") | self.plain_div
        self.parent = self._parents()

    def is_(self, *tags: str) -> Bools:
        return _listed(tags)[self.tags]

    def inside(self, marked: NDArray[np.generic], *, below: bool = False) -> Floats:
        """Sum over each element's subtree, itself included unless ``below``."""
        total = np.concatenate(([0.0], np.cumsum(marked)))
        at = np.arange(len(self.tags))
        return np.asarray(total[self.page.last + 1] - total[at + below])

    def sums(self, alive: Bools) -> Floats:
        """Letters, letters in links and commas inside each element, over the blocks alive."""
        total = np.vstack([np.zeros(3), np.cumsum(self.blocks * alive[:, None], axis=0)])
        return np.asarray(total[self.page.stop_block] - total[self.page.first_block])

    def under(self, marked: Bools) -> Bools:
        change = np.zeros(len(marked) + 1, np.int64)
        at = np.flatnonzero(marked)
        np.add.at(change, at, 1)
        np.add.at(change, self.page.last[at] + 1, -1)
        return np.cumsum(change[:-1]) > 0

    def _parents(self) -> NDArray[np.int32]:
        """Parents, where a `div` around one lone paragraph stands for that paragraph."""
        parent = self.page.parent.copy()
        children = np.bincount(np.maximum(parent[1:], 0), minlength=len(parent))
        own_text = np.zeros(len(parent), bool)
        own_text[self.owners] = True
        lone = self.is_("div") & (children == 1) & ~own_text
        held = np.flatnonzero(self.is_("p") & (parent >= 0) & lone[np.maximum(parent, 0)])
        parent[held] = parent[parent[held]]
        return parent


def readable_region(page: Page, chars: Floats, link_chars: Floats, commas: Floats) -> Reading:
    """Read the page as the method does; the arguments are measures of its blocks."""
    tree = _Tree(page, chars, link_chars, commas)
    best: Reading | None = None
    most = -1.0
    for tried, (strip, weigh, clean) in enumerate(((1, 1, 1), (0, 1, 1), (0, 0, 1), (0, 0, 0))):
        found = _attempt(tree, bool(strip), bool(weigh), bool(clean), tried)
        letters = float((chars * found.inside).sum())
        if letters > most:
            best, most = found, letters
        if letters >= _ENOUGH:
            break
    assert best is not None
    return best


def _attempt(tree: _Tree, strip: bool, weigh: bool, clean: bool, tried: int) -> Reading:
    page = tree.page
    bits = sum(map(_bit, _ROLES)) if strip else 0
    gone = (page.flags & (_bit("hidden") | _bit("aria_hidden") | bits)) > 0
    gone |= tree.is_("noscript")
    if strip:
        sheltered = tree.under(tree.is_("table", "code")) | tree.is_("body", "a", "html")
        gone |= ((tree.named & (UNLIKELY | PERHAPS)) == UNLIKELY) & ~sheltered
    gone = tree.under(gone)
    alive = ~gone[tree.owners]
    weight = tree.weight if weigh else np.zeros(len(tree.tags))
    score = _scores(tree, alive, gone, weight)
    if not score.any():
        return Reading(alive, alive, alive, 0, 0.0, tried)  # the whole body stands for it
    order = np.argsort(-score, kind="stable")[:5]
    top = _wrapper(tree, _top(tree, score, order), gone)
    region = np.zeros(len(alive), bool)
    for number in (top, *_joining(tree, score, top, alive)):
        region[page.first_block[number] : page.stop_block[number]] = True
    region &= alive
    inside = _struck(tree, region, weight, clean)
    rival = (
        float(score[order[1]] / score[order[0]]) if len(order) > 1 and score[order[0]] > 0 else 0.0
    )
    return Reading(inside, region, alive, top, rival, tried)


def _scores(tree: _Tree, alive: Bools, gone: Bools, weight: Floats) -> Floats:
    sums = tree.sums(alive)
    own = np.flatnonzero(
        (tree.is_(*_SCORED) | tree.plain_div) & (sums[:, 0] >= _FEWEST_CHARS) & ~gone
    )
    runs = (
        alive
        & (tree.blocks[:, 0] >= _FEWEST_CHARS)
        & tree.is_("div")[tree.owners]
        & ~tree.plain_div[tree.owners]
    )
    chars = np.concatenate((sums[own, 0], tree.blocks[runs, 0]))
    commas = np.concatenate((sums[own, 2], tree.blocks[runs, 2]))
    points = 2 + commas + np.minimum(chars // 100, 3)
    level = np.concatenate((tree.parent[own], tree.owners[runs]))
    score = np.zeros(len(tree.tags))
    touched = np.zeros(len(tree.tags), bool)
    for share in _SHARES:
        there = level >= 1
        np.add.at(score, level[there], points[there] * share)
        touched[level[there]] = True
        level = np.where(there, tree.page.parent[np.maximum(level, 0)], -1)
    density = sums[:, 1] / np.maximum(sums[:, 0], 1)
    return np.asarray(np.where(touched, (score + tree.init + weight) * (1 - density), 0.0))


def _top(tree: _Tree, score: Floats, order: NDArray[np.intp]) -> int:
    """Pick the best element, or an ancestor of it: shared with three near-equals, or better scored."""
    page, best = tree.page, int(order[0])
    rivals = [int(n) for n in order[1:] if score[n] >= 0.75 * score[best]]
    node = int(page.parent[best])
    while node > 0 and len(rivals) >= 3 and tree.tags[node] != _BODY:
        if sum(node <= r <= page.last[node] for r in rivals) >= 3:
            best = node
            break
        node = int(page.parent[node])
    last, threshold = score[best], score[best] / 3
    node = int(page.parent[best])
    while node > 0 and tree.tags[node] != _BODY:
        if score[node]:
            if score[node] < threshold:
                break
            if score[node] > last:
                best = node
                break
            last = score[node]
        node = int(page.parent[node])
    return best


def _wrapper(tree: _Tree, top: int, gone: Bools) -> int:
    """Climb out of elements that hold nothing but the one: what goes on stands beside the outermost."""
    parent = tree.page.parent
    there = ~gone & ~tree.is_("script", "style", "link", "noscript")
    there[0] = False
    children = np.bincount(parent[there], minlength=len(parent))
    node = int(parent[top])
    while node > 0 and tree.tags[node] != _BODY and children[node] == 1:
        top, node = node, int(parent[node])
    return top


def _joining(tree: _Tree, score: Floats, top: int, alive: Bools) -> list[int]:
    """List the siblings that belong: scored like the top, or prose of their own."""
    page = tree.page
    parent = int(page.parent[top])
    if parent < 0:
        return []
    threshold = max(10.0, score[top] * 0.2)
    joined = []
    for number in np.flatnonzero(page.parent == parent):
        if number == top:
            continue
        alike = bool(tree.classes[top]) and tree.classes[number] == tree.classes[top]
        if score[number] and score[number] + (score[top] * 0.2 if alike else 0) >= threshold:
            joined.append(int(number))
        elif tree.paragraph[number]:
            at = slice(page.first_block[number], page.stop_block[number])
            chars, links, _ = (tree.blocks[at] * alive[at, None]).sum(axis=0)
            text = page.blocks[at.start].text if at.stop > at.start else ""
            if (chars > 80 and links < chars / 4) or (
                0 < chars <= 80 and not links and re.search(r"\.(?: |$)", text)
            ):
                joined.append(int(number))
    return joined


def _struck(tree: _Tree, region: Bools, weight: Floats, clean: bool) -> Bools:
    """Strike out of the region what looks like furniture."""
    sums = tree.sums(region)
    gone = tree.is_("aside", "footer", "button") | (
        ((tree.named & SHARE) > 0) & (sums[:, 0] < _ENOUGH)
    )
    gone |= tree.is_("h1", "h2") & (weight < 0)
    inside = region & ~tree.under(gone)[tree.owners]
    if not clean:
        return inside
    data = tree.under(tree.is_("table") & (tree.inside(tree.is_("th", "caption", "thead")) > 0))
    data |= tree.under(tree.is_("code"))
    for tags in (("form", "fieldset"), ("table", "ul", "ol"), ("div",), ("div",)):
        gone = tree.is_(*tags) & ~data & _furniture(tree, inside, weight)
        inside &= ~tree.under(gone)[tree.owners]
    return inside


def _furniture(tree: _Tree, inside: Bools, weight: Floats) -> Bools:
    """Say of each element whether it looks like furniture: by its name, links, pictures, items, inputs."""
    chars, links, commas = tree.sums(inside).T
    kept = np.zeros(len(tree.tags), bool)
    kept[tree.owners[inside]] = True
    density = links / np.maximum(chars, 1)
    paragraphs = tree.inside(tree.paragraph & kept)
    pictures, items = tree.inside(tree.is_("img")), tree.inside(tree.is_("li")) - 100
    inputs = tree.inside(tree.is_("input"))
    frames = tree.inside(tree.is_("object", "embed", "iframe"))
    headings = tree.is_(*_HEADINGS)[tree.owners] & inside
    heading = tree.sums(headings)[:, 0] / np.maximum(chars, 1)
    is_list = tree.is_("ul", "ol")
    in_figure = tree.under(tree.is_("figure"))
    looks = ~in_figure & (pictures > 1) & (paragraphs / np.maximum(pictures, 1) < 0.5)
    looks |= ~is_list & (items > paragraphs)
    looks |= inputs > paragraphs // 3
    empty = (chars < 25) & ((pictures == 0) | (pictures > 2)) & (density > 0)
    looks |= ~is_list & ~in_figure & (heading < 0.9) & empty
    looks |= ~is_list & (weight < NAMED) & (density > 0.2)
    looks |= (weight >= NAMED) & (density > 0.5)
    looks |= ((frames == 1) & (chars < 75)) | (frames > 1)
    return np.asarray((weight < 0) | ((commas < 10) & looks))
