"""What a page says about itself, with where it says so and how far to trust it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from capture.extract.authors import authors
from capture.extract.carriers import Carriers, plain
from capture.extract.evidence import (
    Evidence,
    around_headline,
    headline_at,
    lines_with_digits,
    near_headline,
)
from capture.extract.headline import headline, site_name
from capture.extract.language import language
from capture.extract.links import absolute
from capture.extract.page import Page
from capture.extract.posts import main_posts
from capture.extract.published import modified_after, published
from capture.extract.source import brand, source_url
from capture.extract.titles import folded
from capture.extract.values import Fact, Metadata

_DESCRIPTIONS = ("description", "og:description", "twitter:description", "dc.description", "dcterms.description", "dcterms.abstract",
                 "citation_abstract", "sailthru.description")  # fmt: skip
_IMAGES = ("og:image:secure_url", "og:image:url", "og:image", "twitter:image", "twitter:image:src", "image", "thumbnail", "parsely-image-url",
           "sailthru.image.full")  # fmt: skip
# File names of pictures that stand for a site on every page of it.
_EMBLEM = re.compile(
    r"(?:^|[\W_])(?:logos?|favicon|placeholder|default|apple-touch-icon)(?:$|[\W_\d])",
    re.IGNORECASE,
)


def metadata(carriers: Carriers, page: Page, kind: str, url: str | None, text: str) -> Metadata:
    """Judge the page's statements; ``kind`` decides whether a date in sight may be the page's own.

    ``text`` is the page's main content: its language is checked against the one declared.
    """
    canonical = _canonical(carriers, url)
    address = url or (canonical.value if canonical else None)
    site = site_name(carriers, brand(address or ""))
    title = headline(
        carriers,
        site.value if site else "",
        brand=brand(address or ""),
        shown=kind == "service" or _is_home(address),
    )
    headed = title.value if title else ""
    spoken = language(carriers, text)
    at = headline_at(page, headed)
    near = near_headline(page, at)
    evidence = Evidence(
        carriers=carriers,
        page=page,
        kind=kind,
        url=address,
        site=site.value if site else "",
        title=headed,
        near=tuple(page.blocks[n] for n in near),
        near_at=near,
        around=around_headline(page, at),
        language=spoken.value if spoken else "",
        said=tuple(carriers.root.xpath("//*[@itemprop or @property]")),
        dated=lines_with_digits(page),
    )
    day = published(evidence)
    return Metadata(
        title=title,
        authors=authors(evidence),
        published=day,
        modified=modified_after(evidence, day),
        site=site,
        language=spoken,
        canonical_url=canonical,
        source_url=source_url(carriers, address, canonical.value if canonical else None),
        description=_description(carriers, title, site),
        image=_image(carriers, kind, url),
    )


def _description(carriers: Carriers, *others: Fact | None) -> Fact | None:
    """Return what the page says it is about; its title or its site's name once more says nothing."""
    known = {folded(o.value) for o in others if o}
    said = (
        Fact(value=v, source=n, confidence=0.9)
        for v, n in carriers.meta(*_DESCRIPTIONS)
        if folded(v) not in known
    )
    return next(said, None)


def _canonical(carriers: Carriers, url: str | None) -> Fact | None:
    for node in carriers.root.iter("link"):
        if "canonical" in (node.get("rel") or "").lower().split():
            link = absolute(node.get("href"), url)
            if _is_link(link):  # one without a host says nothing of where the page lives
                return Fact(value=link, source="link[rel=canonical]", confidence=0.95)
    for value, name in carriers.meta("og:url"):
        if _is_link(value):
            return Fact(value=value, source=name, confidence=0.8)
    return None


def _is_home(address: str | None) -> bool:
    """Say whether an address is a site's first page: nothing behind the host, or a language."""
    try:
        parts = urlsplit(address or "")
    except ValueError:
        return False
    bare = re.fullmatch(r"/?(?:[a-z]{2}(?:-[a-z]{2})?/?|index\.\w+)?", parts.path, re.IGNORECASE)
    return bool(parts.hostname) and bare is not None and not parts.query


def _is_link(link: str) -> bool:
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return bool(parts.hostname) and parts.scheme in ("http", "https")


def _image(carriers: Carriers, kind: str, url: str | None) -> Fact | None:
    """Return the page's picture; one that is named for a logo stands for the site, and is given for want of another."""
    found = list(_images(carriers, kind, url))
    own = (f for f in found if not _EMBLEM.search(f.value.rsplit("/", 1)[-1]))
    emblem = (f.model_copy(update={"confidence": 0.4}) for f in found)
    return next(own, None) or next(emblem, None)


def _images(carriers: Carriers, kind: str, url: str | None) -> Iterator[Fact]:
    for value, name in carriers.meta(*_IMAGES):
        if link := absolute(value, url):
            yield Fact(value=link, source=name, confidence=0.9)
    for thing in main_posts(carriers, kind):
        image = thing.get("image") or thing.get("thumbnailUrl")
        image = carriers.resolved(image[0] if isinstance(image, list) and image else image)
        value = plain(
            image.get("url") or image.get("contentUrl") if isinstance(image, dict) else image
        )
        if link := absolute(value, url):
            yield Fact(value=link, source="json-ld", confidence=0.85)
