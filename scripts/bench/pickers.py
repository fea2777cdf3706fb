"""What finding language pickers costs, on made pages of 3,000 and 30,000 elements.

Prints medians of the whole call (in-page walk, transport and Python), of the page's processor time
and of Python's.  The limits are 30 ms and 250 ms; a loaded machine exceeds them by the clock
without anything being wrong, so nothing fails here.
"""

from __future__ import annotations

import statistics
import time

from playwright.sync_api import Page, sync_playwright

from capture.browser.find import find_browser
from capture.browser.world import World
from capture.clean.pickers import detect_pickers
from capture.clean.pickers_words import lexicon

RUNS = 9
SIZES = {3_000: 30.0, 30_000: 250.0}
URL = "http://page.example/en/journal/wool/"
PICKER = """<div class="lang-switcher"><button aria-haspopup="true">English</button><ul>
<li><a href="/fr/journal/wool/">Français</a></li><li><a href="/de/journal/wool/">Deutsch</a></li>
<li><a href="/ja/journal/wool/">日本語</a></li></ul></div>"""


def page_of(nodes: int) -> str:
    """Return a page of about ``nodes`` elements, with short texts as menus have them."""
    block = (
        '<section class="card teaser-{n}"><h3><a href="/en/story-{n}">Story {n} of the river</a>'
        "</h3><p>The mill took in <em>fleeces</em> from farm {n} before the flood came.</p>"
        '<ul class="tags"><li><a href="/t/{n}">wool {n}</a></li><li>no</li></ul></section>'
    )
    count = nodes // 9  # elements in a block
    body = "".join(block.format(n=n) for n in range(count))
    return (
        f'<!DOCTYPE html><html lang="en"><head><title>Wool</title></head><body><header>{PICKER}'
        f"</header><main>{body}</main></body></html>"
    )


def main() -> None:
    started = time.perf_counter()
    lexicon()
    print(f"word tables, once a process   {(time.perf_counter() - started) * 1000:7.1f} ms")
    path = str(find_browser().path)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path)
        page = browser.new_page()
        for nodes, limit in SIZES.items():
            report(page, nodes, limit)
        browser.close()


def page_cpu(world: World) -> float:
    """Return the seconds of processor time that the page's main thread has spent."""
    metrics = world.session.send("Performance.getMetrics")["metrics"]
    return float(next(m["value"] for m in metrics if m["name"] == "TaskDuration"))


def report(page: Page, nodes: int, limit: float) -> None:
    html = page_of(nodes)
    page.route("**/*", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto(URL)
    page.unroute_all()
    world = World(page)
    found = detect_pickers(world, URL)
    spent, python, inside = [], [], []
    world.session.send("Performance.enable", {"timeDomain": "threadTicks"})
    for _ in range(RUNS):
        started, cpu, before = time.perf_counter(), time.process_time(), page_cpu(world)
        detect_pickers(world, URL)
        inside.append((page_cpu(world) - before) * 1000)
        spent.append((time.perf_counter() - started) * 1000)
        python.append((time.process_time() - cpu) * 1000)
    real = page.evaluate("document.querySelectorAll('*').length")
    print(
        f"{real:6} elements: {statistics.median(spent):6.1f} ms (best {min(spent):.1f}), "
        f"page {statistics.median(inside):5.1f} ms CPU, "
        f"Python {statistics.median(python):5.1f} ms CPU, limit {limit:.0f} ms; "
        f"{sum(c.score >= 0.5 for c in found)} to go, {len(found)} weighed"
    )


if __name__ == "__main__":
    main()
