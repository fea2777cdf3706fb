"""The repaired PDF is what it claims to be, looks the same, and is smaller."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import numpy as np
import pikepdf
import pytest
from pdf_pages import ARTICLE, WORDS
from PIL import Image
from playwright.sync_api import Browser, Page

from capture.browser.world import World
from capture.render.pdf import PrintRequest
from capture.render.pdfa.finish import finish
from capture.render.pdfa.validate import validate
from capture.render.pdfa.values import Attachment, DocumentFacts, Level
from capture.render.pdfread import check_text, page_count, picture
from capture.render.prepare import print_whole

FACTS = DocumentFacts(
    title="The harbour log \x02& more",
    authors=("A. Keeper", "B. Keeper"),
    subject="Ships & cargo",
    language="en_GB",
    source_url="https://example.org/log?x=<1>",
    published=datetime(2026, 3, 1, tzinfo=UTC),
    captured_at=datetime(2026, 11, 22, 12, tzinfo=UTC),
)


def printed(page: Page, html: str) -> bytes:
    page.set_content(html)
    world = World(page)
    request = PrintRequest(source_url="https://example.org/", captured_at=FACTS.captured_at)
    return print_whole(world, request, "").raw


def failures(data: bytes, profile: str) -> tuple[str, ...]:
    return validate(data, profile).broken


@pytest.fixture(scope="session")
def raw(browser: Browser) -> bytes:
    page = browser.new_page()
    data = printed(page, ARTICLE)
    page.close()
    return data


def test_guesses_keep_the_claim_at_2u(raw: bytes) -> None:
    done = finish(raw, FACTS)
    assert done.conformance == finish(raw, FACTS, Level.A2A).conformance == "2u"
    assert any(r.guessed and "heading" in r.rule for r in done.repairs)
    assert failures(done.data, "2u") == ()
    assert {"U+F1234"} <= set(done.lost_glyphs)


def test_what_nobody_had_to_guess_is_accessible(page: Page) -> None:
    html = f"<html lang=en><title>t</title><h1>Log</h1><p>{WORDS}</p><ul><li>a<li>b</ul>"
    raw = printed(page, html)
    done = finish(raw, FACTS, Level.A2A)
    assert done.conformance == "2a+ua1"
    assert failures(done.data, "2a") == failures(done.data, "ua1") == ()
    default = finish(raw, FACTS)
    assert default.conformance == "2u+ua1"
    assert failures(default.data, "2u") == failures(default.data, "ua1") == ()
    assert b"<pdfaid:part>" not in finish(raw, FACTS, None).data


def test_even_a_guessed_structure_passes_level_a(
    raw: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("capture.render.pdfa.notes.Notes.guessed", property(lambda _: False))
    data = finish(raw, FACTS, Level.A2A).data
    assert failures(data, "2a") == failures(data, "ua1") == ()


def test_attachments_make_it_part_3(page: Page) -> None:
    attached = Attachment(name="page.txt", media_type="text/plain", data=b"text")
    facts = FACTS.model_copy(update={"attachments": (attached,)})
    done = finish(printed(page, f"<html lang=en><h1>Log</h1><p>{WORDS}</p>"), facts, Level.A2A)
    assert done.conformance == "3a+ua1"
    assert failures(done.data, "3a") == ()
    with pikepdf.open(io.BytesIO(done.data)) as pdf:
        assert pdf.attachments["page.txt"].get_file().read_bytes() == b"text"
        assert pdf.Root.AF[0].AFRelationship == "/Alternative"


def test_an_empty_page_is_still_valid(page: Page) -> None:
    done = finish(printed(page, "<html><body></body></html>"), FACTS)
    assert failures(done.data, done.conformance[:2]) == ()


def test_the_look_stays(raw: bytes) -> None:
    done = finish(raw, FACTS).data
    assert page_count(done) == page_count(raw)
    for number in range(page_count(raw)):
        before, after = (
            np.asarray(Image.open(io.BytesIO(picture(data, number, dpi=96))), dtype=int)
            for data in (raw, done)
        )
        assert np.abs(before - after).max() <= 1


def test_equal_input_gives_equal_and_fewer_bytes(raw: bytes) -> None:
    assert finish(raw, FACTS).data == finish(raw, FACTS).data
    assert len(finish(raw, FACTS).data) < len(raw)


def test_the_facts_are_in_the_file(raw: bytes) -> None:
    with pikepdf.open(io.BytesIO(finish(raw, FACTS).data)) as pdf:
        assert str(pdf.docinfo.Title) == "The harbour log & more"
        assert str(pdf.Root.Lang) == "en-GB"
        packet = pdf.Root.Metadata.read_bytes().decode()
    assert "https://example.org/log?x=&lt;1&gt;" in packet
    assert "2026-11-22T12:00:00Z" in packet


def test_the_text_is_there(raw: bytes) -> None:
    data = finish(raw, FACTS).data
    assert check_text(data, f"{WORDS} 日本語の文章と العربية مع كلمات و עברית first link") == 1.0
    assert check_text(data, "ships never mentioned sank quietly") < 0.5


def test_no_link_leads_to_a_script_a_file_or_a_program(page: Page) -> None:
    bad = ("javascript:alert(1)", "file:///etc/passwd", "vbscript:x", "ms-msdt:/id x", "data:,x")
    good = ("https://example.org/a", "mailto:a@example.org", "tel:123")
    links = "".join(f"<p><a href='{at}'>A link to {at}</a> {WORDS}</p>" for at in (*bad, *good))
    raw = printed(page, f"<html lang=en><title>t</title><h1>Log</h1>{links}")
    done = finish(raw, FACTS, Level.A2A)
    assert done.conformance == "2a+ua1"
    assert failures(done.data, "2a") == failures(done.data, "ua1") == ()
    with pikepdf.open(io.BytesIO(done.data)) as pdf:
        targets = {
            str(annotation.A.URI)
            for sheet in pdf.pages
            for annotation in sheet.obj.get("/Annots", [])
            if "/A" in annotation and "/URI" in annotation.A
        }
    assert set(good) <= targets
    assert not [at for at in targets if at.partition(":")[0] not in ("https", "mailto", "tel")]
