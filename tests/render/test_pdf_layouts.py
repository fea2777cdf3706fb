"""Layouts that paper does not take as they are: nothing of the text is lost, nothing is cut."""

from __future__ import annotations

import re

import pytest
from pdf_pages import WORDS
from playwright.sync_api import Page

from capture.browser.world import World
from capture.render.pdf import PrintRequest
from capture.render.pdfread import absent_passages, check_text, page_count, text
from capture.render.prepare import print_whole

REQUEST = PrintRequest(timeout_ms=15_000)
LINES = "".join(f"<p>Line {n} of it: {WORDS}</p>" for n in range(40))
TAB = "The second tab tells of the ropes, and nobody has opened it yet."
GIF = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"


def printed(page: Page, html: str, expected: str = "") -> bytes:
    page.set_content(html)
    return print_whole(World(page), REQUEST, expected).raw


@pytest.mark.parametrize(
    "item",
    [
        "<div><b style='display:none'>hidden</b></div>",
        "<i style='display:none'>x</i><div></div>",
        "<div><b style='float:left'>floating</b></div>",
        "<div><b style='position:absolute'>placed</b></div>",
        f"<div><img style='display:none' src='{GIF}'></div>",
        "<div><svg style='display:none'></svg></div>",
    ],
)
def test_no_form_of_the_list_hangs(page: Page, item: str) -> None:
    assert "after" in text(printed(page, f"<ul><li><a href=x>{item}</a></li></ul><p>after"))


@pytest.mark.parametrize(
    "hidden",
    [
        f"<div role=tabpanel style='display:none'><p>{TAB}</p></div>",
        f"<div style='visibility:hidden'><p>{TAB}</p></div>",
        f"<div style='clip-path:inset(0 100% 0 0)'><p>{TAB}</p></div>",
        f"<div style='transform:scale(0)'><p>{TAB}</p></div>",
        f"<div style='transform:translateX(-150%)'><p>{TAB}</p></div>",
        f"<div style='height:60px;overflow:hidden'><p style='margin-top:90px'>{TAB}</p></div>",
        f"<style>@media print{{.x{{display:none!important}}}}</style><p class=x>{TAB}</p>",
    ],
)
def test_what_was_extracted_is_shown(page: Page, hidden: str) -> None:
    html = f"<main>{LINES}{hidden}</main>"
    assert check_text(printed(page, html, TAB), TAB) == 1.0


def test_what_was_not_extracted_stays_hidden(page: Page) -> None:
    html = f"<main>{LINES}<div style='display:none'>{TAB}</div></main>"
    assert "ropes" not in text(printed(page, html, "Line 3 of it"))


def test_passages_are_absent_only_when_words_are() -> None:
    found = "one two three four five six seven eight"
    assert absent_passages(found, "eight seven six five") == []
    assert absent_passages(found, "- one two\n- nine ten eleven twelve") == ["nineteneleventwelve"]


def test_a_mark_set_beside_its_letter_is_no_other_word() -> None:
    assert absent_passages("الضباب ساكن ًا على مصب النهر", "الضباب ساكناً على مصب النهر") == []


def test_a_frame_is_printed_whole(page: Page) -> None:
    frame = LINES.replace('"', "&quot;")
    html = f'<p>before<iframe srcdoc="{frame}" width=600 height=200></iframe><p>after'
    found = text(printed(page, html))
    assert "Line 39" in found
    assert found.index("Line 39") < found.index("after")


def test_slides_follow_one_another(page: Page) -> None:
    slides = "".join(f"<div style='flex:0 0 80%'>Slide {n} {WORDS}</div>" for n in range(6))
    html = f"<div style='display:flex;overflow-x:auto'>{slides}</div>"
    found = text(printed(page, html))
    assert all(f"Slide {n} The harbour" in found for n in range(6))


def test_a_screen_is_no_measure_on_paper(page: Page) -> None:
    block = "<section style='min-height:100vh'><h2>Part</h2><p>Some words.</p></section>"
    assert page_count(printed(page, block * 4)) == 1


def test_a_column_that_ends_early_gives_its_place_to_the_text(page: Page) -> None:
    links = "".join(f"<li><a href=/{n}>Chapter {n}</a>" for n in range(40))
    html = f"""<div style="display:grid;grid-template-columns:200px 1fr"><nav><ul>{links}</ul></nav>
    <main>{LINES * 3}</main></div>"""
    printed(page, html)
    assert page.evaluate("document.querySelector('main').getBoundingClientRect().width") > 600


def test_numbered_code_keeps_line_and_number_together(page: Page) -> None:
    numbers = "\n".join(str(n) for n in range(1, 30))
    code = "\n".join(f"call_{n}({'argument, ' * 9}last)" for n in range(1, 30))
    html = f"<table><tr><td><pre>{numbers}</pre></td><td><pre>{code}</pre></td></tr></table>"
    printed(page, html)
    heights = page.evaluate("[...document.querySelectorAll('pre')].map(p => p.offsetHeight)")
    assert heights[0] == heights[1]


def test_cells_wrap_between_words_only(page: Page) -> None:
    cells = "".join(f"<td>remarkable words {n}</td>" for n in range(8))
    html = f"<table style='white-space:nowrap'><tr>{cells}</tr></table>"
    assert len(re.findall(r"\bremarkable\b", text(printed(page, html)))) == 8


def test_upright_text_that_does_not_fit_lies_down(page: Page) -> None:
    said = "港の主は入ってくるすべての船を書き留めた。" * 12
    html = f"<div style='writing-mode:vertical-rl;height:300px'>{f'<p>{said}</p>' * 12}</div>"
    assert check_text(printed(page, html), said * 12) > 0.99


def test_rows_that_reach_off_the_paper_are_pulled_back(page: Page) -> None:
    row = f"<div style='margin:0 -30px'><p>{WORDS * 3}</p></div>"
    printed(page, f"<body style='margin:0'><div style='margin:0 -20px'>{row}</div>")
    assert page.evaluate("document.querySelector('p').getBoundingClientRect().left") >= 0


def test_what_hangs_in_a_margin_that_paper_has_not_is_pulled_in(page: Page) -> None:
    aside = "<div style='float:right;width:180px;margin-right:-220px'>Ropes, tides</div>"
    printed(page, f"<main style='max-width:720px;margin:auto'>{aside}{LINES}</main>")
    right = "document.querySelector('main div').getBoundingClientRect().right"
    assert page.evaluate(right) <= REQUEST.content_px


def test_a_stacked_list_of_chapters_takes_no_sheet(page: Page) -> None:
    names = "".join(f"<div>Chapter {n}</div>" for n in range(40))
    page.set_viewport_size({"width": 1280, "height": 800})
    html = f"""<div style="display:flex"><div style="width:360px;line-height:2">{names}</div>
    <main style="flex:1">{LINES}</main></div>"""
    first = text(printed(page, html)).split("\f")[0]
    assert "Chapter 39" in first
    assert "Line 5" in first
