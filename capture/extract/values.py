"""What extraction gives back."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator

from capture.values import Frozen

# JSON in a page spells what markup cannot hold: what steers a terminal, and halves of characters,
# which no file takes.
_UNPRINTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def _plain(text: str) -> str:
    return _UNPRINTED.sub("", text)


class Fact(Frozen):
    """One piece of metadata, where it came from, and how far to trust it.

    ``source`` names the carrier (``json-ld``, ``og:title``, ``meta[name=author]``, ``h1``,
    ``visible text``…); ``confidence`` is between 0 and 1, and a guess is never above 0.5.
    """

    value: Annotated[str, AfterValidator(_plain)]
    source: str
    confidence: float


class Metadata(Frozen):
    """What is known about a page; ``None`` where it does not say."""

    title: Fact | None = None
    authors: tuple[Fact, ...] = ()
    published: Fact | None = None
    modified: Fact | None = None
    site: Fact | None = None
    language: Fact | None = None
    canonical_url: Fact | None = None
    source_url: Fact | None = None
    description: Fact | None = None
    image: Fact | None = None
    summary: Fact | None = None


class Extraction(Frozen):
    """The main content of a page.

    ``kind`` is the page type (article, forum, product, collection, listing, documentation, service,
    wall, error…); ``html`` is the content as clean, semantic HTML, the source of ``markdown`` and
    of the reader layout.  All are empty when the page has no content of its own to give.
    """

    kind: str
    text: str
    markdown: str
    html: str
    metadata: Metadata
