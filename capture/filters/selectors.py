"""CSS selectors as text: is one closed in itself, and which class or id must its elements have.

A selector that leaves a bracket or a string open would swallow the rules after it in a style sheet,
and one with a brace could add rules of its own.  Whether the rest is valid the browser decides.
"""

from __future__ import annotations

import re

_PAIRS = {")": "(", "]": "["}
_PLAIN = re.compile(r"[^\"'\\()\[\]{}/\n\r\f;@]*")
_BARE = re.compile(r"[^\"'\\()\[\]]*")
# A class or id outside of brackets; what is escaped or not ASCII is left to the unkeyed rules.
_KEY = re.compile(r"[.#][A-Za-z_-][A-Za-z0-9_-]*(?![\\\w\-\x80-\uffff])")


def check_plain(selector: str) -> str:
    """Return ``selector``; raises `ValueError` when it is not closed in itself."""
    if _PLAIN.fullmatch(selector):
        return selector
    open_brackets: list[str] = []
    for char in unquoted(selector):
        if char in "([":
            open_brackets.append(char)
        elif char in ")]" and (not open_brackets or open_brackets.pop() != _PAIRS[char]):
            raise ValueError("a bracket closed that was not open")
        elif char in "{};@":
            raise ValueError(f"{char!r} in a selector")
    if open_brackets:
        raise ValueError("a bracket left open")
    return selector


def unquoted(selector: str) -> str:
    """Return ``selector`` with strings and escapes blotted out; raises `ValueError`."""
    out: list[str] = []
    at = 0
    while at < len(selector):
        char = selector[at]
        if char == "\\":
            if at + 1 == len(selector) or selector[at + 1] in "\n\r\f":
                raise ValueError("an escape left open")
            at += 2
            out.append("\x80\x80")
        elif char in "\"'":
            end = _string_end(selector, at)
            out.append("_" * (end - at))
            at = end
        elif char == "/" and selector[at + 1 : at + 2] == "*":
            raise ValueError("a comment in a selector")
        elif char in "\n\r\f":
            raise ValueError("a line break in a selector")
        else:
            out.append(char)
            at += 1
    return "".join(out)


def _string_end(selector: str, at: int) -> int:
    quote = selector[at]
    end = at + 1
    while end < len(selector) and selector[end] != quote:
        if selector[end] in "\n\r\f":
            raise ValueError("a line break in a string")
        end += 2 if selector[end] == "\\" else 1
    if end >= len(selector):
        raise ValueError("a string left open")
    return end + 1


def split_top(selector: str, separator: str = ",") -> list[str]:
    """Split at separators outside of brackets and strings."""
    if separator not in selector:
        return [selector]
    text = unquoted(selector)
    parts, depth, start = [], 0, 0
    for at, char in enumerate(text):
        if char in "([":
            depth += 1
        elif char in ")]":
            depth -= 1
        elif char == separator and depth == 0:
            parts.append(selector[start:at])
            start = at + 1
    parts.append(selector[start:])
    return [part.strip() for part in parts]


def required_keys(selector: str) -> list[str] | None:
    """Return ``.class`` or ``#id`` names of which a matched page has one; ``None`` if unknown.

    In lower case, because pages in quirks mode match classes and ids so.
    """
    found = []
    for part in split_top(selector):
        name = _required(part)
        if name is None:
            return None
        found.append(name.lower())
    return found


def _required(selector: str) -> str | None:
    bare = selector
    if not _BARE.fullmatch(bare):
        bare = _outside_brackets(unquoted(selector))
    names: list[str] = _KEY.findall(bare)
    ids = [name for name in names if name[0] == "#"]
    return ids[0] if ids else max(names, key=len, default=None)


def _outside_brackets(text: str) -> str:
    out, depth = [], 0
    for char in text:
        depth -= char in ")]" and depth > 0
        if depth == 0:
            out.append(char)
        depth += char in "(["
    return "".join(out)
