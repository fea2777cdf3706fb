"""A page as numbered elements and blocks of text: what the block model and the rebuild both read.

An *element* is numbered in document order.  A *slot* is one run of characters in the tree: an
element's text before its first child, or its tail.  A *block* is the run of slots that a browser
would set as one paragraph, cell or line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from lxml import etree, html

from capture.extract import tokens

Element = Any  # lxml ships no types for its proxies; mypy would say Any whatever stood here

# Never content: their text is code, form state or a fallback that no reader sees.
SKIPPED = frozenset(
    [
        "script",
        "style",
        "template",
        "select",
        "datalist",
        "textarea",
        "svg",
        "math",
        "iframe",
        "object",
        "embed",
        "canvas",
        "head",
        "meta",
        "link",
        "applet",
        "frameset",
        "frame",
        "noframes",
        "progress",
        "meter",
        "input",
        "map",
        "area",
        "param",
        "source",
        "track",
        "rp",
    ]
) - {"math"}
BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "button",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "noscript",
        "ol",
        "optgroup",
        "option",
        "output",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "video",
        "audio",
        "iframe",
        "picture",
        "html",
    ]
)
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
FLAGS = [
    "nav",
    "header",
    "footer",
    "aside",
    "form",
    "main",
    "article",
    "figure",
    "table",
    "list",
    "noscript",
    "details",
    "button",
    "heading",
    "blockquote",
    "pre",
    "link",
    "label",
    "section",
    "paragraph",
    "figcaption",
    "hidden",
    "aria_hidden",
    "dialog",
    "itemprop_body",
    "itemprop_other",
    "role_nav",
    "role_main",
    "role_aside",
    "td",
    "dl",
    "cell_heading",
]
_BIT = {name: 1 << i for i, name in enumerate(FLAGS)}
_TAG_BITS = {
    "nav": "nav", "header": "header", "footer": "footer", "aside": "aside", "form": "form", "main": "main",
    "article": "article", "figure": "figure", "table": "table", "ul": "list", "ol": "list", "menu": "list",
    "noscript": "noscript", "details": "details", "button": "button", "blockquote": "blockquote",
    "pre": "pre", "a": "link", "label": "label", "section": "section", "p": "paragraph",
    "figcaption": "figcaption", "dialog": "dialog", "td": "td", "dl": "dl", "th": "cell_heading",
    **dict.fromkeys(HEADINGS, "heading"),
}  # fmt: skip
_ROLES = {
    "navigation": "role_nav", "menu": "role_nav", "menubar": "role_nav", "search": "role_nav", "tablist": "role_nav",
    "banner": "header", "contentinfo": "footer", "main": "role_main", "article": "article",
    "complementary": "role_aside", "dialog": "dialog", "alertdialog": "dialog", "button": "button",
    "heading": "heading", "form": "form",
}  # fmt: skip
_INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_WORD = re.compile(
    r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]"
    r"|[^\W\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]+"
)
_NULLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
# libxml2 stops 2,048 elements deep; pages nested deeper are built by loops that forget end tags of these.
_DEEPEST = 2000
_WRAPPERS = re.compile(
    r"</?(?:div|span|font|b|i|em|strong|small|section|center|u)\b[^>]{0,2000}>", re.IGNORECASE
)


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
    return len(_WORD.findall(text))


def parse(markup: str) -> Element:
    """Parse HTML of any quality into a tree; never raises, and bounds the depth of nesting."""
    markup = _NULLS.sub("", markup)
    root = _parsed(markup)
    if _too_deep(root):
        root = _parsed(_WRAPPERS.sub(" ", markup))
    return root


def _parsed(markup: str) -> Element:
    parser = html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True
    )
    data = markup.encode("utf-8", "replace")
    try:
        root = html.document_fromstring(data, parser=parser) if data.strip() else None
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError):
        root = None
    return root if root is not None else html.document_fromstring("<html><body></body></html>")


def _too_deep(root: Element) -> bool:
    depth, node = 0, root
    while len(node):
        node, depth = node[-1], depth + 1
    return depth > _DEEPEST


def _element_flags(node: Element, tag: str) -> int:
    flags = _BIT.get(_TAG_BITS.get(tag, ""), 0)
    for name, value in node.attrib.items():
        if name == "style":
            if _INVISIBLE.search(value[:500]):
                flags |= _BIT["hidden"]
        elif name == "role":
            flags |= _BIT.get(_ROLES.get(value.strip().lower(), ""), 0)
        elif name == "itemprop":
            own = "itemprop_body" if value in _BODY_PROPERTIES else "itemprop_other"
            flags |= _BIT[own]
        elif name == "hidden" or (name == "data-capture-hidden" and value == "none"):
            flags |= _BIT["hidden"]
        elif name == "aria-hidden" and value == "true":
            flags |= _BIT["aria_hidden"]
    return flags


_BODY_PROPERTIES = frozenset(("articleBody", "text", "description", "reviewBody", "blogPost"))


class _Walk:
    """One pass over the tree, without recursion; fills the arrays and cuts the blocks."""

    def __init__(self, root: Element) -> None:
        self.elements: list[Element] = []
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
        number = len(self.elements)
        self.elements.append(node)
        self.parent.append(parent)
        self.depth.append(depth)
        name = node.get("class")
        identity = node.get("id")
        self.flags.append(
            _element_flags(node, tag) if node.attrib else _BIT.get(_TAG_BITS.get(tag, ""), 0)
        )
        self.groups.append(
            (tokens.mask(name) if name else 0) | (tokens.mask(identity) if identity else 0)
        )
        self.signature.append(hash((tag, name)) & 0x7FFFFFFF)
        self.last.append(number)
        if tag in BLOCKS or "-" in tag:
            self.flush()
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
        if node.text:
            self.add(node.text, number, tail=False)
        return number

    def end(self, number: int, tag: str) -> None:
        self.last[number] = len(self.elements) - 1
        if tag in BLOCKS or "-" in tag:
            self.flush()
            self.owners.pop()
        elif tag == "a":
            self.in_link -= 1
        self.stop_block[number] = len(self.blocks)

    def add(self, text: str, number: int, *, tail: bool) -> None:
        if text.isspace():
            if self.run:
                self.run.append(" ") if self.run[-1] != "\n" else None
                self.slots.append((number, tail))
            return
        self.run.append(text)
        self.slots.append((number, tail))
        if self.in_link:
            self.link_chars += len(text)

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
        stack = [(self.start(root, "html", -1, 0), "html", iter(root))]
        while stack:
            number, tag, children = stack[-1]
            child = next(children, None)
            if child is None:
                stack.pop()
                self.end(number, tag)
                node = self.elements[number]
                if stack and node.tail:
                    self.add(node.tail, number, tail=True)
                continue
            name = child.tag
            if not isinstance(name, str):
                continue
            if name in SKIPPED and not (name == "template" and child.get("shadowrootmode")):
                self.skip(child, number, len(stack))
                continue
            stack.append((self.start(child, name, number, len(stack)), name, iter(child)))

    def skip(self, node: Element, parent: int, depth: int) -> None:
        """Give a number to a subtree that is never content, for its tail's sake; a frame ends a block."""
        number = len(self.elements)
        self.elements.append(node)
        self.parent.append(parent)
        self.depth.append(depth)
        self.flags.append(0)
        self.groups.append(0)
        self.signature.append(0)
        self.last.append(number)
        if node.tag in BLOCKS:
            self.flush()
        self.first_block.append(len(self.blocks))
        self.stop_block.append(len(self.blocks))
        if node.tail:
            self.add(node.tail, number, tail=True)


def read_page(root: Element) -> Page:
    """Read a parsed tree's elements in document order and cut its text into blocks."""
    walk = _Walk(root)
    as_array = np.array
    return Page(
        root=root,
        elements=walk.elements,
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
