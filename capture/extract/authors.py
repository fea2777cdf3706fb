"""Who wrote a page, by the best of what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from capture.extract.bylines import (
    LONGEST,
    about_author,
    linked_byline,
    named_byline,
    near_byline,
    signed_byline,
)
from capture.extract.carriers import plain, types_of
from capture.extract.elements import Element
from capture.extract.evidence import Evidence
from capture.extract.headline import heading_text
from capture.extract.marked import marked
from capture.extract.people import is_handle, is_organisation, names_in
from capture.extract.posts import main_posts
from capture.extract.scripted import scripted_author
from capture.extract.titles import folded
from capture.extract.values import Fact

# citation_* first: bibliographies name every author, the others often only the first.
_METAS = ("citation_author", "citation_authors", "author", "dc.creator", "dcterms.creator", "dc.creator.personalname", "byl", "parsely-author",
          "sailthru.author", "article:author_name", "article.author", "og:article:author", "article:author", "og:author", "cxenseparse:author",
          "cxenseparse:recs:author", "rbauthors", "bt:author", "rnews:author", "authors", "byline", "dc.contributor")  # fmt: skip
_CARD_LABEL = re.compile(
    r"\bby\b|author|auteur|autor|autore|verfasst|geschrieben|écrit|escrito|scritto|napisa|автор|συντάκτης|كاتب|كتب|מאת|作者|著者|執筆|글쓴이|작성자|लेखक|ผู้เขียน|yazan|door|skriven|skrevet|kirjoittanut|written",
    re.IGNORECASE,
)
_MOST = 20
_FIRM = "json-ld organization"


def authors(evidence: Evidence) -> tuple[Fact, ...]:
    """Return the page's authors; none where the page does not tell them."""
    fallback: tuple[Fact, ...] = ()
    for source, confidence, names in _sources(evidence):
        kept = [n for n in dict.fromkeys(names) if _is_author(n, evidence, firm=source == _FIRM)]
        kept = [n for n in kept if not _is_house(n, evidence)] or kept
        if not kept:
            continue
        kept = kept[:1] if evidence.kind == "forum" else kept[:_MOST]  # the others answer the first
        facts = tuple(Fact(value=n, source=source, confidence=confidence) for n in kept)
        if evidence.kind != "forum" and all(is_handle(n) or is_organisation(n) for n in kept):
            # An account or a desk signs for want of a person; a person named in sight is the better answer.
            fallback = fallback or tuple(
                f.model_copy(update={"confidence": min(f.confidence, 0.6)}) for f in facts
            )
            continue
        if fallback and confidence < 0.6:
            return fallback
        return facts
    return fallback


def _is_author(name: str, evidence: Evidence, *, firm: bool = False) -> bool:
    """Tell an author from the site: a blog may bear its writer's name, a firm's is no author."""
    if folded(name) == folded(evidence.title):
        return False
    site = folded(evidence.site)
    if site and (folded(name) == site or folded(name).replace(" ", "") == site.replace(" ", "")):
        return not firm and _bears_a_name(name, evidence)
    return True


def _is_house(name: str, evidence: Evidence) -> bool:
    """Tell a part of the publisher, named beside its people: "CNN Business", "Business Insider"."""
    own, site = folded(name), folded(evidence.site)
    return bool(site) and (site.startswith(own + " ") or own.startswith(site + " "))


def _bears_a_name(name: str, evidence: Evidence) -> bool:
    """Tell a site named after its writer: two capitalised words, neither of them a word of the page's text."""
    words = name.split()
    if not evidence.written or len(words) != 2 or evidence.site.isupper() or is_organisation(name):
        return False
    common = {w.lower() for w in words} | {w.lower() + "s" for w in words}
    return not any(common & set(b.text.split()) for b in evidence.page.blocks)


def _sources(evidence: Evidence) -> Iterator[tuple[str, float, list[str]]]:
    carriers = evidence.carriers
    firms: list[str] = []
    for thing in main_posts(carriers, evidence.kind):
        people, others = _stated(evidence, thing.get("author") or thing.get("creator"))
        firms += others
        yield "json-ld", 0.95, people
    for name in _METAS:
        values = [v for v, _ in carriers.meta(name) if not v.startswith(("http", "/", "www."))]
        yield f"meta[{name}]", 0.85, [n for v in values for n in names_in(v)]
    yield "twitter:data1", 0.8, _card(evidence)
    if not evidence.written:
        return
    yield "microdata", 0.85, _microdata(evidence)
    yield "byline", 0.7, near_byline(evidence)
    yield "a[rel=author]", 0.7, linked_byline(evidence)
    yield "byline", 0.6, named_byline(evidence)
    yield "byline", 0.5, signed_byline(evidence)
    yield "visible text", 0.5, about_author(evidence)
    yield "script", 0.45, scripted_author(evidence.carriers)
    yield _FIRM, 0.6, firms


def _stated(evidence: Evidence, value: object, depth: int = 0) -> tuple[list[str], list[str]]:
    """Return the people and the organisations of a JSON-LD author."""
    value = evidence.carriers.resolved(value)
    if depth > 3:
        return [], []
    if isinstance(value, list):
        pairs = [_stated(evidence, one, depth + 1) for one in value[:_MOST]]
        return [n for p, _ in pairs for n in p], [n for _, o in pairs for n in o]
    if isinstance(value, str):
        return ([] if value.startswith("http") else names_in(plain(value))), []
    if not isinstance(value, dict):
        return [], []
    given = value.get("name") or " ".join(plain(value.get(k)) for k in ("givenName", "familyName"))
    texts = [plain(n) for n in given[:_MOST]] if isinstance(given, list) else [plain(given)]
    names = [n for t in texts for n in names_in(t)]
    if any(
        "Organization" in t or t in ("Corporation", "WebSite", "Brand") for t in types_of(value)
    ):
        return [], names
    return names, []


def _card(evidence: Evidence) -> list[str]:
    """Read the author off a Twitter card, whose labels name their values."""
    for number in ("1", "2"):
        label = next((v for v, _ in evidence.carriers.meta(f"twitter:label{number}")), "")
        value = next((v for v, _ in evidence.carriers.meta(f"twitter:data{number}")), "")
        if value and _CARD_LABEL.search(label):
            return names_in(value)
    return []


def _microdata(evidence: Evidence) -> list[str]:
    texts = []
    for node in marked(evidence, "author", "creator", "schema:author", "dc:creator"):
        inner = node.xpath('.//*[@itemprop="name"]')
        target = inner[0] if inner else node
        texts.append(target.get("content") or _own_words(target))
        if len(texts) == _MOST:
            break
    return [n for t in texts if len(t) <= LONGEST for n in names_in(t)]


def _own_words(node: Element) -> str:
    """Return an element's words up to where its first block or line ends."""
    inner = node.find(".//a")
    return heading_text(inner) if inner is not None and heading_text(inner) else heading_text(node)
