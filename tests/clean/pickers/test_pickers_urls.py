"""Which addresses are this page in another language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capture.clean.pickers_urls import Variant, absolute, read_address, variant

PAGE = "https://www.mill.example/en/journal/wool/"


@pytest.mark.parametrize(
    ("page", "url", "near"),
    [
        (PAGE, "https://www.mill.example/fr/journal/wool/", Variant.SAME),
        (PAGE, "https://www.mill.example/fr/", Variant.HOME),
        (PAGE, "https://fr.mill.example/journal/wool/", Variant.SAME),
        (PAGE, "https://fr.mill.example/", Variant.HOME),
        (PAGE, "https://www.mill.example/fr/atelier/laine/", Variant.DEEP),
        (PAGE, "https://www.mill.example/en/contact/", Variant.DEEP),
        (PAGE, "https://www.mill.example/contact/", Variant.NONE),
        (PAGE, "https://elsewhere.example/fr/atelier/", Variant.NONE),
        ("https://m.example/p?id=4", "https://m.example/p?id=4&lang=fr", Variant.SAME),
        ("https://m.example/p?id=4", "https://m.example/p?id=5&lang=fr", Variant.DEEP),
        ("https://m.example/a.html", "https://m.example/a.fr.html", Variant.SAME),
        ("https://m.example/wool/", "https://m.example/category/en/", Variant.NONE),
        ("https://m.example/wool/", "https://m.example/english/", Variant.HOME),
        (PAGE, "", Variant.NONE),
    ],
)
def test_variants(page: str, url: str, near: Variant) -> None:
    assert variant(page, url) is near


def test_links_that_lead_nowhere() -> None:
    for href in ("#top", "javascript:void(0)", "mailto:a@b.example", "", "http://[bad"):
        assert absolute(PAGE, href) == ""


@given(st.text(max_size=200), st.text(max_size=200))
def test_no_address_is_too_odd(page: str, url: str) -> None:
    assert variant(page, url) in Variant
    assert read_address("https://" + url).languages is not None
