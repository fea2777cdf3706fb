"""What a typographer looks for in the print copy, on the paper: places of words, sheets, heads."""

from __future__ import annotations

import pymupdf
import pytest
from lxml import html as lxml_html
from lxml.html import HtmlElement
from pdf_pages import WORDS
from playwright.sync_api import Page
from test_pdf_reader import FACTS, PIXEL, copy, extraction

from capture.browser.world import World
from capture.extract.values import Metadata
from capture.render.pdf import PrintRequest, css_string
from capture.render.pdfread import check_text, share_found, text
from capture.render.prepare import print_whole
from capture.render.reader import reader_html, running_rules

HEBREW = "בשנת זו רשם מנהל הנמל כל אונייה שנכנסה אל המפרץ"


def body(html: str, language: str = "en", words: str = "") -> HtmlElement:
    page = reader_html(extraction(html, language, words), FACTS)
    return lxml_html.document_fromstring(page).find(".//main")


def places(data: bytes, word: str) -> list[tuple[int, float, float, float, float]]:
    """Return a word's places: sheet from 0, then left, top, right, bottom in pt."""
    with pymupdf.open(stream=data, filetype="pdf") as document:
        return [
            (number, *found[:4])
            for number, sheet in enumerate(document)
            for found in sheet.get_text("words")
            if found[4] == word
        ]


def test_heads_of_two_rows_repeat_and_stand_over_their_columns(page: Page) -> None:
    rows = "".join(f"<tr><th>port{n}<td>{n}.50<td>{n * 11:,}.25" for n in range(70))
    html = f"""<table><tr><th rowspan=2>Port<th colspan=2>Year</tr><tr><th>Spring<th>Autumn</tr>
    {rows}</table>"""
    assert len(body(html).findall(".//thead/tr")) == 2
    data = copy(page, html)
    heads = places(data, "Autumn")
    assert len(heads) == 1 + heads[-1][0] > 1, "one on each sheet"
    assert {round(right) for *_, right, _ in places(data, "11.25")} == {round(heads[0][3])}
    assert round(places(data, "759.25")[0][3]) == round(heads[0][3])


def test_a_title_over_all_columns_is_no_head() -> None:
    rows = "".join(f"<tr><th>fact {n}<td>said {n}" for n in range(4))
    assert body(f"<table><tr><th colspan=2>Name</tr>{rows}</table>").find(".//thead") is None


def test_units_stand_under_units_in_hebrew(page: Page) -> None:
    rows = "".join(f"<tr><td>{HEBREW} {n}<td>{10**n * 7}" for n in range(1, 6))
    html = f"<p>{HEBREW}</p><table><tr><th>א<th>ב</tr>{rows}</table>"
    data = copy(page, html, "he")
    assert len({round(places(data, str(10**n * 7))[0][3]) for n in range(1, 6)}) == 1


def test_short_cells_do_not_wrap(page: Page) -> None:
    rows = "".join(f"<tr><td>1911-03-{n:02}<td>{WORDS * 2}" for n in range(10, 30))
    data = copy(page, f"<table><tr><th>Day<th>Log</tr>{rows}</table>")
    assert len(places(data, "1911-03-17")) == 1


def test_a_small_table_is_not_cut(page: Page) -> None:
    table = "<table><tr><th>a<th>b" + "".join(f"<tr><td>in{n}<td>y" for n in range(4)) + "</table>"
    for lines in (32, 34, 36):
        data = copy(page, f"<p>{'<br>'.join('line' for _ in range(lines))}</p>{table}")
        assert len({places(data, f"in{n}")[0][0] for n in range(4)}) == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("<p>What is a <b>quay</b>?</p>", f"<p>{WORDS}</p>"),
        ("<p><strong>On Windows</strong></p>", f"<p>{WORDS}</p>"),
        ("<h2>Ropes</h2><p>Main article: Ropes</p>", f"<p>{WORDS}</p>"),
        ("<ul><li>Then run it: <pre>x = 1</pre></ul>", ""),
    ],
)
def test_what_announces_stays_with_what_follows(first: str, second: str) -> None:
    assert body(f"{first}{second}").find(".//p[@class='lead']") is not None


def test_who_said_it_stays_with_the_quotation() -> None:
    quote = f"<blockquote><p>{WORDS}</p><p>— The harbour book</p></blockquote>"
    assert body(quote).find(".//p[@class='attribution']") is not None
    assert body(f"<blockquote><p>— {WORDS}</p></blockquote>").find(".//p[@class]") is None


def test_numbers_of_long_lists_are_on_the_paper(page: Page) -> None:
    listed = "".join(f"<li>item {n}</li>" for n in range(3))
    found = text(copy(page, f"<ol start=9998>{listed}</ol>"))
    assert "9998." in found
    assert "10000." in found


