"""Several captures of one address, and the unchanged one that keeps only digests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Playwright

from capture.archive.fixity import verify_bundle
from capture.options import Options
from capture.pipeline import Capturer

PAGE = "<!doctype html><html lang=en><title>T</title><main><h1>T</h1><p>{} and more words.</main>"


def test_an_unchanged_page_is_recorded_by_its_digests(
    serve: Callable[[Path], str], tmp_path: Path, playwright: Playwright
) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "p.html").write_text(PAGE.format("first"))
    url = f"{serve(site)}/p.html"
    options = Options(skip_unchanged=True, originals=False)
    with Capturer(tmp_path / "archive", options, playwright=playwright) as capturer:
        first, second = capturer.capture(url), capturer.capture(url)
        (site / "p.html").write_text(PAGE.format("second"))
        third = capturer.capture(url)
    assert first.manifest.unchanged_since is None
    assert second.manifest.unchanged_since == first.path.name
    assert second.manifest.artifacts == ()
    before = {a.path: a.sha256 for a in first.manifest.artifacts}
    after = {a.path: a.sha256 for a in second.manifest.unchanged}
    assert after["page.txt"] == before["page.txt"]
    assert third.manifest.unchanged_since is None
    assert third.path.parent == first.path.parent
    for bundle in (first, second, third):
        assert verify_bundle(bundle.path) == ()
