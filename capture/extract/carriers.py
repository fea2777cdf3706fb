"""Where pages put statements about themselves: meta elements, JSON-LD, links, microdata."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from capture.extract.elements import Element

# Bounds against hostile pages: more than any real page of the test sets carries (largest: 1.1 MB, 900 objects).
_LARGEST_JSON = 2_000_000
_MOST_OBJECTS = 5_000
_COMMENT = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/|\]\]>)\s*$"
)
ARTICLES = frozenset(
    ("Article", "NewsArticle", "BlogPosting", "Report", "TechArticle", "ScholarlyArticle", "ReportageNewsArticle",
     "AnalysisNewsArticle", "OpinionNewsArticle", "ReviewNewsArticle", "LiveBlogPosting", "Review", "Recipe",
     "HowTo", "SocialMediaPosting", "CreativeWork", "AdvertiserContentArticle", "BackgroundNewsArticle")
)  # fmt: skip


# What hangs on these is not the page's subject: listed, related, answering or commented things.
_ITEMS = frozenset(
    ("itemListElement", "comment", "review", "reviews", "hasPart", "suggestedAnswer", "acceptedAnswer", "isRelatedTo",
     "relatedLink", "citation", "isSimilarTo", "subjectOf", "isPartOf", "blogPost", "blogPosts", "itemReviewed", "video")
)  # fmt: skip
# What is one string in every article's JSON-LD.
_PLAIN = ("headline", "datePublished", "dateModified")
_DUBLIN = re.compile(r"\b(dc|dcterms?)[:.](?=\w)")


@dataclass(frozen=True, slots=True)
class Carriers:
    """The page's statements about itself, unjudged."""

    root: Element
    metas: dict[str, list[str]]
    objects: tuple[dict[str, Any], ...]
    by_id: dict[str, dict[str, Any]]
    items: frozenset[
        int
    ]  # places in `objects` of what is listed, compared or answered, not the page's subject

    def meta(self, *names: str) -> Iterator[tuple[str, str]]:
        """Yield (value, name) of the meta elements with one of these names, in the names' order."""
        for name in names:
            for value in self.metas.get(name, ()):
                yield value, name

    def typed(self, types: frozenset[str]) -> list[dict[str, Any]]:
        """JSON-LD objects of any of these types that are the page's own, the one that names its address first."""
        found = [o for o in self.own() if types & types_of(o)]
        here = [o for o in found if self.is_here(o)] if found[1:] else []
        return [*here, *(o for o in found if not any(o is h for h in here))]

    def own(self) -> Iterator[dict[str, Any]]:
        """Yield the JSON-LD objects that are the page's subject or its parts, not things it lists."""
        return (o for n, o in enumerate(self.objects) if n not in self.items)

    def is_here(self, thing: dict[str, Any]) -> bool:
        """Say whether a JSON-LD object names this page's own address as its own."""
        address = place(next((v for v, _ in self.meta("og:url")), "") or canonical(self.root))
        return bool(address) and address in _addresses(thing)

    def resolved(self, value: object) -> object:
        """Follow a JSON-LD reference (`{"@id": …}`) to the object it names."""
        if isinstance(value, dict) and isinstance(value.get("@id"), str) and len(value) <= 2:
            return self.by_id.get(value["@id"], value)
        return value


def types_of(thing: dict[str, Any]) -> set[str]:
    """Return a JSON-LD object's types without their vocabulary's address."""
    kinds = thing.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return {k.rsplit("/", 1)[-1] for k in kinds if isinstance(k, str)}


def place(link: str) -> str:
    """Return host and path of an address, for comparing: no scheme, `www.`, query or last slash."""
    return re.sub(r"^\w+:/*(?:www\.)?|[?#].*$", "", link.strip()).rstrip("/").lower()


def canonical(root: Element) -> str:
    """Return the address a page calls its own, as it stands there; empty where it names none."""
    links = (n for n in root.iter("link") if "canonical" in (n.get("rel") or "").lower().split())
    return next((n.get("href") or "" for n in links), "")


def _addresses(thing: dict[str, Any]) -> set[str]:
    page = thing.get("mainEntityOfPage")
    page = page.get("@id") or page.get("url") if isinstance(page, dict) else page
    given = (page, thing.get("url"), thing.get("@id"))
    return {place(v) for v in given if isinstance(v, str)} - {""}