def test_english_in_a_hebrew_text_runs_as_english_does(page: Page) -> None:
    html = f"<p>{HEBREW}</p><ol><li>{HEBREW}</li><li>Smith, J. Ports of the Levant.</li></ol>"
    assert body(html, "he").find(".//li/p[@dir='ltr']").text.startswith("Smith")
    data = copy(page, html, "he")
    smith, levant = places(data, "Smith,")[0], places(data, "Levant.")[0]
    assert smith[1] < levant[1], "the full stop is at the end"


def test_numbers_among_hebrew_letters_are_found() -> None:
    assert share_found("רשם1911 בשנת", "בשנת 1911 רשם") == 1.0


def test_marks_in_running_heads_keep_their_spaces(page: Page) -> None:
    page.set_content(f"<style>p::before {{ content: {css_string('روزنامهٔ شهر')} }}</style><p>")
    said = page.evaluate("getComputedStyle(document.querySelector('p'), '::before').content")
    assert said == '"روزنامهٔ شهر"'


def test_a_persian_copy_counts_in_its_own_figures(page: Page) -> None:
    assert "۱" in text(copy(page, f"<p>{'رئیس بندر نام هر کشتی را می‌نوشت ' * 20}</p>", "fa"))


def test_notes_are_set_as_notes() -> None:
    marks = "".join(f'<sup><a href="#n{n}">[{n}]</a></sup>' for n in range(4))
    notes = "".join(f'<li id="n{n}">note {n}</li>' for n in range(4))
    assert body(f"<p>text{marks}</p><ol>{notes}</ol>").find(".//ol[@class='notes']") is not None


def test_headings_of_one_name_are_no_contents(page: Page) -> None:
    parts = "".join(
        f"<h2>Chapter {n}</h2><p>{WORDS * 40}</p><h3>Warning</h3><p>{WORDS}</p>" for n in range(5)
    )
    first = text(copy(page, parts)).split("\f")[0]
    assert "Chapter 4" in first
    assert "Warning" not in first.partition("The harbour master")[0]


def test_a_shop_window_has_small_pictures() -> None:
    items = "".join(f"<li><img src='{PIXEL}'>Thing {n}</li>" for n in range(6))
    main = body(f"<ul>{items}</ul>")
    assert main.get("class") == "gallery"
    assert len(main.findall(".//li[@class='pictured whole']")) == 6


def test_pictures_one_after_the_other_share_a_row() -> None:
    assert len(body(f"<p>x</p><img src='{PIXEL}'><img src='{PIXEL}'><p>y").find(".//div")) == 2


def test_a_long_title_is_one_line_of_the_running_head() -> None:
    title = "The Harbour Log of Nineteen Hundred and Eleven " * 3
    found = extraction("<p>x").model_copy(update={"metadata": Metadata()})
    facts = FACTS.model_copy(update={"title": title})
    rules = running_rules(found, facts, PrintRequest(margin_mm=34))
    assert '"The Harbour Log of Nineteen Hundred and Eleven The Harbour…"' in rules


def test_a_long_formula_stays_on_the_paper(page: Page) -> None:
    parts = "<mo>+</mo>".join(f"<mi>x{n}</mi>" for n in range(60))
    html = f'<p>{WORDS}</p><math display="block"><mrow>{parts}</mrow></math>'
    assert "x59" in text(copy(page, html))


@pytest.mark.parametrize("layout", ["page", "reader"])
def test_deep_nesting_stays_on_the_paper(page: Page, layout: str) -> None:
    said = "".join(f"<ul><li>level{n} deep {WORDS}" for n in range(120)) + "</ul>" * 120
    quotes = "".join(f"<blockquote>reply{n} deep {WORDS}" for n in range(40))
    threads = "".join(
        f"<div class=reply style='margin-left:30px'>answer{n} deep {WORDS}" for n in range(40)
    )
    html = f"<main>{said}{quotes}{'</blockquote>' * 40}{threads}</main>"
    if layout == "page":
        page.set_content(html)
        data = print_whole(World(page), PrintRequest(), "").raw
    else:
        data = copy(page, html)
    assert check_text(data, " ".join(f"level{n}" for n in range(120))) == 1.0
    with pymupdf.open(stream=data, filetype="pdf") as document:
        for sheet in document:
            for left, _, right, *_ in sheet.get_text("words"):
                assert left > 20
                assert right < sheet.rect.width - 20


def test_links_show_letters_where_they_can_be_typed() -> None:
    html = """<p><a href="https://example.com/caf%C3%A9/%D7%A0%20x">a</a>
    <a href="https://example.com/%FF">b</a></p>"""
    page = reader_html(extraction(html), FACTS)
    assert ">https://example.com/café/%D7%A0%20x<" in page
    assert ">https://example.com/%FF<" in page
