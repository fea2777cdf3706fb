"""Lines made to be slow to read: where time grew with the square of the length, it took minutes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lxml.html import fromstring

from capture.extract import fill
from capture.extract.datelines import _before_change
from capture.extract.elements import Element
from capture.extract.escape import line_start
from capture.extract.extract import extract
from capture.extract.fill import append
from capture.extract.markup import parse
from capture.extract.page import read_page
from capture.extract.plaintext import plain_text
from capture.extract.rebuild import rebuild


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    ("read", "line"),
    [(line_start, "-" * 200_000 + "x"), (_before_change, "last " * 40_000)],
)
def test_a_long_line_is_read_in_time(read: Callable[[str], object], line: str) -> None:
    assert read(line)


def test_the_words_before_a_change_belong_to_it() -> None:
    assert _before_change("3 May 2024, last page date updated 5 May 2024") == ("3 May 2024,", True)
    assert line_start("| --- | :-: |") == "\\| --- | :-: |"


@pytest.mark.timeout(40)  # by counting each item's elders, two minutes
def test_a_long_list_is_numbered_in_time() -> None:
    items = "".join(f"<li>Thing {n} was found.</li>" for n in range(1, 30_001))
    text = plain_text(fromstring(f"<article><ol start=3>{items}</ol></article>"))
    assert text.splitlines()[0] == "3. Thing 1 was found."
    assert text.splitlines()[-1] == "30002. Thing 30000 was found."


@pytest.mark.slow
@pytest.mark.timeout(20)  # by counting each link's elders, half a minute
def test_a_paragraph_of_links_is_read_in_time() -> None:
    links = "".join(f"<a href=/{n}>Link {n}</a> " for n in range(20_000))
    words = "The list below names many things that were found in the harbour. " * 9
    found = extract(f"<main><h1>Links</h1><p>{words}</p><p>{links}</p></main>", None)
    assert "many things" in found.text


def listing(words: int, piece: str) -> str:
    """Write a page with prose and a listing of so many pieces."""
    prose = "The listing below names what was found in the harbour that day. " * 9
    code = "".join(piece.format(n) for n in range(words))
    return f"<main><h1>Listing</h1><p>{prose}</p><pre>{code}</pre></main>"


@pytest.mark.parametrize("piece", ["<span class=k>word{}</span> ", "<div>let word = {}</div>"])
def test_a_listing_is_written_once(monkeypatch: pytest.MonkeyPatch, piece: str) -> None:
    """Counts letters that lxml copies when text is added: by the piece it was their number squared."""
    copied = 0

    def counted(node: Element, text: str) -> None:
        nonlocal copied
        copied += len(node.text or "") + len(text)
        append(node, text)

    monkeypatch.setattr(fill, "append", counted)
    page = listing(2_000, piece)
    root = read_page(parse(page))
    found = plain_text(rebuild(root, [True] * len(root.blocks)))
    assert "1999" in found
    assert found.count("\n") >= (2_000 if "div" in piece else 2)
    assert copied < 2 * len(page)
