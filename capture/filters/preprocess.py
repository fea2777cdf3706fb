"""A list's text before its rules: what ``!#if`` leaves in, and what the header says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# What is true of us in the words of https://github.com/gorhill/uBlock/wiki/Static-filter-syntax
# (pre-parsing directives): uBlock Origin's syntax on a desktop Chromium.  All others are false.
TRUE_TOKENS = frozenset({"ext_ublock", "env_chromium", "cap_user_stylesheet", "true"})
# Deepest in today's lists: 2.
MAX_NESTING = 64
# Longest line of today's lists: 24,000 characters.
MAX_LINE = 65_536

_TOKEN = re.compile(r"\s*(&&|\|\||!|\(|\)|[A-Za-z_]\w*)")
_HEADER = re.compile(r"[!#]\s*([A-Za-z -]{3,20}?)\s*:\s*(.+)")


@dataclass(frozen=True, slots=True)
class Header:
    """What a list says of itself; empty where it says nothing."""

    title: str = ""
    version: str = ""
    expires: str = ""
    licence: str = ""


def read_header(text: str) -> Header:
    """Read the comments at the top of a list."""
    found: dict[str, str] = {}
    for line in text[:4096].splitlines()[:40]:
        match = _HEADER.match(line)
        if match:
            found.setdefault(match[1].lower(), match[2].strip()[:200])
    dated = (found.get(name, "") for name in ("version", "last modified", "last change"))
    version = next((text for text in dated if text and "%" not in text), "")
    licence = found.get("license") or found.get("licence") or ""
    return Header(found.get("title", ""), version, found.get("expires", ""), licence)


def active_lines(text: str) -> Iterator[tuple[int, str]]:
    r"""Yield line numbers (from 1) and lines that are rules or `!#` complaints.

    Comments and what an ``!#if`` leaves out are not yielded; a line ending in `` \\`` continues
    when the next begins with four spaces.
    """
    stack: list[bool] = []
    for number, line in _whole_lines(text):
        if line.startswith("!#"):
            _directive(line, stack)
        elif line and line[0] != "!" and all(stack) and not _comment(line):
            yield number, line


def _whole_lines(text: str) -> Iterator[tuple[int, str]]:
    held, held_at = "", 0
    for number, raw in enumerate(text.split("\n"), 1):
        line, at = raw.strip(), number
        if held:
            if raw.startswith("    "):
                line, at = f"{held[:-2].rstrip()}{line}", held_at
            else:
                yield held_at, held
            held = ""
        if line.endswith(" \\") and len(line) < MAX_LINE:
            held, held_at = line, at
        else:
            yield at, line
    if held:
        yield held_at, held


def _comment(line: str) -> bool:
    return (line.startswith("[") and line.endswith("]")) or (
        line[0] == "#" and (line[1:2] in ("", " ", "#") and line[:2] != "##")
    )


def _directive(line: str, stack: list[bool]) -> None:
    if line.startswith("!#if") and len(stack) < MAX_NESTING:
        stack.append(evaluate(line[4:]))
    elif line.startswith("!#else") and stack:
        stack[-1] = not stack[-1]
    elif line.startswith("!#endif") and stack:
        stack.pop()


def evaluate(expression: str) -> bool:
    """Evaluate ``!#if``'s expression; one that cannot be read is false."""
    tokens = _TOKEN.findall(expression)
    if "".join(tokens) != re.sub(r"\s+", "", expression) or not tokens or len(tokens) > 100:
        return False
    try:
        value, rest = _either(tokens)
    except IndexError:
        return False
    return value and not rest


def _either(tokens: list[str]) -> tuple[bool, list[str]]:
    value, rest = _both(tokens)
    while rest and rest[0] == "||":
        other, rest = _both(rest[1:])
        value = value or other
    return value, rest


def _both(tokens: list[str]) -> tuple[bool, list[str]]:
    value, rest = _single(tokens)
    while rest and rest[0] == "&&":
        other, rest = _single(rest[1:])
        value = value and other
    return value, rest


def _single(tokens: list[str]) -> tuple[bool, list[str]]:
    head, rest = tokens[0], tokens[1:]
    if head == "!":
        value, rest = _single(rest)
        return not value, rest
    if head == "(":
        value, rest = _either(rest)
        return value, rest[1:] if rest[0] == ")" else [")"]
    return head in TRUE_TOKENS, rest
