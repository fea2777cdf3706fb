"""What an address says about languages, and whether it is this very page in another one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from urllib.parse import parse_qsl, urljoin, urlsplit

from capture.clean.pickers_words import code_language, name_languages

# Query keys that carry a language; any key with "lang" or "locale" in it counts too.
LANGUAGE_KEYS = frozenset(
    [
        "hl",
        "l",
        "lc",
        "lan",
        "lng",
        "ln",
        "loc",
        "setlng",
        "sl",
        "tl",
        "idioma",
        "sprache",
        "langue",
        "uselang",
        "ui",
        "edition",
    ]
)
# First path segments that hold the pages about a subject: "/category/en/" files posts under "en".
TOPIC_SEGMENTS = frozenset(
    [
        "category",
        "categories",
        "cat",
        "tag",
        "tags",
        "topic",
        "topics",
        "kategorie",
        "categorie",
        "categoria",
        "thema",
        "themen",
        "rubrik",
        "search",
        "suche",
        "author",
        "genre",
        "subject",
        "subjects",
        "courses",
        "course",
        "shop",
        "product",
        "products",
        "wiki",
    ]
)
HOME_SEGMENTS = frozenset(
    ["home", "index", "start", "startseite", "accueil", "inicio", "default", "main", "node", "news"]
)
MAX_SEGMENTS = 12
_SUFFIX = re.compile(r"(?:^|[._-])([a-z]{2})(?:[_-][a-z]{2})?\.(?:html?|php|aspx?|jsp|shtml)$")


class Variant(IntEnum):
    """How near an address is to this page in another language."""

    NONE = 0
    DEEP = 1  # an address of this site with a language in it, but another page
    HOME = 2  # the other language's front page
    SAME = 3  # this page's path, language aside


@dataclass(frozen=True, slots=True)
class Address:
    """An address with its languages taken out."""

    languages: frozenset[str]
    site: str
    path: tuple[str, ...]
    topic: bool
    query: tuple[tuple[str, str], ...]


def _host(host: str) -> tuple[str, frozenset[str]]:
    labels = [label for label in host.lower().split(".") if label not in {"www", "m"}]
    if len(labels) >= 3 or (len(labels) == 2 and len(labels[0]) > 3):
        found = code_language(labels[0]) if len(labels) >= 3 else None
        named = (
            name_languages(labels[0]) if len(labels) >= 3 and len(labels[0]) > 3 else frozenset()
        )
        if found or named:
            return ".".join(labels[1:]), named | ({found} if found else frozenset())
    return ".".join(labels), frozenset()


def _segment(segment: str, place: int) -> tuple[frozenset[str], str]:
    """Return the languages of a path segment and what is left of it without them."""
    code = code_language(segment)
    if code and place < 4 and len(segment) != 3:
        return frozenset([code]), ""
    suffix = _SUFFIX.search(segment)
    if suffix and (code := code_language(suffix[1])):
        return frozenset([code]), segment[: suffix.start()]
    stem = segment.split(".")[0]
    if place == 0 and len(stem) > 3:
        found = name_languages(stem) or name_languages(stem.split("-")[0])
        return found, "" if found else segment
    return frozenset(), segment


def _plain(segment: str) -> str:
    return (
        segment.rsplit(".", 1)[0]
        if re.search(r"\.(?:html?|php|aspx?|jsp|shtml)$", segment)
        else segment
    )


def _carries(key: str, value: str) -> frozenset[str]:
    key = key.lower()
    if key in LANGUAGE_KEYS or "lang" in key or "locale" in key:
        code = code_language(value)
        return frozenset([code]) if code else name_languages(value)
    return frozenset()


@lru_cache(maxsize=4_000)
def read_address(url: str) -> Address:
    """Take ``url`` (absolute) apart; an address that cannot be read says nothing."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return Address(frozenset(), "", (), topic=False, query=())
    site, languages = _host(host)
    segments = [s.lower() for s in parts.path.split("/") if s][:MAX_SEGMENTS]
    path: list[str] = []
    for place, segment in enumerate(segments):
        found, rest = _segment(segment, place)
        languages |= found
        if rest:
            path.append(_plain(rest))
    query: list[tuple[str, str]] = []
    for key, value in parse_qsl(parts.query, keep_blank_values=True, max_num_fields=None)[:30]:
        found = _carries(key, value)
        languages |= found
        if not found:
            query.append((key, value))
    topic = any(segment in TOPIC_SEGMENTS for segment in segments)
    return Address(languages, site, tuple(path), topic, tuple(sorted(query)))


_SETS = re.compile(
    r"(?:[?&](?:\w*lang\w*|\w*locale\w*|hl|lng|langue|idioma|sprache|taal|uselang)=)"
    r"|/(?:set|change|switch|select|choose)[-_]?(?:\w{0,6}[-_])?(?:lang|locale|country)"
    r"|/(?:languages?|locales?|country-?(?:region-?)?selector|i18n)/?(?:[?#]|$)",
    re.IGNORECASE,
)


def sets_language(url: str) -> bool:
    """Tell whether an address is there to choose a language ("/misc/language", "?lang=fr")."""
    return bool(_SETS.search(url[:600]))


_CODE_SHAPED = re.compile(r"[a-z]{2,3}(?:[-_][a-z0-9]{2,8}){0,2}")


@lru_cache(maxsize=4_000)
def language_slots(url: str) -> dict[str, str]:
    """Return the places of ``url`` where something shaped like a language code stands."""
    try:
        parts = urlsplit(url.lower())
        labels = (parts.hostname or "").split(".")
    except ValueError:
        return {}
    found: dict[str, str] = {}
    if len(labels) >= 3 and _CODE_SHAPED.fullmatch(labels[0]) and labels[0] != "www":
        found["host"] = labels[0]
    segments = [segment for segment in parts.path.split("/") if segment]
    for place, segment in enumerate(segments[:3]):
        if _CODE_SHAPED.fullmatch(segment):
            found[f"path {place}"] = segment
    if segments and (suffix := _SUFFIX.search(segments[-1])):
        found["suffix"] = suffix[1]
    for key, value in parse_qsl(parts.query)[:30]:
        if _CODE_SHAPED.fullmatch(value):
            found[f"query {key}"] = value
    return found


def absolute(base: str, href: str) -> str:
    """Resolve ``href``; empty when it leads nowhere (a fragment, a script, nonsense)."""
    if (
        not href
        or href.startswith("#")
        or href.lower().startswith(("javascript:", "mailto:", "tel:"))
    ):
        return ""
    try:
        return urljoin(base, href)
    except ValueError:
        return ""


def _is_home(path: tuple[str, ...]) -> bool:
    return all(segment.split(".")[0].split("_")[0] in HOME_SEGMENTS for segment in path)


def variant(page_url: str, url: str) -> Variant:
    """Say how near ``url`` is to ``page_url`` in another language."""
    if not url:
        return Variant.NONE
    page, link = read_address(page_url), read_address(url)
    same_site = page.site == link.site or page.site.split(".")[0] == link.site.split(".")[0]
    if link.topic and not page.topic:
        return Variant.NONE
    if same_site and page.path == link.path and (link.languages or page.languages):
        return Variant.SAME if set(link.query) <= set(page.query) else Variant.DEEP
    if _is_home(link.path) and (link.languages or same_site):
        return Variant.HOME if link.languages else Variant.NONE
    return Variant.DEEP if link.languages and same_site else Variant.NONE
