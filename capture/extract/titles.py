"""Titles that bear their site's name: where one ends and the other begins."""

from __future__ import annotations

import re
from collections.abc import Iterable

_SEPARATORS = re.compile(
    r"\s+[|\-–—·•»:/~]+\s+|\s*[|｜»]\s*|\s+::\s+|:\s+(?=[^:]{2,25}$)|[_＿](?=[^_＿]{2,20}$)"
)
# Signs that stand between the steps of a trail and hardly ever within a headline.
_TRAILS = (" | ", " / ", " » ", " :: ", " › ", " · ", "｜")
_NOT_WORD = re.compile(r"[\W_]+")
# "Site: headline", where the site's name is known; longer beginnings are a headline's own.
_OPENING = re.compile(r"([^:]{2,40}):\s+(?=\S)")
# A name of more words is a subtitle rather than a site's, unless a bar stands before it.
_LONGEST_NAME = 4


def folded(text: str) -> str:
    """Letters and digits only, lower case: for comparing titles."""
    return _NOT_WORD.sub(" ", text.lower()).strip()


def compact(text: str) -> str:
    """Letters and digits without spaces, lower case: for comparing a name with a host's."""
    return _NOT_WORD.sub("", text.lower())


def segments(title: str) -> list[str]:
    """Return what stands between a title's separators."""
    return [p for p in _SEPARATORS.split(title) if p.strip()]


def opens_with(title: str, start: str) -> bool:
    """Say whether a title is another and then more, behind a sign that sets titles apart."""
    rest = title[len(start) :]
    return bool(start) and title.startswith(start) and _SEPARATORS.match(rest) is not None


def without_site(title: str, *names: str) -> str:
    """Cut the site's name off a title's end or start; a title with none is returned whole.

    ``names`` are what the site is known to be called; where none of them is there, a short last
    part is taken for it.
    """
    title = _first_of_trail(" ".join(title.split()), names)
    cuts = list(_SEPARATORS.finditer(title))
    known = [n for n in names if compact(n)]
    bare = _without_known(title, cuts, known)
    if bare or not cuts:
        return bare or title
    last = title[cuts[-1].end() :]
    sign = cuts[-1].group().strip()
    if ("|" in sign or "｜" in sign or len(last.split()) <= _LONGEST_NAME) and sign not in (
        "",
        ":",
    ):
        rest = title[: cuts[-1].start()].strip()
        if len(rest) > len(last) * 0.8:
            return rest
    return title


def _without_known(title: str, cuts: list[re.Match[str]], names: Iterable[str]) -> str:
    """Cut one of the names off the end, else off the start; empty where there is none of them."""
    for name in names:
        key, joined = folded(name), compact(name)
        for cut in cuts:
            tail = title[cut.end() :]
            if compact(tail) == joined or folded(tail).startswith(key + " "):
                return title[: cut.start()].strip()
        opening = [title[: cuts[0].start()], title[cuts[0].end() :]] if cuts else None
        if opening and compact(opening[0]) == joined:
            return opening[1].strip()
        if (found := _OPENING.match(title)) and compact(found[1]) == joined:
            return title[found.end() :].strip()
    return ""


def _first_of_trail(title: str, names: tuple[str, ...]) -> str:
    """Cut a title that is a trail of three and more to its own part: "Topic / Board / Site"."""
    for separator in _TRAILS:
        parts = [p.strip() for p in title.split(separator) if p.strip()]
        if len(parts) >= 3:
            sites = {compact(n) for n in names}
            own = [p for p in parts if compact(p) not in sites]
            longest = max(own, key=len, default=title)
            return own[0] if own and len(own[0].split()) >= 3 else longest
    return title
