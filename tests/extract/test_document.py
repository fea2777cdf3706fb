"""The title heads a kept text, once."""

from __future__ import annotations

from capture.extract.document import as_document
from capture.extract.values import Extraction, Fact, Metadata


def made(text: str, title: str = "A *title*", confidence: float = 0.9) -> Extraction:
    known = Metadata(title=Fact(value=title, source="h1", confidence=confidence))
    return Extraction(kind="article", text=text, markdown=text, html="", metadata=known)


def test_the_title_comes_first() -> None:
    document = as_document(made("Words.\n"))
    assert document.text == "A *title*\n\nWords.\n"
    assert document.markdown == "# A \\*title\\*\n\nWords.\n"


def test_a_title_that_is_there_is_not_repeated() -> None:
    for text in ("A title\n\nWords.\n", "KICKER\n\na *Title* \n\nWords.\n"):
        assert as_document(made(text)).text == text


def test_nothing_is_added_to_nothing_and_no_guess_is_added() -> None:
    assert as_document(made("")).text == ""
    assert as_document(made("Words.\n", confidence=0.4)).text == "Words.\n"


def test_plain_characters_on_request() -> None:
    assert "“" not in as_document(made("“Words”…\n"), ascii_only=True).text
