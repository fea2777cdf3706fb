"""What a page says about itself, with where it says so and how far to trust it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from capture.extract.carriers import ARTICLES, Carriers, plain
from capture.extract.dates import read_date, read_day
from capture.extract.headline import heading_text, headline, site_name
from capture.extract.page import Block, Element
from capture.extract.people import names_in
from capture.extract.rebuild import absolute
from capture.extract.source import source_url
from capture.extract.values import Fact, Metadata

_POSTS = (ARTICLES - {"Review", "CreativeWork"}) | {
    "DiscussionForumPosting",
    "Question",
    "VideoObject",
    "PodcastEpisode",
}
_PUBLISHED = ("article:published_time", "og:article:published_time", "article:published", "og:published_time", "datepublished",
              "date.published", "publish-date", "publish_date", "publishdate", "pubdate", "parsely-pub-date", "sailthru.date",
              "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date.created", "dcterms.date", "dc.date", "citation_publication_date",
              "citation_date", "article.published", "cxenseparse:recs:publishtime", "date", "originalpublicationdate", "article_date_original")  # fmt: skip
_MODIFIED = (
    "article:modified_time",
    "og:modified_time",
    "datemodified",
    "dcterms.modified",
    "last-modified",
    "og:updated_time",
    "article:modified",
)
_AUTHORS = ("author", "article:author", "dc.creator", "dcterms.creator", "dc.contributor", "byl", "parsely-author", "sailthru.author",
            "citation_author", "article:author_name", "article.author", "twitter:data1")  # fmt: skip
_BYLINE = re.compile(
    r"(?:^|[\s_-])(?:byline|by-line|author|authors|author-?name|post-author|entry-author|article-author|auteur|autor|writer|contributor)(?:$|[\s_-])|byline|authorname|author__name|author-name",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"date|time|publish|posted|byline|meta|stamp|fecha|datum|data-|created", re.IGNORECASE
)
_CHANGED = re.compile(
    r"(?:last |page |date )*(?:updat|modif|revis)|aktualis|actualiz|mis à jour|aggiorn|обновл|更新|수정",
    re.IGNORECASE,
)
# Kinds of page that somebody writes on a day; a shop's or a list's dates and names are its items'.
_WRITTEN = frozenset(("article", "documentation", "forum"))
_SIGNED = re.compile(
    r"^(?:written |posted |words |text )?(?:by|von|par|por|di|przez|автор:?|από|بقلم|מאת|作者|文／|記者)[\s:：]\s*\S",
    re.IGNORECASE,
)
_PUBLISHED_ON = re.compile(
    r"(?:first )?(?:published|posted|date published|publié|veröffentlicht|publicado|pubblicato|opublikowano|опубликовано|"
    r"δημοσιεύτηκε|نشر في|פורסם|发布|發布|公開日|게시일|प्रकाशित|เผยแพร่)",
    re.IGNORECASE,
)
# Blocks around the headline in which a page says who and when: before it, and after it.
_BEFORE, _AFTER = 6, 14
_LOCALE = re.compile(r"^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$")


def metadata(
    carriers: Carriers, blocks: list[Block], kind: str, url: str | None, elements: list[Element]
) -> Metadata:
    """Judge the page's statements; ``kind`` decides whether a date in sight may be the page's own."""
    site = site_name(carriers)
    title = headline(carriers, site.value if site else "")
    canonical = _canonical(carriers, url)
    headed = title.value if title else ""
    return Metadata(
        title=title,
        authors=_authors(carriers, kind, site.value if site else "", blocks, elements, headed),
        published=_published(
            carriers,
            kind,
            url or (canonical.value if canonical else None),
            blocks,
            elements,
            headed,
        ),
        modified=_modified(carriers),
        site=site,
        language=_language(carriers),
        canonical_url=canonical,
        source_url=source_url(carriers, url or (canonical.value if canonical else None)),
        description=_first(
            carriers,
            (
                "description",
                "og:description",
                "twitter:description",
                "dc.description",
                "dcterms.description",
            ),
        ),
        image=_image(carriers, url),
    )


def _first(carriers: Carriers, names: tuple[str, ...], confidence: float = 0.9) -> Fact | None:
    return next(
        (Fact(value=v, source=n, confidence=confidence) for v, n in carriers.meta(*names)), None
    )


def _main_objects(carriers: Carriers) -> list[dict[str, Any]]:
    return carriers.typed(_POSTS)[:3]


def _canonical(carriers: Carriers, url: str | None) -> Fact | None:
    for node in carriers.root.iter("link"):
        if "canonical" in (node.get("rel") or "").lower().split() and (
            link := absolute(node.get("href"), url)
        ):
            return Fact(value=link, source="link[rel=canonical]", confidence=0.95)
    for value, name in carriers.meta("og:url"):
        if urlsplit_safe(value):
            return Fact(value=value, source=name, confidence=0.8)
    return None


def urlsplit_safe(link: str) -> str:
    """Return an http(s) link's host, empty for anything else."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return ""
    return parts.hostname or "" if parts.scheme in ("http", "https") else ""


