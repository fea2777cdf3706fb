"""A restless page, captured again and again, gives one picture; and the right one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import numpy as np
import pytest
from nasty import Unsteady, write_site
from playwright.sync_api import Playwright

from capture.browser.deterministic import deterministic_launch_args
from capture.browser.launch import BrowserSession
from capture.browser.navigate import visit_page
from capture.browser.plain import PlainDocument
from capture.compare.pdfbytes import same_but_dates
from capture.compare.picture import read_picture
from capture.options import Options
from capture.pipeline import Capturer
from capture.render.screenshot import photograph


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    site = tmp_path / "site"
    site.mkdir()
    write_site(site)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Unsteady, directory=str(site))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/index.html"
        server.shutdown()


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
def test_two_captures_are_one(address: str, playwright: Playwright) -> None:
    found = _captures(address, 2, playwright)
    assert _distinct(found) == (1, 1)
    # Stable is not right: what timers, workers and scrolling bring must be there.
    text = found[0][1]
    assert "late banner" in text
    assert "faded in" in text
    assert "seen" in text.split()
    assert "60,1736942403000," in text
    assert "task 1736942402" in text
    assert "told 6 times" in text
    assert "Wed Jan 15 2025" in text, "a worker's `Date()`, without new"
    picture = read_picture(found[0][0])
    photo = picture[-220:-100, 25:200].astype(np.float64)
    assert photo.std() > 30, "the lazy photo is noise, not an empty box"


@pytest.mark.slow
def test_without_it_they_are_not(address: str, playwright: Playwright) -> None:
    pictures, texts = _distinct(_captures(address, 2, playwright, deterministic=False))
    assert (pictures, texts) == (2, 2)


@pytest.mark.slow
@pytest.mark.timeout(2400)
def test_thirty_captures_are_one(address: str, playwright: Playwright, tmp_path: Path) -> None:
    options = Options(deterministic=True, originals=False)
    bundles = []
    with Capturer(tmp_path / "archive", options, playwright=playwright) as capturer:
        for _ in range(30):
            bundles.append(capturer.capture(address).path)
    for name in ("page.png", "page.txt"):
        digests = {hashlib.sha256((path / name).read_bytes()).digest() for path in bundles}
        assert len(digests) == 1, name
    first, *others = [(path / "page.pdf").read_bytes() for path in bundles]
    assert all(same_but_dates(first, other) for other in others)


def test_the_blink_setting_joins_those_that_are_there() -> None:
    assert deterministic_launch_args(("--a", "--blink-settings=x=1"))[:2] == (
        "--a",
        "--blink-settings=x=1,imageAnimationPolicy=2",
    )
    assert deterministic_launch_args()[0] == "--blink-settings=imageAnimationPolicy=2"
