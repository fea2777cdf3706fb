"""Markdown is read back by a CommonMark parser: the same words, links, marks and structure."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree, html
from markdown_it import MarkdownIt

from capture.extract.markdown import markdown
from capture.extract.plaintext import plain_text

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
# Markdown's own characters, what they touch, and scripts whose stops are not ASCII.
WORDS = st.text(
    alphabet='aZ 9_*[]()!`#<>&;~|\\-+=.:\n"“”«»、。한é\u00a0^/', min_size=1, max_size=14
)
INLINE = ("em", "strong", "del", "code", "a", "q", "sup", "span", "br")


def inline_trees() -> st.SearchStrategy[str]:
    def grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        return st.tuples(st.sampled_from(INLINE), st.lists(inner, max_size=3)).map(_element)

    return st.recursive(WORDS.map(_escaped), grown, max_leaves=6)


def _escaped(text: str) -> str:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return escaped.replace("\n", " ")


def _element(made: tuple[str, list[str]]) -> str:
    tag, inner = made
    if tag == "br":
        return "<br/>"
    if tag == "span":
        return "".join(inner)
    if tag == "a":
        plain = "".join(i for i in inner if "<a " not in i)
        return f'<a href="https://e.example/a_(b)?x=1&amp;copy;=*">{plain}</a>'
    return f"<{tag}>{''.join(inner)}</{tag}>"


def tree(inner: str) -> etree._Element:
    return etree.fromstring(f"<article>{inner}</article>")


def back(node: etree._Element) -> html.HtmlElement:
    written = markdown(node)
    return html.fromstring(f"<div>{PARSER.render(written)}</div>")


def words(text: str) -> str:
    return "".join(text.split())


@given(st.lists(inline_trees(), min_size=1, max_size=4).map("".join))
@example("<strong>foo:</strong>bar")
@example("<em>a</em><strong>b</strong>")
@example("x<strong><a href='u'>y</a></strong>z")
@example("<strong> spaced </strong>out")
@example("「<strong>強調。</strong>です")
@example("<a href='u'>:</a><em><a href='u'> 9</a></em>")
@example("9~<del>:</del>")
@example("9~<em><del>9</del></em>~")
@example("1. no list")
@example("a<br/># no heading<br/>- no list<br/>===")
@settings(max_examples=80, deadline=None)
def test_a_paragraph_reads_back_as_its_words(inner: str) -> None:
    node = tree(f"<p>{inner}</p>")
    found = back(node)
    assert words(found.text_content()) == words(plain_text(node))
    assert {e.tag for e in found} <= {"p"}


@given(st.lists(inline_trees(), min_size=1, max_size=3).map("".join))
@example("<strong>:</strong><em><strong>9:</strong>9</em>")
@settings(max_examples=40, deadline=None)
def test_a_heading_an_item_and_a_cell_read_back(inner: str) -> None:
    node = tree(
        f"<h2>{inner}</h2><ul><li>{inner}</li></ul><table><tr><th>{inner}</th></tr><tr><td>cell</td></tr></table>"
    )
    found = back(node)
    expected = words(plain_text(tree(f"<p>{inner}</p>")))
    for path in ("h2", "li", "th"):
        cells = found.xpath(f"//{path}")
        assert words("".join(c.text_content() for c in cells)) == expected


@pytest.mark.parametrize(
    ("inner", "rendered"),
    [
        ("<strong>Note:</strong> mind", "<strong>Note:</strong> mind"),
        ("a <em>b <strong>c</strong></em> d", "a <em>b <strong>c</strong></em> d"),
        (
            "<strong>see <a href='u'>this</a> now</strong>",
            '<strong>see <a href="u">this</a> now</strong>',
        ),
        ("<strong>Note:</strong>mind", "<strong>Note</strong>:mind"),
        ("<strong>a</strong><strong>b</strong>", "<strong>ab</strong>"),
        ("un<em>believ</em>able", "un<em>believ</em>able"),
        ("<del>old</del> new", "<s>old</s> new"),
        ("run <code>a`b</code>", "run <code>a`b</code>"),
        ("<a href='u'><em>x</em></a>", '<em><a href="u">x</a></em>'),
        ("snake_case and 2 * 3", "snake_case and 2 * 3"),
    ],
)
def test_marks_are_read_back(inner: str, rendered: str) -> None:
    assert PARSER.render(markdown(tree(f"<p>{inner}</p>"))).strip() == f"<p>{rendered}</p>"


def test_a_table_keeps_its_columns() -> None:
    node = tree(
        "<table><tr><td>Year</td><td colspan='2'>Boats|big</td></tr><tr><td rowspan='2'>1950</td><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table>"
    )
    written = markdown(node)
    assert "| Year | Boats\\|big |  |" in written
    assert "|  | 3 | 4 |" in written
    assert plain_text(node) == "Year | Boats|big\n1950 | 1 | 2\n | 3 | 4"
    assert len(back(node).xpath("//tr")) == 4  # with the empty head that GitHub's tables ask for


def test_a_page_makes_no_table_wide() -> None:
    node = tree(
        "<table><tr><th colspan='1000'>a</th><td>b</td></tr>"
        + "<tr><td rowspan='1000'>c</td></tr>" * 3
        + "</table>"
    )
    assert len(markdown(node)) < 2000


def test_lists_side_by_side_stay_two() -> None:
    found = back(
        tree(
            "<ul><li>a</li></ul><ul><li>b</li></ul><ol start='3'><li>c</li></ol><ol><li>d</li></ol>"
        )
    )
    assert [e.tag for e in found] == ["ul", "ul", "ol", "ol"]
    assert found.xpath("//ol/@start") == ["3"]


def test_an_item_holds_paragraphs_lists_and_code() -> None:
    node = tree(
        "<ol><li>one<ul><li>deep<ul><li>deeper</li></ul></li></ul></li><li><p>two</p><p>more</p><pre>x = 1\n\ny</pre></li></ol>"
    )
    found = back(node)
    assert [e.text_content().strip() for e in found.xpath("//li/ul/li/ul/li")] == ["deeper"]
    assert [e.text_content().strip() for e in found.xpath(".//ol/li[2]/p")] == ["two", "more"]
    assert found.xpath("string(//pre)") == "x = 1\n\ny\n"


def test_terms_and_meanings() -> None:
    node = tree(
        "<dl><dt>Quay</dt><dd>A wall for boats.</dd><dt>Pile</dt><dd>A post.</dd><dd>A heap.</dd></dl>"
    )
    assert markdown(node) == "- **Quay**: A wall for boats.\n- **Pile**: A post.\n\n  A heap."


def test_a_poem_keeps_its_lines() -> None:
    node = tree("<p>The tide goes out<br/>and leaves the boats<br/>to think</p>")
    assert plain_text(node) == "The tide goes out\nand leaves the boats\nto think"
    assert len(back(node).xpath("//br")) == 2


def test_empty_links_headings_and_items_leave_nothing() -> None:
    node = tree(
        "<h2> </h2><p><a href='u'></a> </p><ul><li></li></ul><blockquote><p></p></blockquote><pre> </pre><p>words</p>"
    )
    assert markdown(node) == "words"
    assert plain_text(node) == "words"


def test_no_break_spaces_stay() -> None:
    node = tree("<p>12\u00a0000\u202f€ <strong>\u00a0rien</strong></p>")
    assert markdown(node) == "12\u00a0000\u202f€ \u00a0**rien**"
