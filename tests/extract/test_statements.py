"""Metadata by structure: what headings, labels, addresses, scripts and broken statements say, and whose."""

from __future__ import annotations

import json

import pytest

from capture.extract.extract import extract
from capture.extract.people import names_in
from capture.extract.titles import without_site
from capture.extract.values import Metadata

from .test_metadata import BODY, day, ld, read, who


def page(top: str, *, head: str = "", title: str = "The old quay | Harbour Press", url: str | None = None) -> Metadata:  # fmt: skip
    return extract(
        f"<html lang=en><head><title>{title}</title>{head}</head><body>{top}{BODY}</body></html>",
        url,
    ).metadata


def titled(facts: Metadata) -> str | None:
    return facts.title.value if facts.title else None


@pytest.mark.parametrize(
    ("title", "names", "found"),
    [("Render | The cloud for builders", ("", "render"), "The cloud for builders"), ("Daring Quay: Colophon", ("", "daringquay"), "Colophon"),
     ("Trail shoes: all models | Road Runner Sports", ("", "roadrunnersports"), "Trail shoes: all models"), ("Quays: a history", ("Harbour Press",), "Quays: a history"),
     ("The quay - Harbour Press Checkpoint", ("Harbour Press",), "The quay"), ("", ("Harbour",), "")],
)  # fmt: skip
def test_a_title_is_cut_at_the_names_its_site_goes_by(
    title: str, names: tuple[str, ...], found: str
) -> None:
    assert without_site(title, *names) == found


def test_the_first_heading_may_be_the_blogs_name() -> None:
    head = '<meta property="og:title" content="A long walk on the quay">'
    blog = "<h1>Silicon Harbour</h1><h3>A long walk on the quay</h3>"
    facts = page(blog, head=head, title="Silicon Harbour: A long walk on the quay")
    assert titled(facts) == "A long walk on the quay"
    logo = '<h1><a href="/">Harbour of our own beta</a></h1><h2>A long walk on the quay</h2>'
    assert (
        titled(page(logo, title="A long walk on the quay - Someone")) == "A long walk on the quay"
    )


def test_a_home_pages_slogan_is_no_title_and_an_articles_own_headline_is() -> None:
    slogan, title = "<h1>Your fastest path to a mooring</h1>", "Quayside | The cloud for sailors"
    assert titled(page(slogan, title=title, url="https://quayside.example/")) == "The cloud for sailors"  # fmt: skip
    deep = "https://quayside.example/2024/moorings-explained"
    assert titled(page(slogan, title=title, url=deep)) == "Your fastest path to a mooring"


def test_a_label_on_its_own_line_says_what_the_date_below_it_is() -> None:
    def dated(label: str) -> Metadata:
        return read(top=f"<div><div>{label}</div><div>May 9, 2024</div></div>")

    assert day(dated("Published")) == "2024-05-09"
    facts = dated("Last updated")
    assert day(facts) is None
    assert facts.modified and facts.modified.value == "2024-05-09"


def test_one_moment_by_two_clocks_is_no_republishing() -> None:
    moment = ld({"@type": "NewsArticle", "headline": "The old quay", "datePublished": "2024-05-08T01:50:59Z", "dateModified": "2024-05-08T01:55:00Z"})  # fmt: skip
    assert day(read(moment, "<p>By Ines Tarrow</p><p>May 7, 2024</p>")) == "2024-05-08"


def test_an_address_tells_which_number_is_the_day() -> None:
    facts = read(top="<p>03/10/2023</p>", url="https://h.example/blog/2023/october/03/quay")
    assert facts.published and facts.published.value == "2023-10-03"
    assert facts.published.source == "visible text"


def test_stops_follow_the_language() -> None:
    american = '<meta property="og:locale" content="en_US">'
    assert day(read(american, "<p>Posted 11.03.2023</p>")) == "2023-11-03"
    assert day(read("", "<p>Posted 11.03.2023</p>")) == "2023-03-11"


def test_statements_with_numbers_alone_are_read_as_the_page_writes_them() -> None:
    head = (
        '<meta property="og:locale" content="en_GB"><meta name="publish-date" content="05/10/2023">'
    )
    assert day(read(head)) == "2023-10-05"
    assert day(read(head.replace("en_GB", "en_US"))) == "2023-05-10"


def test_an_article_with_linked_parts_is_dated_and_a_front_page_is_not() -> None:
    parts = "".join(f'<h3><a href="/b{n}">Book number {n}</a></h3>' for n in range(4))
    dated = f"{parts}<p>May 7, 2024</p>"
    assert day(read(top=dated)) is None
    declared = '<meta property="article:modified_time" content="2024-05-09T08:00:00Z">'
    assert day(read(declared, dated)) == "2024-05-07"


