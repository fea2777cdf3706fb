"""The cleaning's figures: demo variants, words of known main text lost, overlay fixtures.

``python -m scripts.quality.clean [every Nth page]``
"""

from __future__ import annotations

import gzip
import json
import os
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, Route, sync_playwright

from capture.browser.find import find_browser
from capture.browser.world import World
from capture.clean.clean import clean_page
from capture.clean.request import CleanRequest
from capture.clean.values import Ledger
from capture.demo.server import VARIANTS, article_text, serve_demo
from capture.errors import CaptureError
from scripts.quality.overlays import outcomes, share_gone

SHARED = Path(os.environ.get("CAPTURE_SHARED", Path(__file__).parents[3] / "shared"))
SETS = ("aeb", "mozilla", "wcxb-dev")
WORD = re.compile(r"\w+")
TEXT = """() => {
  const parts = [];
  for (const root of captureDom.roots()) {
    const owner = root.nodeType === 9 ? root : root.ownerDocument;
    const walker = owner.createTreeWalker(root, 4);
    while (walker.nextNode()) {
      const holder = walker.currentNode.parentElement;
      if (holder && holder.closest('script,style,template,head')) continue;
      parts.push(walker.currentNode.data);
    }
  }
  return parts.join(' ');
}"""


@dataclass(frozen=True, slots=True)
class Loss:
    """One page's share of known words lost, and what took them."""

    name: str
    share: float
    words: int
    seconds: float
    ledger: Ledger


def shingles(text: str, size: int = 4) -> Counter[tuple[str, ...]]:
    """Return the text's word groups; a group vanishes when any of its words does."""
    words = WORD.findall(text)
    return Counter(tuple(words[i : i + size]) for i in range(max(1, len(words) - size + 1)))


def lost_share(known: str, before: str, after: str) -> float:
    """Return the share of the known text's word groups that were on the page and are not now."""
    want, had, has = shingles(known), shingles(before), shingles(after)
    there = want & had
    return (there - has).total() / there.total() if there else 0.0


def corpus(step: int = 1) -> Iterator[tuple[str, str, bytes, str]]:
    """Yield name, URL, HTML and main text of every ``step``-th page of the shared sets."""
    for name in SETS:
        index = SHARED / "extract" / "index" / f"{name}.json"
        entries = json.loads(index.read_text("utf-8")) if index.exists() else {}
        for key in list(entries)[::step]:
            page = SHARED / "extract" / "pages" / name / f"{key}.html.gz"
            known = SHARED / "extract" / "ref" / name / f"{key}.txt"
            if page.exists() and known.exists():
                html = gzip.decompress(page.read_bytes())
                yield f"{name}/{key}", entries[key]["url"], html, known.read_text("utf-8")


def open_offline(browser: Browser, url: str, html: bytes) -> Page:
    """Open stored HTML at its own address, with no network and no scripts of its own."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    headers = {
        "content-type": "text/html; charset=utf-8",
        "content-security-policy": "script-src 'none'",
    }

    def answer(route: Route) -> None:
        if route.request.is_navigation_request() and route.request.frame == page.main_frame:
            route.fulfill(body=html, headers=headers)
        else:
            route.abort()

    page.route("**/*", answer)
    page.goto(url if url.startswith("http") else f"https://{url}", wait_until="domcontentloaded")
    return page


def measure_page(browser: Browser, name: str, url: str, html: bytes, known: str) -> Loss:
    page = open_offline(browser, url, html)
    try:
        world = World(page)
        before = world.run(TEXT)
        start = time.process_time()
        ledger = clean_page(world, CleanRequest(page_url=page.url))
        spent = time.process_time() - start
        after = world.run(TEXT)
    finally:
        page.context.close()
    return Loss(name, lost_share(known, before, after), len(WORD.findall(known)), spent, ledger)


def losses(browser: Browser, step: int) -> list[Loss]:
    found = []
    for case in corpus(step):
        try:
            found.append(measure_page(browser, *case))
        except CaptureError as error:
            print(f"  {case[0]}: {error}")
    return found


def demo_figures(browser: Browser) -> list[str]:
    lines = []
    with serve_demo() as demo:
        for variant in VARIANTS:
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.goto(demo.address(variant))
            for y in range(0, 6000, 400):
                page.evaluate("(y) => scrollTo(0, y)", y)
                page.wait_for_timeout(40)
            page.wait_for_timeout(500)
            world = World(page)
            before = world.run(TEXT)
            clean_page(world, CleanRequest(page_url=page.url))
            text = world.run(TEXT)
            left = text.count("Publicité par") + text.count("Belvarde") + len(page.frames) - 1
            gone = lost_share(article_text(), before, text)
            lines.append(f"demo {variant}: advertising left {left}, article words lost {gone:.1%}")
            page.close()
    return lines


def report(found: list[Loss], worst: int = 15) -> None:
    if not found:
        print("pages: not there")
        return
    shares = [loss.share for loss in found]
    over = [loss for loss in found if loss.share > 0.05]
    print(
        f"pages {len(found)}: words lost mean {statistics.mean(shares):.3%}"
        f" median {statistics.median(shares):.3%} over 5 %: {len(over)};"
        f" removals a page {statistics.mean(len(f.ledger.removed) for f in found):.1f}"
    )
    for loss in sorted(found, key=lambda f: -f.share)[:worst]:
        if loss.share > 0:
            print(f"  {loss.share:.1%} {loss.name} ({loss.words} words)")
            for removal in loss.ledger.removed:
                c = removal.candidate
                if c.facts.words > 2 and c.action in ("remove", "hide"):
                    print(f"      {removal.reason[:110]} | {c.selector[-60:]} | {c.text[:90]}")


def report_overlays(browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    for names in (True, False):
        found = outcomes(page, names=names)
        left = [o.system for o in found if not (o.gone and o.article_whole and o.scrolls)]
        kind = "own names" if names else "meaningless names"
        print(f"overlay systems, {kind}: {len(found)}, gone {share_gone(found):.1%}; left {left}")
    page.close()


def main() -> None:
    step = next((int(word) for word in sys.argv[1:] if word.isdigit()), 1)
    path = str(find_browser().path)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path)
        print(*demo_figures(browser), sep="\n")
        report_overlays(browser)
        report(losses(browser, step))


if __name__ == "__main__":
    main()
