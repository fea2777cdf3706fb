"""The words of one block as runs: inline elements flattened, notes and links resolved."""

from __future__ import annotations

import re
from collections.abc import Mapping

from capture.extract.elements import Element
from capture.extract.escape import escape, line_start
from capture.extract.plaintext import inline_text, quoted
from capture.extract.runs import Run, code_span, written

_MARKS = {"em": "*", "strong": "**", "del": "~~"}
_NOTE = re.compile(r"\[?(\w{1,4}|[*†‡§])\]?$")
_BACK = re.compile(r"^[\s↩︎↑^⤴️]*$")


def inline_markdown(node: Element, notes: Mapping[str, str], blocks: frozenset[str]) -> str:
    """Write a block's own words as Markdown, block elements inside it left out."""
    runs: list[Run] = []
    _flatten(node, frozenset(), "", notes, blocks, runs, top=True)
    return line_start(written(runs))


def loose_markdown(
    text: str, parts: list[Element], notes: Mapping[str, str], blocks: frozenset[str]
) -> str:
    """Write the loose words between two block elements: a text, then inline elements with their tails."""
    if not text and not parts:
        return ""
    runs = [Run(text)] if text else []
    for node in parts:
        _element(node, frozenset(), "", notes, blocks, runs)
        if node.tail:
            runs.append(Run(node.tail))
    return line_start(written(runs))


def is_note(text: str) -> str:
    """Return the label of a note's mark: `1`, `[1]`, `*`; empty for other words."""
    found = _NOTE.match(text.strip())
    return found[1] if found else ""


def _flatten(
    node: Element,
    marks: frozenset[str],
    href: str,
    notes: Mapping[str, str],
    blocks: frozenset[str],
    runs: list[Run],
    *,
    top: bool = False,
) -> None:
    if node.text:
        runs.append(Run(node.text, marks, href))
    for child in node:
        if not (top and child.tag in blocks):
            _element(child, marks, href, notes, blocks, runs)
        if child.tail:
            runs.append(Run(child.tail, marks, href))


def _element(
    node: Element,
    marks: frozenset[str],
    href: str,
    notes: Mapping[str, str],
    blocks: frozenset[str],
    runs: list[Run],
) -> None:
    tag = node.tag
    if tag == "br":
        runs.append(Run("\n", marks, href))
    elif tag == "code":
        if words := inline_text(node).replace("\n", " "):
            code = words if words.strip() else ""
            runs.append(Run(code_span(words), marks, href, raw=bool(code), code=code))
    elif tag in ("sub", "sup") and not _holds_note(node, notes):
        inner = escape(inline_text(node).replace("\n", " ").strip(), linked=bool(href))
        if inner:
            runs.append(Run(f"<{tag}>{inner}</{tag}>", marks, href, raw=True))
    elif tag == "a":
        _link(node, marks, href, notes, blocks, runs)
    elif tag == "q":
        first, last = quoted(node)
        runs.append(Run(first, marks, href))
        _flatten(node, marks, href, notes, blocks, runs)
        runs.append(Run(last, marks, href))
    else:
        more = marks | {_MARKS[tag]} if tag in _MARKS else marks
        _flatten(node, more, href, notes, blocks, runs)


def _link(
    node: Element,
    marks: frozenset[str],
    href: str,
    notes: Mapping[str, str],
    blocks: frozenset[str],
    runs: list[Run],
) -> None:
    own = node.get("href") or ""
    if own.startswith("#"):
        words = inline_text(node)
        note = notes.get(own[1:])
        if note and is_note(words):
            runs.append(Run(f"[^{note}]", raw=True))
        elif not _BACK.match(words):
            _flatten(node, marks, href, notes, blocks, runs)
        return
    _flatten(node, marks, href or own, notes, blocks, runs)


def _holds_note(node: Element, notes: Mapping[str, str]) -> bool:
    links = ((a.get("href") or "") for a in node.iter("a"))
    return any(h.startswith("#") and h[1:] in notes for h in links)
