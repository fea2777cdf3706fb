"""Every labelled page with pickers or look-alikes, walked once and kept, for fits and folds.

Three sets: the shared pages (``CAPTURE_SHARED``, skipped when absent), those written blind, and the
fixtures of the tests.  Marks say what an element lies in: "r" what must go, "o" what may, "i" an
inline link to a translation, "k" what must stay; "v" what is shown.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from playwright.sync_api import Page, Route, sync_playwright

from capture.browser.find import find_browser
from capture.browser.world import World
from capture.clean.pickers import Scorer, choose, look, weigh
from capture.clean.pickers_offers import PageFacts
from capture.clean.pickers_regions import Region
from capture.clean.pickers_tree import Node
from scripts.quality._cases import cases
from scripts.quality.pickers import FOLDER
from tests.clean.pickers.assemble import fixtures

MARK = """(label) => {
  const query = (path) => path.split(' >>> ').reduce((roots, part, at, parts) => {
    const found = roots.flatMap((root) => [...root.querySelectorAll(part)]);
    return at < parts.length - 1 ? found.map((e) => e.shadowRoot).filter(Boolean) : found;
  }, [document]);
  const sets = Object.entries(label).map(([mark, paths]) => [mark, new Set(paths.flatMap(query))]);
  return capturePickers.shown.map((element) => {
    let marks = '';
    for (const [mark, set] of sets) {
      for (let node = element; node; node = captureDom.parent(node)) {
        if (set.has(node)) { marks += mark; break; }
      }
    }
    const seen = element.closest('select') || element;
    const box = seen.getBoundingClientRect();
    const shown = seen.checkVisibility({ visibilityProperty: true });
    return shown && box.width > 0 && box.height > 0 ? `${marks}v` : marks;
  });
}"""
# What it holds is a translated page's link that no label mentions.
NOT_LABELLED = frozenset(["n-iij-codelang"])


@dataclass(frozen=True, slots=True)
class Labelled:
    """A walked page; ``marks`` has one string a node."""

    name: str
    family: str
    picker: bool
    nodes: list[Node]
    facts: PageFacts
    marks: list[str]


@dataclass(frozen=True, slots=True)
class _Source:
    name: str
    family: str
    picker: bool
    url: str
    html: str
    label: dict[str, list[str]]


def labelled() -> list[Labelled]:
    """Walk every labelled page; about a minute and a half of processor time."""
    path = str(find_browser().path)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        found = [_walked(page, source) for source in (*_shared(), *_blind(), *_own())]
        browser.close()
    return found


def _walked(page: Page, source: _Source) -> Labelled:
    def answer(route: Route) -> None:
        if route.request.is_navigation_request() and route.request.frame == page.main_frame:
            route.fulfill(body=source.html, content_type="text/html; charset=utf-8")
        else:
            route.abort()

    page.unroute_all()
    page.route("**/*", answer)
    page.goto(source.url, wait_until="domcontentloaded")
    world = World(page)
    nodes, facts = look(world, page.url)
    marks = world.run(MARK, source.label)
    return Labelled(source.name, source.family, source.picker, nodes, facts, marks)


def _shared() -> Iterator[_Source]:
    index = FOLDER / "index.json"
    for case in json.loads(index.read_text("utf-8")) if index.exists() else ():
        if case["id"] in NOT_LABELLED or case["kind"] == "inline":
            continue  # an inline link is judged by where it stands: see the fixtures of the tests
        folder = FOLDER / "cases" / case["id"]
        label = json.loads((folder / "label.json").read_text("utf-8"))
        html = (folder / "page.html").read_text("utf-8")
        marks = {"r": "remove", "o": "optional", "i": "inline", "k": "keep"}
        paths = {mark: label.get(name) or [] for mark, name in marks.items()}
        picker = case["kind"] == "positive"
        yield _Source(case["id"], case["family"], picker, label["url"], html, paths)


def _blind() -> Iterator[_Source]:
    for kind in ("pickers", "look_alikes"):
        for case in cases(kind):
            paths = {"r": [*case.gone], "o": [*case.optional], "k": [*case.keep]}
            name = f"{kind}: {case.name}"
            yield _Source(name, case.name.split()[0], kind == "pickers", case.url, case.html, paths)


def _own() -> Iterator[_Source]:
    paths = {"r": ["[data-x=go]"], "k": ["[data-x=stay]"]}
    for fixture in fixtures():
        if "shadow" in fixture.name:
            continue  # its label lies in the root, where no plain selector reaches
        url = "https://www.mill.example" + fixture.url
        picker = not fixture.name.startswith("no-")
        name = f"own: {fixture.name}"
        yield _Source(name, name, picker, url, fixture.html(), paths)


def share(page: Labelled, region: Region) -> Callable[[str], float]:
    """Return what share of the region's texts bears a mark."""
    holders = [n.row for p in region.parts for n in p.below() for _ in n.leaves]
    rows = holders or [part.row for part in region.parts]
    return lambda mark: sum(mark in page.marks[row] for row in rows) / len(rows)


def judge(page: Labelled, scorer: Scorer) -> tuple[bool, bool]:
    """Tell whether all that must go would go, and whether anything shown would go besides."""
    chosen, _ = choose(weigh(page.nodes, page.facts, scorer))
    parts = [part for one in chosen for part in one.region.parts]
    taken = {node.row for part in parts for node in part.below()}
    rows = [(node, page.marks[node.row], node.row in taken) for node in page.nodes]
    left = any(node.leaves and "r" in m and "v" in m and not gone for node, m, gone in rows)
    tops = [n for n, m, gone in rows if "r" in m and not gone and not _in_label(page, n)]
    strangers = any(node.others + node.media for node in tops)
    labelled_at_all = any("r" in m for _, m, _ in rows)
    lost = any(
        gone and node.leaves and "v" in m and not set("roi") & set(m) for node, m, gone in rows
    )
    return labelled_at_all and not left and not strangers, lost


def _in_label(page: Labelled, node: Node) -> bool:
    return node.parent is not None and "r" in page.marks[node.parent.row]