def _language(carriers: Carriers) -> Fact | None:
    value = (
        carriers.root.get("lang")
        or carriers.root.get("{http://www.w3.org/XML/1998/namespace}lang")
        or ""
    ).strip()
    if _LOCALE.match(value):
        return Fact(value=value.replace("_", "-"), source="html[lang]", confidence=0.9)
    for value, name in carriers.meta(
        "content-language", "og:locale", "inlanguage", "dc.language", "language"
    ):
        if _LOCALE.match(value):
            return Fact(value=value.replace("_", "-"), source=name, confidence=0.7)
    for thing in carriers.objects[:200]:
        value = plain(thing.get("inLanguage"))
        if _LOCALE.match(value):
            return Fact(value=value, source="json-ld", confidence=0.7)
    return None


def _image(carriers: Carriers, url: str | None) -> Fact | None:
    for value, name in carriers.meta(
        "og:image:secure_url", "og:image", "twitter:image", "twitter:image:src"
    ):
        if link := absolute(value, url):
            return Fact(value=link, source=name, confidence=0.9)
    for thing in _main_objects(carriers):
        image = thing.get("image")
        image = image[0] if isinstance(image, list) and image else image
        value = plain(image.get("url") if isinstance(image, dict) else image)
        if link := absolute(value, url):
            return Fact(value=link, source="json-ld", confidence=0.85)
    return None


def _authors(
    carriers: Carriers,
    kind: str,
    site: str,
    blocks: list[Block],
    elements: list[Element],
    title: str,
) -> tuple[Fact, ...]:
    for source, confidence, texts in _author_sources(carriers, kind, blocks, elements, title):
        names = [n for t in texts for n in names_in(t)]
        names = [n for n in dict.fromkeys(names) if n.lower() != site.lower()]
        if kind == "forum":
            names = names[:1]  # the thread's first post; the others answer it
        if names:
            return tuple(Fact(value=n, source=source, confidence=confidence) for n in names[:20])
    return ()


def _author_sources(
    carriers: Carriers, kind: str, blocks: list[Block], elements: list[Element], title: str
) -> Iterator[tuple[str, float, list[str]]]:
    for thing in _main_objects(carriers):
        yield "json-ld", 0.95, list(_people(carriers, thing.get("author") or thing.get("creator")))
    for name in _AUTHORS:
        values = [v for v, _ in carriers.meta(name) if not v.startswith(("http", "/"))]
        if name != "twitter:data1" or "written by" in [
            v.lower() for v, _ in carriers.meta("twitter:label1")
        ]:
            yield f"meta[name={name}]", 0.85, values
    if kind not in _WRITTEN:
        return
    root = carriers.root
    yield "microdata", 0.85, [_itemprop_name(n) for n in root.xpath('//*[@itemprop="author"]')[:3]]
    yield (
        "a[rel=author]",
        0.8,
        [heading_text(n) for n in root.xpath('//a[contains(concat(" ",@rel," ")," author ")]')[:2]],
    )
    yield "byline", 0.6, _bylines(root)
    yield "visible text", 0.5, _signed(blocks, elements, title)


def _people(carriers: Carriers, value: object, depth: int = 0) -> Iterator[str]:
    if depth > 3:
        return
    if isinstance(value, list):
        for one in value[:20]:
            yield from _people(carriers, one, depth + 1)
    elif isinstance(value, dict):
        name = value.get("name")
        if name is None and isinstance(value.get("@id"), str):
            name = carriers.by_id.get(value["@id"], {}).get("name")
        if isinstance(name, list):
            yield from (plain(n) for n in name[:20])
        elif "Organization" not in str(value.get("@type")):
            yield plain(name)
    elif isinstance(value, str) and not value.startswith("http"):
        yield plain(value)


def _itemprop_name(node: Element) -> str:
    inner = node.xpath('.//*[@itemprop="name"]')
    target = inner[0] if inner else node
    return target.get("content") or heading_text(target)


