"""The print copy keeps the content, runs nothing, and knows its own page numbers."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from pdf_pages import WORDS
from playwright.sync_api import Page

from capture.extract.values import Extraction, Fact, Metadata
from capture.render.pdf import PrintRequest
from capture.render.pdfa.finish import finish
from capture.render.pdfa.values import DocumentFacts
from capture.render.pdfread import check_text, text
from capture.render.reader import READER_MARGIN_MM, print_reader, reader_html

FACTS = DocumentFacts(
    title="The harbour log",
    source_url="https://example.org/log",
    captured_at=datetime(2026, 11, 22, 12, tzinfo=UTC),
)
REQUEST = PrintRequest(margin_mm=READER_MARGIN_MM)
PIXEL = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"


def extraction(html: str, language: str = "en", words: str = "") -> Extraction:
    def fact(value: str) -> Fact:
        return Fact(value=value, source="test", confidence=1)

    return Extraction(
        kind="article",
        text=words or re.sub(r"<[^>]*>", " ", html),
        markdown="",
        html=html,
        metadata=Metadata(title=fact("The harbour log"), language=fact(language)),
    )


def copy(page: Page, html: str, language: str = "en") -> bytes:
    session = page.context.new_cdp_session(page)
    return print_reader(page, session, extraction(html, language), FACTS, REQUEST)


def test_every_word_and_link_is_in_the_copy(page: Page) -> None:
    html = f"""<h1>The harbour log</h1><p>{WORDS} <a href="https://example.com/r">report</a></p>
    <details><summary>More</summary><p>folded</p></details><unknown>unheard of</unknown>
    <table><tr><th>ship<th>tons<tr><td>Nora<td>1200</table><pre>code here</pre>"""
    data = finish(copy(page, html), FACTS).data
    expected = extraction(html).text.replace("The harbour log", "")
    assert check_text(data, expected) == 1.0
    assert "https://example.com/r" in text(data)
    assert text(data).count("The harbour log") == 1


def test_the_contents_list_says_where_each_chapter_is(page: Page) -> None:
    chapters = "".join(f"<h2>Chapter {n}</h2><p>{(WORDS + ' ') * 30}</p>" for n in range(1, 9))
    pages = text(copy(page, chapters)).split("\f")
    listed = dict(re.findall(r"Chapter (\d)\s+(\d+)", pages[0]))
    assert len(listed) == 8
    for chapter, number in listed.items():
        assert f"Chapter {chapter}" in pages[int(number) - 1]
    assert re.search(rf"Page 2 of {len(pages)}", pages[1])


def test_a_right_to_left_document_is_one(page: Page) -> None:
    words = "كتب ربان الميناء كل سفينة دخلت"
    html = reader_html(extraction(f"<p>{words}</p>", "ar"), FACTS)
    assert 'dir="rtl"' in html
    dated = FACTS.model_copy(update={"published": datetime(2026, 3, 4, tzinfo=UTC)})
    shown = reader_html(extraction(f"<p>{words}</p>", "ar"), dated)
    assert '<time dir="ltr">2026-03-04</time>' in shown, "digits and hyphens turn round"
    assert check_text(finish(copy(page, f"<p>{words}</p>", "ar"), FACTS).data, words) == 1.0


@pytest.mark.parametrize(
    "attack",
    [
        "<script>document.title='x'</script>",
        "<p onclick=alert(1)>x",
        "<a href='javascript:alert(1)'>x</a>",
        "<img src=x onerror=alert(1)>",
        "<img src='https://tracker.example/p.gif'>",
        "<svg><script>1</script></svg>",
        "<iframe src=//evil.example></iframe>",
        "<style>@import '//evil.example'</style>",
        "</main></body><script>1</script>",
    ],
)
def test_content_brings_nothing_that_runs_or_loads(attack: str) -> None:
    html = reader_html(extraction(f"<p>before</p>{attack}<p>after</p>"), FACTS)
    body = html.partition("</head>")[2]
    assert "before" in body
    assert "after" in body
    forbidden = r"<script|on\w+=|javascript:|evil\.example|tracker\.example|<iframe|@import"
    assert not re.search(forbidden, body)


def test_pictures_come_from_the_caller_and_leave_their_words() -> None:
    found = extraction("<img src=a.png alt='The quay'><img src=b.png alt='The crane'>")
    html = reader_html(found, FACTS, image=lambda s: PIXEL if s == "a.png" else None)
    assert PIXEL in html
    assert "[Image: The crane]" in html


def test_a_hostile_title_stays_text(page: Page) -> None:
    title = '</title></style><script>x</script>"; } @page { size: a5'
    facts = FACTS.model_copy(update={"title": title})
    found = extraction("<p>body text")
    found = found.model_copy(update={"metadata": Metadata()})
    assert "<script>" not in reader_html(found, facts)
    session = page.context.new_cdp_session(page)
    data = print_reader(page, session, found, facts, REQUEST)
    assert "body text" in text(data)


def test_signs_behind_headings_go_and_notes_stay_notes() -> None:
    facts = FACTS.model_copy(update={"source_url": "https://example.org/log"})
    found = extraction(
        "<h2>Ropes <a href='https://example.org/log#ropes'>#</a></h2><p>See<sup>"
        "<a href='https://example.org/log#n1'>1</a></sup> and <a href='https://example.com/x'>x</a>."
        "<ol><li id=n1>a note</ol>"
    )
    body = reader_html(found, facts).partition("</head>")[2]
    assert ">#<" not in body
    assert '<a href="#n1">1</a>' in body
    assert body.count('class="ref"') == 1


def test_a_page_of_links_numbers_those_that_lead_away() -> None:
    facts = FACTS.model_copy(update={"source_url": "https://example.org/log"})
    own = "".join(f"<p><a href='https://example.org/{n}'>word {n}</a>" for n in range(200))
    found = extraction(f"{own}<p><a href='https://example.com/x'>away</a>")
    body = reader_html(found, facts).partition("</head>")[2]
    assert body.count('class="ref"') == 1
    assert body.count("https://example.org/1") > 100  # still links


def test_a_contents_list_of_the_page_is_the_copy_s(page: Page) -> None:
    names = ["Ropes", "Tides", "Cargo", "Tides", "Storms"]
    listed = "".join(f"<li><a href='#lost-{n}'>{name}</a></li>" for n, name in enumerate(names))
    chapters = "".join(f"<h2>{name}</h2><p>{(WORDS + ' ') * 45}</p>" for name in names)
    pages = text(copy(page, f"<ul>{listed}</ul>{chapters}")).split("\f")
    where = re.findall(r"(Ropes|Tides|Cargo|Storms)\s+(\d+)\n", pages[0])
    assert [name for name, _ in where] == names
    assert all(name in pages[int(number) - 1] for name, number in where)
    assert len({number for _, number in where}) > 2
    assert sum(p.count("Cargo") for p in pages) == 2


def test_what_announces_code_stands_above_it() -> None:
    html = "<p>Then edit it:</p><pre>x = 1</pre><p>A list:</p> loose words <ul><li>a</ul>"
    made = reader_html(extraction(html), FACTS)
    assert '<p class="lead">Then edit it:</p>' in made
    assert "<p>A list:</p>" in made
