"""Formulas (MathML) on their way into the content tree: copied whole, since every place in one counts."""

from __future__ import annotations

import re

from lxml import etree

from capture.extract.elements import Element
from capture.extract.page import Page

# MathML Core's elements for showing formulas, and MathML 3's that browsers still lay out as a row.
_TAGS = frozenset(
    re.findall(
        r"\w+",
        """math mrow mi mn mo ms mtext mspace msup msub msubsup mfrac msqrt mroot mover munder
        munderover mmultiscripts mprescripts none mtable mtr mtd mstyle mpadded mphantom menclose
        mfenced semantics""",
    )
)
_ATTRIBUTES = frozenset(
    ("display", "mathvariant", "stretchy", "fence", "accent", "accentunder", "linethickness",
     "columnalign", "rowspan", "columnspan", "width", "lspace", "rspace", "form", "largeop",
     "movablelimits", "displaystyle", "scriptlevel", "open", "close", "separators", "dir")
)  # fmt: skip
# The longest formulas of encyclopedias have some 400 elements, 30 deep; the writers recurse.
_MOST, _DEEPEST = 2000, 60
_LONGEST_SOURCE = 2000


class Formulas:
    """Where a page's formulas are, and which of them the tree has already."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.inside: dict[int, int] = {}
        self.done: set[int] = set()
        for number in (n for n, tag in enumerate(page.tags) if tag == "math"):
            if number not in self.inside:
                stop = int(page.last[number]) + 1
                self.inside.update(dict.fromkeys(range(number, stop), number))

    def around(self, number: int, *, tail: bool) -> int | None:
        """Return the formula that holds an element's text, or the text behind it."""
        formula = self.inside.get(number) if self.inside else None
        return None if tail and formula == number else formula

    def is_set(self, formula: int) -> bool:
        """Say whether the formula stands in the tree."""
        return formula in self.done

    def copy(self, formula: int) -> Element | None:
        """Return the formula for the tree; ``None`` for one too large or too deep to be one."""
        node = self.page.elements[formula]
        if int(self.page.last[formula]) - formula > _MOST:
            return None
        made = _copied(node, _DEEPEST)
        if made is not None:
            self.done.add(formula)
            if source := _source(node):
                made.set("alttext", source)
        return made


def _copied(node: Element, levels: int) -> Element | None:
    if not levels:
        return None
    kept = {n: v for n, v in node.items() if n in _ATTRIBUTES and len(v) <= 40}
    made = etree.Element(node.tag, kept)
    made.text = " ".join((node.text or "").split())
    for child in node:
        if child.tag in _TAGS:
            part = _copied(child, levels - 1)
            if part is None:
                return None
            made.append(part)
    return made


def _source(node: Element) -> str:
    """Return what a formula was written as, for comparison with a picture's description."""
    said = node.get("alttext") or "".join(
        a.text or "" for a in node.iter("annotation") if "tex" in (a.get("encoding") or "")
    )
    return " ".join(said.split())[:_LONGEST_SOURCE]
