"""Runs of words with their marks, written so that a CommonMark parser reads the same marks back.

Marks that touch are joined, white space stands outside them, and a mark is only written where
CommonMark's flanking rules let it open and close (spec 0.31, section 6.2).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from itertools import groupby

from capture.extract.escape import escape, target

_AUTOLINK = re.compile(r"https?://[^\s<>\\`*_\[\]&~]+")
_MARKS = ("~~", "**", "*")
_BLANK = " \n\t\u00a0\u202f\u2009\u2003\u3000"


@dataclass(frozen=True, slots=True)
class Run:
    """Words with the same marks; `raw` is Markdown already and is never cut."""

    text: str
    marks: frozenset[str] = frozenset()
    href: str = ""
    raw: bool = False
    code: str = ""


def _joined(runs: list[Run]) -> list[Run]:
    """Join neighbours of the same make; drop white space twice over."""
    out: list[Run] = []
    for run in runs:
        last = out[-1] if out else Run("")
        text = run.text
        if not run.raw and not last.raw and last.text.endswith((" ", "\n")):
            text = text.lstrip(" ")
        same = (last.marks, last.href) == (run.marks, run.href)
        if out and same and last.code and run.code:
            both = last.code + run.code
            out[-1] = replace(last, text=code_span(both), code=both)
        elif out and same and not run.raw and not last.raw:
            out[-1] = replace(last, text=last.text + text)
        elif text:
            out.append(replace(run, text=text))
    return out


def written(runs: list[Run]) -> str:
    """Write runs as one paragraph's Markdown; its first line's start is not escaped yet."""
    if not any(r.marks or r.href or r.raw for r in runs):
        return _tidy(escape("".join(r.text for r in _joined(runs))))
    runs = _linked(_joined(runs))
    for mark in _MARKS:
        runs = _hoisted(runs, mark)
    return _written(_parted(_joined(runs)))


def _linked(runs: list[Run]) -> list[Run]:
    """Write every link's runs as one; marks that all of it bears stay outside."""
    out: list[Run] = []
    for href, group in groupby(runs, key=lambda r: r.href):
        span = list(group)
        head, span, tail = _bare_ends(span) if href else ([], span, [])
        if not href:
            out += span
            continue
        shared = frozenset.intersection(*(r.marks for r in span)) if span else frozenset()
        inner = [replace(r, marks=r.marks - shared, href="") for r in span]
        for mark in _MARKS:  # before the words are escaped: what is raw is never cut
            inner = _hoisted(inner, mark)
        words = written(
            [
                replace(r, text=escape(r.text, linked=True), raw=True) if not r.raw else r
                for r in inner
            ]
        )
        words = words.strip()
        out += head
        if words == href and _AUTOLINK.fullmatch(words):
            out.append(Run(f"<{href}>", shared, raw=True))
        elif words:
            out.append(Run(f"[{words}]({target(href)})", shared, raw=True))
        out += tail
    return out


def _bare_ends(span: list[Run]) -> tuple[list[Run], list[Run], list[Run]]:
    """Put the white space at a link's ends outside it."""
    head: list[Run] = []
    tail: list[Run] = []
    while span and not span[0].raw:
        cut = len(span[0].text) - len(span[0].text.lstrip(_BLANK))
        if not cut:
            break
        head.append(replace(span[0], text=span[0].text[:cut], href=""))
        span = (
            [replace(span[0], text=span[0].text[cut:]), *span[1:]]
            if span[0].text[cut:]
            else span[1:]
        )
    while span and not span[-1].raw:
        cut = len(span[-1].text.rstrip(_BLANK))
        if cut == len(span[-1].text):
            break
        tail.insert(0, replace(span[-1], text=span[-1].text[cut:], href=""))
        span = [*span[:-1], replace(span[-1], text=span[-1].text[:cut])] if cut else span[:-1]
    return head, span, tail


def _hoisted(runs: list[Run], mark: str) -> list[Run]:
    """Take a mark off the white space and stops at its ends, where it could not open or close."""
    out: list[Run] = []
    at = 0
    while at < len(runs):
        stop = at
        while stop < len(runs) and mark in runs[stop].marks:
            stop += 1
        if stop > at:
            after = runs[stop].text[:1] if stop < len(runs) else ""
            out.extend(_trimmed(runs[at:stop], mark, out[-1].text[-1:] if out else "", after))
            at = stop
        else:
            out.append(runs[at])
            at += 1
    return out


