"""Microdata and RDFa about the page's own subject, and the machine's form of a date in an element."""

from __future__ import annotations

import re
from collections.abc import Iterator

from capture.extract.elements import Element
from capture.extract.evidence import Evidence
from capture.extract.headline import heading_text

# What keeps a moment for scripts: HTML's own, XenForo's, Discourse's, Reddit's, timeago.js's, MediaWiki's.
_STAMPS = ("datetime", "content", "ts", "created-timestamp", "data-datetime", "data-timestamp", "data-time", "data-date", "data-utime",
           "data-published", "data-created", "title")  # fmt: skip
_SUBJECT = re.compile(
    r"(?:Article|Posting|Report|Recipe|HowTo|Question|QAPage|WebPage|CreativeWork|VideoObject|Review|Thesis|Book|Discussion\w*)$"
)


def stamp(node: Element, *, text: bool = True) -> str:
    """Return the moment an element holds: of its attributes, the first with a digit, else its words."""
    for name in _STAMPS:
        value = (node.get(name) or "").strip()
        if value and any(c.isdigit() for c in value) and len(value) <= 60:
            return value
    return heading_text(node)[:120] if text else ""


def marked(evidence: Evidence, *names: str) -> Iterator[Element]:
    """Yield elements that say one of these properties of the page's subject.

    In a list every item says it of itself; a thread says it of its first post first.
    """
    wanted = frozenset(names)
    found = [n for n in evidence.said if n.tag != "meta" and _properties(n) & wanted]
    scopes = [_scope(n) for n in found]
    if evidence.kind != "forum" and len({id(s) for s in scopes if s is not None}) > 2:
        found = [
            n
            for n, s in zip(found, scopes, strict=True)
            if s is not None and s.find(".//h1") is not None
        ]
    for node, scope in zip(found, map(_scope, found), strict=True):
        kind = (scope.get("itemtype") or "") if scope is not None else ""
        own = not kind or _SUBJECT.search(kind.rstrip("/")) is not None
        if evidence.kind == "forum" or (own and not evidence.is_item(node)):
            yield node


def _properties(node: Element) -> frozenset[str]:
    if not node.attrib:
        return frozenset()
    value = f"{node.get('itemprop') or ''} {node.get('property') or ''}"
    return frozenset(value.split()) if len(value) > 1 else frozenset()


def _scope(node: Element) -> Element | None:
    """Return the nearest thing that an element speaks of."""
    node = node.getparent()
    while node is not None and node.get("itemscope") is None and not node.get("typeof"):
        node = node.getparent()
    return node
