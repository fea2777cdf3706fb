"""Texts and PDFs."""

from __future__ import annotations

import zlib
from pathlib import Path

import pymupdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from capture.compare.judge import compare_paths
from capture.compare.pdfbytes import same_but_dates
from capture.compare.pdfs import compare_pdfs
from capture.compare.values import Kind
from capture.compare.words import compare_texts
from capture.errors import UsageError

TEXT = "\n\n".join(f"Paragraph {i} says that number {i * 7} was counted twice." for i in range(40))


def test_one_word_is_shown_with_its_neighbours() -> None:
    found = compare_texts(TEXT, TEXT.replace("140 was", "140 is"))
    assert [(c.removed, c.added) for c in found.changes] == [("was", "is")]
    assert found.changes[0].before.endswith("number 140")
    assert found.changes[0].after.startswith("counted twice.")
    assert found.changes[0].line == 41


def test_white_space_is_no_change() -> None:
    assert compare_texts("a  b\nc", "a b\n\n c").kind is Kind.SAME


def test_unspaced_scripts_are_compared_by_the_character() -> None:
    found = compare_texts("今日は天気がいいです", "今日は気分がいいです")
    assert found.removed < 4


@given(
    st.lists(st.sampled_from(["a", "b", "c", "d", "e", "f"])),
    st.lists(st.sampled_from(["a", "b", "x"])),
)
def test_removing_and_adding_what_is_said_gives_the_other_text(
    one: list[str], two: list[str]
) -> None:
    found = compare_texts(" ".join(one), " ".join(two))
    assert (found.kind is Kind.SAME) == (one == two)
    assert len(one) - found.removed == len(two) - found.added


def _pdf(lines: list[str], per_page: int = 20) -> bytes:
    document = pymupdf.open()
    for start in range(0, len(lines), per_page):
        page = document.new_page()
        for number, line in enumerate(lines[start : start + per_page]):
            page.insert_text((72, 90 + number * 30), line, fontsize=11)
    data: bytes = document.tobytes()
    return data


LINES = [f"Line {i} of the report mentions {i * i} items in all." for i in range(60)]


def test_equal_pdfs_are_the_same() -> None:
    assert compare_pdfs(_pdf(LINES), _pdf(LINES)).kind is Kind.SAME


def test_dates_do_not_count() -> None:
    one = b"%PDF-1.7 /CreationDate (D:20250101120000Z) <x>2025-01-01T12:00:00Z</x>"
    assert same_but_dates(one, one.replace(b"2025", b"2026"))
    assert not same_but_dates(one, one.replace(b"<x>", b"<y>"))


def test_what_is_too_large_to_unpack_is_compared_packed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("capture.compare.pdfbytes._LARGEST", 1000)

    def pdf(end: bytes) -> bytes:
        packed = zlib.compress(b"<<>>" * 500 + end)
        return b"%PDF-1.7\n1 0 obj\n<</Type /ObjStm>>\nstream\n" + packed + b"endstream"

    assert same_but_dates(pdf(b"one"), pdf(b"one"))
    assert not same_but_dates(pdf(b"one"), pdf(b"two"))


def test_a_line_that_pushes_others_over_the_page_break_is_one_insertion() -> None:
    longer = [*LINES[:5], "A line that was not there before.", *LINES[5:]]
    found = compare_pdfs(_pdf(LINES), _pdf(longer))
    assert found.picture is not None
    kinds = [region.kind for region in found.picture.regions]
    assert kinds.count(Kind.INSERTED) == 1
    assert found.picture.changed_pixels == 0
    assert found.text is not None
    assert found.text.added == 7


def test_a_page_put_in_is_an_insertion_and_what_follows_did_not_change() -> None:
    """Alignment goes across page breaks: the text after the new page stands on other pages."""
    document = pymupdf.open(stream=_pdf(LINES))
    new = document.new_page(1)
    for number in range(9):
        new.insert_text((72, 90 + number * 30), f"Words of page {number} put in.", fontsize=11)
    found = compare_pdfs(_pdf(LINES), document.tobytes())
    assert (found.baseline_pages, found.current_pages) == (3, 4)
    assert found.picture is not None
    assert [region.kind for region in found.picture.regions] == [Kind.INSERTED]
    assert found.picture.changed_pixels == 0
    assert found.text is not None
    assert [(c.removed, len(c.added.split())) for c in found.text.changes] == [("", 54)]
    assert (found.text.changes[0].before, found.text.changes[0].after) == (
        "19 of the report mentions 361 items in all.".removeprefix("19 "),
        "Line 20 of the report mentions 400 items",
    )


def _dated(moment: str, made: str, address: str = "https://e.org/") -> bytes:
    document = pymupdf.open(stream=_pdf(LINES))
    for page in document:
        page.insert_text((40, 820), f"{address} · {moment} UTC", fontsize=7)
    document.set_metadata({"creationDate": f"D:{made}07Z"})
    data: bytes = document.tobytes()
    return data


def test_moment_of_capture_in_the_foot_line_is_no_change_of_the_page() -> None:
    one = _dated("2026-11-23 11:17", "202611231117")
    assert compare_pdfs(one, _dated("2027-01-02 08:05", "202701020805")).kind is Kind.SAME
    other = _dated("2027-01-02 08:05", "202701020805", "https://e.org/b")
    assert compare_pdfs(one, other).kind is Kind.TEXT
    # A date that the page itself says is its content.
    assert compare_pdfs(one, _dated("2027-01-02 08:05", "202701020900")).kind is Kind.TEXT


def test_what_no_page_shows_is_compared_too() -> None:
    def pdf(title: str, address: str, bookmark: str) -> bytes:
        document = pymupdf.open(stream=_pdf(LINES[:20]))
        document.set_metadata({"title": title, "producer": title})
        document.set_toc([[1, bookmark, 1]])
        for place, uri in ((9, "https://one.example/"), (50, address), (90, address)):
            link = {"kind": pymupdf.LINK_URI, "from": pymupdf.Rect(9, place, 99, place + 20)}
            document[0].insert_link({**link, "uri": uri})
        data: bytes = document.tobytes()
        return data

    one = pdf("Old", "https://two.example/", "First")
    assert compare_pdfs(one, pdf("Old", "https://two.example/", "First")).kind is Kind.SAME
    found = compare_pdfs(one, pdf("New", "https://three.example/", "Second"))
    assert found.kind is Kind.TEXT
    assert [(fact.name, fact.baseline, fact.current) for fact in found.facts] == [
        ("title", "Old", "New"),
        ("bookmarks", "First", "Second"),
        ("links", *(f"https://{n}.example/; https://{n}.example/" for n in ("two", "three"))),
    ]


def test_a_changed_figure_is_found_on_its_page() -> None:
    other = [line.replace("2500 items", "2501 items") for line in LINES]
    found = compare_pdfs(_pdf(LINES), _pdf(other))
    assert found.picture is not None
    region = found.picture.regions[0]
    assert region.kind is Kind.PIXELS
    assert found.current_page_tops[2] <= region.current.y


def test_files_of_different_types_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a")
    (tmp_path / "a.pdf").write_bytes(_pdf(LINES))
    with pytest.raises(UsageError, match="cannot be compared"):
        compare_paths(tmp_path / "a.txt", tmp_path / "a.pdf")
    with pytest.raises(UsageError, match="nothing at"):
        compare_paths(tmp_path / "a.txt", tmp_path / "b.txt")
