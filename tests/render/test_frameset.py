"""Pages of frames: whole in every artifact, though a frame shows no more than its box."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Playwright

from capture.clean.values import Ledger
from capture.options import Options
from capture.pipeline import Capturer
from capture.render import pdfread
from capture.render.picture import size_of

SET = """<title>An old manual</title><frameset cols="25%,*"><frame src=menu.html>
<frameset rows="80,*" frameborder=no><frame src=head.html><frame src=text.html></frameset>
<noframes><body>Your browser shows no frames.</body></noframes></frameset>"""
MENU = "<body bgcolor='#eeeecc' onload='x()'><ul><li><a href=text.html>Chapter one</a></ul>"
WORDS = "The miller opens the sluice at six and waits until the wheel has found its pace. " * 4
TEXT = "<h2>Chapter one</h2>" + "".join(f"<p>{n}. {WORDS}" for n in range(1, 31)) + "<p>The end."


def test_a_frameset_is_whole(
    serve: Callable[[Path], str], playwright: Playwright, tmp_path: Path
) -> None:
    site = tmp_path / "site"
    site.mkdir()
    head = "<style>h1 { color: rgb(1, 2, 3) }</style><h1>The manual of the mill</h1>"
    for name, html in (("index", SET), ("menu", MENU), ("head", head), ("text", TEXT)):
        (site / f"{name}.html").write_text(html)
    with Capturer(tmp_path / "archive", playwright=playwright) as capturer:
        url = f"{serve(site)}/index.html"
        bundle = capturer.capture(url)
        bare = capturer.capture(url, Options.model_validate({"clean": "none", "pdf_a": "none"}))
    assert bundle.manifest.status == "whole"
    wide, tall = size_of((bundle.path / "page.png").read_bytes())
    assert wide == 1280
    assert tall > 1500
    pdf = (bundle.path / "page.pdf").read_bytes()
    for words in (bundle.read_text(), bundle.read_text("page.html"), pdfread.text(pdf)):
        assert "30. The miller" in words
        assert "The end." in words
        assert "shows no frames" not in words
    assert "The manual of the mill" in pdfread.text(pdf)
    assert "onload" not in bundle.read_text("page.html")
    ledger = Ledger.model_validate_json(bundle.read_text("ledger.json"))
    assert ledger.notes[0] == "the page's 3 frames are set into one page"
    assert size_of((bare.path / "page.png").read_bytes()) == (1280, 800)
    assert "30. The miller" in bare.read_text()
