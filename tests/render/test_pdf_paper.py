"""page.pdf through the pipeline: both layouts, and a page that hangs Chromium."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pdf_pages import HANG, WORDS

import capture.render.paper as paper
import capture.render.pdf as pdf
from capture.browser.world import script
from capture.options import Options
from capture.pipeline import capture
from capture.render.pdfread import text

PAGE = f"""<!doctype html><html lang=en><title>Log</title><nav><a href=/>Home</a></nav>
<article><h1>Log</h1>{"".join(f"<p>Entry {n}. {WORDS}</p>" for n in range(9))}{HANG}
<p>The end of the log, after the list.</article>"""


def _served(serve: Callable[[Path], str], folder: Path) -> str:
    (folder / "log.html").write_text(PAGE, "utf-8")
    return f"{serve(folder)}/log.html"


def test_reader_layout_typesets_the_content(serve: Callable[[Path], str], tmp_path: Path) -> None:
    options = Options(layout="reader", originals=False, pdf_a="3u")
    bundle = capture(_served(serve, tmp_path), options, archive=tmp_path / "archive")
    printed = text((bundle.path / "page.pdf").read_bytes())
    assert "after the list" in printed
    assert "Home" not in printed
    assert bundle.manifest.pdf
    assert bundle.manifest.pdf.conformance.startswith("3u")


def test_a_hang_that_was_not_prevented_is_survived(
    serve: Callable[[Path], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def careless(package: str, name: str) -> str:
        guard = "if (textOf(item) || item.querySelector(SEEN)) continue;"
        return script(package, name).replace(guard, "continue;")

    request = paper.print_request
    monkeypatch.setattr(pdf, "script", careless)
    monkeypatch.setattr(paper, "print_request", lambda *a: replace(request(*a), timeout_ms=3000))
    options = Options(originals=False)
    bundle = capture(_served(serve, tmp_path), options, archive=tmp_path / "archive")
    assert "after the list" in text((bundle.path / "page.pdf").read_bytes())
    assert bundle.manifest.pdf
    assert any("safe mode" in note for note in bundle.manifest.pdf.notes)
