"""A list of sponsored links, each with its label: found, in a time that stays."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from capture.browser.world import World
from capture.clean.detect import detect_advertising, detect_apparatus, measure
from capture.clean.request import CleanRequest

REQUEST = CleanRequest(page_url="https://news.example/offers")
# How often it is asked whether one element holds another.
COUNT = """() => {
  globalThis.asked = 0;
  globalThis.real ??= Node.prototype.contains;
  Node.prototype.contains = function (other) { asked += 1; return real.call(this, other); };
}"""


def _asked(page: Page, size: int) -> int:
    cards = "".join(
        f"<div><b>Sponsored</b><br><a rel=sponsored href=https://s{n % 40}.example/{n}>"
        f"Great offer number {n}</a></div>"
        for n in range(size)
    )
    page.set_content(f"<!doctype html><main><h1>Offers</h1><section>{cards}</section></main>")
    world = World(page)
    measure(world, REQUEST)
    world.run(COUNT)
    found = detect_advertising(world, REQUEST)
    assert len(found) >= size
    return int(world.run("() => asked"))


def test_twice_as_many_cost_four_times_at_most(page: Page) -> None:
    assert _asked(page, 120) < 5 * _asked(page, 60)


# How many steps up the tree all detectors' questions take.
STEPS = """() => {
  const dom = globalThis.captureDom;
  globalThis.steps = 0;
  globalThis.up ??= dom.parent;
  dom.parent = (element) => { steps += 1; return up(element); };
}"""


def _steps(page: Page, size: int) -> int:
    banners = "".join(
        f"<div class=c><small>Advertisement</small><a href=https://s{n}.example/>"
        "<img width=300 height=250></a></div>"
        for n in range(size)
    )
    page.set_content(f"<!doctype html><main><h1>Offers</h1><section>{banners}</section></main>")
    world = World(page)
    measure(world, REQUEST)
    world.run(STEPS)
    assert len(detect_advertising(world, REQUEST)) >= size
    return int(world.run("() => steps"))


def test_a_label_does_not_ask_every_banner_of_the_page(page: Page) -> None:
    assert _steps(page, 200) < 3 * _steps(page, 100)


ASKED_FOR_WORDS = """() => {
  const clean = globalThis.captureClean;
  globalThis.counted = 0;
  for (const name of ['countOf', 'text']) {
    const real = clean[name];
    clean[name] = (element) => { counted += 1; return real(element); };
  }
  globalThis.next ??= TreeWalker.prototype.nextNode;
  TreeWalker.prototype.nextNode = function () { counted += 1; return next.call(this); };
}"""
CROWDS = {
    "buttons": "<div>{}<p>We use cookies on this page</p></div><main><h1>x</h1></main>",
    "links": "<main><h1>x</h1><p>Read also these lines {}</p></main>",
}
ONE = {
    "buttons": "<button aria-label=Close></button> ",
    "links": "<a href=/x></a>",
}


def _counted(page: Page, crowd: str, size: int) -> int:
    page.set_content(f"<!doctype html>{CROWDS[crowd].format(ONE[crowd] * size)}")
    world = World(page)
    measure(world, REQUEST)
    world.run(ASKED_FOR_WORDS)
    detect_apparatus(world, REQUEST)
    return int(world.run("() => counted"))


@pytest.mark.parametrize("crowd", CROWDS)
def test_a_crowd_in_one_box_is_not_asked_for_each_of_it(page: Page, crowd: str) -> None:
    assert _counted(page, crowd, 400) < 3 * _counted(page, crowd, 200)
