"""page.pdf through the pipeline: both layouts, and a page that hangs Chromium."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pdf_pages import HANG, WORDS
from playwright.sync_api import Playwright

import capture.render.paper as paper
import capture.render.prepare as prepare
from capture.archive.bundle import Bundle
from capture.browser.world import script
from capture.options import Options
from capture.pipeline import Capturer
from capture.render.pdfread import text

PAGE = f"""<!doctype html><html lang=en><title>Log</title><nav><a href=/>Home</a></nav>
<article><h1>Log</h1>{"".join(f"<p>Entry {n}. {WORDS}</p>" for n in range(9))}{HANG}
<p>The end of the log, after the list.</article>"""


def _served(serve: Callable[[Path], str], folder: Path) -> str:
    (folder / "log.html").write_text(PAGE, "utf-8")
    return f"{serve(folder)}/log.html"


def _captured(playwright: Playwright, url: str, options: Options, folder: Path) -> Bundle:
    with Capturer(folder / "archive", playwright=playwright) as capturer:
        return capturer.capture(url, options)


def test_reader_layout_typesets_the_content(
    serve: Callable[[Path], str], tmp_path: Path, playwright: Playwright
) -> None:
    options = Options(layout="reader", originals=False, pdf_a="3u")
    bundle = _captured(playwright, _served(serve, tmp_path), options, tmp_path)
    printed = text((bundle.path / "page.pdf").read_bytes())
    assert "after the list" in printed
    assert "Home" not in printed
    assert bundle.manifest.pdf
    assert bundle.manifest.pdf.conformance.startswith("3u")


def test_a_hang_that_was_not_prevented_is_survived(
    serve: Callable[[Path], str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    playwright: Playwright,
) -> None:
    def careless(package: str, name: str) -> str:
        guard = "if (fills(item)) continue;"
        return script(package, name).replace(guard, "continue;")

    request = paper.print_request
    monkeypatch.setattr(prepare, "script", careless)
    monkeypatch.setattr(paper, "print_request", lambda *a: replace(request(*a), timeout_ms=3000))
    options = Options(originals=False)
    bundle = _captured(playwright, _served(serve, tmp_path), options, tmp_path)
    assert "after the list" in text((bundle.path / "page.pdf").read_bytes())
    assert bundle.manifest.pdf
    assert any("safe mode" in note for note in bundle.manifest.pdf.notes)
