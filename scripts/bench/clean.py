"""What the cleaning costs: the demo page, and articles of 3,000 and 30,000 elements.

``python -m scripts.bench clean``; medians of the whole `clean_page` and of each in-page step.
"""

from __future__ import annotations

import statistics
import time
from collections import defaultdict
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from capture.browser.find import find_browser
from capture.browser.world import World
from capture.clean.clean import clean_page
from capture.clean.request import CleanRequest
from capture.demo.server import serve_demo

ROUNDS = 5
SENTENCE = "Nobody on the quay remembered a spring in which the boats had left so late. "


def article(elements: int) -> str:
    """Return an article page of about this many elements, without anything to clean."""
    paragraph = f"<p>{SENTENCE} <a href=/x>{SENTENCE}</a> <em>{SENTENCE}</em></p>"
    body = paragraph * (elements // 3)
    return f"<!doctype html><title>t</title><body><main><h1>Story</h1>{body}</main></body>"


class Clock(World):
    """A world that keeps the time each script took."""

    spent: defaultdict[str, float]

    def run(self, source: str, argument: Any = None, *, timeout_ms: float = 30_000) -> Any:
        start = time.perf_counter()
        try:
            return super().run(source, argument, timeout_ms=timeout_ms)
        finally:
            name = source.lstrip("/ ")[:40].split("\n")[0]
            self.spent[name] += time.perf_counter() - start


def one(browser: Browser, url: str | None, html: str | None) -> tuple[float, dict[str, float]]:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    if url:
        page.goto(url, wait_until="networkidle")
    else:
        page.set_content(html or "")
    world = Clock(page)
    world.spent = defaultdict(float)
    start = time.perf_counter()
    clean_page(world, CleanRequest(page_url=page.url, consent=False))
    spent = time.perf_counter() - start
    page.close()
    return spent, dict(world.spent)


def main() -> None:
    path = str(find_browser().path)
    with sync_playwright() as playwright, serve_demo() as demo:
        browser = playwright.chromium.launch(executable_path=path)
        cases = [("demo page", demo.address(), None)]
        cases += [(f"{n:,} elements", None, article(n)) for n in (3_000, 30_000)]
        for name, url, html in cases:
            rounds = [one(browser, url, html) for _ in range(ROUNDS)]
            print(f"{name}: clean_page {statistics.median(r[0] for r in rounds) * 1000:.0f} ms")
            steps = rounds[-1][1]
            for step, seconds in sorted(steps.items(), key=lambda item: -item[1])[:5]:
                print(f"    {seconds * 1000:6.0f} ms  {step}")


if __name__ == "__main__":
    main()