def _trimmed(span: list[Run], mark: str, before: str, after: str) -> list[Run]:
    head: list[Run] = []
    tail: list[Run] = []
    while span and not span[0].raw and (cut := _loose_start(span[0].text, before)):
        head.append(_without(replace(span[0], text=span[0].text[:cut]), mark))
        before = span[0].text[cut - 1]
        span = (
            [replace(span[0], text=span[0].text[cut:]), *span[1:]]
            if span[0].text[cut:]
            else span[1:]
        )
    while span and not span[-1].raw and (cut := _loose_start(span[-1].text[::-1], after)):
        at = len(span[-1].text) - cut
        tail.insert(0, _without(replace(span[-1], text=span[-1].text[at:]), mark))
        after = span[-1].text[at]
        span = [*span[:-1], replace(span[-1], text=span[-1].text[:at])] if at else span[:-1]
    if span and not _stands(span, mark, before, after):
        span = [_without(r, mark) for r in span]
    return [*head, *span, *tail]


def _stands(span: list[Run], mark: str, before: str, after: str) -> bool:
    """Say whether a mark can open and close around a span that may touch words.

    A link or code begins and ends in a stop: beside a word no mark opens there.  Inside a word, the
    signs of a second mark would be counted with the first's (the "multiple of 3" rule).
    """
    starts, ends = _is_wordy(before), _is_wordy(after)
    if (span[0].raw and starts) or (span[-1].raw and ends):
        return False
    return not (starts or ends) or all(r.marks <= {mark} for r in span)


def _loose_start(text: str, before: str) -> int:
    """Return how many characters at a marked text's end must stand outside its mark."""
    blank = len(text) - len(text.lstrip(_BLANK))
    return blank or int(_is_wordy(before) and _is_stop(text[0]))


def _without(run: Run, mark: str) -> Run:
    return replace(run, marks=run.marks - {mark})


def _is_wordy(char: str) -> bool:
    return bool(char) and not char.isspace() and not _is_stop(char)


def _is_stop(char: str) -> bool:
    return unicodedata.category(char)[0] in "PS"


def _parted(runs: list[Run]) -> list[Run]:
    """Keep one mark from opening where another closes: their signs would run together."""
    out: list[Run] = []
    dropped: frozenset[str] = frozenset()
    for run in runs:
        dropped &= run.marks
        marks = run.marks - dropped
        if out and out[-1].marks - marks and marks - out[-1].marks:
            dropped |= marks - out[-1].marks
        out.append(replace(run, marks=run.marks - dropped))
    return out


def _written(runs: list[Run]) -> str:
    """Write the runs; of the marks that open together the one that lasts longest opens first."""
    out: list[str] = []
    stack: list[str] = []
    struck = any("~~" in r.marks for r in runs)
    ended: frozenset[str] = frozenset()
    for place, run in enumerate(runs):
        ended &= run.marks
        while any(m not in run.marks for m in stack):
            out.append(stack.pop())
            # A mark that outlasts the one round it would open anew in the same run of stars.
            if out[-1] in run.marks and any(m not in run.marks and "*" in m for m in stack):
                ended |= {out[-1]} - {"~~"}
        fresh = sorted(
            (m for m in run.marks - ended if m not in stack),
            key=lambda m: -_length(runs, place, m),
        )
        stack += fresh
        out += fresh
        following = runs[place + 1].text[:1] if place + 1 < len(runs) else ""
        words = (
            run.text if run.raw else escape(run.text, after=following if following in "[(:" else "")
        )
        out.append(words if run.raw or not struck else _apart(words))
    out += stack[::-1]
    return _tidy("".join(out))


def _apart(words: str) -> str:
    """Escape a tilde at an end of words: a mark of two may stand beside it."""
    words = f"\\{words}" if words.startswith("~") else words
    return f"{words[:-1]}\\~" if words.endswith("~") and not words.endswith("\\~") else words


def _tidy(words: str) -> str:
    return re.sub(r" *\n[ \n]*", "  \n", words.strip(" \n"))


def _length(runs: list[Run], place: int, mark: str) -> int:
    return next((n for n, r in enumerate(runs[place:]) if mark not in r.marks), len(runs))


def code_span(text: str) -> str:
    """Write inline code between as many backticks as it takes."""
    if not text.strip():
        return text
    ticks = "`" * (max((len(m) for m in re.findall("`+", text)), default=0) + 1)
    pad = " " if text.startswith(("`", " ")) or text.endswith(("`", " ")) else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"
