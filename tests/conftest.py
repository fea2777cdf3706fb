"""What every test may use: the machine's own Chromium, and real servers on loopback."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Playwright

from capture.browser.find import find_browser
from capture.browser.launch import BrowserSession
from capture.options import Options


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Make pytest-playwright's `page` and `browser` use the Chromium that `capture` would use."""
    sandbox = os.geteuid() != 0
    path = str(_found_path())
    return {**browser_type_launch_args, "executable_path": path, "chromium_sandbox": sandbox}


_FOUND: list[Path] = []


def _found_path() -> Path:
    return _FOUND[0]


def pytest_configure() -> None:
    # Playwright's sync API cannot start inside another of its loops: look before any test does.
    _FOUND.append(find_browser().path)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        pass


@pytest.fixture
def serve() -> Iterator[Callable[[Path], str]]:
    """Serve a folder on loopback; returns the base address without a trailing slash."""
    servers: list[ThreadingHTTPServer] = []

    def start(folder: Path) -> str:
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_address[1]}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def session(playwright: Playwright) -> Iterator[BrowserSession]:
    """One running browser of the project's own for all tests that visit pages."""
    with BrowserSession(Options(), playwright=playwright) as running:
        yield running
