"""``--header`` reaches the site that the user named, and nobody else."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from pydantic import SecretStr

from capture.browser.launch import BrowserSession, OpenPage
from capture.browser.navigate import visit_page
from capture.browser.own_headers import OwnHeaders
from capture.browser.plain import PlainDocument
from capture.errors import CaptureError
from capture.options import Options

TOKEN = "CANARYtoken"
OPTIONS = Options(headers=(("X-Key", SecretStr(TOKEN)), ("Accept-Language", SecretStr("cy"))))
PAGE = """<!doctype html><title>Site</title><h1>Site</h1>
<img src=/own.gif><img src="//static.site.localhost:{port}/sibling.gif">
<img src="//ads.localhost:{port}/stranger.gif"><img src=/away><script src=/own.js></script>
<iframe src="//ads.localhost:{port}/frame"></iframe>
<script>fetch('//ads.localhost:{port}/call', {mode: 'no-cors'});
new Worker('/worker.js'); new WebSocket('ws://ads.localhost:{port}/socket')</script>"""
FRAME = '<!doctype html><img src="/in-frame.gif"><img src="//cdn.localhost:{port}/deep.gif">'
WORKER = "fetch('//ads.localhost:{port}/from-worker', {mode: 'no-cors'})"


class _Handler(BaseHTTPRequestHandler):
    asked: dict[str, str] = {}
    languages: dict[str, str] = {}
    asked_twice: set[str] = set()

    def do_GET(self) -> None:
        name = self.headers["Host"].split(":")[0] + self.path
        self.asked[name] = self.headers.get("X-Key", "")
        self.languages[name] = self.headers.get("Accept-Language", "")
        port = str(self.server.server_address[1])
        if self.path in ("/away", "/paper"):
            where = {"/away": "away.gif", "/paper": "paper.pdf"}[self.path]
            self.send_response(302)
            self.send_header("Location", f"http://ads.localhost:{port}/{where}")
            self.end_headers()
            return
        if self.path == "/nowhere":  # a file to download, which then leads to no address
            again = name in self.asked_twice
            self.asked_twice.add(name)
            self.send_response(302 if again else 200)
            self.send_header("Content-Type", "application/pdf")
            self.send_header("Location", "http://[/")
            self.end_headers()
            return
        bodies = {"/": PAGE, "/frame": FRAME, "/worker.js": WORKER, "/paper.pdf": "%PDF-1.4 x"}
        body = bodies.get(self.path, "").replace("{port}", port).encode()
        kinds = {"js": "text/javascript", "gif": "image/gif", "pdf": "application/pdf"}
        self.send_response(200)
        self.send_header("Content-Type", kinds.get(self.path.rpartition(".")[2], "text/html"))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


@pytest.fixture
def opened(session: BrowserSession, port: int) -> Iterator[OpenPage]:
    _Handler.asked.clear()
    with session.open(OPTIONS, f"http://www.site.localhost:{port}/") as page:
        yield page


def test_headers_go_to_the_named_site_alone(opened: OpenPage, port: int) -> None:
    opened.page.goto(f"http://www.site.localhost:{port}/", wait_until="load")
    opened.page.wait_for_timeout(500)
    with_token = {name for name, token in _Handler.asked.items() if token == TOKEN}
    own = {"/", "/own.gif", "/own.js", "/away", "/worker.js"}
    wanted = {f"www.site.localhost{path}" for path in own} | {"static.site.localhost/sibling.gif"}
    assert wanted <= with_token
    strangers = {name for name in _Handler.asked if "site.localhost" not in name}
    assert {"stranger.gif", "away.gif", "frame", "call", "in-frame.gif", "from-worker"} <= {
        name.partition("/")[2] for name in strangers
    }
    assert not with_token & strangers
    assert _Handler.languages["www.site.localhost/"] == "cy", (
        "a header of the browser's is replaced"
    )
    assert _Handler.languages["ads.localhost/frame"] != "cy"


def test_download_asked_for_again_takes_no_header_to_a_stranger(
    opened: OpenPage, port: int
) -> None:
    document = visit_page(opened, f"http://www.site.localhost:{port}/paper", OPTIONS)
    assert isinstance(document, PlainDocument)
    assert _Handler.asked == {"www.site.localhost/paper": TOKEN, "ads.localhost/paper.pdf": ""}


class _OnIPv6(ThreadingHTTPServer):
    address_family = socket.AF_INET6


def test_headers_reach_an_address_in_brackets(session: BrowserSession) -> None:
    try:
        server = _OnIPv6(("::1", 0), _Handler)
    except OSError:
        pytest.skip("no IPv6 here")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://[::1]:{server.server_address[1]}/away-from-names"
    with session.open(OPTIONS, url) as opened:
        opened.page.goto(url)
    server.shutdown()
    server.server_close()
    assert _Handler.asked["[/away-from-names"] == TOKEN


def test_download_that_leads_to_no_address_is_one_line(opened: OpenPage, port: int) -> None:
    with pytest.raises(CaptureError, match="redirects to no address"):
        visit_page(opened, f"http://www.site.localhost:{port}/nowhere", OPTIONS)


@pytest.mark.parametrize(
    ("named", "asked", "given"),
    [
        ("https://example.org/", "https://example.org/x", True),
        ("https://example.org/", "https://www.example.org/", True),
        ("https://example.org/", "http://example.org/", False),
        ("http://example.org/", "https://example.org/", True),
        ("https://one.github.io/", "https://two.github.io/", False),
        ("https://example.org/", "https://example.org.evil.test/", False),
        ("https://example.org/", "https://evil.test/example.org/", False),
        ("https://example.org/", "https://notexample.org/", False),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:9000/", True),
        ("http://127.0.0.1:8000/", "http://127.0.0.2:8000/", False),
        ("http://127.0.0.1:8000/", "http://0x7f.1:8000/", True),
        ("https://example.org/", "wss://example.org/", False),
        ("file:///tmp/page.html", "https://example.org/", False),
        ("file:///tmp/page.html", "file:///tmp/page.html", False),
    ],
)
def test_whose_site_it_is(named: str, asked: str, given: bool) -> None:
    headers = OwnHeaders((("X-Key", TOKEN),), named)
    assert bool(headers.for_url(asked)) == given
