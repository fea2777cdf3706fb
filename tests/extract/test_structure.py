"""What becomes of structure: captions, tables, code, lists, notes, links, hidden and paid-for parts."""

from __future__ import annotations

from capture.extract.extract import extract

PROSE = (
    "The harbour council met on Thursday evening to decide, after four hours of debate, how the old quay is to be rebuilt.",
    "Most of those who spoke wanted stone; a few wanted timber, which is cheaper, and one fisherman wanted it left alone.",
    "The engineer, who had walked the quay at low tide, said that the piles beneath it were sound but for a dozen of them.",
    "Work is to begin in spring, when the herring boats are out, and to be finished before the first storms of autumn.",
)


def page(*parts: str, head: str = "") -> str:
    return (
        f"<html lang=en><head><title>The old quay</title>{head}</head><body><nav><a href=/a>Home</a> <a href=/b>News</a></nav>"
        f"<article class=post><h1>The old quay</h1>{''.join(parts)}</article>"
        "<footer><p>© 2026 Harbour Press</p></footer></body></html>"
    )


def p(number: int) -> str:
    return f"<p>{PROSE[number]}</p>"


def test_caption_once_with_its_credit_and_without_alt() -> None:
    figure = (
        '<figure><img src="q.jpg" alt="Grey stones and a crane" width="800" height="500">'
        "<figcaption>The quay at low tide. // Photo: Ines Tarrow</figcaption></figure>"
    )
    found = extract(page(p(0), p(1), figure, p(2), p(3)), "https://harbour.example/news/")
    assert found.text.split("\n").count("The quay at low tide. // Photo: Ines Tarrow") == 1
    assert "Grey stones" not in found.text
    assert "![](https://harbour.example/news/q.jpg)" in found.markdown
    assert "<figcaption>" in found.html


def test_alt_stands_in_where_there_is_no_caption() -> None:
    image = '<p><img src="/q.jpg" alt="Grey stones and a crane"></p>'
    found = extract(page(p(0), p(1), image, p(2), p(3)), "https://harbour.example/news/")
    assert "![Grey stones and a crane](https://harbour.example/q.jpg)" in found.markdown


def test_lazy_image_is_its_real_address() -> None:
    image = '<figure><img src="blank.gif" data-src="/real.jpg"><figcaption>The quay.</figcaption></figure>'
    assert (
        "https://h.example/real.jpg"
        in extract(page(p(0), p(1), image, p(2)), "https://h.example/").markdown
    )


def test_table_list_quote_and_code() -> None:
    table = "<table><tr><th>Year</th><th>Boats</th></tr><tr><td>1950</td><td>41</td></tr><tr><td>2020</td><td>7</td></tr></table>"
    code = '<pre><code class="language-python">def tide(hour):\n    return hour * 2\n</code></pre>'
    items = "<ol><li>Survey the piles of the quay first</li><li>Lay the new stone along the edge</li></ol>"
    quote = "<blockquote><p>A quay is a promise to boats, said the harbour master, and we keep our promises here.</p></blockquote>"
    found = extract(page(p(0), table, p(1), items, p(2), quote, p(3), code, p(0)))
    assert "Year | Boats\n1950 | 41\n2020 | 7" in found.text
    assert "| Year | Boats |\n| --- | --- |\n| 1950 | 41 |" in found.markdown
    assert "```python\ndef tide(hour):\n    return hour * 2\n```" in found.markdown
    assert "1. Survey the piles of the quay first\n2. Lay the new stone" in found.markdown
    assert "> A quay is a promise to boats" in found.markdown


def test_footnotes_links_and_emphasis() -> None:
    marked = f'<p>{PROSE[0]} The vote<sup><a href="#fn1">1</a></sup> was <em>close</em>, and <a href="minutes.html">the minutes</a> say so.</p>'
    notes = '<ol class="footnotes"><li id="fn1">Seven to six, with one member of the council absent. <a href="#r1">↩</a></li></ol>'
    found = extract(page(marked, p(1), p(2), p(3), notes), "https://h.example/a/b.html")
    assert (
        "The vote[^1] was *close*, and [the minutes](https://h.example/a/minutes.html)"
        in found.markdown
    )
    assert "[^1]: Seven to six" in found.markdown


