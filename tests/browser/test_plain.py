"""Addresses of what is no page: which are kept as they were served, and what their text is."""

from __future__ import annotations

import threading
import zlib
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from capture.browser.plain import _bytes_in
from capture.errors import CaptureError
from capture.extract.charset import decode
from capture.options import Options
from capture.pipeline import Capturer
from tests.browser.test_settle import Answer, site

RUSSIAN = "Привет, мир: слова в кодировке, которую назвал сервер.\n"
KEPT: dict[str, tuple[str, bytes, str]] = {
    "/a.py": ("text/x-python", b"print('words')\n", "original.txt"),
    "/a.jsonld": ("application/ld+json", b'{"name": "words"}', "original.json"),
    "/a.js": ("application/javascript; charset=utf-8", b"words()", "original.js"),
    "/a.csv": ("text/csv", b"words,more\n1,2\n", "original.csv"),  # a download to the browser
    "/bom.txt": ("text/plain", b"\xef\xbb\xbfwords\n", "original.txt"),
    "/a.ru": ("text/plain; charset=koi8-r", RUSSIAN.encode("koi8-r"), "original.txt"),
}
LEFT = {
    "/a.bin": ("application/octet-stream", b"words"),
    "/a.zip": ("application/zip", b"PK\3\4"),
    "/a.pdf": ("application/pdf", b"no PDF"),
}


def test_texts_of_every_kind_are_kept_as_served(playwright: Playwright, tmp_path: Path) -> None:
    answers: dict[str, Answer] = {at: (200, kind, body) for at, (kind, body, _) in KEPT.items()}
    answers |= {at: (200, kind, body) for at, (kind, body) in LEFT.items()}
    with site(answers) as base, Capturer(tmp_path, Options(), playwright=playwright) as capturer:
        for at, (kind, body, name) in KEPT.items():
            bundle = capturer.capture(base + at)
            assert bundle.manifest.media_type == kind.partition(";")[0]
            assert (bundle.path / name).read_bytes() == body
            expected = RUSSIAN if at == "/a.ru" else body.decode("utf-8-sig")
            assert bundle.read_text() == expected
        for at in LEFT:
            with pytest.raises(CaptureError, match="is a download"):
                capturer.capture(base + at)


def test_size_of_a_download_while_the_browser_renames_it(tmp_path: Path) -> None:
    whole, part, done = tmp_path / "guid", tmp_path / "guid.crdownload", threading.Event()
    part.write_bytes(b"words")

    def rename() -> None:
        while not done.is_set():
            part.rename(whole)
            whole.rename(part)

    browser = threading.Thread(target=rename)
    browser.start()
    try:
        assert {_bytes_in(tmp_path) for _ in range(3000)} <= {0, 5, 10}
    finally:
        done.set()
        browser.join()


def test_text_whose_bytes_are_not_given_again_says_so(
    playwright: Playwright, tmp_path: Path
) -> None:
    asked: list[str] = []

    def once(handler: BaseHTTPRequestHandler) -> None:
        asked.append(handler.path)
        handler.send_response(200 if len(asked) == 1 else 500)
        handler.send_header("Content-Type", "text/plain; charset=koi8-r")
        handler.end_headers()
        handler.wfile.write(RUSSIAN.encode("koi8-r"))
        handler.close_connection = True

    with (
        site({"/once.txt": once}) as base,
        Capturer(tmp_path, Options(), playwright=playwright) as capturer,
    ):
        bundle = capturer.capture(f"{base}/once.txt")
    assert bundle.read_text() == bundle.read_text("original.txt") == RUSSIAN
    assert bundle.manifest.status == "partial"
    assert "kept as UTF-8" in bundle.manifest.reasons[0]


@pytest.mark.parametrize("label", ["punycode", "\0", "zlib", "idna", "utf-7", "no such thing"])
def test_label_that_no_browser_knows_decodes_nothing(label: str) -> None:
    text = RUSSIAN.encode("cp1251") * 2000
    assert decode(text, label) == RUSSIAN * 2000


def test_packed_text_is_kept_unpacked_and_a_bomb_is_not(
    playwright: Playwright, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr("capture.browser.plain.MAX_FILE_BYTES", 2 << 20)

    def packed(handler: BaseHTTPRequestHandler) -> None:
        asked.append(handler.path)
        handler.send_response(200)
        handler.send_header("Content-Type", "text/plain; charset=koi8-r")
        handler.send_header("Content-Encoding", "gzip")
        handler.end_headers()
        squeeze = zlib.compressobj(1, zlib.DEFLATED, 31)
        handler.wfile.write(squeeze.compress(RUSSIAN.encode("koi8-r")))
        for _ in range(8 if asked.count("/bomb.txt") > 1 else 0):
            handler.wfile.write(squeeze.compress(b"x" * (1 << 20)))
        handler.wfile.write(squeeze.flush())
        handler.close_connection = True

    with (
        site({"/packed.txt": packed, "/bomb.txt": packed}) as base,
        Capturer(tmp_path, Options(), playwright=playwright) as capturer,
    ):
        kept = capturer.capture(f"{base}/packed.txt")
        bomb = capturer.capture(f"{base}/bomb.txt")
    assert (kept.path / "original.txt").read_bytes() == RUSSIAN.encode("koi8-r")
    assert (kept.manifest.status, bomb.manifest.status) == ("whole", "partial")
    assert bomb.read_text() == bomb.read_text("original.txt") == RUSSIAN
