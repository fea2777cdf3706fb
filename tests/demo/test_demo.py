"""The demo page: served on two origins, the same article in every variant."""

from __future__ import annotations

import re
import urllib.request

import pytest
from lxml import html
from playwright.sync_api import Page

from capture.demo.server import VARIANTS, article_markdown, article_text, serve_demo


def _get(url: str) -> str:
    with urllib.request.urlopen(url) as answer:
        return answer.read().decode("utf-8")


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_variant_holds_the_article_word_for_word(variant: str) -> None:
    with serve_demo() as demo:
        document = html.fromstring(_get(demo.address(variant)))
    body = " ".join(document.text_content().split())
    for block in article_text().split("\n\n"):
        assert " ".join(block.split()) in body


def test_only_the_plain_variant_has_names_that_tell() -> None:
    with serve_demo() as demo:
        names = {v: set(re.findall(r'class="([^"]*)"', _get(demo.address(v)))) for v in VARIANTS}
    assert "ad-block ad-wide" in names["plain"]
    for variant in ("tokens", "late"):
        assert all(re.fullmatch(r"(x[0-9a-f]{6} ?)+", name) for name in names[variant])


def test_the_text_has_narrow_spaces_and_no_noise() -> None:
    assert "«\u202f" in article_text()
    assert "Publicité" not in article_text()
    assert len(article_text().split()) > 500
    assert article_markdown().startswith("# ")


def test_late_parts_arrive_in_shadow_roots_and_cross_origin_frames(page: Page) -> None:
    with serve_demo() as demo:
        page.goto(demo.address("late"))
        page.get_by_text("Language Selection").wait_for()
        page.get_by_text("Ajouter à l’écran d’accueil").wait_for()
        page.mouse.wheel(0, 1500)
        page.frame_locator("iframe").nth(1).get_by_text("Publicité par").wait_for()
        frames = {frame.url for frame in page.frames if frame.url.startswith(demo.partner)}
        assert len(frames) >= 2
        shadows = page.evaluate(
            "() => [...document.querySelectorAll('*')].filter((e) => e.shadowRoot).length"
        )
    assert shadows == 2


def test_pictures_load_when_scrolled_to(page: Page) -> None:
    with serve_demo() as demo:
        page.goto(demo.address("tokens"))
        picture = page.locator("figure img").first
        picture.scroll_into_view_if_needed()
        page.wait_for_function("() => document.querySelector('figure img').naturalWidth > 1000")
