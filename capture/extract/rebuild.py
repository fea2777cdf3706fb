"""The kept blocks as a clean tree of semantic HTML: the one source of text, Markdown and reader layout.

Nothing is copied but words, links, pictures' addresses and structure: no class, style, handler or
identifier of the page's own gets through, except a code block's language and a footnote's anchor.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice

import numpy as np
from lxml import etree

from capture.extract.elements import HEADINGS, Element
from capture.extract.fill import Ink, drop_anchor, fill, text_of
from capture.extract.formulas import Formulas
from capture.extract.listings import drop_line_numbers
from capture.extract.page import Block, Page
from capture.extract.pictures import address, pictures

_STRUCTURE = {
    "ul": "ul", "ol": "ol", "menu": "ul", "li": "li", "blockquote": "blockquote", "table": "table", "tr": "tr",
    "td": "td", "th": "th", "figure": "figure", "figcaption": "figcaption", "pre": "pre", "dl": "dl", "dt": "dt",
    "dd": "dd", "caption": "caption",
}  # fmt: skip

# Deeper structure than this is not structure; it also bounds the recursion of the writers.
_DEEPEST = 24

_LANGUAGE = re.compile(
    r"(?:^|\s)(?:language|lang|highlight-source|highlight|brush:|sourceCode)[-:\s]\s*([A-Za-z][\w+#-]{0,20})"
)


class _Builder:
    def __init__(self, page: Page, base: str | None) -> None:
        self.page = page
        self.base = base
        self.root = etree.Element("article")
        self.open: list[tuple[int, Element]] = [(-1, self.root)]
        self.layout = _layout_tables(page)
        self.pictured = ""
        self.paths: dict[int, tuple[int, ...]] = {-1: ()}
        self.ink = Ink()
        self.code: Element = None  # the listing that the last block went into
        self.cell: Element = None  # the page's own last cell
        self.formulas = Formulas(page)

    def path(self, number: int) -> tuple[int, ...]:
        """Structural ancestors of an element, outermost first, itself included."""
        pending = []
        while number not in self.paths:
            pending.append(number)
            number = self.page.above[number]
        for at in reversed(pending):
            above = self.paths[self.page.above[at]]
            tag = self.page.tags[at]
            keeps = tag in _STRUCTURE and at not in self.layout and len(above) < _DEEPEST
            self.paths[at] = (*above, at) if keeps else above
        return self.paths[pending[0] if pending else number]

    def enter(self, path: tuple[int, ...]) -> Element:
        """Close and open structural elements until exactly `path` is open; returns the innermost."""
        shared = 0
        while (
            shared < min(len(path), len(self.open) - 1) and self.open[shared + 1][0] == path[shared]
        ):
            shared += 1
        self.close(shared + 1)
        for number in path[shared:]:
            node = self.page.elements[number]
            if node.tag in ("td", "th"):
                self.pass_cells(node)
            made = self.ink.child(self.open[-1][1], _STRUCTURE[node.tag])
            if node.tag == "pre" and (language := _language(node)):
                made.set("class", f"language-{language}")
            if node.tag in ("li", "dd") and node.get("id"):
                made.set("id", node.get("id")[:100])
            if node.tag == "ol" and (node.get("start") or "").isdecimal():
                made.set("start", node.get("start")[:6])
            if node.tag in ("td", "th"):
                _copy_spans(node, made)
            self.open.append((number, made))
        return self.open[-1][1]

    def close(self, depth: int) -> None:
        """Close what is open below ``depth``; a row gets the empty cells at its end."""
        for number, made in self.open[depth:]:
            if made.tag == "tr" and self.cell is not None:
                row = self.page.elements[number]
                if self.cell.getparent() is row:
                    self.empty(made, self.cell.itersiblings("td", "th"))
        del self.open[depth:]

    def pass_cells(self, cell: Element) -> None:
        """Make the cells that stand empty before this one, so that it stays in its column."""
        passed = []
        for before in cell.itersiblings("td", "th", preceding=True):
            if before is self.cell:
                break
            passed.append(before)
        self.empty(self.open[-1][1], reversed(passed))
        self.cell = cell

    def empty(self, row: Element, cells: Iterable[Element]) -> None:
        for cell in cells:
            _copy_spans(cell, self.ink.child(row, cell.tag))

    def block(self, block: Block) -> None:
        owner = self.page.elements[block.owner]
        path = self.path(block.owner)
        parent = self.enter(path)
        tag = self.leaf(block, owner.tag, parent)
        target = parent if tag is None else self.ink.child(parent, tag)
        if tag == "p" and owner.get("id"):
            target.set("id", owner.get("id")[:100])
        verbatim = parent.tag == "pre"
        if verbatim and parent is self.code and self.ink.last != "\n":
            self.ink.write(parent, "\n")  # lines of code that are blocks of their own
        fill(self.page, self.base, target, block, self.ink, self.formulas, verbatim=verbatim)
        self.code = parent if verbatim else None
        if target.tag in HEADINGS:
            drop_anchor(target)

    def leaf(self, block: Block, owner: str, parent: Element) -> str | None:
        """Choose the element a block's words go into; None for the structural element itself."""
        if owner in HEADINGS and parent.tag not in ("td", "th", "figcaption", "pre"):
            return owner
        holds_text = parent.tag in ("li", "td", "th", "dt", "dd", "figcaption", "pre", "caption")
        if holds_text and parent.text is None and not len(parent):
            return None
        if parent.tag == "pre":
            return None
        return "p"

    def picture(self, number: int) -> None:
        node = self.page.elements[number]
        source = address(node, self.base)
        if not source:
            return
        parent = self.enter(self.path(number))
        if source == self.pictured and not text_of(parent):
            return  # the same picture again, for another width of screen
        self.pictured = source
        if parent.tag in ("pre", "ul", "ol", "table", "tr", "dl"):
            return
        made = self.ink.child(parent, "img", {"src": source})
        if alt := " ".join((node.get("alt") or "").split()):
            made.set("alt", alt[:500])


