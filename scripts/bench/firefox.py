"""uBlock Origin itself beside ours: cosmetic rules, one a page, in Firefox and here.

Needs Debian's firefox-esr and webext-ublock-origin-firefox; the cases are those of
``tests/clean/cosmetic/operators.json``, each made so that the element ``hit`` goes.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Route, sync_playwright

from capture.browser.find import find_browser
from capture.browser.world import World
from capture.clean.cosmetic import detect_cosmetic
from capture.filters.engine import load
from capture.filters.sources import ListSource

CASES = Path(__file__).parents[2] / "tests" / "clean" / "cosmetic" / "operators.json"
ADD_ON = "uBlock0@raymondhill.net"
FIREFOX = "{ec8030f7-c20a-464f-9b0e-13a3a9e97384}"  # the name under which its add-ons are kept
EXTENSION = Path("/usr/share/mozilla/extensions") / FIREFOX / ADD_ON
# The extension reads its lists after the browser has started; 7 s on an idle machine.
START_SECONDS, SETTLE_SECONDS = 15, 0.7
SHOWN = """return [...document.querySelectorAll('[id]')]
  .filter((e) => getComputedStyle(e).display !== 'none').map((e) => e.id)"""
PREFERENCES = {
    "network.dns.forceResolve": "127.0.0.1",
    "network.stricttransportsecurity.preloadlist": False,
    "dom.security.https_first": False,
    "extensions.autoDisableScopes": 0,
    "browser.shell.checkDefaultBrowser": False,
    "permissions.default.image": 2,  # pictures lie on servers that are not there
}


def cases() -> list[tuple[str, str]]:
    return [(rule, html) for rule, html in json.loads(CASES.read_text("utf-8"))]


@contextmanager
def pages() -> Iterator[int]:
    """Serve case N at http://cN.test/blank; yields the port."""

    def answer(host: str, path: str) -> bytes:
        found = re.match(r"c(\d+)\.test", host)
        html = cases()[int(found[1])][1] if found and path == "/blank" else ""
        return f"<!doctype html><meta charset=utf-8><title>t</title><body>{html}".encode()

    with answering(answer, {"Content-Type": "text/html"}) as port:
        yield port


@contextmanager
def answering(answer: Callable[[str, str], bytes], headers: dict[str, str]) -> Iterator[int]:
    """Serve what ``answer`` gives for a host and a path, nothing being a 404; yields the port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = answer(self.headers["Host"].split(":")[0], self.path)
            self.send_response(200 if body else 404)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()


class Marionette:
    """Firefox's own remote protocol: lengths and JSON over a socket."""

    def __init__(self, port: int) -> None:
        self._socket = _connected(port)
        self._number = 0
        self._read()

    def ask(self, command: str, **arguments: Any) -> Any:
        self._number += 1
        text = json.dumps([0, self._number, command, arguments])
        self._socket.sendall(f"{len(text.encode())}:{text}".encode())
        _, _, error, answer = self._read()
        if error:
            raise RuntimeError(error["message"])
        return answer

    def _read(self) -> Any:
        head = b""
        while not head.endswith(b":"):
            head += self._socket.recv(1)
        length, data = int(head[:-1]), b""
        while len(data) < length:
            data += self._socket.recv(length - len(data))
        return json.loads(data)


def _connected(port: int) -> socket.socket:
    for _ in range(120):
        with suppress(OSError):
            return socket.create_connection(("127.0.0.1", port))
        time.sleep(0.5)
    raise TimeoutError("Firefox did not open its socket")


@contextmanager
def firefox(rules: list[str], lists: Sequence[str] = ()) -> Iterator[Marionette]:
    """Start Firefox with these rules, and those of its own lists, as the extension's only ones."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        profile, managed = Path(home, "profile"), Path(home, ".mozilla", "managed-storage")
        profile.mkdir()
        managed.mkdir(parents=True)
        settings = {
            "toOverwrite": {"filterLists": ["user-filters", *lists], "filters": rules},
            # What was stopped on its way is hidden as well; here only the cosmetic rules count.
            "userSettings": [["collapseBlocked", "false"]],
        }
        manifest = {"name": ADD_ON, "description": "rules", "type": "storage", "data": settings}
        (managed / f"{ADD_ON}.json").write_text(json.dumps(manifest))
        preferences = {**PREFERENCES, "marionette.port": port}
        lines = (f"user_pref({json.dumps(n)}, {json.dumps(v)});" for n, v in preferences.items())
        (profile / "user.js").write_text("\n".join(lines))
        command = ["firefox-esr", "--headless", "--marionette", "--no-remote", "--profile"]
        browser = subprocess.Popen(
            [*command, str(profile)],
            env={**os.environ, "HOME": home},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            client = Marionette(port)
            client.ask("WebDriver:NewSession", capabilities={})
            time.sleep(START_SECONDS)
            yield client
        finally:
            browser.terminate()
            browser.wait(30)


def theirs(port: int) -> list[set[str]]:
    """Return the ids that uBlock Origin hides or takes, a set a case."""
    rules = [f"c{number}.test{rule}" for number, (rule, _) in enumerate(cases())]
    found = []
    with firefox(rules) as client:
        for number, (_, html) in enumerate(cases()):
            client.ask("WebDriver:Navigate", url=f"http://c{number}.test:{port}/blank")
            time.sleep(SETTLE_SECONDS if number else 5 * SETTLE_SECONDS)
            shown = client.ask("WebDriver:ExecuteScript", script=SHOWN, args=[])["value"]
            found.append(set(re.findall(r"\bid=[\"']?([\w-]+)", html)) - set(shown))
    return found


def ours() -> list[set[str]]:
    """Return the ids that our rules find, a set a case."""
    found = []
    path = str(find_browser().path)
    with sync_playwright() as playwright:
        page = playwright.chromium.launch(executable_path=path).new_page()
        for rule, html in cases():
            page.unroute_all()
            body = f"<!doctype html><meta charset=utf-8><body>{html}"
            page.route("**/*", _answering(body))
            page.goto("http://c.test/blank")
            engine = load([ListSource("case", given=f"c.test{rule}")], cached=False)
            candidates = detect_cosmetic(World(page), engine, page.url)
            found.append({c.selector.split("#")[-1].split(" ")[0] for c in candidates})
    return found


def _answering(body: str) -> Callable[[Route], None]:
    return lambda route: route.fulfill(body=body, content_type="text/html")


def main() -> None:
    if not shutil.which("firefox-esr") or not EXTENSION.exists():
        print("firefox: skipped (needs firefox-esr and webext-ublock-origin-firefox)")
        return
    with pages() as port:
        rows = list(zip(cases(), theirs(port), ours(), strict=True))
    acted = [(case, them, we) for case, them, we in rows if them]
    same = sum(them == we for _, them, we in acted)
    more = sum(not them and we == {"hit"} for _, them, we in rows)
    print(
        f"firefox: of {len(acted)} pages on which uBlock Origin acts {same} alike; "
        f"{more} by us alone"
    )
    for (rule, _), them, we in rows:
        if them != we:
            print(f"    {rule}: uBlock {sorted(them)}, ours {sorted(we)}")


if __name__ == "__main__":
    main()
