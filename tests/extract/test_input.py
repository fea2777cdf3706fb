"""Bytes of every sort, and markup that attacks: never an exception, never without end."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capture.cli.app import run
from capture.errors import UsageError
from capture.extract.charset import decode
from capture.extract.dates import read_date, read_day
from capture.extract.document import as_document
from capture.extract.extract import extract
from capture.extract.plaintext import to_ascii

RUSSIAN = (
    "<html><head>{meta}</head><body><article><p>"
    + "Старый мост снова открыт для пешеходов, и жители радуются. " * 8
    + "</p></article></body></html>"
)


@pytest.mark.parametrize(
    ("encoding", "meta"),
    [
        ("windows-1251", '<meta charset="windows-1251">'),
        ("koi8-r", '<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">'),
        ("windows-1251", ""),
        ("utf-16", ""),
        ("utf-16-le", ""),
        ("utf-8-sig", '<meta charset="iso-8859-1">'),
        ("utf-8", '<meta charset="iso-8859-1">'),
    ],
)
def test_charset(encoding: str, meta: str) -> None:
    assert (
        "Старый мост снова открыт"
        in extract(decode(RUSSIAN.format(meta=meta).encode(encoding))).text
    )


def test_declared_latin1_is_read_as_browsers_do() -> None:
    assert "“quoted”" in decode('<meta charset="iso-8859-1"><p>“quoted” café</p>'.encode("cp1252"))


def test_binary_and_huge_files_are_refused() -> None:
    with pytest.raises(UsageError):
        decode(b"%PDF-1.7 " + bytes(5000))
    with pytest.raises(UsageError, match="MB"):
        decode(bytes(50_000_001))


@pytest.mark.parametrize(
    "tag", ["div", "blockquote", "ul><li", "table><tr><td", "b", "details", "x-y"]
)
def test_nesting_without_end(tag: str) -> None:
    markup = f"<{tag}>" * 30_000 + "<p>" + "Deep words in a row, and more of them. " * 10 + "</p>"
    found = extract(markup)
    assert isinstance(found.markdown, str)


def test_null_bytes_do_not_cut_the_page() -> None:
    words = "The quay is to be rebuilt in stone, says the council of the harbour. "
    assert (
        words.strip()
        in extract(f"<html><body>\x00<article><p>{words * 4}\x00</p></article></body></html>").text
    )


@given(st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_text_extracts(markup: str) -> None:
    extract(f"<div>{markup}</div><p>{markup}")


@given(st.lists(st.sampled_from(["<p>", "</p>", "<table>", "<tr>", "<td>", "<li>", "<ul>", "</ul>", "<a href='//['>", "</a>", "<pre>", "<figure>",
    "<figcaption>", "<h1>", "<br>", "<br>", "word, and words. ", "<img src=x alt=y>", "<sup>", "<blockquote>", "<dl>", "<dd>", "</table>", "<script type='application/ld+json'>{\"@type\":[1]}</script>"]), max_size=60))  # fmt: skip
@settings(max_examples=150, deadline=None)
def test_any_tag_soup_extracts(soup: list[str]) -> None:
    found = extract("".join(soup), "https://example.org/")
    assert "\x00" not in found.text


@given(st.text(max_size=80))
def test_any_text_is_no_date_or_a_date(text: str) -> None:
    for found in (read_date(text), read_day(text)):
        assert found is None or len(found) >= 10


@pytest.mark.parametrize(
    ("text", "day"),
    [("7. Mai 2024", "2024-05-07"), ("May 7, 2024", "2024-05-07"), ("07.05.2024", "2024-05-07"), ("03/04/2024", None), ("25/12/2023", "2023-12-25"),
     ("2024年5月7日", "2024-05-07"), ("7 พฤษภาคม 2567", "2024-05-07"), ("31 February 2024", None), ("7 May 1024", None), ("Tue, 07 May 2024 06:30:00 GMT", "2024-05-07T06:30:00+00:00")],
)  # fmt: skip
def test_dates(text: str, day: str | None) -> None:
    assert read_date(text) == day


def test_ascii_changes_type_not_scripts() -> None:
    assert to_ascii("« café\u00a0: 12\u202f000 — “ok”… »") == '" cafe : 12 000 - "ok"... "'
    assert to_ascii("Мост") == "Мост"


def test_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stored = tmp_path / "a.html"
    stored.write_bytes(RUSSIAN.format(meta="").encode())
    assert run(["text", str(stored)]) == 0
    assert "Старый мост" in capsys.readouterr().out
    assert run(["text", str(stored), "--json"]) == 0
    assert '"kind"' in capsys.readouterr().out
    assert run(["text", str(stored), "-o", str(tmp_path / "out")]) == 0
    assert "Старый мост" in (tmp_path / "out" / "a.txt").read_text("utf-8")
    assert run(["text", str(tmp_path / "none.html")]) == 2
    refused = capsys.readouterr().err
    assert refused.count("\n") == 1
    assert "none.html" in refused
    assert run(["text", str(stored), str(tmp_path / "none.html")]) == 4


@pytest.mark.parametrize(
    "character",
    ["\x0c", "&#12;", "&#8;", "&#x1B", "\x1b[2J", "&#0000027;", "&#xfffe;", "\x7f", "\x9b2J", "&#129;"],
)  # fmt: skip
def test_characters_that_are_none_cost_no_page_and_reach_no_terminal(character: str) -> None:
    words = (
        f"<p>Words and words {character} more words, a lot of them, in a sentence that goes on for"
        f" a while and does not end soon.</p>"
    )
    page = (
        f"<html><head><title>Title {character} here</title></head><body><article>"
        f"<h1>Title {character} here</h1>{words * 4}<pre>code {character} x</pre>"
        f"<p>In the end <a href='/a{character}b' title='{character}'>a link</a> of the page's own."
        "</p></article></body></html>"
    )
    found = as_document(extract(page, "https://example.org/"))
    assert "a sentence that goes on" in found.text
    for text in (found.text, found.markdown, *(m.value for m in (found.metadata.title,) if m)):
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", text)


def test_references_to_characters_stay_what_they_are() -> None:
    page = "<article><p>" + "&#276; &#80; &#x1F600; &#9; &#x91; &#1234; words of an article. " * 9
    assert "Ĕ P 😀 ‘ Ӓ words" in extract(page).text


def test_json_brings_no_characters_that_no_file_takes() -> None:
    said = json.dumps({"@type": "NewsArticle", "headline": "A head \x1b[2J\0\x9b \ud800 line"})
    page = f'<script type="application/ld+json">{said}</script><article><p>' + "Words. " * 90
    found = as_document(extract(page))
    assert found.metadata.title
    assert found.metadata.title.value.startswith("A head")
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]", found.text)


STORED = (
    "<article><h1>{0}</h1><p>" + "{0} is told of here, and of nothing else. " * 6 + "</p></article>"
)


def stored(tmp_path: Path, *names: str) -> list[str]:
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(STORED.format(name), "utf-8")
    return [str(tmp_path / name) for name in names]


def test_files_of_one_name_do_not_overwrite_each_other(tmp_path: Path) -> None:
    files = stored(tmp_path, "site/index.html", "site/a/index.html", "site/b/index.html", "c.html")
    assert run(["text", *files, "-o", str(tmp_path / "out")]) == 0
    for name in ("site/index", "site/a/index", "site/b/index", "c"):
        assert f"{name}.html" in (tmp_path / f"out/{name}.txt").read_text("utf-8")


def test_two_forms_of_one_name_in_a_folder_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["text", *stored(tmp_path, "a.htm", "a.html"), "-o", str(tmp_path / "out")]) == 2
    assert "a.htm and " in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_one_file_is_written_where_a_file_is_named(tmp_path: Path) -> None:
    (file,) = stored(tmp_path, "a.html")
    for _ in range(2):
        assert run(["text", file, "-o", str(tmp_path / "new.txt")]) == 0
    assert "a.html" in (tmp_path / "new.txt").read_text("utf-8")
    # As a folder where there is one, or more than one file is to go there.
    (tmp_path / "old.txt").mkdir()
    assert run(["text", file, "-o", str(tmp_path / "old.txt")]) == 0
    assert (tmp_path / "old.txt/a.txt").is_file()
    assert run(["text", file, *stored(tmp_path, "b.html"), "-o", str(tmp_path / "new.txt")]) == 2


@pytest.mark.parametrize(
    ("file", "said"),
    [("https://example.org/", "https://example.org/: "), ("https://example.org/", "capture page")],
)
def test_address_is_no_file(file: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["text", file]) == 2
    assert said in capsys.readouterr().err


def test_no_text_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty.html").write_bytes(b"")
    assert run(["text", str(tmp_path / "empty.html")]) == 0
    assert "no text" in capsys.readouterr().err


def test_json_of_several_files_says_which_is_which(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = stored(tmp_path, "“a”.html", "b.html")
    assert run(["text", "--json", "--ascii", *files]) == 0
    told, rest = json.JSONDecoder().raw_decode(capsys.readouterr().out)
    assert told["file"] == files[0]
    assert '"a".html is told' in told["text"]
    assert rest
    assert run(["text", "--json", files[1]]) == 0
    assert "file" not in json.loads(capsys.readouterr().out)
