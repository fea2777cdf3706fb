"""The print copy of a kept page: from its single file to a typeset PDF."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime

from capture.browser.world import World
from capture.errors import CaptureError
from capture.extract.extract import extract
from capture.extract.values import Extraction
from capture.render.pdf import PrintRequest, paper_for
from capture.render.pdfa.finish import finish
from capture.render.pdfa.values import DocumentFacts, FinishedPdf, Level
from capture.render.reader import MARGIN_SHARE, MEASURE_MM, print_reader

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


@dataclass(frozen=True, slots=True)
class Typeset:
    """A typeset page, as Chromium printed it, and the content it was made from."""

    raw: bytes
    extraction: Extraction


def typeset(world: World, source: CopySource, request: PrintRequest) -> Typeset | None:
    """Typeset a kept page's main content; ``None`` when it has none.

    ``world`` is that of a blank page of its own.
    """
    html, pictures = _named_pictures(source.html)
    extraction = extract(html, source.url)
    if not extraction.text.strip():
        return None
    facts = document_facts(extraction, source.url, source.title, source.captured_at)
    raw = print_reader(world.page, world.session, extraction, facts, request, image=pictures.get)
    return Typeset(raw, extraction)


def typeset_copy(
    world: World, source: CopySource, request: PrintRequest, level: Level | None = Level.A2U
) -> FinishedPdf:
    """Typeset a kept page's main content as a finished PDF.

    Raises `CaptureError` when the page has no main content.
    """
    made = typeset(world, source, request)
    if made is None:
        raise CaptureError(
            "the page has no main content to typeset", remedy="capture it with --layout page"
        )
    facts = document_facts(made.extraction, source.url, source.title, source.captured_at)
    return finish(made.raw, facts, level)


def reader_request(
    locale: str, paper: str, *, landscape: bool = False, margin_mm: float | None = None
) -> PrintRequest:
    """Return how a copy is printed; ``auto`` is the locale's paper, no margin a line's measure."""
    chosen = paper_for(locale) if paper == "auto" else paper
    request = PrintRequest(paper=chosen, landscape=landscape)
    if margin_mm is not None:
        return replace(request, margin_mm=margin_mm)
    width = request.size_mm[0]
    return replace(request, margin_mm=max((width - MEASURE_MM) / 2, width * MARGIN_SHARE))


def document_facts(
    extraction: Extraction, url: str, title: str, captured_at: datetime
) -> DocumentFacts:
    """Return what a PDF of ``extraction`` says of itself; ``title`` is the page's own."""
    known = extraction.metadata
    return DocumentFacts(
        title=(known.title.value if known.title else "") or title,
        authors=tuple(author.value for author in known.authors),
        subject=known.description.value if known.description else "",
        language=known.language.value if known.language else "",
        source_url=url,
        published=_moment(known.published.value) if known.published else None,
        captured_at=captured_at,
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
