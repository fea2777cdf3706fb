"""Where Readability would find the article: one vote among the block model's evidence.

The method is Arc90's as Mozilla's Readability.js (Apache-2.0) publishes it, written anew over the page's
arrays, without touching the tree: unlikely elements go, prose scores for the elements above it, the best
container wins after discounting links, siblings that score or read like it join, and lists, tables and
boxes that look like furniture are struck out.  Weights, shares and lengths are the method's own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from capture.extract.elements import FLAGS
from capture.extract.page import Page
from capture.extract.readable_names import NAMED, PERHAPS, SHARE, UNLIKELY
from capture.extract.readable_tree import BODY, HEADING_TAGS, SCORED, Bools, Floats, Tree

_SHARES = (1.0, 1 / 2, 1 / 6, 1 / 9, 1 / 12)
_FEWEST_CHARS = 25
# Under this many letters the method tries again with less of its filters.
_ENOUGH = 500
_ROLES = ("role_nav", "role_aside", "dialog")


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


def readable_region(page: Page, chars: Floats, link_chars: Floats, commas: Floats) -> Reading:
    """Read the page as the method does; the arguments are measures of its blocks."""
    tree = Tree(page, chars, link_chars, commas)
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


def _attempt(tree: Tree, strip: bool, weigh: bool, clean: bool, tried: int) -> Reading:
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


def _scores(tree: Tree, alive: Bools, gone: Bools, weight: Floats) -> Floats:
    sums = tree.sums(alive)
    own = np.flatnonzero(
        (tree.is_(*SCORED) | tree.plain_div) & (sums[:, 0] >= _FEWEST_CHARS) & ~gone
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


def _top(tree: Tree, score: Floats, order: NDArray[np.intp]) -> int:
    """Pick the best element, or an ancestor of it: shared with three near-equals, or better scored."""
    page, best = tree.page, int(order[0])
    rivals = [int(n) for n in order[1:] if score[n] >= 0.75 * score[best]]
    node = int(page.parent[best])
    while node > 0 and len(rivals) >= 3 and tree.tags[node] != BODY:
        if sum(node <= r <= page.last[node] for r in rivals) >= 3:
            best = node
            break
        node = int(page.parent[node])
    last, threshold = score[best], score[best] / 3
    node = int(page.parent[best])
    while node > 0 and tree.tags[node] != BODY:
        if score[node]:
            if score[node] < threshold:
                break
            if score[node] > last:
                best = node
                break
            last = score[node]
        node = int(page.parent[node])
    return best


def _wrapper(tree: Tree, top: int, gone: Bools) -> int:
    """Climb out of elements that hold nothing but the one: what goes on stands beside the outermost."""
    parent = tree.page.parent
    there = ~gone & ~tree.is_("script", "style", "link", "noscript")
    there[0] = False
    children = np.bincount(parent[there], minlength=len(parent))
    node = int(parent[top])
    while node > 0 and tree.tags[node] != BODY and children[node] == 1:
        top, node = node, int(parent[node])
    return top


def _joining(tree: Tree, score: Floats, top: int, alive: Bools) -> list[int]:
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


def _struck(tree: Tree, region: Bools, weight: Floats, clean: bool) -> Bools:
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


def _furniture(tree: Tree, inside: Bools, weight: Floats) -> Bools:
    """Say of each element whether it looks like furniture: by its name, links, pictures, items, inputs."""
    chars, links, commas = tree.sums(inside).T
    kept = np.zeros(len(tree.tags), bool)
    kept[tree.owners[inside]] = True
    density = links / np.maximum(chars, 1)
    paragraphs = tree.inside(tree.paragraph & kept)
    pictures, items, inputs, frames = tree.held
    headings = tree.is_(*HEADING_TAGS)[tree.owners] & inside
    heading = tree.sums(headings)[:, 0] / np.maximum(chars, 1)
    is_list = tree.is_("ul", "ol")
    in_figure = tree.in_figure
    looks = ~in_figure & (pictures > 1) & (paragraphs / np.maximum(pictures, 1) < 0.5)
    looks |= ~is_list & (items > paragraphs)
    looks |= inputs > paragraphs // 3
    empty = (chars < 25) & ((pictures == 0) | (pictures > 2)) & (density > 0)
    looks |= ~is_list & ~in_figure & (heading < 0.9) & empty
    looks |= ~is_list & (weight < NAMED) & (density > 0.2)
    looks |= (weight >= NAMED) & (density > 0.5)
    looks |= ((frames == 1) & (chars < 75)) | (frames > 1)
    return np.asarray((weight < 0) | ((commas < 10) & looks))
