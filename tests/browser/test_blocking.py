"""Filter lists at work on real visits: what reaches the server, and what the ledger says."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from capture.browser.blocking import Blocking, StoppedRequest
from capture.browser.launch import BrowserSession
from capture.filters.engine import load
from capture.options import Options

RULES = [
    "||adserver.localhost^",
    "||cdn.localhost^$script",
    "/banner-ads/*$image",
    "/track.js$domain=news.localhost",
    "||saved.localhost^",
    "@@||saved.localhost^*/good/",
    "||news.localhost^$doc",
    "/k?$image",
]
PAGE = """<!doctype html><title>News</title>
<img src=/photo.jpg><img src=/banner-ads/1.gif><img src=/Banner-ADS/2.gif><img src="/k?x">
<script src=/track.js></script>
<img src="//a.adserver.localhost:{port}/p.gif">
<script src="//cdn.localhost:{port}/lib.js"></script><img src="//cdn.localhost:{port}/pic.jpg">
<img src="//saved.localhost:{port}/good/1.jpg">
<script src="//saved.localhost:{port}/bad.js"></script>
<iframe src="//frame.other.localhost:{port}/frame"></iframe>
<script>fetch('//b.adserver.localhost:{port}/call').catch(() => 0)</script>"""
FRAME = """<!doctype html><img src="//a.adserver.localhost:{port}/in-frame.gif">
<img src=/banner-ads/in-frame.gif><script>
new Worker(URL.createObjectURL(new Blob(["fetch('http://a.adserver.localhost:{port}/work')"])))
</script>"""


class _Handler(BaseHTTPRequestHandler):
    asked: list[str] = []

    def do_GET(self) -> None:
        host = self.headers["Host"].split(":")[0]
        self.asked.append(host + self.path)
        port = self.server.server_address[1]
        text = {"/": PAGE, "/frame": FRAME}.get(self.path, "")
        self.send_response(200)
        self.send_header("Content-Type", "text/html" if text else "application/octet-stream")
        self.end_headers()
        self.wfile.write(text.replace("{port}", str(port)).encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def visit(session: BrowserSession) -> Iterator[tuple[list[str], tuple[StoppedRequest, ...]]]:
    """Visit the page once; what the server was asked for, and what was stopped."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://news.localhost:{server.server_address[1]}/"
    blocking = Blocking(load([], RULES, cached=False), url)
    with session.open(Options(), url, blocking) as opened:
        opened.page.goto(url, wait_until="load")
        opened.page.wait_for_timeout(500)
        assert opened.page.title() == "News"
    yield list(_Handler.asked), blocking.stopped
    server.shutdown()
    server.server_close()


def test_what_the_lists_do_not_name_is_loaded(visit) -> None:
    asked, _ = visit
    assert {
        "news.localhost/",
        "news.localhost/photo.jpg",
        "cdn.localhost/pic.jpg",
        "saved.localhost/good/1.jpg",
        "frame.other.localhost/frame",
    } <= set(asked)


def test_nothing_that_they_name_leaves_in_frames_and_workers_neither(visit) -> None:
    asked, _ = visit
    bad = ("adserver", "banner-ads", "Banner-ADS", "/k?", "track.js", "lib.js", "bad.js")
    assert [path for path in asked if any(word in path for word in bad)] == []


def test_each_is_on_the_record_with_its_line(visit) -> None:
    _, stopped = visit
    lines = {(one.url.split("/", 3)[3], one.rule, one.list_name, one.line) for one in stopped}
    assert {
        ("p.gif", "||adserver.localhost^", "user", 1),
        ("lib.js", "||cdn.localhost^$script", "user", 2),
        ("banner-ads/1.gif", "/banner-ads/*$image", "user", 3),
        ("Banner-ADS/2.gif", "/banner-ads/*$image", "user", 3),
        ("k?x", "/k?$image", "user", 8),
        ("banner-ads/in-frame.gif", "/banner-ads/*$image", "user", 3),
        ("track.js", "/track.js$domain=news.localhost", "user", 4),
        ("bad.js", "||saved.localhost^", "user", 5),
        ("in-frame.gif", "||adserver.localhost^", "user", 1),
    } <= lines
