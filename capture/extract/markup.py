"""Markup of any quality as a tree."""

from __future__ import annotations

import re

from lxml import etree

from capture.extract.elements import Element

_NULLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
# libxml2 stops 2,048 elements deep; pages nested deeper are built by loops that forget end tags of these.
_DEEPEST = 2000
_WRAPPERS = re.compile(
    r"</?(?:div|span|font|b|i|em|strong|small|section|center|u)\b[^>]{0,2000}>", re.IGNORECASE
)


def parse(markup: str) -> Element:
    """Parse HTML of any quality into a tree; never raises, and bounds the depth of nesting."""
    markup = _NULLS.sub("", markup)
    root = _parsed(markup)
    if _too_deep(root):
        root = _parsed(_WRAPPERS.sub(" ", markup))
    return root


def _parsed(markup: str) -> Element:
    # Not lxml.html's parser: it asks Python for the class of every element it hands out.
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True
    )
    data = markup.encode("utf-8", "replace")
    try:
        root = etree.fromstring(data, parser) if data.strip() else None
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError):
        root = None
    return root if root is not None else etree.fromstring("<html><body></body></html>", parser)


def _too_deep(root: Element) -> bool:
    depth, node = 0, root
    while len(node):
        node, depth = node[-1], depth + 1
    return depth > _DEEPEST
