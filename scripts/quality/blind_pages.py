"""Whole pages written blind, as newspapers, blogs, shops and forums of many languages build them.

Each part is labelled ``x-gone`` or ``x-keep`` with its name; the labels are taken off before the
page is cleaned, and once what comes late is there.  Of each set a second file holds pages whose
subject is what elsewhere is no part of the page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from playwright.sync_api import Browser, Page, sync_playwright

from capture.browser.find import find_browser
from capture.browser.world import World
from capture.clean.clean import clean_page
from capture.clean.request import CleanRequest
from capture.clean.values import Ledger
from scripts.quality._cases import FOLDER, GUARD, LEAVES, MOST_LOSS, WORD

PAGE = re.compile(r"<!-- page: (\S+) (\S+) -->\n")
SETS = (
    "pages_3",
    "look_alike_pages_3",
    "pages_4",
    "look_alike_pages_4",
    "pages_5",
    "look_alike_pages_5",
    "pages_6",
    "look_alike_pages_6",
)
# A picture of its own size, so that one without width and height takes the room of a picture.
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="320" height="180">'
    '<rect width="320" height="180" fill="#789"/></svg>'
)
# Parts that come late come within 500 ms after loading; a capture waits for the page to settle.
LATE_MS = 600
MARK = f"""() => {{ {LEAVES}
  const parts = window.blind = [];
  const search = (root) => {{
    for (const e of root.querySelectorAll('*')) {{
      for (const kind of ['gone', 'keep']) {{
        const name = e.getAttribute(`x-${{kind}}`);
        if (name === null) continue;
        e.removeAttribute(`x-${{kind}}`);
        parts.push({{ kind, name, element: e }});
      }}
      if (e.shadowRoot) search(e.shadowRoot);
    }}
  }};
  search(document);
}}"""
LOOK = f"""() => {{ {LEAVES}
  const parts = window.blind;
  const gone = new Set(parts.filter((p) => p.kind === 'gone').map((p) => p.element));
  return {{
    parts: parts.map((p) => [
      p.kind, p.name, p.element.isConnected ? leaves(p.element, [], new Set()) : []]),
    rest: leaves(document.body, [], gone).map(([, text]) => text).join(' '),
    locked: [document.documentElement, document.body].some((e) => {{
      const style = getComputedStyle(e);
      return ['hidden', 'clip'].includes(style.overflowY) || style.position === 'fixed';
    }}),
  }};
}}"""


@dataclass(frozen=True, slots=True)
class PageOutcome:
    """What became of a page: the parts that should have gone, and those that should not have."""

    name: str
    asked: tuple[str, ...]
    left: tuple[str, ...]
    kept: tuple[str, ...]
    damaged: tuple[str, ...]
    loss: float
    lost: tuple[str, ...]
    locked: bool
    ledger: Ledger

    @property
    def whole(self) -> bool:
        """Whether everything that must stay has stayed, and the page scrolls."""
        return not self.damaged and self.loss <= MOST_LOSS and not self.locked


def pages(name: str) -> Iterator[tuple[str, str, str]]:
    """Yield name, address and HTML of each page of a file of ``tests/clean/blind``."""
    _, *parts = PAGE.split((FOLDER / f"{name}.html").read_text("utf-8"))
    yield from zip(parts[::3], parts[1::3], parts[2::3], strict=True)


def outcome(page: Page, name: str, url: str, html: str) -> PageOutcome:
    """Open one page at its address, clean it by default, and compare."""
    page.unroute_all()
    page.route("**/*", lambda route: route.fulfill(body=PICTURE, content_type="image/svg+xml"))
    page.route(url, lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto(url, wait_until="load")
    if "setTimeout(" in html:
        page.wait_for_timeout(LATE_MS)
    page.evaluate(MARK)
    before = page.evaluate(LOOK)
    ledger = clean_page(World(page), CleanRequest(page_url=url))
    after = page.evaluate(LOOK)
    pairs = [(*was, now[2]) for was, now in zip(before["parts"], after["parts"], strict=True)]
    had, has = (Counter(WORD.findall(one["rest"].lower())) for one in (before, after))
    lost = had - has
    return PageOutcome(
        name=name,
        asked=tuple(part for kind, part, *_ in pairs if kind == "gone"),
        left=tuple(part for kind, part, _, now in pairs if kind == "gone" and now),
        kept=tuple(part for kind, part, *_ in pairs if kind == "keep"),
        damaged=tuple(p for kind, p, was, now in pairs if kind == "keep" and _less(was, now)),
        loss=lost.total() / max(1, had.total()),
        lost=tuple(lost)[:12],
        locked=after["locked"],
        ledger=ledger,
    )


def _less(was: Sequence[list[str]], now: Sequence[list[str]]) -> bool:
    one, two = (Counter(map(tuple, leaves)) for leaves in (was, now))
    return (one & two).total() < GUARD * one.total()


def outcomes(browser: Browser, name: str, step: int = 1) -> list[PageOutcome]:
    """Clean every ``step``-th page of a file."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    try:
        return [outcome(page, *one) for one in list(pages(name))[::step]]
    finally:
        page.close()


def recall(found: Sequence[PageOutcome]) -> float:
    """Return the share of the parts that should go which went."""
    asked = sum(len(one.asked) for one in found)
    return 1 - sum(len(one.left) for one in found) / asked if asked else 1.0


def main() -> None:
    path = str(find_browser().path)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path)
        for name in SETS:
            found = outcomes(browser, name)
            print(
                f"{name}: {len(found)} pages, {sum(len(o.asked) for o in found)} parts to go:"
                f" {recall(found):.1%} gone; {sum(len(o.kept) for o in found)} to stay:"
                f" {sum(len(o.damaged) for o in found)} damaged;"
                f" pages whole {sum(o.whole for o in found)}"
            )
            for o in found:
                if o.left or not o.whole:
                    print(f"  {o.name}: left {o.left} damaged {o.damaged} locked {o.locked}")
                    print(f"      lost {o.loss:.1%} {o.lost}")


if __name__ == "__main__":
    main()