def _copy_spans(node: Element, made: Element) -> None:
    for name in ("colspan", "rowspan"):
        value = node.get(name) or ""
        if value.isdecimal() and 1 < int(value[:4]) <= 1000:  # HTML's own limit for colspan
            made.set(name, value)


_NO_LANGUAGE = frozenset(
    (
        "default",
        "none",
        "text",
        "plaintext",
        "plain",
        "source",
        "code",
        "highlight",
        "txt",
        "nohighlight",
    )
)


def _language(pre: Element) -> str:
    names = [pre.get("data-lang") or pre.get("data-language") or ""]
    # Sphinx and Jekyll name the language two elements above.
    for node in (pre, *pre.iterchildren("code"), *islice(pre.iterancestors(), 3)):
        if match := _LANGUAGE.search((node.get("class") or "")[:300]):
            names.append(match.group(1))
        names.append(node.get("data-lang") or "")
    found = next((n for n in names if n), "").lower()
    known = re.fullmatch(r"[a-z][\w+#-]{0,20}", found) and found not in _NO_LANGUAGE
    return found if known else ""


def _layout_tables(page: Page) -> frozenset[int]:
    """Numbers of tables (and their rows and cells) that place things rather than tabulate them."""
    found: set[int] = set()
    for number in (n for n, tag in enumerate(page.tags) if tag == "table"):
        if number in found:
            continue
        node = page.elements[number]
        rows = list(node.iter("tr"))
        widest = max((sum(c.tag in ("td", "th") for c in r) for r in rows), default=0)
        nested = next(node.iterdescendants("table"), None) is not None
        prose = next(node.iterdescendants("p", "h1", "h2", "article", "pre"), None) is not None
        if (
            node.get("role") in ("presentation", "none")
            or widest < 2
            or len(rows) < 2
            or nested
            or (prose and next(node.iterdescendants("th"), None) is None)
        ):
            stop = int(page.last[number])
            found.update(
                n
                for n in range(number, stop + 1)
                if page.tags[n] in ("table", "tr", "td", "th", "caption")
            )
    return frozenset(found)


def rebuild(page: Page, keep: Sequence[bool] | np.ndarray, base: str | None = None) -> Element:
    """Build the content's own tree from the blocks marked in `keep`."""
    builder = _Builder(page, base)
    items: list[tuple[float, int, bool]] = [
        (float(n), n, True) for n in pictures(page, np.asarray(keep))
    ]
    for index, (block, kept) in enumerate(zip(page.blocks, keep, strict=True)):
        if kept:
            number, tail = block.slots[0]
            items.append((page.last[number] + 0.5 if tail else float(number), index, False))
    for _, number, picture in sorted(items):
        if picture:
            builder.picture(number)
        else:
            builder.block(page.blocks[number])
    builder.close(1)
    builder.ink.settle()
    for listing in builder.root.iter("pre"):
        drop_line_numbers(listing)
    return builder.root
