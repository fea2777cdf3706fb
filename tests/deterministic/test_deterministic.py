"""A restless page, captured again and again, gives one picture; and the right one."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from nasty import write_site
from playwright.sync_api import Playwright

from capture.browser.deterministic import deterministic_launch_args
from capture.browser.launch import BrowserSession
from capture.browser.navigate import visit_page
from capture.browser.plain import PlainDocument
from capture.compare.picture import read_picture
from capture.options import Options
from capture.render.screenshot import photograph


@pytest.fixture
def address(tmp_path: Path, serve: Callable[[Path], str]) -> str:
    write_site(tmp_path)
    return f"{serve(tmp_path)}/index.html"


def _captures(
    url: str, times: int, playwright: Playwright, *, deterministic: bool = True
) -> list[tuple[bytes, str]]:
    options = Options(deterministic=deterministic)
    found = []
    with (
        BrowserSession(options, playwright=playwright) as session,
        ThreadPoolExecutor(max_workers=1) as pool,
    ):
        for _ in range(times):
            with session.open(options, url) as opened:
                visit = visit_page(opened, url, options)
                assert not isinstance(visit, PlainDocument)
                assert visit.settled.unstable == ()
                picture = photograph(opened, pool).result()
                found.append((picture.png, opened.page.inner_text("body")))
    return found


def _distinct(found: list[tuple[bytes, str]]) -> tuple[int, int]:
    pictures = {hashlib.sha256(png).digest() for png, _ in found}
    return len(pictures), len({text for _, text in found})


@pytest.mark.timeout(240)
def test_three_captures_are_one(address: str, playwright: Playwright) -> None:
    found = _captures(address, 3, playwright)
    assert _distinct(found) == (1, 1)
    # Stable is not right: what timers, workers and scrolling bring must be there.
    text = found[0][1]
    assert "late banner" in text
    assert "faded in" in text
    assert "seen" in text.split()
    assert "60,1736942403000," in text
    picture = read_picture(found[0][0])
    photo = picture[-220:-100, 25:200].astype(np.float64)
    assert photo.std() > 30, "the lazy photo is noise, not an empty box"


def test_without_it_they_are_not(address: str, playwright: Playwright) -> None:
    pictures, texts = _distinct(_captures(address, 2, playwright, deterministic=False))
    assert (pictures, texts) == (2, 2)


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_thirty_captures_are_one(address: str, playwright: Playwright) -> None:
    assert _distinct(_captures(address, 30, playwright)) == (1, 1)


def test_the_blink_setting_joins_those_that_are_there() -> None:
    assert deterministic_launch_args(("--a", "--blink-settings=x=1"))[:2] == (
        "--a",
        "--blink-settings=x=1,imageAnimationPolicy=2",
    )
    assert deterministic_launch_args()[0] == "--blink-settings=imageAnimationPolicy=2"
