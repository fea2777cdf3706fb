"""A block's words put into its element of the content tree, with the inline elements between them."""

from __future__ import annotations

import re

from lxml import etree

from capture.extract.elements import Element
from capture.extract.formulas import Formulas
from capture.extract.links import absolute
from capture.extract.listings import indentation
from capture.extract.page import Block, Page

# Deeper inline nesting than this says nothing; it also bounds the recursion of the writers.
_DEEPEST = 24
_INLINE = {
    "a": "a", "em": "em", "i": "em", "strong": "strong", "b": "strong", "code": "code", "kbd": "code", "samp": "code",
    "tt": "code", "sub": "sub", "sup": "sup", "q": "q", "abbr": "abbr", "del": "del", "s": "del", "mark": "mark",
    "ruby": "ruby", "rt": "rt", "ins": "ins", "small": "small", "cite": "cite", "bdi": "bdi",
}  # fmt: skip
_SPACE = re.compile(r"[ \t\n\r\f]+")
_ANCHOR = re.compile(r"[¶#§🔗⚓]?")
_EDGE = " \u00a0"  # a no-break space that nothing follows keeps nothing together


class Ink:
    """Words on their way into the tree: pieces for one place are joined and set once.

    lxml copies an element's text whole at every look and every change, so that a listing of n spans
    took n² letters.
    """

    def __init__(self) -> None:
        self.node: Element = None
        self.pieces: list[str] = []
        self.last = ""  # the last letter written, wherever

    def write(self, node: Element, text: str) -> None:
        """Add text at an element's end."""
        if node is not self.node:
            self.settle()
            self.node = node
        self.pieces.append(text)
        self.last = text[-1]

    def child(self, parent: Element, tag: str, attributes: dict[str, str] | None = None) -> Element:
        """Add an element at another's end, after the words written so far."""
        self.settle()
        return etree.SubElement(parent, tag, attributes)

    def settle(self) -> None:
        """Set the words written so far."""
        if self.pieces:
            append(self.node, "".join(self.pieces))
        self.node, self.pieces = None, []

    def ends_in_space(self, node: Element) -> bool:
        """Say whether the words at an element's end leave a space."""
        if node is self.node and self.pieces:
            return self.pieces[-1].endswith(" ")
        last = _last(node)
        text = node.text if last is None else last.tail
        return bool(text) and text.endswith(" ")


def fill(
    page: Page,
    base: str | None,
    target: Element,
    block: Block,
    ink: Ink,
    formulas: Formulas,
    *,
    verbatim: bool,
) -> None:
    """Append a block's words to `target`, with the inline elements between them and the owner."""
    chain: list[tuple[int, Element]] = [(-1, target)]
    fresh = not verbatim
    first, ends = block.slots[0]
    reached = int(page.last[first]) + 1 if ends else first
    if verbatim and (spaces := indentation(page, block)):
        ink.write(target, spaces)
    for number, tail in block.slots:
        formula = formulas.around(number, tail=tail)
        if formula is not None and formulas.is_set(formula):
            continue
        node = page.elements[number]
        text = node.tail if tail else node.text
        at = page.above[number] if tail else number
        inline = _inline_path(page, at, block.owner)
        shared = 0
        while shared < min(len(inline), len(chain) - 1) and chain[shared + 1][0] == inline[shared]:
            shared += 1
        del chain[shared + 1 :]
        place = int(page.last[number]) + 1 if tail else number
        for _ in range(_breaks(page, reached, place)):
            ink.child(chain[-1][1], "br")
            fresh = not verbatim
        reached = place
        for step in inline[shared:]:
            chain.append((step, _inline(base, page.elements[step], chain[-1][1], ink)))
        if formula is not None and (made := formulas.copy(formula)) is not None:
            ink.settle()
            chain[-1][1].append(made)
            fresh = False
            continue
        if not verbatim:
            text = _SPACE.sub(" ", text)
            if fresh or ink.ends_in_space(chain[-1][1]):
                text = text.lstrip(" ")
        if text:
            ink.write(chain[-1][1], text)
            fresh = False
    if not verbatim:
        ink.settle()
        _trim_end(target)


def _breaks(page: Page, start: int, stop: int) -> int:
    """Count the line breaks between two places of a block, given as element numbers."""
    return page.tags[start:stop].count("br") if start < stop else 0


def _inline_path(page: Page, at: int, owner: int) -> list[int]:
    path: list[int] = []
    while at != owner and at >= 0 and len(path) < _DEEPEST:
        if page.tags[at] in _INLINE:
            path.append(at)
        at = page.above[at]
    # A link around a whole block hangs above the owner: `<a><h2>…</h2></a>`.
    for _ in range(3):
        if at < 0:
            break
        if page.tags[at] == "a":
            path.append(at)
            break
        at = page.above[at]
    return path[::-1]


def _inline(base: str | None, node: Element, parent: Element, ink: Ink) -> Element:
    made = ink.child(parent, _INLINE[node.tag])
    if node.tag == "a" and (link := absolute(node.get("href"), base)):
        made.set("href", link)
    return made


def append(node: Element, text: str) -> None:
    """Add text at an element's end."""
    last = _last(node)
    if last is not None:
        last.tail = (last.tail or "") + text
    else:
        node.text = (node.text or "") + text


def _last(node: Element) -> Element:
    """Return the last child or None; lxml's `len` counts them all, for each link of a paragraph."""
    return next(node.iterchildren(reversed=True), None)


def _trim_end(node: Element) -> None:
    while len(node) and not (node[-1].tail or "").strip(_EDGE):
        node[-1].tail = None
        node = node[-1]
    if len(node):
        node[-1].tail = node[-1].tail.rstrip(_EDGE)
    elif node.text:
        node.text = node.text.rstrip(_EDGE)


def text_of(node: Element) -> str:
    """Return all the words in an element."""
    return "".join(t for t in node.itertext() if isinstance(t, str))


def drop_anchor(heading: Element) -> None:
    """Drop the sign at a heading's end that links to the heading itself."""
    for link in heading.findall(".//a"):
        if _ANCHOR.fullmatch(text_of(link).strip()) and not (link.tail or "").strip():
            parent, before = link.getparent(), link.getprevious()
            parent.remove(link)
            if before is None:
                parent.text = (parent.text or "").rstrip()
            else:
                before.tail = (before.tail or "").rstrip()