def test_typography_is_the_pages_own() -> None:
    typed = "<p>« Il a dit\u202f: “12\u00a0000\u00a0€”… et puis rien — c’est-à-dire tout », note le greffier du port ce soir.</p>"
    found = extract(page(typed, p(0), p(1), p(2)))
    assert (
        "« Il a dit\u202f: “12\u00a0000\u00a0€”… et puis rien — c’est-à-dire tout »" in found.text
    )


def test_collapsed_text_belongs() -> None:
    more = f'<details><summary>How it was paid for</summary><p>{PROSE[2]}</p></details><div data-capture-hidden="collapsed"><p>{PROSE[3]}</p></div>'
    found = extract(page(p(0), p(1), more))
    assert PROSE[2] in found.text
    assert PROSE[3] in found.text


def test_leaked_keys_sponsored_lines_and_invitations_are_no_text() -> None:
    found = extract(
        page(
            "<p>14 hour_ago</p>", p(0), p(1),
            '<p>Every morning, the harbour in your inbox: <a href="/newsletter">Sign me up</a></p>',
            p(2), '<p><a rel="sponsored nofollow" href="https://ads.example/">Sail the fjords for less this summer</a></p>', p(3),
            '<a class="btn" href="https://origin.example/quay">read-entire-article</a>',
        ),
        "https://aggregator.example/x",
    )  # fmt: skip
    for leak in ("hour_ago", "Sign me up", "Sail the fjords", "read-entire-article"):
        assert leak not in found.text
    assert found.metadata.source_url
    assert found.metadata.source_url.value == "https://origin.example/quay"


def test_machine_summary_is_metadata() -> None:
    widget = (
        '<div class="x1"><button>Summary</button><h2>Article summary</h2><span>by AI, checked by our desk</span>'
        "<ul><li>The council will rebuild the quay.</li><li>Work begins in spring.</li></ul></div>"
    )
    found = extract(page(widget, p(0), p(1), p(2), p(3)))
    assert found.metadata.summary
    assert (
        found.metadata.summary.value == "The council will rebuild the quay.\nWork begins in spring."
    )
    assert "will rebuild the quay." not in found.text
    assert "checked by our desk" not in found.text


def test_article_cut_into_containers_is_whole() -> None:
    cut = f'<div class="text">{p(0)}{p(1)}</div><div class="ad-slot"><a href="https://ads.example/">Buy now</a></div><div class="text">{p(2)}{p(3)}</div>'
    found = extract(page(cut))
    assert all(words in found.text for words in PROSE)
    assert "Buy now" not in found.text


def test_walls_and_errors_are_empty() -> None:
    wall = "<html><title>Just a moment...</title><body><h1>Checking your browser</h1><p>Verify you are human to go on.</p></body></html>"
    error = "<html><title>404 Not Found</title><body><h1>Page not found</h1><p>The page you asked for is not here.</p></body></html>"
    assert (extract(wall).kind, extract(wall).text) == ("wall", "")
    assert (extract(error).kind, extract(error).text) == ("error", "")


def test_undated_page_stays_undated() -> None:
    footer = "<p class='date'>Copyright 2019-2026</p>"
    assert extract(page(p(0), p(1), p(2), footer)).metadata.published is None


def test_stated_metadata_names_its_carrier() -> None:
    ld = """<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"NewsArticle","headline":"The old quay",
    "datePublished":"2024-05-07T06:30:00+02:00","dateModified":"2024-05-08","author":{"@id":"#p"}},{"@type":"Person","@id":"#p","name":"Ines Tarrow"}]}</script>"""
    found = extract(page(p(0), p(1), p(2), head=ld)).metadata
    assert found.published
    assert (found.published.value, found.published.source) == (
        "2024-05-07T06:30:00+02:00",
        "json-ld",
    )
    assert found.modified and found.modified.value == "2024-05-08"
    assert [a.value for a in found.authors] == ["Ines Tarrow"]


def test_a_heading_or_code_in_an_item_or_a_cell_is_said_once() -> None:
    items = "".join(f"<li><h3>Pier {n}</h3><p>{PROSE[n]}</p></li>" for n in range(2))
    cells = f"<table><tr><th>who<th>what<tr><td><h4>The council</h4><p>{PROSE[0]}</p><td>x</table>"
    loose = "<ul><li>measured so<pre>sound 12</pre></li></ul>"
    text = extract(page(*PROSE, f"<ul>{items}</ul>", cells, loose), "https://example.org/").text
    assert [text.count(said) for said in ("Pier 0", "Pier 1", "sound 12")] == [1, 1, 1]
    assert text.count("The council") == 1
