"""A page's elements as Readability's scoring asks about them: arrays that its attempts share."""

from __future__ import annotations

from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from capture.extract.elements import HEADINGS
from capture.extract.page import Page
from capture.extract.readable_names import told_by

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
# Points that the method gives an element for its tag.
_TAGS = {"div": 5, "pre": 3, "td": 3, "blockquote": 3, **dict.fromkeys(["address", "ol", "ul", "dl", "dd", "dt", "li", "form"], -3),
         **dict.fromkeys([*HEADINGS, "th"], -5)}  # fmt: skip
SCORED = ("section", "h2", "h3", "h4", "h5", "h6", "p", "td", "pre")
_BLOCKISH = ("blockquote", "dl", "div", "img", "ol", "p", "pre", "table", "ul")
HEADING_TAGS = tuple(sorted(HEADINGS))
# Tags that the method asks for, as numbers; 0 is any other.
_CODES = {
    tag: number
    for number, tag in enumerate(
        sorted({*_TAGS, *SCORED, *_BLOCKISH, "a", "aside", "body", "button", "caption", "code", "embed", "fieldset", "figure", "footer",
                "html", "iframe", "input", "noscript", "object", "ol", "script", "style", "link", "thead"}), 1)
}  # fmt: skip
BODY = _CODES["body"]
_INITIAL = np.array([0.0, *(_TAGS.get(t, 0) for t in _CODES)])


@cache
def _listed(tags: tuple[str, ...]) -> Bools:
    """Return a table that says of each tag's number whether it is one of these."""
    table = np.zeros(len(_CODES) + 1, bool)
    table[[_CODES[t] for t in tags]] = True
    return table


class Tree:
    """The arrays that every attempt shares."""

    def __init__(self, page: Page, chars: Floats, link_chars: Floats, commas: Floats) -> None:
        self.page = page
        self.blocks = np.column_stack([chars, link_chars, commas])
        self.owners = np.array([b.owner for b in page.blocks], np.int32)
        self.tags = np.array([_CODES.get(t, 0) for t in page.tags], np.int16)
        self.classes = page.classes
        self.named = np.zeros(len(page.tags), np.int8)
        self.weight = np.zeros(len(page.tags))
        for number, (name, identity) in enumerate(zip(page.classes, page.identities, strict=True)):
            if name or identity:
                self.named[number], self.weight[number] = told_by(name, identity)
        self.init = _INITIAL[self.tags]
        self.plain_div = self.is_("div") & (self.inside(self.is_(*_BLOCKISH), below=True) == 0)
        self.paragraph = self.is_("p") | self.plain_div
        self.parent = self._parents()

    def is_(self, *tags: str) -> Bools:
        """Mark the elements with one of these tags."""
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
        """Mark everything inside a marked element too, itself included."""
        change = np.zeros(len(marked) + 1, np.int64)
        at = np.flatnonzero(marked)
        np.add.at(change, at, 1)
        np.add.at(change, self.page.last[at] + 1, -1)
        return np.cumsum(change[:-1]) > 0

    @cached_property
    def held(self) -> tuple[Floats, Floats, Floats, Floats]:
        """Pictures, items over a hundred, inputs and frames inside each element."""
        pictures, items = self.inside(self.is_("img")), self.inside(self.is_("li")) - 100
        return (
            pictures,
            items,
            self.inside(self.is_("input")),
            self.inside(self.is_("object", "embed", "iframe")),
        )

    @cached_property
    def in_figure(self) -> Bools:
        """Mark what stands in a figure."""
        return self.under(self.is_("figure"))

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
