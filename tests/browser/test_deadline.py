"""What holds a capture up is stopped, or given up; what was made before it is kept."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from capture.browser.deadline import TimeUp, act_after, give_up_after
from capture.browser.launch import BrowserSession, OpenPage
from capture.browser.world import script
from capture.browser.yielding import stop_scripts
from capture.errors import CaptureError
from capture.options import Options
from capture.pipeline import Capturer

WORDS = "The lighthouse keeper counted ships until the fog came in. " * 20
ARTICLE = f"<!doctype html><html lang=en><title>T</title><main><h1>T</h1><p>{WORDS}</p></main>"


def _spin(opened: OpenPage) -> None:
    opened.page.set_content(ARTICLE)
    opened.page.evaluate("void setTimeout(() => { for (;;); }, 50)")
    time.sleep(0.3)


def test_call_that_waits_is_given_up_and_the_page_can_be_had_back(session: BrowserSession) -> None:
    with session.open(Options()) as opened:
        _spin(opened)
        with pytest.raises(TimeUp, match="the look"), give_up_after(1, "the look"):
            opened.world.run("() => 1")
        assert stop_scripts(opened)
        assert "lighthouse" in opened.world.run("() => document.body.innerText")
    assert session.alive


def test_scripts_are_stopped_from_within_the_call_that_waits_for_them(
    session: BrowserSession,
) -> None:
    with session.open(Options()) as opened:
        _spin(opened)
        with act_after(1, lambda: stop_scripts(opened)):
            assert "lighthouse" in opened.world.run("() => document.body.innerText")
        wait = "() => new Promise((resolve) => { setTimeout(() => resolve('later'), 50); })"
        with give_up_after(10, "a timer in a page whose scripts were stopped"):
            assert opened.world.run(wait) == "later"


def test_news_that_time_is_up_is_not_swallowed(session: BrowserSession) -> None:
    with session.open(Options()) as opened:
        _spin(opened)
        with pytest.raises(TimeUp), give_up_after(1, "the look"):
            _go_on_without(opened)
        assert stop_scripts(opened)


def _go_on_without(opened: OpenPage) -> None:
    with suppress(Exception):  # as a detector does that lacks one of its parts
        opened.world.run("() => 1")
    pytest.fail("the news was swallowed")


def test_page_that_is_too_large_is_cut_to_its_first_part(session: BrowserSession) -> None:
    cut = script("capture.browser", "shorten.js")
    rows = "".join(f"<p>row {n}</p>" for n in range(100))
    page = f"<form name=createTreeWalker></form><p>first</p>{rows}<p>last</p>"
    with session.open(Options()) as opened:
        for limits, last in (
            ({"characters": 10_000, "elements": 10_000}, "last"),
            ({"characters": 10_000, "elements": 8}, "row 3"),
            ({"characters": 12, "elements": 10_000}, "row 0\n\nro"),
        ):
            opened.page.set_content(page)
            assert opened.world.run(cut, limits) is (last != "last")
            assert opened.world.run("() => document.body.innerText").rstrip().endswith(last)


def test_script_of_ours_that_was_stopped_with_the_pages_runs_again(session: BrowserSession) -> None:
    slow = "() => { const end = Date.now() + 1500; while (Date.now() < end); return 'done' }"
    with session.open(Options()) as opened:
        opened.page.set_content(ARTICLE)
        with act_after(0.5, lambda: stop_scripts(opened)):
            assert opened.world.run(slow) == "done"


def test_nothing_happens_after_the_block(session: BrowserSession) -> None:
    with session.open(Options()) as opened:
        with give_up_after(0.2, "x"), act_after(0.2, lambda: pytest.fail("too late")):
            pass
        opened.page.wait_for_timeout(500)


def test_rendering_that_does_not_end_leaves_a_partial_bundle(
    serve: Callable[[Path], str],
    tmp_path: Path,
    playwright: Playwright,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "index.html").write_text(ARTICLE)
    url = serve(tmp_path) + "/"
    with Capturer(tmp_path / "archive", playwright=playwright) as capturer:
        # The browser takes no more time than is left for it: none at all.
        monkeypatch.setattr("capture.pipeline.SALVAGE_SECONDS", 10_000)
        monkeypatch.setattr("capture.pipeline.clean_page", _never_ends)
        bundle = capturer.capture(url)
        monkeypatch.undo()
        after = capturer.capture(url)
    assert bundle.manifest.status == "partial"
    assert any("page.pdf and page.png are missing" in one for one in bundle.manifest.reasons)
    names = {path.name for path in bundle.path.iterdir()}
    assert {"page.txt", "page.md", "page.html", "original.mhtml", "original.png"} <= names
    assert "page.pdf" not in names
    assert "lighthouse" in bundle.read_text()
    assert after.manifest.status == "whole"


def _never_ends(world: object, _: object) -> None:
    world.run("() => new Promise(() => 0)")  # type: ignore[attr-defined]
    raise CaptureError("unreachable")


def test_document_without_end_is_cut_and_captured(
    tmp_path: Path, playwright: Playwright, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("capture.browser.traffic.MAX_DOCUMENT_BYTES", 500_000)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Endless)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_address[1]}/"
    with Capturer(tmp_path / "archive", playwright=playwright) as capturer:
        bundle = capturer.capture(url, Options(originals=False))
    server.shutdown()
    assert any("the document is larger than" in one for one in bundle.manifest.reasons)
    assert "lighthouse" in bundle.read_text()
    assert (bundle.path / "page.pdf").exists()


class _Endless(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        with suppress(OSError):
            self.wfile.write(ARTICLE.encode())
            while True:
                self.wfile.write(b"<!--" + b"x" * 50_000 + b"-->")
                time.sleep(0.1)

    def log_message(self, *_: object) -> None:
        pass
