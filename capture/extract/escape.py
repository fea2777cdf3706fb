"""What Markdown would take for its own, escaped: as little as will do."""

from __future__ import annotations

import re

_ALWAYS = re.compile(r"([\\`*<]|~(?=~)|(?<=~)~)")
# None of these, and nothing below applies.
_SPECIAL = re.compile(r"[\\`*<~_&\[\]!]")
# An underscore inside a word is no mark; anywhere else it may be.
_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_ENTITY = re.compile(r"&(?=#?\w{1,31};)")
# Brackets matter where they could be a link, a note or a task.
_BRACKET = re.compile(r"\[(?=\^|[ xX]\])|\](?=[(\[:])|!(?=\[)")
_LINE_START = re.compile(
    r"^( {0,3})(>|#{1,6}(?=\s|$)|[-+](?=\s|$)|\d{1,9}[.)](?=\s|$)|=+\s*$|-+\s*$|(?:-\s*){3,}$|~~~|\|?\s*:?-[-:|\s]*$)",
    re.MULTILINE,
)


def line_start(text: str) -> str:
    """Escape what would begin a heading, a list, a quote or a rule at the start of a line."""
    text = text.strip(" \n")
    return _LINE_START.sub(_escaped_start, text)


def _escaped_start(found: re.Match[str]) -> str:
    space, mark = found[1], found[2]
    if mark[0].isdigit():
        return f"{space}{mark[:-1]}\\{mark[-1]}"
    return f"{space}\\{mark}"


def escape(text: str, *, linked: bool = False, after: str = "") -> str:
    """Escape what Markdown would take for its own; as little as will do. ``after`` is the character that follows."""
    if not _SPECIAL.search(text):
        return text
    text = _ALWAYS.sub(r"\\\1", text)
    text = _UNDERSCORE.sub(r"\\_", text)
    text = _ENTITY.sub(r"\\&", text)
    return (
        re.sub(r"([\[\]])", r"\\\1", text)
        if linked
        else _BRACKET.sub(r"\\\g<0>", text + after)[: -len(after) or None]
    )


def target(href: str) -> str:
    """Write an address so that it ends where it ends."""
    href = re.sub(r"[\x00-\x20\x7f]", lambda m: "%20" if m[0] == " " else "", href)
    for char, code in (("\\", "%5C"), ("(", "%28"), (")", "%29"), ("<", "%3C"), (">", "%3E")):
        href = href.replace(char, code)
    return _ENTITY.sub("&amp;", href)
