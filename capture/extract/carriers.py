"""Where pages put statements about themselves: meta elements, JSON-LD, links, microdata."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from capture.extract.page import Element

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


@dataclass(frozen=True, slots=True)
class Carriers:
    """The page's statements about itself, unjudged."""

    root: Element
    metas: dict[str, list[str]]
    objects: tuple[dict[str, Any], ...]
    by_id: dict[str, dict[str, Any]]

    def meta(self, *names: str) -> Iterator[tuple[str, str]]:
        """Yield (value, name) of the meta elements with one of these names, in the names' order."""
        for name in names:
            for value in self.metas.get(name, ()):
                yield value, name

    def typed(self, types: frozenset[str]) -> list[dict[str, Any]]:
        """JSON-LD objects of any of these types, the page's own first."""
        return [o for o in self.objects if types & types_of(o)]


def types_of(thing: dict[str, Any]) -> set[str]:
    """Return a JSON-LD object's types without their vocabulary's address."""
    kinds = thing.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return {k.rsplit("/", 1)[-1] for k in kinds if isinstance(k, str)}


def read_carriers(root: Element) -> Carriers:
    """Collect the statements a parsed page carries."""
    metas: dict[str, list[str]] = {}
    for node in root.iter("meta"):
        content = " ".join((node.get("content") or "").split())
        names = f"{node.get('property') or ''} {node.get('name') or ''} {node.get('itemprop') or ''} {node.get('http-equiv') or ''}"
        for name in set(names.lower().split()) if content else ():
            metas.setdefault(name, []).append(content[:20_000])
    objects = tuple(_objects(root))
    by_id = {o["@id"]: o for o in reversed(objects) if isinstance(o.get("@id"), str) and len(o) > 1}
    return Carriers(root, metas, objects, by_id)


def _objects(root: Element) -> Iterator[dict[str, Any]]:
    count = 0
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        text = script.text or ""
        if len(text) > _LARGEST_JSON:
            continue
        pending = [_decoded(text)]
        while pending and count < _MOST_OBJECTS:
            thing = pending.pop(0)
            if isinstance(thing, list):
                pending[:0] = thing[:1000]
            elif isinstance(thing, dict):
                count += 1
                yield thing
                pending.extend(
                    v for k, v in thing.items() if isinstance(v, dict | list) and k != "@context"
                )


def _decoded(text: str) -> object:
    for attempt in (
        text,
        _COMMENT.sub("", _COMMENT.sub("", text)),
        re.sub(r",\s*([}\]])", r"\1", text),
    ):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


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
