"""Workers under a page clock: their addresses, messages, and policies that forbid ours."""

from __future__ import annotations

from collections.abc import Callable
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Page

from capture.browser.deterministic import apply_deterministic, freeze
from capture.browser.launch import BrowserSession
from capture.browser.navigate import visit_page
from capture.browser.plain import PlainDocument
from capture.browser.world import World
from capture.options import Options

FILES = {
    "index.html": "<meta charset=utf-8><p id=p>none</p><i id=i>x</i><script src=page.js></script>",
    "page.js": """const worker = new Worker('jobs/worker.js');
worker.onmessage = (e) => { p.textContent = e.data; };
const buffer = new Uint8Array([1, 2, 3]).buffer;
worker.postMessage({ word: 'said at once', buffer }, [buffer]);
p.title = buffer.byteLength;""",
    "jobs/worker.js": """onmessage = async ({ data }) => {
  const answer = await fetch('data.txt');
  const asked = new XMLHttpRequest(); asked.open('GET', 'data.txt', false); asked.send();
  const bytes = new Uint8Array(data.buffer).join('');
  postMessage([data.word, bytes, await answer.text(), asked.responseText,
    location.pathname].join(' '));
};""",
    "jobs/data.txt": "answered",
    "shared.html": "<p>one</p><script>new SharedWorker('jobs/shared.js')</script>",
    "jobs/shared.js": "onconnect = () => {};",
}


def _write(folder: Path) -> None:
    for name, text in FILES.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, "utf-8")


@pytest.mark.parametrize("policy", ["", "default-src 'self'"])
def test_a_worker_works(page: Page, tmp_path: Path, policy: str) -> None:
    _write(tmp_path)

    class Handler(SimpleHTTPRequestHandler):
        def __init__(self, *given: object) -> None:
            super().__init__(*given, directory=str(tmp_path))  # type: ignore[arg-type]

        def end_headers(self) -> None:
            if policy:
                self.send_header("Content-Security-Policy", policy)
            super().end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        apply_deterministic(page)
        page.goto(f"http://127.0.0.1:{server.server_address[1]}/index.html")
        assert freeze(page, World(page)) == ()
        said = page.inner_text("p")
        still = page.evaluate("getComputedStyle(i).caretColor")
        server.shutdown()
    assert said == "said at once 123 answered answered /jobs/worker.js"
    assert page.get_attribute("p", "title") == "0", "the buffer was handed over"
    assert still == "rgba(0, 0, 0, 0)", "a policy does not keep the caret blinking"


@pytest.mark.parametrize("deterministic", [False, True])
def test_a_shared_worker_is_not_waited_for(
    tmp_path: Path, serve: Callable[[Path], str], session: BrowserSession, *, deterministic: bool
) -> None:
    _write(tmp_path)
    url = f"{serve(tmp_path)}/shared.html"
    options = Options(deterministic=deterministic)
    with session.open(options, url) as opened:
        visit = visit_page(opened, url, options)
    assert not isinstance(visit, PlainDocument)
    assert visit.settled.settled, visit.settled.reasons
