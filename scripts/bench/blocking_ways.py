"""What each way of stopping requests costs on a page of 200 parts without advertising.

    python -m scripts.bench.blocking_ways [rounds]

Every round loads the page once each way, in turn; printed are the medians of the CPU time of the
whole process tree and of the wall time, and the median ratio to the same round's load without.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from playwright.sync_api import Browser, Page

from capture.browser.blocking import Blocking
from capture.browser.launch import BrowserSession
from capture.filters.catalogue import chosen_lists
from capture.filters.engine import Engine, load
from capture.options import Options
from scripts.bench.filters import site, tree_cpu_ms

ROUNDS = 9
KINDS = ("Document", "Script", "XHR", "Fetch", "Ping", "Other")
# Patterns that no address of the page matches, shaped like the lists' own.
FRAGMENTS = [f"*/ad-{n}-banner/{n * 7}.*" for n in range(1000)]


@contextmanager
def _session(page: Page, patterns: list[dict[str, str]]) -> Iterator[None]:
    """Hold up what the patterns name, on the browser's own session, and let it go at once."""
    browser = page.context.browser
    assert isinstance(browser, Browser)
    session = browser.new_browser_cdp_session()

    def paused(event: dict[str, Any]) -> None:
        session.send("Fetch.continueRequest", {"requestId": event["requestId"]})

    session.on("Fetch.requestPaused", paused)
    session.send("Fetch.enable", {"patterns": patterns})
    yield
    session.detach()


@contextmanager
def _blocked_urls(page: Page) -> Iterator[None]:
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setBlockedURLs", {"urls": FRAGMENTS})
    yield
    session.detach()


@contextmanager
def _route(page: Page) -> Iterator[None]:
    page.route("**/*", lambda route: route.continue_())
    yield
    page.unroute_all()


WAYS: dict[str, Callable[[Page], Any]] = {
    "none": lambda page: nullcontext(),
    "a session that looks at nothing": lambda page: _session(page, [{"urlPattern": "zzz://*"}]),
    "at scripts, calls and frames": lambda page: _session(
        page, [{"resourceType": k} for k in KINDS]
    ),
    "at 1,000 fragments": lambda page: _session(page, [{"urlPattern": f} for f in FRAGMENTS]),
    "at everything": lambda page: _session(page, [{"urlPattern": "*"}]),
    "setBlockedURLs, 1,000 patterns": _blocked_urls,
    "route": _route,
    "as it is: gate, session, lists": lambda page: nullcontext(),
}
OURS = list(WAYS)[-1]


def _load(session: BrowserSession, url: str, way: str, engine: Engine) -> tuple[float, float]:
    blocking = Blocking(engine, url) if way == OURS else None
    with session.open(Options(), url, blocking) as opened, WAYS[way](opened.page):
        began, before = time.perf_counter(), tree_cpu_ms()
        opened.page.goto(url, wait_until="load", timeout=120_000)
        return tree_cpu_ms() - before, 1000 * (time.perf_counter() - began)


def main() -> None:
    rounds = next((int(word) for word in sys.argv[1:] if word.isdigit()), ROUNDS)
    engine = load(chosen_lists())
    runs: dict[str, list[tuple[float, float]]] = {way: [] for way in WAYS}
    with site() as port, BrowserSession(Options()) as session:
        url = f"http://news.example.localhost:{port}/page"
        for number in range(rounds + 1):  # the first is for warming up
            for way, found in runs.items():
                taken = _load(session, url, way, engine)
                if number:
                    found.append(taken)
    for way, found in runs.items():
        cpu, wall = (statistics.median(one[i] for one in found) for i in (0, 1))
        pairs = list(zip(found, runs["none"], strict=True))
        ratios = [statistics.median(one[i] / none[i] for one, none in pairs) for i in (0, 1)]
        print(
            f"{way:34} cpu {cpu:6.0f} ms {ratios[0]:.2f} ×   wall {wall:6.0f} ms {ratios[1]:.2f} ×",
            flush=True,
        )


if __name__ == "__main__":
    main()
