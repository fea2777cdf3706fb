"""`capture verify --pdf-a`: what each PDF claims, checked, and what a damaged one gets."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import Playwright

from capture.cli.app import run
from capture.errors import Exit
from capture.options import Options
from capture.pipeline import Capturer
from capture.render.pdfa.validate import available

pytestmark = pytest.mark.skipif(not available(), reason="page-validation is not installed")
PAGE = """<!doctype html><html lang=en><title>A file</title><main><h1>A file</h1>
<p>The harbour master wrote down every ship that came in, its cargo and its captain.</p></main>"""


@pytest.mark.parametrize(("layout", "level"), [("page", "2u"), ("reader", "3a")])
def test_claims_are_checked(
    tmp_path: Path,
    playwright: Playwright,
    capsys: pytest.CaptureFixture[str],
    layout: str,
    level: str,
) -> None:
    (tmp_path / "a.html").write_text(PAGE)
    options = Options.model_validate({"layout": layout, "pdf_a": level, "originals": False})
    with Capturer(tmp_path / "archive", playwright=playwright) as capturer:
        bundle = capturer.capture((tmp_path / "a.html").as_uri(), options)
    assert bundle.manifest.pdf is not None
    assert bundle.manifest.pdf.conformance == f"{level}+ua1"
    words = ["verify", "--pdf-a", str(tmp_path / "archive")]
    assert run(words) == Exit.OK
    assert run(["verify", str(bundle.path), "--pdf-a"]) == Exit.OK
    assert capsys.readouterr().out == ""

    pdf = bundle.path / "page.pdf"
    whole = pdf.read_bytes()
    with pikepdf.open(pdf) as document:
        del document.Root.OutputIntents, document.Root.Lang
        document.save(tmp_path / "other.pdf")
    pdf.write_bytes((tmp_path / "other.pdf").read_bytes())
    assert run(words) == Exit.FIXITY
    said = capsys.readouterr().out
    assert "page.pdf: changed" in said
    assert f"page.pdf: {level}: " in said
    assert "page.pdf: ua1: " in said

    pdf.write_bytes(whole[: len(whole) // 2])
    assert run(words) == Exit.FIXITY
    assert f"page.pdf: {level}: unreadable" in capsys.readouterr().out
