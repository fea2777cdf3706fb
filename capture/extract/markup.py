"""Markup of any quality as a tree."""

from __future__ import annotations

import re

from lxml import etree

from capture.extract.elements import Element

# What libxml2 stumbles over, or a terminal obeys: control characters, and code points that are no
# characters.  A form feed is white space, as HTML has it.
_CONTROLS = bytes([*range(0x09), 0x0B, *range(0x0E, 0x20), 0x7F])
_FORM_FEED = bytes.maketrans(b"\x0c", b" ")
_UPPER_CONTROLS = re.compile(rb"\xc2[\x80-\x84\x86-\x9f]")  # U+0085 is a line's end
# libxml2 makes of a reference to such a character the character, and lxml takes none.
_REFERENCES = re.compile(
    rb"&#(?:[xX]0*(?:[1-8bcefBCEF]|1[0-9a-fA-F]|7[fF]|8[1dfDF]|9[0dD]|[fF]{3}[eEfF])(?![0-9a-fA-F])"
    rb"|0*(?:[1-8]|1[124-9]|2[0-9]|3[01]|12[79]|14[134]|157|6553[45])(?![0-9]));?"
)
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
    data = _NO_CHARACTERS.sub(b"", data.translate(_FORM_FEED, _CONTROLS))
    return _REFERENCES.sub(b" ", _UPPER_CONTROLS.sub(b"", data))


def _too_deep(root: Element) -> bool:
    depth, node = 0, root
    while len(node):
        node, depth = node[-1], depth + 1
    return depth > _DEEPEST
