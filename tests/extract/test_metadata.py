"""Who, when, what it is called and where it came from: stated, shown, or neither."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capture.extract.dates import read_day
from capture.extract.extract import extract
from capture.extract.language import spoken_in
from capture.extract.people import is_person, names_in
from capture.extract.values import Metadata

from .pages import SAMPLES
from .test_structure import PROSE

BODY = "".join(f"<p>{p}</p>" for p in PROSE)


def read(
    head: str = "",
    top: str = "",
    *,
    tail: str = "",
    url: str | None = None,
    title: str = "The old quay",
) -> Metadata:
    markup = (
        f"<html lang=en><head><title>{title}</title>{head}</head><body><nav><a href=/a>Home</a></nav>"
        f"<article><h1>The old quay</h1>{top}{BODY}</article>{tail}<footer><p>© 2019 Harbour Press</p></footer></body></html>"
    )
    return extract(markup, url).metadata


def ld(thing: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(thing)}</script>'


def day(facts: Metadata) -> str | None:
    return facts.published.value[:10] if facts.published else None


def who(facts: Metadata) -> list[str]:
    return [a.value for a in facts.authors]


@pytest.mark.parametrize(
    "text",
    ["7 May 2024", "May 7th, 2024", "7 mai 2024", "le 7 mai 2024 à 10 h", "7. Mai 2024", "7 de mayo de 2024", "7 maggio 2024", "7 de maio de 2024", "7 maja 2024", "7 мая 2024 г.",
     "7 травня 2024", "7 Μαΐου 2024", "7 مايو 2024", "٧ مايو ٢٠٢٤", "7 أيار 2024", "7 במאי 2024", "2024年5月7日", "２０２４年５月７日", "2024년 5월 7일", "7 मई 2024", "७ मई २०२४", "7 พฤษภาคม 2567",
     "๗ พฤษภาคม ๒๕๖๗", "7 พ.ค. 2567", "7 mei 2024", "7 maj 2024", "7. toukokuuta 2024", "7 Mayıs 2024", "2024. május 7.", "7. května 2024", "ngày 7 tháng 5 năm 2024",
     "07-mai-2024 5:11", "2024/5/7", "7.5.2024", "Tue 7 May 2024 08.00 BST"],
)  # fmt: skip
def test_a_day_in_thirty_languages(text: str) -> None:
    assert read_day(text) == "2024-05-07"


@pytest.mark.parametrize(
    ("first", "found"), [(True, "2024-04-03"), (False, "2024-03-04"), (None, None)]
)
def test_a_day_of_two_readings_waits_for_evidence(first: bool | None, found: str | None) -> None:
    assert read_day("03/04/2024", day_first=first) == found


@pytest.mark.parametrize(
    ("byline", "names"),
    [("By Ines Tarrow", ["Ines Tarrow"]), ("BY INES TARROW", ["Ines Tarrow"]), ("By Ines Tarrow and Tom O’Dell", ["Ines Tarrow", "Tom O’Dell"]),
     ("By Ines Tarrow, Tom Odell and Ann Poe", ["Ines Tarrow", "Tom Odell", "Ann Poe"]), ("Von Henrike Osterlamp und Max Muster", ["Henrike Osterlamp", "Max Muster"]),
     ("Par Solène Marchebreuil", ["Solène Marchebreuil"]), ("Di Ottavia Brentari", ["Ottavia Brentari"]), ("Di Maria", ["Di Maria"]), ("Автор: Таисия Верхолётова", ["Таисия Верхолётова"]),
     ("文／早瀬ことり", ["早瀬ことり"]), ("윤가람 기자", ["윤가람"]), ("作者：林晓棠", ["林晓棠"]), ("بقلم سلمى الدروبي", ["سلمى الدروبي"]), ("מאת נעמה ברקוביץ", ["נעמה ברקוביץ"]),
     ("โดย พิมพ์ชนก วารีรัตน์", ["พิมพ์ชนก วารีรัตน์"]), ("मीनाक्षी रावल द्वारा", ["मीनाक्षी रावल"]), ("Από Δανάη Κορφιάτη", ["Δανάη Κορφιάτη"]), ("Przez Bogna Wieczorek", ["Bogna Wieczorek"]),
     ("By Ines Tarrow, staff writer", ["Ines Tarrow"]), ("Ines Tarrow, Privacy and Security Expert", ["Ines Tarrow"]), ("Ines Tarrow @inestarrow", ["Ines Tarrow"]), ("Ines Tarrow | The Harbour", ["Ines Tarrow"]),
     ("By INES TARROW, Associated Press", ["Ines Tarrow"]), ("Ines Tarrow, Ph.D.", ["Ines Tarrow, Ph.D."]), ("admin", []), ("By Staff", []), ("https://harbour.example/ines", [])],
)  # fmt: skip
def test_a_byline_gives_names(byline: str, names: list[str]) -> None:
    assert names_in(byline) == names


@given(st.text(max_size=120))
@settings(max_examples=100, deadline=None)
def test_any_byline_ends(text: str) -> None:
    for name in names_in(text):
        assert len(name) <= 60
        is_person(name)


def test_a_graph_is_followed_to_its_people() -> None:
    graph = [
        {"@type": "WebPage", "@id": "#page", "datePublished": "2020-01-01"},
        {"@type": ["Article", "NewsArticle"], "mainEntityOfPage": {"@id": "#page"}, "headline": "The old quay", "datePublished": "2024-05-07T06:30:00Z",
         "author": [{"@id": "#a"}, {"@id": "#b"}], "publisher": {"@id": "#o"}},
        {"@type": "Person", "@id": "#a", "name": "Ines Tarrow"}, {"@type": "Person", "@id": "#b", "name": "Tom Odell"},
        {"@type": "Organization", "@id": "#o", "name": "Harbour Press"},
    ]  # fmt: skip
    facts = read(ld({"@context": "https://schema.org", "@graph": graph}))
    assert (day(facts), who(facts)) == ("2024-05-07", ["Ines Tarrow", "Tom Odell"])


def test_a_nested_question_is_the_page_and_its_answers_are_not() -> None:
    question = {"@type": "Question", "name": "The old quay", "dateCreated": "2024-05-07", "author": {"@type": "Person", "name": "inest"},
                "acceptedAnswer": {"@type": "Answer", "dateCreated": "2024-06-01", "author": {"name": "Tom Odell"}}}  # fmt: skip
    facts = read(ld({"@type": "QAPage", "mainEntity": question}))
    assert (day(facts), who(facts)) == ("2024-05-07", ["inest"])


def test_listed_articles_date_no_page() -> None:
    items = [
        {
            "@type": "ListItem",
            "item": {"@type": "Article", "headline": f"News {n}", "datePublished": f"2024-05-0{n}"},
        }
        for n in range(1, 5)
    ]
    assert day(read(ld({"@type": "ItemList", "itemListElement": items}))) is None
    assert day(read(ld({"@type": "Blog", "posts": [i["item"] for i in items]}))) is None


@pytest.mark.parametrize(
    "head",
    ['<meta property="article:published_time" content="2024-05-07T06:30:00Z"><meta name="author" content="Ines Tarrow">',
     '<meta name="DC.date.issued" content="2024-05-07"><meta name="DC.creator" content="Ines Tarrow">',
     '<meta name="dcterms:created" content="2024-05-07"><meta name="dcterms:creator" content="Ines Tarrow">',
     '<meta name="parsely-pub-date" content="2024-05-07T06:30:00Z"><meta name="parsely-author" content="Ines Tarrow">',
     '<meta name="sailthru.date" content="Tue, 07 May 2024 06:30:00 +0000"><meta name="sailthru.author" content="Ines Tarrow">',
     '<meta name="citation_publication_date" content="2024/05/07"><meta name="citation_author" content="Ines Tarrow">'],
)  # fmt: skip
def test_statements_in_meta_elements(head: str) -> None:
    facts = read(head)
    assert (day(facts), who(facts)) == ("2024-05-07", ["Ines Tarrow"])
    assert facts.published and facts.published.confidence >= 0.8


@pytest.mark.parametrize(
    "top",
    ['<div itemscope itemtype="https://schema.org/Article"><span itemprop="author" itemscope><b itemprop="name">Ines Tarrow</b></span><time itemprop="datePublished" datetime="2024-05-07">then</time></div>',
     '<p class="byline vcard">By <a class="url fn n" href="/author/ines">Ines Tarrow</a> on <time class="published" datetime="2024-05-07T06:30">May 7</time></p>',
     '<p>By <a rel="author" href="/x">Ines Tarrow</a> · <span>May 7, 2024</span></p>',
     '<div class="css-1x2y"><p>Ines Tarrow</p><p>May 7, 2024 · 4 min read</p></div>',
     "<p>Written by <strong>Ines Tarrow</strong>, Harbour Editor</p><p>Published: 7 May 2024 | Updated: 9 May 2024</p>",
     '<aside><p>07.05.2024</p><p class="post-author">Ines Tarrow</p></aside>',
     '<p><span class="author-name"><a href="/authors/ines-tarrow">Ines Tarrow</a><span>, Quay Expert</span></span></p><p><relative-time datetime="2024-05-07T06:30:00Z"></relative-time></p>'],
)  # fmt: skip
def test_bylines_and_datelines_in_sight(top: str) -> None:
    facts = read(top=top)
    assert (day(facts), who(facts)) == ("2024-05-07", ["Ines Tarrow"])


def test_teasers_and_comments_speak_for_themselves() -> None:
    teasers = "".join(
        f'<div class="t"><a href="/{n}"><h3>News {n}</h3></a><span class="author">Tom Odell</span> <time datetime="2024-05-0{n}">May {n}, 2024</time></div>'
        for n in range(1, 5)
    )
    comments = '<div class="comments"><div class="comment"><b class="author">Ann Poe</b> <time datetime="2024-05-02">May 2, 2024</time><p>I think so.</p></div></div>'
    facts = read(tail=f"<section>{teasers}</section>{comments}")
    assert (day(facts), who(facts)) == (None, [])


def test_an_updated_line_is_no_day_of_publishing() -> None:
    facts = read(top="<p>Last updated: 9 May 2024</p>")
    assert day(facts) is None
    assert facts.modified and facts.modified.value == "2024-05-09"
    glued = read(
        top="<p><span>News</span><span>MAY 07, 2024</span><span>Updated: MAY 09, 2024</span></p>"
    )
    assert day(glued) == "2024-05-07"
    assert glued.modified and glued.modified.value == "2024-05-09"


def test_a_republishing_run_yields_to_the_day_shown() -> None:
    run = ld(
        {
            "@type": "BlogPosting",
            "headline": "The old quay",
            "datePublished": "2025-08-20",
            "dateModified": "2025-08-20",
        }
    )
    assert day(read(run, "<p>By Ines Tarrow</p><p>May 7, 2024</p>")) == "2024-05-07"
    assert day(read(run, "<p>By Ines Tarrow</p>")) == "2025-08-20"


def test_numeric_days_follow_the_page() -> None:
    assert (
        day(read('<meta property="og:locale" content="en_GB">', "<p>Posted 07/05/2024</p>"))
        == "2024-05-07"
    )
    assert (
        day(read('<meta property="og:locale" content="en_US">', "<p>Posted 05/07/2024</p>"))
        == "2024-05-07"
    )
    assert day(read("", "<p>Posted 05/07/2024</p>")) is None


def test_an_address_dates_a_page_that_says_nothing_else() -> None:
    for path in ("2024/05/07/quay", "2024/may/07/quay", "news/2024-05-07-quay", "20240507/quay"):
        facts = read(url=f"https://h.example/{path}")
        assert day(facts) == "2024-05-07"
        assert facts.published and facts.published.confidence < 0.5


def test_a_firm_signs_only_for_want_of_a_person() -> None:
    firm = ld(
        {
            "@type": "Article",
            "headline": "The old quay",
            "author": {"@type": "Organization", "name": "Quay Research Group"},
        }
    )
    assert who(read(firm)) == ["Quay Research Group"]
    assert who(read(firm, "<p>By Ines Tarrow</p>")) == ["Ines Tarrow"]


def test_the_site_is_no_author() -> None:
    site = '<meta property="og:site_name" content="Harbour Post"><meta name="author" content="Harbour Post">'
    assert who(read(site, "<p>The harbour and the post.</p>")) == []


@pytest.mark.parametrize(
    ("title", "head", "found"),
    [("The old quay | Harbour Press", "", "The old quay"), ("Harbour Press – The old quay", '<meta property="og:site_name" content="Harbour Press">', "The old quay"),
     ("The old quay: stone or timber", "", "The old quay: stone or timber")],
)  # fmt: skip
def test_a_title_loses_its_site_and_nothing_else(title: str, head: str, found: str) -> None:
    markup = f"<html><head><title>{title}</title>{head}</head><body><div>{BODY}</div></body></html>"
    facts = extract(markup).metadata
    assert facts.title and facts.title.value == found


def test_a_trail_gives_its_own_step_and_a_logo_is_no_headline() -> None:
    markup = f"<html><head><title>Which stone for the quay / Building / Harbour Forums</title></head><body><h1>Harbour</h1>{BODY}</body></html>"
    facts = extract(markup).metadata
    assert facts.title and facts.title.value == "Which stone for the quay"


@pytest.mark.parametrize("level", ["h1", "h2"])
def test_a_chapter_is_not_called_by_its_books_name(level: str) -> None:
    markup = (
        "<html><head><title>On tides - The Harbour Book</title></head><body>"
        "<div><h1 class='menu-title'>The Harbour Book</h1></div>"
        f"<main><{level}>On Tides</{level}>{BODY}</main></body></html>"
    )
    facts = extract(markup).metadata
    assert facts.title
    assert (facts.title.value, facts.title.source) == ("On Tides", level)


@pytest.mark.parametrize(
    "inner",
    [
        "<svg><title>icon</title></svg> The old <em>quay</em>",
        "The old <!-- -->quay",
        "The old quay <button>Copy path</button>",
        "<button>The old quay</button>",
    ],
)
def test_a_headings_words_are_those_it_shows(inner: str) -> None:
    facts = extract(f"<html><body><article><h1>{inner}</h1>{BODY}</article></body></html>").metadata
    assert facts.title and facts.title.value == "The old quay"


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.language)
def test_a_text_speaks_its_language(sample: object) -> None:
    words = " ".join(sample.paragraphs)  # type: ignore[attr-defined]
    assert spoken_in(words) == sample.language  # type: ignore[attr-defined]


def test_a_wrong_lang_attribute_yields_to_the_text() -> None:
    french = next(s for s in SAMPLES if s.language == "fr")
    body = "".join(f"<p>{p}</p>" for p in french.paragraphs)
    facts = extract(
        f"<html lang='en-US'><body><article><h1>{french.title}</h1>{body}</article></body></html>"
    ).metadata
    assert facts.language and (facts.language.value, facts.language.source) == ("fr", "text")
    kept = read()
    assert kept.language and (kept.language.value, kept.language.source) == ("en", "html[lang]")


def test_the_original_is_another_publishers() -> None:
    def link(host: str) -> str:
        return f'<p><a href="https://{host}/quay">Read the full article</a></p>'

    def source(*hosts: str) -> str | None:
        fact = read(top="".join(map(link, hosts)), url="https://www.harbour.example/a").source_url
        return fact.value if fact else None

    assert source("press.tidings.example") == "https://press.tidings.example/quay"
    assert source("news.harbour.co.uk") is None
    assert source("a.one.org", "b.two.org", "c.three.org") is None
