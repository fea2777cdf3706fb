"""CSS selectors as text: is one closed in itself, and what must a page have for one to match.

A selector that leaves a bracket or a string open would swallow the rules after it in a style sheet,
and one with a brace could add rules of its own.  Whether the rest is valid the browser decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_PAIRS = {")": "(", "]": "["}
_PLAIN = re.compile(r"[^\"'\\()\[\]{}/\n\r\f;@]*")
_BARE = re.compile(r"[^\"'\\()\[\]]*")
# A class or id outside of brackets; what is escaped or not ASCII is left to the unkeyed rules.
_ATTRIBUTE = re.compile(r"\[\s*([A-Za-z_][A-Za-z0-9_-]*)\s*(?:[~|^$*]?=|\])")
_KIND = re.compile(r"(?:^|[\s>+~])([A-Za-z][A-Za-z0-9-]*)(?![\\\w\-\x80-\uffff|])")
_VALUED = re.compile(
    r"""\[\s*([A-Za-z_][\w-]*)\s*([\^$*]?=)\s*(?:"([^"]+)"|'([^']+)'|([^\s"'\]]+))\s*\]""", re.ASCII
)
# HTML compares these attributes' values without regard to case
# (https://html.spec.whatwg.org/multipage/semantics-other.html#case-sensitivity-of-selectors).
_ANY_CASE = re.compile(
    r"accept|accept-charset|align|alink|axis|bgcolor|charset|checked|clear|codetype|color|compact|"
    r"declare|defer|dir|direction|disabled|enctype|face|frame|hreflang|http-equiv|lang|language|"
    r"link|media|method|multiple|nohref|noresize|noshade|nowrap|readonly|rel|rev|rules|scope|"
    r"scrolling|selected|shape|target|text|type|valign|valuetype|vlink",
    re.IGNORECASE,
)
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
    """Return ``.class``, ``#id``, ``[attribute]`` or element names; ``None`` if there is none.

    A page where the selector matches something has one of them.  In lower case, because pages in
    quirks mode match classes and ids so.
    """
    found = []
    for part in split_top(selector):
        name = _required(part)
        if name is None:
            return None
        found.append(name.lower())
    return found


def _required(selector: str) -> str | None:
    bare, text = selector, selector
    if not _BARE.fullmatch(bare):
        text = unquoted(selector)
        bare = _outside_brackets(text)
    names: list[str] = _KEY.findall(bare)
    ids = [name for name in names if name[0] == "#"]
    if names:
        return ids[0] if ids else max(names, key=len)
    return _required_attribute(text) or _required_kind(bare)


def _required_attribute(text: str) -> str | None:
    names = [match[1] for match in _ATTRIBUTE.finditer(_outside_brackets(text, round_only=True))]
    # The longest is the rarest: most are made up by one system ("data-ad-slot").
    return f"[{max(names, key=len)}]" if names else None


def _required_kind(bare: str) -> str | None:
    names = [match[1] for match in _KIND.finditer(bare)]
    return max(names, key=lambda name: ("-" in name, len(name)), default=None)


def _outside_brackets(text: str, *, round_only: bool = False) -> str:
    opening, closing = ("(", ")") if round_only else ("([", ")]")
    out, depth = [], 0
    for char in text:
        depth -= char in closing and depth > 0
        if depth == 0:
            out.append(char)
        depth += char in opening
    return "".join(out)


@dataclass(frozen=True, slots=True)
class ValueTest:
    """An attribute's value must be (``=``), begin, end with or contain a text, as in CSS."""

    attribute: str
    operator: str
    value: str


# `cosmetic_rules` meets the same few hundred selectors on every page.
@lru_cache(maxsize=8192)
def required_values(selector: str) -> tuple[ValueTest, ...]:
    """Return tests of which one holds for some element of a page where ``selector`` matches.

    Empty where that cannot be told from the text.
    """
    tests = [_value_test(part) for part in split_top(selector)]
    return tuple(test for test in tests if test is not None) if all(tests) else ()


def _value_test(selector: str) -> ValueTest | None:
    """Return the longest of the tests that the selector makes, ``:not()`` and the like left out."""
    blotted = unquoted(selector)
    if len(blotted) != len(selector) or "\\" in selector:
        return None
    found = []
    for match in _VALUED.finditer(selector):
        before = blotted[: match.start()]
        inside = before.count("(") > before.count(")")
        if not inside and blotted[match.start()] == "[" and not _ANY_CASE.fullmatch(match[1]):
            found.append(ValueTest(match[1].lower(), match[2], match[3] or match[4] or match[5]))
    return max(found, key=lambda test: len(test.value), default=None)
