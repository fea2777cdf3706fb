"""Serves the demo page on loopback, on two origins, so that its frames can be cross-origin."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

SITE = Path(__file__).with_name("site")
VARIANTS: tuple[str, ...] = ("plain", "tokens", "late")


@dataclass(frozen=True, slots=True)
class Demo:
    """A running demo server: ``base`` is the portal's origin, ``partner`` the advertiser's."""

    base: str
    partner: str

    def address(self, variant: str = "plain") -> str:
        """Return the URL of a variant's article page."""
        return f"{self.base}/{variant}/"


def article_text() -> str:
    """Return what ``page.txt`` of every variant should say."""
    return Path(__file__).with_name("article.txt").read_text("utf-8")


def article_markdown() -> str:
    """Return what ``page.md`` of every variant should say (picture addresses relative)."""
    return Path(__file__).with_name("article.md").read_text("utf-8")


@contextmanager
def serve_demo(port: int = 0) -> Iterator[Demo]:
    """Serve the demo page until the block ends, on ``port`` and the next; 0: any two."""
    addresses: dict[str, str] = {}
    with ExitStack() as stack:
        ports = (port, port + 1) if port else (0, 0)
        servers = [stack.enter_context(_Server(addresses, number)) for number in ports]
        demo = Demo(
            f"http://127.0.0.1:{servers[0].server_port}",
            f"http://localhost:{servers[1].server_port}",
        )
        addresses |= {"{{base}}": demo.base, "{{partner}}": demo.partner}
        for server in servers:
            threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
            stack.callback(server.shutdown)
        yield demo


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, addresses: dict[str, str], port: int) -> None:
        super().__init__(("127.0.0.1", port), partial(_Handler, addresses))


class _Handler(SimpleHTTPRequestHandler):
    """Static files below `SITE`; pages have their placeholders filled with the two origins."""

    protocol_version = "HTTP/1.1"

    def __init__(self, addresses: dict[str, str], *arguments: Any) -> None:
        self.addresses = addresses
        super().__init__(*arguments, directory=str(SITE))

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        page = (
            path / "index.html"
            if path.is_dir() and self.path.partition("?")[0][-1] == "/"
            else path
        )
        if page.suffix == ".html" and page.is_file():
            self._send_page(page)
        else:
            super().do_GET()

    def _send_page(self, page: Path) -> None:
        text = page.read_text("utf-8")
        for name, address in self.addresses.items():
            text = text.replace(name, address)
        body = text.encode("utf-8")
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the base class's name)
        """Say nothing: a capture's stderr is for the capture."""
