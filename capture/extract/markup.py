"""Markup of any quality as a tree."""

from __future__ import annotations

import re

from lxml import etree

from capture.extract.elements import Element

# What libxml2 stumbles over: control characters, and code points that are no characters.
_CONTROLS = bytes([*range(0x09), 0x0B, *range(0x0E, 0x20)])
_SURROGATES = re.compile("[\ud800-\udfff]")
_NO_CHARACTERS = re.compile(rb"\xef\xbf[\xbe\xbf]")  # U+FFFE and U+FFFF in UTF-8
# libxml2 stops 2,048 elements deep; pages nested deeper are built by loops that forget end tags of these.
_DEEPEST = 2000
_WRAPPERS = re.compile(
    r"</?(?:div|span|font|b|i|em|strong|small|section|center|u)\b[^>]{0,2000}>", re.IGNORECASE
)


def parse(markup: str) -> Element:
    """Parse HTML of any quality into a tree; never raises, and bounds the depth of nesting."""
    root = _parsed(markup)
    if _too_deep(root):
        root = _parsed(_WRAPPERS.sub(" ", markup))
    return root


def _parsed(markup: str) -> Element:
    # Not lxml.html's parser: it asks Python for the class of every element it hands out.
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True
    )
    data = _clean(markup)
    try:
        root = etree.fromstring(data, parser) if data.strip() else None
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError):
        root = None
    return root if root is not None else etree.fromstring("<html><body></body></html>", parser)


def _clean(markup: str) -> bytes:
    try:
        data = markup.encode()
    except UnicodeEncodeError:
        data = _SURROGATES.sub("", markup).encode()
    return _NO_CHARACTERS.sub(b"", data.translate(None, _CONTROLS))


def _too_deep(root: Element) -> bool:
    depth, node = 0, root
    while len(node):
        node, depth = node[-1], depth + 1
    return depth > _DEEPEST
