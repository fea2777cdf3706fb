"""When a page was published and when it was changed, by the best of what it says."""

from __future__ import annotations

from collections.abc import Iterator

from capture.extract.carriers import plain
from capture.extract.datelines import address_day, day_first, seen_change, seen_day
from capture.extract.dates import read_date
from capture.extract.evidence import Evidence
from capture.extract.marked import marked, stamp
from capture.extract.posts import main_posts
from capture.extract.scripted import scripted_day
from capture.extract.values import Fact

_PUBLISHED = ("article:published_time", "og:article:published_time", "article:published", "og:published_time", "datepublished",
              "date.published", "publish-date", "publish_date", "publishdate", "pubdate", "parsely-pub-date", "sailthru.date",
              "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date.created", "dcterms.date", "dc.date", "citation_publication_date",
              "citation_online_date", "citation_date", "article.published", "cxenseparse:recs:publishtime", "originalpublicationdate",
              "article_date_original", "datecreated", "og:pubdate", "published_at", "published-date", "bt:pubdate", "prism.publicationdate",
              "displaydate", "rnews:datepublished", "created", "date")  # fmt: skip
_MODIFIED = ("article:modified_time", "og:modified_time", "datemodified", "dcterms.modified", "dc.date.modified", "last-modified", "lastmod",
             "article:modified", "article:updated", "revised", "og:updated_time")  # fmt: skip


# So many different days of one name are a list's.
_MOST_DAYS = 2


def published(evidence: Evidence) -> Fact | None:
    """Return the day of publishing; None where the page does not tell it."""
    stated = next(_stated(evidence), None)
    if not evidence.written:
        return stated
    seen = seen_day(evidence)
    if stated is None:
        return seen or address_day(evidence.url) or scripted_day(evidence.carriers)
    if seen and _is_republished(stated, seen, evidence):
        return seen
    return stated


def _is_republished(stated: Fact, seen: Fact, evidence: Evidence) -> bool:
    """Tell a stated day that is only the system's last publishing run: readers are shown an earlier one."""
    apart = _ordinal(stated.value) - _ordinal(seen.value)
    if apart < 1 or (apart == 1 and "T" in stated.value):  # one moment, by two clocks
        return False
    changed = modified(evidence)
    return seen.source == "labelled text" or (
        changed is not None and abs(_ordinal(changed.value) - _ordinal(stated.value)) <= 1
    )


def _ordinal(day: str) -> int:
    year, month, number = (int(x) for x in day[:10].split("-"))
    return (year * 12 + month) * 31 + number


def _stated(evidence: Evidence) -> Iterator[Fact]:
    order = day_first(evidence)
    for thing in main_posts(evidence.carriers, evidence.kind):
        value = thing.get("datePublished") or thing.get("dateCreated") or thing.get("uploadDate")
        if found := read_date(plain(value), day_first=order):
            yield Fact(value=found, source="json-ld", confidence=0.95)
    for value, name in evidence.carriers.meta(*_PUBLISHED):
        listed = evidence.kind != "forum" and len(set(evidence.carriers.metas[name])) > _MOST_DAYS
        if not listed and (found := read_date(value, day_first=order)):
            sure = 0.9 if name not in ("date", "created") else 0.8
            yield Fact(value=found, source=f"meta[{name}]", confidence=sure)
    if not evidence.written:
        return
    names = ("datePublished", "dateCreated", "uploadDate", "dc:date", "dcterms:created", "dcterms:issued", "schema:datePublished")  # fmt: skip
    for node in marked(evidence, *names):
        if found := read_date(stamp(node), day_first=order):
            yield Fact(value=found, source="microdata", confidence=0.85)


def modified(evidence: Evidence) -> Fact | None:
    """Return the day of the last change; None where the page does not tell it."""
    return next(_changes(evidence), None)


def modified_after(evidence: Evidence, day: Fact | None) -> Fact | None:
    """Return the day of the last change, unless it lies before that of publishing: a draft's, saved for later."""
    changed = modified(evidence)
    if changed and day and _ordinal(changed.value) < _ordinal(day.value) - 1:  # clocks differ
        return None
    return changed


def _changes(evidence: Evidence) -> Iterator[Fact]:
    for thing in main_posts(evidence.carriers, evidence.kind):
        if found := read_date(plain(thing.get("dateModified"))):
            yield Fact(value=found, source="json-ld", confidence=0.9)
    for value, name in evidence.carriers.meta(*_MODIFIED):
        if found := read_date(value):
            sure = 0.85 if name != "og:updated_time" else 0.6
            yield Fact(value=found, source=f"meta[{name}]", confidence=sure)
    for node in marked(evidence, "dateModified", "dcterms:modified", "schema:dateModified"):
        if found := read_date(stamp(node)):
            yield Fact(value=found, source="microdata", confidence=0.8)
    if seen := seen_change(evidence):
        yield seen
