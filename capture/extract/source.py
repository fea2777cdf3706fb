"""The original that an aggregator links to."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

from capture.extract.carriers import ARTICLES, Carriers, plain
from capture.extract.elements import Element
from capture.extract.values import Fact

# What a link to the original says, or what its leaked translation key says.
_WORDS = re.compile(
    r"^(?:[\W_]*)(?:read[\s_-]+(?:the[\s_-]+)?(?:entire|full|whole|original|complete)[\s_-]+(?:article|story|post)|(?:view|go to|see)?[\s_-]*(?:the[\s_-]+)?"
    r"original[\s_-]+(?:article|source|story|post)|full[\s_-]+(?:article|story)(?: at| on)?|continue[\s_-]+reading (?:at|on)|"
    r"lire (?:l['’]article (?:complet|original|entier)|la suite sur)|article original|zum original(?:artikel)?|originalartikel|"
    r"ganzen artikel lesen|vollständigen artikel|leer (?:el )?art[íi]culo (?:completo|original)|leggi (?:l['’]articolo )?(?:completo|originale)|"
    r"ler (?:o )?artigo (?:completo|original)|czytaj cały artykuł|читать (?:полностью|оригинал)|阅读(?:全文|原文)|查看原文|閱讀原文|元記事|原文を読む|"
    r"원문 ?보기|전체 기사|διαβάστε ολόκληρο|اقرأ المقال (?:كاملا|الأصلي)|לכתבה המלאה|पूरा लेख पढ़ें|อ่านบทความเต็ม)",
    re.IGNORECASE,
)


# Second levels under which registries give out names.
_REGISTRY = frozenset(
    ("co", "com", "org", "net", "gov", "edu", "ac", "or", "ne", "go", "gob", "gouv")
)
_MOST_ORIGINALS = 2


def host(link: str) -> str:
    """Return an http(s) link's host without `www.`, or nothing."""
    try:
        parts = urlsplit(link)
        name = parts.hostname or ""
    except ValueError:
        return ""
    return name.removeprefix("www.") if parts.scheme in ("http", "https") else ""


def source_url(carriers: Carriers, url: str | None, canonical: str | None = None) -> Fact | None:
    """Return the address this page says it took its text from.

    ``canonical`` is the address it calls its own: at another publisher's, it is the original's.
    """
    own = host(url or "")
    for value, name in carriers.meta(
        "original-source",
        "syndication-source",
        "article:original_url",
        "dc.source",
        "dcterms.source",
    ):
        if host(value) and host(value) != own:
            return Fact(value=value, source=f"meta[{name}]", confidence=0.9)
    for thing in carriers.typed(ARTICLES)[:3]:
        based = thing.get("isBasedOn") or thing.get("isBasedOnUrl")
        link = plain(based.get("url") or based.get("@id") if isinstance(based, dict) else based)
        if host(link) and host(link) != own:
            return Fact(value=link, source="json-ld isBasedOn", confidence=0.9)
    if canonical and url and brand(url) and brand(canonical) not in ("", brand(url)):
        return Fact(value=canonical, source="canonical address elsewhere", confidence=0.6)
    links = ((node, (node.get("href") or "").strip()) for node in carriers.root.iter("a"))
    home = brand(url or "")
    originals = dict.fromkeys(
        link
        for node, link in links
        if link.startswith("http")
        and _brand_at("/".join(link.split("/", 3)[:3])) not in ("", home)
        and _says_original(node)
    )
    # A list of teasers gives an original for each: none of them is this page's.
    if 1 <= len(originals) <= _MOST_ORIGINALS:
        return Fact(value=next(iter(originals)), source="link text", confidence=0.8)
    return None


def brand(link: str) -> str:
    """Return the part of a host that names whose it is: `bbc` of bbc.com and of news.bbc.co.uk; none of a number."""
    *labels, last = host(link).split(".")
    if last.isdecimal():
        return ""
    named = [part for part in labels if part not in _REGISTRY]
    return named[-1] if named else ""


_brand_at = lru_cache(maxsize=2048)(brand)  # most links of a page lead to a few hosts


def _says_original(node: Element) -> bool:
    words = " ".join("".join(t for t in node.itertext() if isinstance(t, str)).split())
    labels = (words, node.get("title") or "", node.get("aria-label") or "")
    return any(len(text) <= 80 and _WORDS.match(text) for text in labels)
