"""page.pdf through the pipeline: both layouts, and a page that hangs Chromium."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from pdf_pages import HANG, WORDS
from playwright.sync_api import Playwright

import capture.render.paper as paper
import capture.render.prepare as prepare
from capture.archive.bundle import Bundle
from capture.archive.manifest import Manifest
from capture.browser.world import script
from capture.options import Options
from capture.pipeline import Capturer
from capture.render.pdfa.validate import validate
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
    _carries_the_capture(bundle)


def _carries_the_capture(bundle: Bundle) -> None:
    data = (bundle.path / "page.pdf").read_bytes()
    assert validate(data, "3u").broken == ()
    with pikepdf.open(io.BytesIO(data)) as file:
        related = {str(spec.UF): str(spec.AFRelationship) for spec in file.Root.AF}
        inside = {name: spec.get_file() for name, spec in file.attachments.items()}
        held = {name: one.read_bytes() for name, one in inside.items()}
        types = {name: one.mime_type for name, one in inside.items()}
    assert related == {
        "page.txt": "/Alternative",
        "page.md": "/Alternative",
        "ledger.json": "/Supplement",
        "capture.json": "/Supplement",
    }
    assert types["page.md"] == "text/markdown"
    assert types["capture.json"] == types["ledger.json"] == "application/json"
    for name in ("page.txt", "page.md"):
        assert held[name] == (bundle.path / name).read_bytes()
    manifest = Manifest.model_validate_json(held["capture.json"])
    listed = {record.path: record.sha256 for record in manifest.artifacts}
    assert manifest.pdf is None
    assert "page.pdf" not in listed
    assert listed["ledger.json"] == hashlib.sha256(held["ledger.json"]).hexdigest()
    assert manifest.final_url == bundle.manifest.final_url


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
