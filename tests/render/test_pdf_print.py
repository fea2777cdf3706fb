"""Printing loses nothing and always ends."""

from __future__ import annotations

import io
import re
from pathlib import Path

import numpy as np
import pytest
from pdf_pages import HANG, WORDS
from PIL import Image
from playwright.sync_api import Browser, Page

from capture.browser.world import World
from capture.errors import UsageError
from capture.render.pdf import (
    PrintHung,
    PrintRequest,
    css_string,
    paper_for,
    print_page,
)
from capture.render.pdfread import page_count, picture, text
from capture.render.prepare import PrintPrep, print_whole

REQUEST = PrintRequest(source_url="https://example.org/a")
LINES = "".join(f"<p>Line {n} of it: {WORDS}</p>" for n in range(60))


def made(
    page: Page, html: str, request: PrintRequest = REQUEST, expected: str = ""
) -> tuple[PrintPrep, bytes]:
    page.set_content(html)
    printed = print_whole(World(page), request, expected)
    return printed.prep, printed.raw


def test_the_list_that_hangs_chromium_is_defused(page: Page) -> None:
    prep, data = made(page, f"<p>before{HANG}after")
    assert "after" in text(data)
    assert any("hangs" in note for note in prep.notes)


def test_a_hang_ends_and_the_browser_lives(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(HANG)  # not made ready: this hangs
    session = page.context.new_cdp_session(page)
    with pytest.raises(PrintHung):
        print_page(page, session, PrintRequest(timeout_ms=1500))
    page.context.close()
    again = browser.new_page()
    _prep, data = made(again, HANG + "<p>second try", PrintRequest(safe=True))
    again.close()
    assert "second try" in text(data)


def test_an_app_shell_is_unrolled(page: Page) -> None:
    shell = f"""<style>html,body{{margin:0;height:100%;overflow:hidden}}
    .app{{display:flex;flex-direction:column;height:100vh}} .main{{flex:1;overflow:auto}}</style>
    <div class=app><header>Bar</header><div class=main>{LINES}</div></div>"""
    _prep, data = made(page, shell)
    assert page_count(data) > 2
    assert "Line 59 of it" in text(data)


def test_details_open_and_waiting_text_shows(page: Page) -> None:
    html = f"""<details><summary>More</summary>folded away</details>
    <div style="height:0;overflow:hidden"><p>accordion panel: {WORDS}</div>
    <div style="opacity:0;transform:translateY(40px)">revealed on scroll: {WORDS}</div>"""
    _prep, data = made(page, html)
    assert "folded away" in text(data)
    assert "accordion panel" in text(data)
    png = np.asarray(Image.open(io.BytesIO(picture(data, 0))).convert("L"))
    assert (png[64:120] < 128).sum() > 500  # ink, not only words


def test_a_page_that_hides_itself_until_its_script_ran_is_shown(page: Page) -> None:
    _prep, data = made(page, f"<html style='display:none'><body style='opacity:0'>{LINES}")
    assert "Line 59 of it" in text(data)


def test_squeezed_text_gets_the_page_and_the_sidebar_follows(page: Page) -> None:
    html = f"""<style>.g{{display:grid;grid-template-columns:1fr 340px}}</style>
    <div class=g><main>{LINES}</main><aside><p>SIDEBAR {WORDS}</aside></div>"""
    _prep, data = made(page, html)
    assert page.evaluate("document.querySelector('main').getBoundingClientRect().width") > 600
    assert text(data).index("SIDEBAR") > text(data).index("Line 59")


def test_pinned_bars_do_not_repeat(page: Page) -> None:
    html = f"""<div style="position:sticky;top:0">STICKYBAR</div>{LINES}
    <div style="position:fixed;bottom:0;left:0;right:0">FIXEDBAR</div>"""
    _prep, data = made(page, html)
    assert text(data).count("STICKYBAR") == 1
    assert "FIXEDBAR" not in text(data)


def test_wide_tables_and_code_are_not_cut(page: Page) -> None:
    cells = "".join(f"<td>column-{n:02}</td>" for n in range(16))
    html = f"""<h2>Figures</h2><table style="white-space:nowrap"><tr>{cells}</tr></table>
    <pre style="overflow:auto">{"word " * 60}LASTWORD</pre>"""
    _prep, data = made(page, html)
    assert "column-15" in re.sub(r"\s", "", text(data))
    assert "LASTWORD" in text(data)


def test_a_print_sheet_that_drops_text_is_not_used(page: Page) -> None:
    html = f"<style>@media print{{.body{{display:none}}}}</style><div class=body>{LINES}</div>"
    prep, data = made(page, html)
    assert prep.media == "screen"
    assert "Line 59" in text(data)


def test_a_print_sheet_that_keeps_the_text_is_used(page: Page) -> None:
    html = f"<style>@media print{{.bar{{display:none}}}}</style><nav class=bar>MENU</nav>{LINES}"
    prep, data = made(page, html)
    assert prep.media == "print"
    assert "MENU" not in text(data)


def test_a_dark_page_is_printed_light(page: Page) -> None:
    html = f"<body style='background:#111;color:#eee'><h1>Night</h1>{LINES}"
    _prep, data = made(page, html)
    png = np.asarray(Image.open(io.BytesIO(picture(data, 0))).convert("L"))
    assert png.mean() > 200
    assert (png < 110).sum() > 1000


def test_an_empty_column_goes_to_the_text(page: Page) -> None:
    html = f"""<style>.g{{display:grid;grid-template-columns:300px 1fr}}</style>
    <div class=g><aside></aside><main style="grid-column:2">{LINES}</main></div>"""
    made(page, html)
    assert page.evaluate("document.querySelector('main').getBoundingClientRect().width") > 600


def test_the_foot_line_cannot_be_broken_out_of(page: Page) -> None:
    request = PrintRequest(source_url='https://e.org/"; } @page { size: a3 } body{display:none}')
    _prep, data = made(page, "<p>still here", request)
    assert "still here" in text(data)
    assert css_string('"\\\n') == '"\\000022 \\00005c \\00000a "'


def test_paper_follows_the_region(tmp_path: Path) -> None:
    assert [paper_for(x) for x in ("en-US", "en_CA", "de-DE", "en", "zh-Hant-TW")] == [
        "letter", "letter", "a4", "a4", "a4",
    ]  # fmt: skip
    with pytest.raises(UsageError):
        _ = PrintRequest(paper="napkin").size_mm
