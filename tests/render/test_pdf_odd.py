"""Odd pages pass PDF/A-2a and PDF/UA-1, and filters cost no text."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from odd_pages import PAGES
from pdf_pages import WORDS
from playwright.sync_api import Page

from capture.browser.world import World
from capture.render.pdf import PrintRequest
from capture.render.pdfa.finish import finish
from capture.render.pdfa.validate import validate
from capture.render.pdfa.values import Attachment, DocumentFacts, Level
from capture.render.pdfread import check_text
from capture.render.prepare import print_whole

FACTS = DocumentFacts(title="Odd", captured_at=datetime(2026, 11, 23, tzinfo=UTC))
# These found something; the others are looked at in the long run.
QUICK = ("svg text", "missing glyphs", "roles", "deep lists", "figure in links", "forms")
MASKED = """<p style="-webkit-mask-image:linear-gradient(black,transparent)">\U000f1234</p>
<div style="opacity:.4"><svg aria-hidden=true><text y=20>\U000f1234</text></svg></div>
<div style="filter:drop-shadow(0 0 1px red)" aria-hidden=true>\U000f1234</div>"""


def raw(page: Page, html: str) -> bytes:
    page.set_content(html)
    return print_whole(World(page), PrintRequest(), "").raw


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=() if name in QUICK else (pytest.mark.slow,), id=name)
        for name in PAGES
    ],
)
def test_an_odd_page_keeps_the_rules(
    page: Page, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed = raw(page, PAGES[name])
    plain = finish(printed, FACTS).data
    # As if nothing had been guessed, so that the rules of level A are what is judged.
    monkeypatch.setattr("capture.render.pdfa.notes.Notes.guessed", property(lambda _: False))
    accessible = finish(printed, FACTS, Level.A2A).data
    broken = {
        profile: validate(data, profile).broken
        for profile, data in (("2u", plain), ("2a", accessible), ("ua1", accessible))
    }
    assert broken == {"2u": (), "2a": (), "ua1": ()}


def test_letters_under_masks_are_mended_too(page: Page) -> None:
    assert validate(finish(raw(page, MASKED), FACTS).data, "2u").broken == ()


def test_filters_take_no_words(page: Page) -> None:
    kinds = ("blur(4px)", "grayscale(1)", "drop-shadow(0 0 3px red)", "brightness(.9)")
    html = "".join(f"<p style='filter:{kind}'>{WORDS}</p>" for kind in kinds)
    printed = raw(page, f"<main>{html}<div style='filter:blur(90px);height:90px'></div></main>")
    assert check_text(printed, WORDS * len(kinds)) == 1.0


def test_all_that_a_capture_attaches_passes_level_a(page: Page) -> None:
    attached = tuple(
        Attachment(name=name, media_type=kind, data=b"{}", relationship=relation)
        for name, kind, relation in (
            ("page.txt", "text/plain", "Alternative"),
            ("page.md", "text/markdown", "Alternative"),
            ("ledger.json", "application/json", "Supplement"),
            ("capture.json", "application/json", "Supplement"),
        )
    )
    facts = FACTS.model_copy(update={"attachments": attached})
    done = finish(raw(page, f"<html lang=en><h1>Log</h1><p>{WORDS}</p>"), facts, Level.A3A)
    assert done.conformance == "3a+ua1"
    assert validate(done.data, "3a").broken == validate(done.data, "ua1").broken == ()