def test_one_day_in_the_pages_state_is_a_guess_and_two_are_none() -> None:
    state = '<script id="__NEXT_DATA__" type="application/json">{"post":{"publishedAt":"2024-05-07T08:00:00Z"}}</script>'
    facts = read(state)
    assert facts.published and facts.published.value.startswith("2024-05-07")
    assert facts.published.confidence < 0.5
    assert day(read(state + state.replace("05-07", "05-08"))) is None


def test_a_tag_managers_author_is_a_guess() -> None:
    layer = '<script>dataLayer.push({"pagePostAuthor":"Ines Tarrow","pagePostDate":"May 7, 2024"});</script>'
    facts = read(layer)
    assert (who(facts), day(facts)) == (["Ines Tarrow"], "2024-05-07")
    assert all(f.confidence < 0.5 for f in (*facts.authors, facts.published) if f)


def test_broken_statements_are_read_as_far_as_they_go() -> None:
    broken = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "The old quay", "description": "They say "no".", "datePublished": "2024-05-07", "author": {"@type": "Person", "name": "Ines Tarrow"}}</script>'
    assert (day(read(broken)), who(read(broken))) == ("2024-05-07", ["Ines Tarrow"])
    body = json.dumps(
        {"@type": "Article", "headline": "The old quay", "datePublished": "2024-05-07"}
    )
    meta = f"<meta name='script:ld+json' content='{body}'>"
    assert day(read(meta)) == "2024-05-07"


def test_a_firms_questions_are_no_thread() -> None:
    asked = [{"@type": "Question", "name": "Is it deep?", "acceptedAnswer": {"text": "Yes."}}]
    facts = extract(
        f"<html lang=en><head><title>The old quay</title>{ld({'@type': 'FAQPage', 'mainEntity': asked})}</head>"
        f"<body><article><h1>The old quay</h1>{BODY}</article></body></html>"
    )
    assert facts.kind == "article"
    assert titled(facts.metadata) == "The old quay"


def test_a_thread_is_dated_by_its_first_post_and_not_by_its_members() -> None:
    def post(number: int, name: str) -> str:
        return f'<div class="blockpost"><h2><span>#{number}</span> <a href="#p{number}">2024-05-0{6 + number} 15:14:37</a></h2><dl><dt>{name}</dt><dd>Registered: 2019-03-02</dd></dl><h3>The old quay</h3><p>{number} {BODY[3:200]}</p></div>'

    markup = f'<html lang=en><head><title>The old quay / Boats / Harbour Forums</title></head><body><div id="punviewtopic" class="pun">{post(1, "inest")}{post(2, "tomo")}</div></body></html>'
    found = extract(markup)
    assert found.kind == "forum"
    assert day(found.metadata) == "2024-05-07"


def test_the_house_signs_beside_nobody() -> None:
    site = '<meta property="og:site_name" content="Harbour Post">'
    people = site + '<meta name="author" content="Ines Tarrow"><meta name="author" content="Harbour Post Business">'  # fmt: skip
    assert who(read(people)) == ["Ines Tarrow"]


def test_a_site_is_named_by_the_link_to_its_first_page() -> None:
    facts = page('<a href="/">Harbour Press</a><h1>The old quay</h1>')
    assert facts.site and facts.site.value == "Harbour Press"
    assert facts.site.confidence <= 0.6
    address = page("<h1>The old quay</h1>", head='<meta property="og:site_name" content="https://h.example">', title="The old quay")  # fmt: skip
    assert address.site is None


def test_a_canonical_address_has_a_host() -> None:
    link = '<link rel=canonical href="What is a quay?"><meta property="og:url" content="https://h.example/quay">'
    facts = read(link)
    assert facts.canonical_url and facts.canonical_url.value == "https://h.example/quay"
    told = read('<link rel=canonical href="/quay">', url="https://h.example/quay?ref=1")
    assert told.canonical_url and told.canonical_url.value == "https://h.example/quay"


@pytest.mark.parametrize(
    ("byline", "names"),
    [("Richard (R.J.) Eskow", ["Richard (R.J.) Eskow"]), ("Ines Tarrow (Harbour Press)", ["Ines Tarrow"]), ("Insights from", []), ("Reuters, Washington", ["Reuters"])],
)  # fmt: skip
def test_names_and_what_stands_beside_them(byline: str, names: list[str]) -> None:
    assert names_in(byline) == names