def read_carriers(root: Element) -> Carriers:
    """Collect the statements a parsed page carries."""
    metas: dict[str, list[str]] = {}
    for node in root.iter("meta"):
        content = " ".join((node.get("content") or "").split())
        names = f"{node.get('property') or ''} {node.get('name') or ''} {node.get('itemprop') or ''} {node.get('http-equiv') or ''}"
        for name in set(_DUBLIN.sub(_dotted, names.lower()).split()) if content else ():
            metas.setdefault(name, []).append(content[:20_000])
    found = list(_objects(root))
    objects = tuple(o for o, _ in found)
    # Of several objects under one name the fullest: the others only refer to it.
    by_id = {o["@id"]: o for o in sorted(objects, key=len) if isinstance(o.get("@id"), str)}
    items = frozenset(n for n, (_, item) in enumerate(found) if item)
    return Carriers(root, metas, objects, by_id, items)


def _dotted(prefix: re.Match[str]) -> str:
    return "dc." if prefix[1] == "dc" else "dcterms."


def _objects(root: Element) -> Iterator[tuple[dict[str, Any], bool]]:
    """Yield every JSON-LD object, outer ones first, and whether it is an item of another."""
    count = 0
    for text in _linked_data(root):
        pending: list[tuple[object, bool]] = [(_decoded(text), False)]
        while pending and count < _MOST_OBJECTS:
            thing, item = pending.pop(0)
            if isinstance(thing, list):
                pending[:0] = [(one, item) for one in thing[:1000]]
            elif isinstance(thing, dict):
                count += 1
                yield thing, item
                pending.extend(_parts(thing, item))


def _linked_data(root: Element) -> Iterator[str]:
    """Yield the texts of JSON-LD: of its scripts, and of meta elements that were given it by mistake."""
    for script in root.iter("script", "meta"):
        kind = script.get("type") if script.tag == "script" else script.get("name")
        if "ld+json" not in (kind or "").lower():
            continue
        text = (script.text if script.tag == "script" else script.get("content")) or ""
        if 0 < len(text) <= _LARGEST_JSON:
            yield text


def _parts(thing: dict[str, Any], item: bool) -> Iterator[tuple[object, bool]]:
    """Yield an object's values that may be or hold objects, and whether those are items."""
    asked = "FAQPage" in types_of(thing)  # a firm's questions and answers are no thread
    for name, value in thing.items():
        if isinstance(value, dict | list) and name != "@context":
            listed = name in _ITEMS or (asked and name == "mainEntity") or _is_listed(name, value)
            yield value, item or listed


def _is_listed(name: str, value: object) -> bool:
    """Tell a list of several articles, whatever the property that holds it; a graph is no list."""
    if name in ("@graph", "mainEntity") or not isinstance(value, list):
        return False
    return sum(isinstance(v, dict) and bool(types_of(v) & ARTICLES) for v in value[:10]) > 1


def _decoded(text: str) -> object:
    for attempt in (
        text,
        _COMMENT.sub("", _COMMENT.sub("", text)),
        re.sub(r",\s*([}\]])", r"\1", text),
        unescape(text),
    ):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return _salvaged(text)


def _salvaged(text: str) -> dict[str, str] | None:
    """Read an article's plain statements out of JSON that is broken: a quotation mark in its description."""
    kinds = re.search(r'"@type"\s*:\s*"(\w{1,40})"', text[:2000])
    if not kinds or kinds[1] not in ARTICLES:
        return None
    said = {name: re.search(rf'"{name}"\s*:\s*"([^"]{{1,300}})"', text) for name in _PLAIN}
    author = re.search(r'"author"\s*:\s*\[?\s*\{[^{}]{0,300}?"name"\s*:\s*"([^"]{1,120})"', text)
    found = {name: match[1] for name, match in said.items() if match}
    return {"@type": kinds[1], **found, **({"author": author[1]} if author else {})}


def plain(value: object) -> str:
    """One line of text from a JSON-LD value; empty for what is not text."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name") or value.get("url") or ""
    if not isinstance(value, str):
        return ""
    if "&" in value:
        value = unescape(value)
    return " ".join(value.split())[:20_000]
