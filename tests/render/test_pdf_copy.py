"""`capture print`: from a bundle or an address to a typeset copy."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from pdf_pages import WORDS

from capture.options import make_options
from capture.render.copy import _named_pictures
from capture.render.paper import copy_request
from capture.render.pdfread import check_text, page_count, text

ARTICLE = f"""<!doctype html><html lang="en"><title>The harbour log</title>
<nav><a href="/">Home</a> <a href="/ships">Ships</a></nav>
<article><h1>The harbour log</h1>{"".join(f"<p>Entry {n}. {WORDS}</p>" for n in range(12))}
</article><footer>Imprint and privacy</footer></html>"""


def _capture(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "capture", *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder, timeout=100)


def test_an_address_becomes_a_typeset_copy(serve: Callable[[Path], str], tmp_path: Path) -> None:
    (tmp_path / "log.html").write_text(ARTICLE, "utf-8")
    done = _capture("print", f"{serve(tmp_path)}/log.html", "-o", "out/copy.pdf", folder=tmp_path)
    assert done.stdout == "out/copy.pdf\n", done.stderr
    data = (tmp_path / "out" / "copy.pdf").read_bytes()
    assert page_count(data) >= 1
    assert check_text(data, f"Entry 11. {WORDS}") == 1.0
    assert "Imprint" not in text(data)


def test_what_is_no_bundle_and_no_address_is_a_usage_error(tmp_path: Path) -> None:
    done = _capture("print", str(tmp_path), folder=tmp_path)
    assert done.returncode == 2
    assert done.stdout == ""
    assert not list(tmp_path.iterdir())


def test_pictures_inside_the_page_travel_by_name() -> None:
    page = "<img src=\"data:image/png;base64,AA==\"><img alt='' src='data:image/png;base64,AA=='>"
    html, pictures = _named_pictures(page)
    assert "data:" not in html
    assert list(pictures.values()) == ["data:image/png;base64,AA=="]
    assert html.count(next(iter(pictures))) == 2


def test_a_margin_that_was_named_is_the_copys() -> None:
    assert copy_request(make_options({"margin": "4cm", "paper": "A4"})).margin_mm == 40
    # Else the line's measure decides, not the default for pages as they are.
    assert copy_request(make_options({"paper": "A4"})).margin_mm > 15
