"""PDFs beside other tools' on five pages, and printing alone beside plain Chromium's by length.

The first table is what `scripts.bench._print_peers` says of it.  The second has CPU seconds of this
process and wall seconds of the browser, medians of three runs.
"""

from __future__ import annotations

import base64
import time
from collections.abc import Callable
from datetime import UTC, datetime
from statistics import median
from typing import TypeVar

from playwright.sync_api import Browser, sync_playwright

from capture.browser.find import find_browser
from capture.browser.world import World
from capture.render.pdf import PrintRequest
from capture.render.pdfa.finish import finish
from capture.render.pdfa.values import DocumentFacts
from capture.render.prepare import print_whole
from scripts.bench._print_peers import compare

Answer = TypeVar("Answer")
WORDS = "The harbour master wrote down every ship that came in, its cargo and the weather. "
FACTS = DocumentFacts(title="Bench", captured_at=datetime(2026, 11, 22, tzinfo=UTC))
REPEATS = 3


def article(sections: int) -> str:
    """Return an article of ``sections`` / 2 sheets (0: a title): lists, links and tables."""
    part = f"""<h2>Part</h2><p>{WORDS * 12}</p><ul><li>{WORDS}<li><a href="https://example.org/">a
    link</a></ul><table><tr><th>ship<th>tons<tr><td>Nora<td>1200</table><p>{WORDS * 12}</p>"""
    return f"<html lang=en><title>Bench</title><h1>Bench</h1>{part * sections}"


def timed(work: Callable[[], Answer], clock: Callable[[], float]) -> tuple[float, Answer]:
    """Return the median seconds of some runs, and the last answer."""
    seconds = []
    for _ in range(REPEATS):
        start = clock()
        answer = work()
        seconds.append(clock() - start)
    return median(seconds), answer


def plain(browser: Browser, html: str) -> bytes:
    page = browser.new_page()
    page.set_content(html)
    session = page.context.new_cdp_session(page)
    options = {"generateTaggedPDF": True, "generateDocumentOutline": True, "printBackground": True}
    data = session.send("Page.printToPDF", options)["data"]
    page.context.close()
    return base64.b64decode(data)


def ours(browser: Browser, html: str) -> bytes:
    page = browser.new_page()
    page.set_content(html)
    world = World(page)
    data = print_whole(world, PrintRequest(), "").raw
    page.context.close()
    return data


def main() -> None:
    with sync_playwright() as playwright:
        path = find_browser(None, playwright).path
        compare(path)
        browser = playwright.chromium.launch(executable_path=path)
        print("\nsections  sheets  print s: plain  ours  finish CPU s  bytes: plain  finished")
        for sections in (0, 2, 20, 60):
            html = article(sections)
            bare, raw = timed(lambda html=html: plain(browser, html), time.perf_counter)
            wall, data = timed(lambda html=html: ours(browser, html), time.perf_counter)
            cpu, done = timed(lambda data=data: finish(data, FACTS), time.process_time)
            print(
                f"{sections:8} {done.pages:7} {bare:14.2f} {wall:5.2f} {cpu:13.3f}"
                f" {len(raw):13,} {len(done.data):9,}"
            )


if __name__ == "__main__":
    main()
