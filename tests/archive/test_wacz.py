"""Recording, WARC and WACZ: judged by warcio, by the `wacz` validator and by a replay in pywb."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser
from warcio.archiveiterator import ArchiveIterator

from capture.archive.surt import surt
from capture.archive.wacz import ReplayPage, pack_wacz
from capture.archive.warc import REDACTED, WarcFile
from capture.browser.record import Exchange, RecordingFacts, recording

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63"
    "f8cfc0f01f00050001ff89993d1d0000000049454e44ae426082"
)
PAGE = """<!doctype html><html lang=en><head><title>Récit</title>
<link rel=stylesheet href=/style.css></head><body><h1>Recorded</h1>
<img src=/moved.png width=30 height=30><img src=/gone.png>
<iframe src="http://localhost:PORT/frame"></iframe>
<script>fetch('/api',{method:'POST',body:'q=1',headers:
{'content-type':'application/x-www-form-urlencoded'}}).then(r=>r.text()).then(t=>{
document.title += ' ' + t; const i=new Image(); i.src='/late.png?b=2&A=1'; document.body.append(i)})
new Worker('/worker.js')</script></body></html>"""


class _Site(BaseHTTPRequestHandler):
    port = 0

    def do_GET(self) -> None:
        plain = {
            "/": ("text/html; charset=utf-8", PAGE.replace("PORT", str(self.port)).encode()),
            "/style.css": ("text/css", b"body{color:rgb(1,2,3)}"),
            "/picture.png": ("image/png", PNG),
            "/late.png?b=2&A=1": ("image/png", PNG),
            "/frame": ("text/html", b"<p>framed<img src=/in-frame.png>"),
            "/in-frame.png": ("image/png", PNG),
            "/worker.js": ("text/javascript", b"fetch('/from-worker.json')"),
            "/from-worker.json": ("application/json", b"{}"),
        }
        if self.path == "/moved.png":
            self._answer(302, b"", Location="/picture.png")
        elif self.path in plain:
            media_type, body = plain[self.path]
            packed = gzip.compress(body)
            self._answer(
                200,
                packed,
                **{"Content-Type": media_type, "Content-Encoding": "gzip"},
                **({"Set-Cookie": "session=hidden-value"} if self.path == "/" else {}),
            )
        else:
            self._answer(404, b"no such thing")

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(200, b"posted", **{"Content-Type": "text/plain"})

    def _answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    handler = type("Site", (_Site,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    handler.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{handler.port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def packed(browser: Browser, site: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wacz")
    context = browser.new_context(extra_http_headers={"X-Api-Key": "hidden-value"})
    with (
        WarcFile(folder / "data.warc.gz", software="test", user_secrets=["x-api-key"]) as warc,
        recording(context, warc.write) as recorder,
    ):
        page = context.new_page()
        page.goto(f"{site}/", wait_until="networkidle")
        recorder.drain(page)
        at = datetime.now(UTC)
        warc.write_resource(f"urn:pdf:{site}/", "application/pdf", b"%PDF-1.7", at)
        facts: RecordingFacts = recorder.facts
        title = page.title()
    context.close()
    assert facts.exchanges >= 11
    assert facts.missing == []
    page_facts = ReplayPage(f"{site}/", title, at, "Recorded")
    target = folder / "original.wacz"
    pack_wacz(target, folder / "data.warc.gz", warc.index, page_facts, software="test")
    assert sorted(p.name for p in folder.iterdir()) == ["data.warc.gz", "original.wacz"]
    return target


def records(packed: Path) -> list[tuple[str, str, str, bytes, str]]:
    with zipfile.ZipFile(packed) as pack, pack.open("archive/data.warc.gz") as stream:
        return [
            (
                r.rec_type,
                r.rec_headers.get_header("WARC-Target-URI") or "",
                r.http_headers.to_str() if r.http_headers else "",
                r.content_stream().read(),
                r.rec_headers.get_header(REDACTED) or "",
            )
            for r in ArchiveIterator(stream, check_digests="raise")
        ]


def test_everything_the_page_asked_for_is_on_record(packed: Path, site: str) -> None:
    found = {
        (kind, uri.partition(site.rpartition(":")[2])[2]): (head, body)
        for kind, uri, head, body, _ in records(packed)
    }
    for path in (
        "/",
        "/style.css",
        "/moved.png",
        "/picture.png",
        "/gone.png",
        "/frame",
        "/in-frame.png",
        "/api",
        "/late.png?b=2&A=1",
        "/worker.js",
        "/from-worker.json",
    ):
        assert ("response", path) in found, path
        assert ("request", path) in found, path
    assert found["response", "/picture.png"][1] == PNG
    assert found["response", "/"][1].startswith(b"<!doctype html>")
    assert "302" in found["response", "/moved.png"][0].splitlines()[0]
    assert "404" in found["response", "/gone.png"][0].splitlines()[0]
    assert found["request", "/api"][1] == b"q=1"
    assert found["resource", "/"][1] == b"%PDF-1.7"
    assert found["request", "/api"][0].startswith("POST /api HTTP/1.1")


def test_bodies_are_described_as_they_are_stored(packed: Path) -> None:
    for kind, _, head, body, _ in records(packed):
        if kind == "response" and "200" in head.splitlines()[0]:
            names = [line.partition(":")[0].lower() for line in head.splitlines()[1:]]
            assert "content-encoding" not in names
            assert f"Content-Length: {len(body)}" in head


def test_the_visitors_secrets_are_not_on_record(packed: Path) -> None:
    with zipfile.ZipFile(packed) as pack:
        everything = gzip.decompress(pack.read("archive/data.warc.gz"))
    assert b"hidden-value" not in everything
    redacted = {name for *_, names in records(packed) for name in names.split(", ") if name}
    assert {"set-cookie", "x-api-key"} <= redacted


def test_the_index_finds_every_record(packed: Path) -> None:
    with zipfile.ZipFile(packed) as pack:
        lines = gzip.decompress(pack.read("indexes/index.cdx.gz")).decode().splitlines()
        warc = pack.read("archive/data.warc.gz")
    assert lines == sorted(lines)
    for line in lines:
        _, _, said = line.split(" ", 2)
        entry = json.loads(said)
        start = int(entry["offset"])
        member = gzip.decompress(warc[start : start + int(entry["length"])]).decode("latin-1")
        assert f"WARC-Target-URI: {entry['url']}\r\n" in member
    assert any("__wb_method=post&q=1" in line for line in lines)


def test_the_validator_of_the_format_passes(packed: Path) -> None:
    wacz = shutil.which("wacz", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    assert wacz
    done = subprocess.run([wacz, "validate", "-f", str(packed)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "invalid" not in done.stdout.lower()


def test_hostile_headers_cannot_forge_a_record(tmp_path: Path) -> None:
    evil = "x\r\nWARC-Target-URI: https://forged.example/\r\n\r\nHTTP/1.1 200 OK"
    exchange = Exchange(
        url="https://user:pa55word@a.example/p",
        method="GET",
        resource_type="document",
        started_at=datetime.now(UTC),
        request_headers=(("Accept", evil),),
        request_body=None,
        status=299,
        status_text="",
        response_headers=(("X-Evil", evil), ("Étrange", "ü€")),
        body=b"",
        missing="cut",
    )
    path = tmp_path / "w.warc.gz"
    with WarcFile(path, software="test", title="line\nbreak") as warc:
        warc.write(exchange)
        warc.write(exchange)
    with path.open("rb") as stream:
        found = list(ArchiveIterator(stream))
        kinds = [r.rec_type for r in found]
    assert kinds == ["warcinfo", "response", "request"]
    text = gzip.decompress(path.read_bytes())
    assert b"\r\nWARC-Target-URI: https://forged" not in text
    assert b"pa55word" not in text


def test_keys_equal_those_of_the_reference() -> None:
    reference = pytest.importorskip("surt")
    for url in (
        "http://www.example.com:80/a/../b//c/?B=2&a=1&a=#x",
        "https://WWW2.Example.com",
        "https://user:pw@example.com:8443/%7Euser/%E2%82%AC?q=%C3%A9+x&&z",
        "http://127.0.0.1:5/p",
        "https://a.example/x;jsessionid=" + "a" * 32,
        "https://a.example/?sid=" + "b" * 32 + "&x=1",
        "https://a.example/a%2525b",
        "https://a.example/?",
        "https://a.example/dir/",
        "https://a.example/?utm=A%26B&c=%",
        "https://a.example/./x/.",
        "https://a.example/x/..",
        "https://bücher.example/straße",
    ):
        assert surt(url) == reference.surt(url), url


@given(st.text(max_size=80))
def test_any_address_has_a_key_without_spaces_at_the_front(text: str) -> None:
    assert isinstance(surt(f"https://a.example/{text}"), str)
    surt(text)


def _replay_server(folder: Path) -> tuple[subprocess.Popen[bytes], int]:
    tools = Path(os.environ.get("CAPTURE_PYWB", "/nonexistent"))
    wayback = shutil.which("wayback", path=f"{tools}:{os.environ['PATH']}")
    if not wayback:
        pytest.skip("pywb is not installed (set CAPTURE_PYWB to the folder of its commands)")
    manager = str(Path(wayback).with_name("wb-manager"))
    subprocess.run([manager, "init", "c"], cwd=folder, check=True, capture_output=True)
    added = [manager, "add", "--unpack-wacz", "c", "original.wacz"]
    subprocess.run(added, cwd=folder, check=True, capture_output=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [wayback, "-b", "127.0.0.1", "-p", str(port)]
    server = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return server, port
        time.sleep(0.1)
    server.kill()
    raise AssertionError("pywb did not start")


@pytest.mark.slow
def test_the_page_replays_in_pywb(
    packed: Path, site: str, browser: Browser, tmp_path: Path
) -> None:
    shutil.copy(packed, tmp_path / "original.wacz")
    server, port = _replay_server(tmp_path)
    try:
        page = browser.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"http://127.0.0.1:{port}/c/{site}/", wait_until="networkidle")
        replay = page.frame_locator("#replay_iframe")
        assert replay.locator("h1").inner_text() == "Recorded"
        body = replay.locator("body")
        assert body.evaluate("body => getComputedStyle(body).color") == "rgb(1, 2, 3)"
        assert body.evaluate("() => [document.images[0].naturalWidth, document.title]") == [
            1,
            "Récit posted",
        ]
        assert replay.frame_locator("iframe").locator("p").inner_text() == "framed"
        outside = [u for u in asked if f"127.0.0.1:{port}" not in u and u.startswith("http")]
        assert outside == []
    finally:
        server.terminate()
        server.wait(20)
