"""A page as numbered elements and blocks of text: what the block model and the rebuild both read.

An *element* is numbered in document order.  A *slot* is one run of characters in the tree: an
element's text before its first child, or its tail.  A *block* is the run of slots that a browser
would set as one paragraph, cell or line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import numpy as np

from capture.extract import tokens
from capture.extract.elements import (
    BLOCKS,
    SKIPPED,
    Element,
    attribute_flags,
    is_block,
    tag_flags,
)

WORD = re.compile(
    r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]"
    r"|[^\W\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]+"
)
_ASCII_WORD = re.compile(r"\w+")


@dataclass(slots=True)
class Block:
    """A paragraph, cell or line: its text with white space folded, and where it hangs."""

    owner: int
    text: str
    words: int
    link_chars: int
    links: int
    slots: list[tuple[int, bool]]


@dataclass(slots=True)
class Page:
    """Elements in document order as parallel arrays, and the blocks of text over them."""

    root: Element
    elements: list[Element]
    tags: list[str]
    classes: list[str]
    identities: list[str]
    above: list[int]  # `parent` for loops: an array's single values are slow to read
    parent: np.ndarray
    depth: np.ndarray
    flags: np.ndarray
    groups: np.ndarray
    signature: np.ndarray
    last: np.ndarray
    first_block: np.ndarray
    stop_block: np.ndarray
    blocks: list[Block] = field(default_factory=list)


def count_words(text: str) -> int:
    """Count words; every Han, kana or hangul character is a word of its own."""
    return len((_ASCII_WORD if text.isascii() else WORD).findall(text))


class _Walk:
    """One pass over the tree, without recursion; fills the arrays and cuts the blocks."""

    def __init__(self, root: Element) -> None:
        self.elements: list[Element] = []
        self.tags: list[str] = []
        self.classes: list[str] = []
        self.identities: list[str] = []
        self.parent: list[int] = []
        self.depth: list[int] = []
        self.flags: list[int] = []
        self.groups: list[int] = []
        self.signature: list[int] = []
        self.last: list[int] = []
        self.first_block: list[int] = []
        self.stop_block: list[int] = []
        self.blocks: list[Block] = []
        self.run: list[str] = []
        self.slots: list[tuple[int, bool]] = []
        self.link_chars = 0
        self.links = 0
        self.in_link = 0
        self.owners: list[int] = []
        self.walk(root)

    def start(self, node: Element, tag: str, parent: int, depth: int) -> int:
        number = self.number(node, tag, parent, depth)
        attributes = node.items()
        name: str | None = None
        identity = ""
        flags = tag_flags(tag)
        if attributes:
            more, name, identity = attribute_flags(attributes)
            flags |= more
            if name or identity:
                self.groups[number] = tokens.mask(name or "") | tokens.mask(identity)
        self.classes.append(name or "")
        self.identities.append(identity)
        self.flags.append(flags)
        self.signature.append(hash((tag, name)) & 0x7FFFFFFF)
        if is_block(tag):
            self.cut()
            self.owners.append(number)
        elif tag == "br":
            if self.run and self.run[-1] == "\n":
                self.flush()
            else:
                self.run.append("\n")
        elif tag == "a":
            self.in_link += 1
            self.links += 1
        self.first_block.append(len(self.blocks))
        self.stop_block.append(0)
        text = node.text
        if text:
            self.add(text, number, tail=False)
        return number

    def number(self, node: Element, tag: str, parent: int, depth: int) -> int:
        number = len(self.elements)
        self.elements.append(node)
        self.tags.append(tag)
        self.parent.append(parent)
        self.depth.append(depth)
        self.groups.append(0)
        self.last.append(number)
        return number

    def end(self, number: int, tag: str) -> None:
        self.last[number] = len(self.elements) - 1
        if is_block(tag):
            self.cut()
            self.owners.pop()
        elif tag == "a":
            self.in_link -= 1
        self.stop_block[number] = len(self.blocks)

    def add(self, text: str, number: int, *, tail: bool) -> None:
        if text.isspace():
            if self.run:
                if self.run[-1] != "\n":
                    self.run.append(" ")
                self.slots.append((number, tail))
            return
        self.run.append(text)
        self.slots.append((number, tail))
        if self.in_link:
            self.link_chars += len(text)

    def cut(self) -> None:
        """End the block that is open, if there is one."""
        if self.run:
            self.flush()
        else:
            self.links = int(self.in_link > 0)

    def flush(self) -> None:
        text = " ".join("".join(self.run).split())
        if text:
            words = count_words(text)
            self.blocks.append(
                Block(
                    self.owners[-1],
                    text,
                    words,
                    min(self.link_chars, len(text)),
                    self.links,
                    self.slots,
                )
            )
        self.run, self.slots, self.link_chars, self.links = [], [], 0, int(self.in_link > 0)

    def walk(self, root: Element) -> None:
        stack = [(self.start(root, "html", -1, 0), "html", root, iter(root))]
        while stack:
            number, tag, node, children = stack[-1]
            child = next(children, None)
            if child is None:
                stack.pop()
                self.end(number, tag)
                if stack and (tail := node.tail):
                    self.add(tail, number, tail=True)
                continue
            name = child.tag
            if not isinstance(name, str):
                continue
            if name in SKIPPED and not (name == "template" and child.get("shadowrootmode")):
                self.skip(child, name, number, len(stack))
                continue
            below = self.start(child, name, number, len(stack))
            if len(child):
                stack.append((below, name, child, iter(child)))
                continue
            self.end(below, name)
            if tail := child.tail:
                self.add(tail, below, tail=True)

    def skip(self, node: Element, tag: str, parent: int, depth: int) -> None:
        """Give a number to a subtree that is never content, for its tail's sake; a frame ends a block."""
        number = self.number(node, tag, parent, depth)
        self.classes.append(node.get("class") or "")
        self.identities.append(node.get("id") or "")
        self.flags.append(0)
        self.signature.append(0)
        if tag in BLOCKS:
            self.cut()
        self.first_block.append(len(self.blocks))
        self.stop_block.append(len(self.blocks))
        if tail := node.tail:
            self.add(tail, number, tail=True)


def read_page(root: Element) -> Page:
    """Read a parsed tree's elements in document order and cut its text into blocks."""
    walk = _Walk(root)
    as_array = np.array
    return Page(
        root=root,
        elements=walk.elements,
        tags=walk.tags,
        classes=walk.classes,
        identities=walk.identities,
        above=walk.parent,
        parent=as_array(walk.parent, np.int32),
        depth=as_array(walk.depth, np.int32),
        flags=as_array(walk.flags, np.int64),
        groups=as_array(walk.groups, np.int64),
        signature=as_array(walk.signature, np.int64),
        last=as_array(walk.last, np.int32),
        first_block=as_array(walk.first_block, np.int32),
        stop_block=as_array(walk.stop_block, np.int32),
        blocks=walk.blocks,
    )
