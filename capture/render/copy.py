"""The print copy of a kept page: from its single file to a typeset PDF."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from capture.browser.launch import OpenPage
from capture.errors import CaptureError
from capture.extract.extract import extract
from capture.extract.values import Extraction
from capture.render.pdf import PrintRequest, paper_for
from capture.render.pdfa.finish import finish
from capture.render.pdfa.values import DocumentFacts, FinishedPdf, Level
from capture.render.reader import READER_MARGIN_MM, print_reader

# Extraction passes over pictures without an address, and a single file's have none: they travel
# under names of their own.  ".invalid" (RFC 2606) can never be an address of the page's.
_NAME = "https://picture.invalid/{}"
_PICTURE = re.compile(r"""(?<=[\s"'])src=("|')(data:image/[^"']*)\1""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CopySource:
    """A kept page: its ``page.html``, and where and when it was found (aware time)."""

    html: str
    url: str
    title: str
    captured_at: datetime


def typeset_copy(
    opened: OpenPage, source: CopySource, request: PrintRequest, level: Level | None = Level.A2U
) -> FinishedPdf:
    """Typeset a kept page's main content; ``opened`` is a blank page of its own.

    Raises `CaptureError` when the page has no main content.
    """
    html, pictures = _named_pictures(source.html)
    extraction = extract(html, source.url)
    if not extraction.text.strip():
        raise CaptureError(
            "the page has no main content to typeset", remedy="capture it with --layout page"
        )
    facts = facts_of(extraction, source)
    session = opened.world.session
    raw = print_reader(opened.page, session, extraction, facts, request, image=pictures.get)
    return finish(raw, facts, level)


def reader_request(locale: str, paper: str, *, landscape: bool = False) -> PrintRequest:
    """Return how a copy is printed: reading margins, and the locale's paper for ``auto``."""
    chosen = paper_for(locale) if paper == "auto" else paper
    return PrintRequest(paper=chosen, landscape=landscape, margin_mm=READER_MARGIN_MM)


def facts_of(extraction: Extraction, source: CopySource) -> DocumentFacts:
    """Return what the copy says of itself."""
    known = extraction.metadata
    return DocumentFacts(
        title=known.title.value if known.title else source.title,
        authors=tuple(author.value for author in known.authors),
        subject=known.description.value if known.description else "",
        language=known.language.value if known.language else "",
        source_url=source.url,
        published=_moment(known.published.value) if known.published else None,
        captured_at=source.captured_at,
    )


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.astimezone()


def _named_pictures(html: str) -> tuple[str, dict[str, str]]:
    """Give each picture inside the page a name; return the page and the pictures by name."""
    names: dict[str, str] = {}

    def named(match: re.Match[str]) -> str:
        name = names.setdefault(match[2], _NAME.format(len(names)))
        return f'src="{name}"'

    page = _PICTURE.sub(named, html)
    return page, {name: data for data, name in names.items()}
