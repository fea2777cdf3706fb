"""``page.pdf``: the layout that was asked for, printed, finished, and checked against the text."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from playwright.sync_api import Error, Page

from capture.browser.deterministic import EPOCH
from capture.browser.launch import OpenPage
from capture.browser.values import Visit
from capture.browser.world import World
from capture.errors import CaptureError
from capture.extract.values import Extraction
from capture.options import Layout, Options
from capture.render.aside import Aside
from capture.render.copy import CopySource, document_facts, reader_request, typeset
from capture.render.pdf import (
    PrintHung,
    PrintRequest,
    paper_for,
)
from capture.render.pdfa.finish import finish
from capture.render.pdfa.values import Attachment, FinishedPdf, Level
from capture.render.pdfread import check_text, page_count
from capture.render.prepare import print_whole
from capture.render.values import PdfFacts

# As long as reading the page may take (`artifacts.STEP_SECONDS`); both never run at once.
FINISH_SECONDS = 45.0
_AGAIN = "printing hung; page.pdf was printed from page.html in safe mode"
_INSTEAD = "the page cannot be printed as it is; page.pdf is typeset from its text"
_UNFINISHED = "the PDF could not be finished within its time: page.pdf is no PDF/A"
_NO_CONTENT = "no main content to typeset; page.pdf shows the page"


@dataclass(frozen=True, slots=True)
class Paper:
    """``page.pdf`` and what is known of it."""

    data: bytes
    facts: PdfFacts
    cut: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Printout:
    """What Chromium printed; ``cut`` says where it is not what was asked for."""

    raw: bytes
    notes: tuple[str, ...] = ()
    cut: tuple[str, ...] = ()


def print_paper(
    opened: OpenPage,
    visit: Visit,
    options: Options,
    reading: Future[Extraction],
    single: Future[str],
) -> Printout:
    """Print the page, or typeset its content; changes the page beyond further use.

    ``reading`` gives the extraction, ``single`` the page as one file: what a second try prints
    when Chromium hangs on the page itself.  Raises `CaptureError` when nothing can be printed.
    """
    if options.layout is Layout.READER:
        typeset_page = _typeset(opened, visit, options, single)
        if typeset_page:
            return typeset_page
        return _as_page(opened, visit, options, reading, single, notes=(_NO_CONTENT,))
    return _as_page(opened, visit, options, reading, single)


def finish_paper(
    printed: Printout,
    visit: Visit,
    options: Options,
    extraction: Extraction,
    pool: Aside,
    attachments: tuple[Attachment, ...] = (),
) -> Paper:
    """Make the print what ``--pdf-a`` asks for, and check it against the text; needs no browser."""
    level = level_of(options)
    facts = document_facts(extraction, visit.final_url, visit.title, visit.started_at)
    told = facts.model_copy(update={"attachments": attachments})
    late: list[str] = []

    def instead() -> FinishedPdf:
        late.append(_UNFINISHED)
        return FinishedPdf(
            data=printed.raw,
            conformance="",
            repairs=(),
            lost_glyphs=(),
            pages=page_count(printed.raw),
        )

    finishing = pool.within(FINISH_SECONDS, partial(finish, printed.raw, told, level), instead)
    finished = finishing.result()
    return Paper(finished.data, _known(finished, extraction, printed.notes), tuple(late))


def level_of(options: Options) -> Level | None:
    """Return the level that was asked for; ``None`` for no claim."""
    return None if options.pdf_a == "none" else Level(options.pdf_a)


def _as_page(
    opened: OpenPage,
    visit: Visit,
    options: Options,
    reading: Future[Extraction],
    single: Future[str],
    notes: tuple[str, ...] = (),
) -> Printout:
    """Print the page; on a hang its frozen copy, and if that hangs too, its content."""
    request = print_request(options, visit.final_url, visit.started_at)
    try:
        return _printed(opened.world, request, notes, reading.result().text)
    except PrintHung:
        with suppress(Error):
            opened.page.close()
    if not single.result():
        raise PrintHung("printing hung, and there is no single file to print instead")
    try:
        with _blank_page(opened) as page:
            page.set_content(single.result(), wait_until="load")
            safely = replace(request, safe=True)
            return _printed(World(page), safely, (*notes, _AGAIN), reading.result().text)
    except PrintHung:
        instead = _typeset(opened, visit, options, single)
        if instead is None:
            raise
        return replace(instead, cut=(_INSTEAD,))


def _printed(
    world: World, request: PrintRequest, notes: tuple[str, ...], expected: str
) -> Printout:
    made = print_whole(world, request, expected)
    return Printout(made.raw, (*notes, *made.prep.notes))


@contextmanager
def _blank_page(opened: OpenPage) -> Iterator[Page]:
    """Give a page that runs no script and reaches no network, for what is already here."""
    browser = opened.context.browser
    if browser is None:
        raise CaptureError("the browser is gone", retryable=True)
    context = browser.new_context(java_script_enabled=False, offline=True)
    try:
        yield context.new_page()
    finally:
        with suppress(Error):
            context.close()


def _typeset(
    opened: OpenPage, visit: Visit, options: Options, single: Future[str]
) -> Printout | None:
    moment = EPOCH if options.deterministic else visit.started_at
    source = CopySource(single.result(), visit.final_url, visit.title, moment)
    request = copy_request(options)
    with _blank_page(opened) as page:
        made = typeset(World(page), source, request)
    return Printout(made.raw) if made else None


def copy_request(options: Options) -> PrintRequest:
    """Return how the options want the content typeset: a margin only where one was named."""
    margin = options.margin_mm if "margin" in options.model_fields_set else None
    return reader_request(
        options.lang, options.paper, landscape=options.landscape, margin_mm=margin
    )


def print_request(options: Options, url: str, captured_at: datetime) -> PrintRequest:
    """Return how the options want the page printed."""
    return PrintRequest(
        paper=paper_for(options.lang) if options.paper == "auto" else options.paper,
        landscape=options.landscape,
        margin_mm=options.margin_mm,
        source_url=url,
        # What is printed must be the same for the same page; the document's own dates tell when.
        captured_at=None if options.deterministic else captured_at,
    )


def _known(finished: FinishedPdf, extraction: Extraction, notes: tuple[str, ...]) -> PdfFacts:
    return PdfFacts(
        pages=finished.pages,
        conformance=finished.conformance,
        repairs=tuple(
            f"{repair.rule} ×{repair.count}" + (" (guessed)" if repair.guessed else "")
            for repair in finished.repairs
        ),
        lost_glyphs=finished.lost_glyphs,
        text_share=check_text(finished.data, extraction.text),
        notes=notes,
    )
