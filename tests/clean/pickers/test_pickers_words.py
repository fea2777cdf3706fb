"""What short texts and picture files say about languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capture.clean.pickers_words import Says, code_language, normal, read_picture, read_text


@pytest.mark.parametrize(
    ("text", "says", "languages"),
    [
        ("English", Says.NAME, {"en"}),
        ("Français (Canada)", Says.NAME, {"fr"}),
        ("Cymraeg", Says.NAME, {"cy"}),
        ("ՀԱՅԵՐԵՆ", Says.NAME, {"hy"}),
        ("العربية", Says.NAME, {"ar"}),
        ("中文（简体）", Says.NAME, {"zh"}),
        ("Anglais", Says.NAME, {"en"}),
        ("Switch to English", Says.NAME, {"en"}),
        ("Langue : Français", Says.NAME, {"fr"}),
        ("Eng\u00adlish", Says.NAME, {"en"}),
        ("EN", Says.CODE, {"en"}),
        ("pt_BR", Says.CODE, {"pt"}),
        ("de | fr", Says.CODE, {"de", "fr"}),
        ("РУС", Says.NAME, {"ru"}),
        ("Choisir la langue", Says.LABEL, set()),
        ("言語を選択", Says.LABEL, set()),
        ("Sprachauswahl", Says.LABEL, set()),
        ("Select your language", Says.LABEL, set()),
        ("Norway", Says.COUNTRY, set()),
        ("▼", Says.FILLER, set()),
        ("Close", Says.FILLER, set()),
        ("🇩🇪", Says.FLAG, set()),
    ],
)
def test_what_speaks_of_languages(text: str, says: Says, languages: set[str]) -> None:
    reading = read_text(text)
    assert reading.says is says
    assert languages <= reading.languages


@pytest.mark.parametrize(
    "text",
    [
        "French lessons",
        "English–German dictionary",
        "Modern Languages",
        "Code language:",
        "Deutsch A1",
        "English (243)",
        "Read more",
        "Latin",
        "Georgia on my mind",
        "NOK kr",
        "Python",
        "It looks like your browser is set to English",
    ],
)
def test_what_does_not(text: str) -> None:
    assert read_text(text).says is Says.OTHER


def test_only_foreign_names_count_as_their_own() -> None:
    assert read_text("Magyar").own == {"hu"}
    assert not read_text("Hindi").own  # English says the same
    assert not read_text("Hungarian").own


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("img/gb.svg", Says.FLAG),
        ("Flags/DE.png", Says.FLAG),
        ("flag-icon flag-icon-no", Says.FLAG),
        ("img/globe.svg", Says.FILLER),
        ("uploads/hero.jpg", Says.OTHER),
    ],
)
def test_pictures(address: str, says: Says) -> None:
    assert read_picture(address).says is says


@pytest.mark.parametrize("text", ["xx", "ABCD", "", "e", "12", "en-", "türkçe"])
def test_no_code(text: str) -> None:
    assert code_language(text) is None


@given(st.text(max_size=120))
def test_any_text_is_read_alike_however_it_is_cased(text: str) -> None:
    assert read_text(text).says in Says
    assert normal(normal(text)) == normal(text)