def _bylines(root: Element) -> list[str]:
    for node in root.iter("span", "div", "p", "a", "address", "cite", "strong", "li"):
        name = f"{node.get('class') or ''} {node.get('id') or ''}"
        if len(name) > 1 and _BYLINE.search(name[:300]):
            text = heading_text(node)
            if 3 <= len(text) <= 80 and names_in(text):
                return [text]
    return []


def _published(
    carriers: Carriers,
    kind: str,
    url: str | None,
    blocks: list[Block],
    elements: list[Element],
    title: str,
) -> Fact | None:
    for thing in _main_objects(carriers):
        stated = thing.get("datePublished") or thing.get("dateCreated") or thing.get("uploadDate")
        if found := read_date(plain(stated)):
            return Fact(value=found, source="json-ld", confidence=0.95)
    for value, name in carriers.meta(*_PUBLISHED):
        if found := read_date(value):
            sure = 0.9 if name != "date" else 0.8
            return Fact(value=found, source=f"meta[{name}]", confidence=sure)
    if kind not in _WRITTEN:
        return None
    for node in carriers.root.xpath('//*[@itemprop="datePublished"]')[:1]:
        found = read_date(node.get("content") or node.get("datetime") or heading_text(node))
        if found:
            return Fact(value=found, source="microdata", confidence=0.85)
    return _visible_date(blocks, elements, title) or _labelled_date(blocks) or _address_date(url)


def _near_headline(blocks: list[Block], elements: list[Element], title: str) -> list[Block]:
    """Return the short blocks around the first h1, nearest first after it: where a page dates itself."""
    headed = (i for i, b in enumerate(blocks) if _in_h1(elements[b.owner]))
    named = [i for i, b in enumerate(blocks) if title and b.text == title]
    at = next((i for i in named if _in_h1(elements[blocks[i].owner])), -1)
    at = at if at >= 0 else named[-1] if named else next(headed, -1)
    if at < 0:
        return []
    around = blocks[at + 1 : at + 1 + _AFTER] + blocks[max(0, at - _BEFORE) : at][::-1]
    return [b for b in around if len(b.text) <= 120]


def _in_h1(node: Element) -> bool:
    for _ in range(4):
        if node is None:
            return False
        if node.tag == "h1":
            return True
        node = node.getparent()
    return False


def _visible_date(blocks: list[Block], elements: list[Element], title: str) -> Fact | None:
    """Read a date beside the headline, best one that is marked up as a time."""
    near = [b for b in _near_headline(blocks, elements, title) if not _CHANGED.match(b.text)]
    for block in near:
        owner = elements[block.owner]
        for node in [owner] if owner.tag == "time" else owner.iter("time"):
            if found := read_date(node.get("datetime") or "") or read_day(heading_text(node)):
                return Fact(value=found, source="time", confidence=0.7)
    for block in near:
        if found := read_day(_CHANGED.split(block.text)[0]):
            return Fact(value=found, source="visible text", confidence=0.5)
    return None


def _labelled_date(blocks: list[Block]) -> Fact | None:
    """Read a date that a line of its own calls the day of publishing, wherever it stands."""
    for block in blocks:
        if (
            len(block.text) <= 60
            and _PUBLISHED_ON.match(block.text)
            and (found := read_day(block.text))
        ):
            return Fact(value=found, source="visible text", confidence=0.5)
    return None


def _signed(blocks: list[Block], elements: list[Element], title: str) -> list[str]:
    """Return the first line beside the headline that says by whom."""
    lines = (b.text for b in _near_headline(blocks, elements, title))
    return next(([t] for t in lines if len(t) <= 80 and _SIGNED.match(t) and names_in(t)), [])


def _address_date(url: str | None) -> Fact | None:
    found = re.search(r"/((?:19|20)\d\d)/(\d{1,2})/(\d{1,2})(?:/|$)", url or "")
    day = read_date(f"{found[1]}-{found[2]}-{found[3]}") if found else None
    return Fact(value=day, source="URL", confidence=0.5) if day else None


def _modified(carriers: Carriers) -> Fact | None:
    for thing in _main_objects(carriers):
        if found := read_date(plain(thing.get("dateModified"))):
            return Fact(value=found, source="json-ld", confidence=0.9)
    for value, name in carriers.meta(*_MODIFIED):
        if found := read_date(value):
            return Fact(
                value=found,
                source=f"meta[{name}]",
                confidence=0.85 if name != "og:updated_time" else 0.6,
            )
    return None
