"""`--wacz` on a whole capture: the page as served is on record, what was made of it beside it."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator

from capture.archive.fixity import verify_bundle
from capture.options import Options
from capture.pipeline import capture

PAGE = """<!doctype html><html lang=en><title>Served</title><link rel=stylesheet href=s.css>
<main><h1>Served</h1><p>Words enough to be the page's own content, and some more of them.</p></main>
<div class="cookie-consent" style="position:fixed;bottom:0">We use cookies <button>OK</button>"""


def test_a_capture_with_its_record(serve: Callable[[Path], str], tmp_path: Path) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "index.html").write_text(PAGE)
    (folder / "s.css").write_text("h1 { color: green }")
    url = f"{serve(folder)}/index.html"
    bundle = capture(url, Options(wacz=True), archive=tmp_path / "archive")
    assert verify_bundle(bundle.path) == ()
    with zipfile.ZipFile(bundle.path / "original.wacz") as pack:
        stream = pack.open("archive/data.warc.gz")
        found = {
            (r.rec_type, r.rec_headers.get_header("WARC-Target-URI")): (
                r.content_stream().read(),
                r.rec_headers.get_header("WARC-IP-Address"),
            )
            for r in ArchiveIterator(stream, check_digests="raise")
        }
    assert found["response", url] == (PAGE.encode(), "127.0.0.1")
    assert found["response", url.replace("index.html", "s.css")][0] == b"h1 { color: green }"
    for kind, name in (("pdf", "page.pdf"), ("fullPage", "original.png"), ("text", "page.txt")):
        assert found["resource", f"urn:{kind}:{url}"][0] == (bundle.path / name).read_bytes()


def test_a_page_that_sends_too_much_is_cut_off(
    serve: Callable[[Path], str], tmp_path: Path
) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "index.html").write_text("<!doctype html><title>Big</title><p>Big<img src=big.bmp>")
    (folder / "big.bmp").write_bytes(b"BM" + bytes(3_000_000))
    options = Options.model_validate({"max_size": "1MB", "pdf_a": "none", "originals": False})
    bundle = capture(f"{serve(folder)}/index.html", options, archive=tmp_path / "archive")
    assert bundle.manifest.status == "partial"
    assert any("1 MiB" in reason for reason in bundle.manifest.reasons)
