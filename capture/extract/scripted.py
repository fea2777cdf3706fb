"""What a page tells its own scripts about itself: the state that a framework or a tag manager is given."""

from __future__ import annotations

import re
from collections.abc import Iterator

from capture.extract.carriers import Carriers
from capture.extract.dates import read_date
from capture.extract.people import is_person, names_in
from capture.extract.values import Fact

# Next.js, Nuxt and headless content systems keep the article as JSON; GTM4WP fills Google's dataLayer.
_DAY = re.compile(
    r"""["'](?:date_?published|first_?published(?:_?at|_?date)?|published?_?(?:at|date|time|on)|publication_?date|pub_?date|"""
    r"""page_?post_?date|post_?date|article_?(?:publish(?:ed)?_?)?date|date_?posted)\\?["']\s*:\s*\\?["']([^"'\\]{8,40})""",
    re.IGNORECASE,
)
_AUTHOR = re.compile(
    r"""["'](?:page_?post_?author|post_?author|article_?author|content_?author|author_?(?:full_?)?name|byline)\\?["']\s*:\s*\\?["']([^"'\\]{3,60})""",
    re.IGNORECASE,
)
# The state of the largest page seen is 1.5 MB; more is not looked through.
_LARGEST = 2_000_000


def scripted_day(carriers: Carriers) -> Fact | None:
    """Return the one day of publishing in the page's scripts; None where they speak of several."""
    days: dict[str, str] = {}
    for value in _values(carriers, _DAY):
        if day := read_date(value):
            days.setdefault(day[:10], day)
    only = next(iter(days.values())) if len(days) == 1 else None
    return Fact(value=only, source="script", confidence=0.4) if only else None


def scripted_author(carriers: Carriers) -> list[str]:
    """Return the one person that the page's scripts name as its author; nobody where they name several."""
    bylines = set(_values(carriers, _AUTHOR))
    return [n for b in bylines for n in names_in(b) if is_person(n)] if len(bylines) == 1 else []


def _values(carriers: Carriers, pattern: re.Pattern[str]) -> Iterator[str]:
    left = _LARGEST
    for script in carriers.root.iter("script"):
        text = script.text or ""
        if script.get("src") or "ld+json" in (script.get("type") or "") or len(text) > left:
            continue
        left -= len(text)
        yield from (found[1] for found in pattern.finditer(text))