def test_a_line_under_the_text_that_says_by_and_links_to_its_author() -> None:
    line = '<div><div class="x">By: <a href="/author/ines">Ines Tarrow</a></div></div>'
    assert who(read(tail=line)) == ["Ines Tarrow"]


def test_a_description_says_more_than_title_and_site() -> None:
    head = '<meta property="og:site_name" content="Harbour Press"><meta name="description" content="The old quay"><meta property="og:description" content="Harbour Press"><meta name="twitter:description" content="Stone by stone.">'
    facts = read(head)
    assert facts.description
    assert (facts.description.value, facts.description.source) == (
        "Stone by stone.",
        "twitter:description",
    )


def test_a_logo_is_the_picture_for_want_of_another() -> None:
    logo = '<meta property="og:image" content="https://h.example/img/site-logo.png">'
    photo = ld({"@type": "Article", "headline": "The old quay", "image": "https://h.example/quay-view.jpg"})  # fmt: skip
    only, both = read(logo).image, read(logo + photo).image
    assert only and only.confidence <= 0.5
    assert both and both.value.endswith("quay-view.jpg")


def test_a_change_before_publishing_was_a_drafts() -> None:
    def changed(day: str) -> str | None:
        head = f'<meta property="article:published_time" content="2024-05-07T06:30:00Z"><meta property="article:modified_time" content="{day}T06:00:00Z">'
        fact = read(head).modified
        return fact.value[:10] if fact else None

    assert changed("2024-05-09") == "2024-05-09"
    assert changed("2024-05-06") == "2024-05-06"
    assert changed("2024-05-01") is None


def test_an_address_of_its_own_at_another_publishers_is_the_original() -> None:
    def source(canonical: str, url: str) -> str | None:
        fact = read(f'<link rel=canonical href="{canonical}">', url=url).source_url
        return fact.value if fact else None

    original = "https://press.tidings.example/quay"
    assert source(original, "https://www.harbour.example/a") == original
    assert source("https://harbour.co.uk/a", "https://www.harbour.example/a") is None
    assert source(original, "http://127.0.0.1:8000/a") is None
    assert source(original, "http://localhost/a") is None


@pytest.mark.parametrize(
    ("top", "found", "names"),
    [("<p>Submitted on Tue, 05/07/2024 - 10:30</p>", "2024-05-07", []), ("<p>Friday 05/07/2024</p>", "2024-07-05", []), ("<p>Date: 07/May/2024</p>", "2024-05-07", []),
     ("<p>Updated May 9, 2024. Published May 7, 2024</p>", "2024-05-07", []), ("<p>Last modified May 9, 2024, first published May 7, 2024</p>", "2024-05-07", []),
     ("<div><div>07</div><div>May</div><div>2024</div></div>", "2024-05-07", []), ("<div><div>7</div><div>May 2024</div></div>", "2024-05-07", []),
     ("<p>May 7, 2024 by Ines Tarrow</p>", "2024-05-07", ["Ines Tarrow"]), ("<p>Ines Tarrow · May 7, 2024 · 5 min</p>", "2024-05-07", ["Ines Tarrow"]),
     ("<p>Medically reviewed by Ann Poe, MD — Written by Ines Tarrow — Updated on May 7, 2024</p>", None, ["Ines Tarrow"]), ("<p>Medically reviewed by Ann Poe, MD on May 7, 2024</p>", None, []),
     ("<p>INES TARROW</p><p>MAY 7, 2024</p>", "2024-05-07", ["Ines Tarrow"]), ("<p>Ines Tarrow, Contributor</p><p>May 7, 2024, 08:00am EDT</p>", "2024-05-07", ["Ines Tarrow"]),
     ("<p>Baar, Switzerland – May 7, 2024</p>", "2024-05-07", []), ("<p>Text and photos by Ines Tarrow</p>", None, ["Ines Tarrow"]), ("<p>Story by Ines Tarrow; photos by Ann Poe</p>", None, ["Ines Tarrow"]), ("<p>By Ines Tarrow, CNN</p>", None, ["Ines Tarrow"]),
     ("<p>Le 7 mai 2024 par Ines Tarrow</p>", "2024-05-07", ["Ines Tarrow"]), ("<p>发布时间：2024-05-07 10:30 来源：新华网 作者：林晓棠</p>", "2024-05-07", ["林晓棠"]),
    ],
)  # fmt: skip
def test_lines_that_say_who_and_when_at_once(top: str, found: str | None, names: list[str]) -> None:
    facts = read(top=top)
    assert (day(facts), who(facts)) == (found, names)
