"""Written pages with parts that must go and parts that must stay, cleaned by the real browser.

A case is a piece of markup that real systems write, put into one of several surrounding pages.  The
cases lie in ``tests/clean/blind``.  They were written by someone who had not read the detectors.
"""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Route

from capture.browser.world import World
from capture.clean.clean import clean_page
from capture.clean.request import CleanRequest
from capture.clean.values import Ledger

FOLDER = Path(__file__).parents[2] / "tests" / "clean" / "blind"
COMMENT = re.compile(r"<!-- (case|shell|gone|keep|optional|at): (.*?) -->\n?")
SLOT = re.compile(r"<!--(\w+)-->")
WORD = re.compile(r"\w+")
DOT = bytes.fromhex(
    "47494638396101000100800000ff000000000021f90400000000002c00000000010001000002024401003b"
)
MOST_LOSS = 0.02  # of the page's other words: the labelled picker set's own allowance
GUARD = 0.9  # of a look-alike's leaves that must still be there, as there

# What is rendered, as text runs, options, pictures and frames, open shadow roots included.
LEAVES = """
const q = (selectors) => selectors.flatMap((selector) => {
  let roots = [document];
  let found = [];
  for (const part of selector.split(' >>> ')) {
    found = roots.flatMap((root) => [...root.querySelectorAll(part)]);
    roots = found.map((e) => e.shadowRoot).filter(Boolean);
  }
  return found;
});
const boxed = (thing) => [...thing.getClientRects()].some((r) => r.width > 0 && r.height > 0);
const shown = (e) => e.checkVisibility({ checkVisibilityCSS: true, checkOpacity: true });
const SKIP = new Set(['SCRIPT', 'STYLE', 'NOSCRIPT', 'TEMPLATE', 'HEAD']);
function leaves(node, out, stop) {
  if (stop.has(node)) return out;
  if (node.nodeType === 3) {
    const range = document.createRange();
    range.selectNodeContents(node);
    if (node.data.trim() && node.parentElement && !shown(node.parentElement)) return out;
    if (node.data.trim() && boxed(range)) out.push(['t', node.data.trim()]);
    return out;
  }
  if (node.nodeType === 1) {
    if (SKIP.has(node.tagName)) return out;
    if (node.tagName === 'SELECT') {
      if (shown(node) && boxed(node)) for (const o of node.options) out.push(['o', o.text]);
      return out;
    }
    if (node.tagName === 'IFRAME' && node.contentDocument && shown(node)) {
      return leaves(node.contentDocument.body, out, stop);
    }
    const media = ['IMG', 'IFRAME', 'VIDEO', 'INPUT', 'TEXTAREA', 'svg'].includes(node.tagName);
    const painted = !node.childNodes.length && boxed(node)
      && getComputedStyle(node).backgroundImage !== 'none';
    if ((media || painted) && shown(node) && boxed(node)) out.push(['i', node.tagName]);
    if (node.shadowRoot) leaves(node.shadowRoot, out, stop);
  }
  for (const child of node.childNodes) leaves(child, out, stop);
  return out;
}
"""
MARK = f"""(label) => {{ {LEAVES}
  window.blind = Object.fromEntries(Object.keys(label).map((k) => [k, q(label[k])]));
  return Object.keys(label).flatMap((k) => label[k].filter((s) => !q([s]).length));
}}"""
LOOK = f"""() => {{ {LEAVES}
  const {{ gone, keep, optional }} = window.blind;
  const inside = (elements) => elements.filter((e) => e.isConnected)
    .flatMap((e) => leaves(e, [], new Set()));
  const locked = [document.documentElement, document.body]
    .some((e) => ['hidden', 'clip'].includes(getComputedStyle(e).overflowY));
  return {{
    gone: inside(gone), keep: inside(keep), locked,
    rest: leaves(document.body, [], new Set([...gone, ...optional])),
  }};
}}"""


@dataclass(frozen=True, slots=True)
class Case:
    """One page: its address, its HTML, the selectors that must go and those that must stay."""

    name: str
    url: str
    html: str
    gone: tuple[str, ...]
    keep: tuple[str, ...]
    optional: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a case: ``loss`` is the share of the other words that went with the parts."""

    case: Case
    gone: bool
    kept: bool
    loss: float
    scrolls: bool
    lost: tuple[str, ...]
    left: tuple[str, ...]
    ledger: Ledger

    @property
    def clean(self) -> bool:
        """Whether the page is what it should be: all that must go has gone, and nothing else."""
        return self.gone and self.whole

    @property
    def whole(self) -> bool:
        """Whether everything that must stay has stayed, and the page scrolls."""
        return self.kept and self.loss <= MOST_LOSS and self.scrolls


def cases(name: str) -> Iterator[Case]:
    """Yield the cases of a file of ``tests/clean/blind``, each in its surrounding page."""
    shells = dict(_shells())
    text = (FOLDER / f"{name}.html").read_text("utf-8")
    for part in re.split(r"(?=<!-- case: )", text)[1:]:
        labels: dict[str, list[str]] = {"gone": [], "keep": [], "optional": []}
        slots: dict[str, str] = {}
        _, kind, value, *pieces = COMMENT.split(part)
        title, _, shell = value.partition(" in ")
        for kind, value, body in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
            if kind == "at":
                slots[value] = body
            else:
                labels[kind].append(value)
        url, html = shells[shell]
        whole = SLOT.sub(lambda slot, into=slots: into.get(slot[1], ""), html)
        yield Case(title, url, whole, *(tuple(labels[k]) for k in ("gone", "keep", "optional")))


def _shells() -> Iterator[tuple[str, tuple[str, str]]]:
    text = (FOLDER / "shells.html").read_text("utf-8")
    for part in text.split("<!-- shell: ")[1:]:
        head, _, html = part.partition(" -->\n")
        name, _, url = head.partition(" ")
        yield name, (url, html)


def outcomes(browser: Browser, found: Sequence[Case], reference: CleanRequest) -> list[Outcome]:
    """Clean every case twice: as ``reference`` says, for what goes either way, and by default."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    try:
        return [outcome(page, case, reference) for case in found]
    finally:
        page.close()


def outcome(page: Page, case: Case, reference: CleanRequest) -> Outcome:
    """Clean one case; its parts are known by identity, its other words by their number."""
    before, _ = _cleaned(page, case, replace(reference, page_url=case.url))
    after, ledger = _cleaned(page, case, CleanRequest(page_url=case.url))
    had, has = _words(before["rest"]), _words(after["rest"])
    lost = had - has
    wanted, left = Counter(map(tuple, before["keep"])), Counter(map(tuple, after["keep"]))
    return Outcome(
        case=case,
        gone=not after["gone"],
        kept=not wanted or (wanted & left).total() >= GUARD * wanted.total(),
        loss=lost.total() / max(1, had.total()),
        scrolls=not after["locked"],
        lost=tuple(lost)[:12],
        left=tuple(text for _, text in after["gone"])[:12],
        ledger=ledger,
    )


def _cleaned(page: Page, case: Case, request: CleanRequest) -> tuple[dict[str, Any], Ledger]:
    _open(page, case)
    label = {"gone": case.gone, "keep": case.keep, "optional": case.optional}
    missing = page.evaluate(MARK, {k: list(v) for k, v in label.items()})
    if missing:
        message = f"{case.name}: nothing matches {missing}"
        raise ValueError(message)
    if case.gone and not page.evaluate(LOOK)["gone"]:
        message = f"{case.name}: what must go is not shown in the first place"
        raise ValueError(message)
    ledger = clean_page(World(page), request)
    return page.evaluate(LOOK), ledger


def _open(page: Page, case: Case) -> None:
    def answer(route: Route) -> None:
        if route.request.is_navigation_request() and route.request.frame == page.main_frame:
            route.fulfill(body=case.html, content_type="text/html; charset=utf-8")
        elif route.request.resource_type == "image":
            route.fulfill(body=DOT, content_type="image/gif")
        else:
            route.abort()

    page.unroute_all()
    page.route("**/*", answer)
    page.goto(case.url, wait_until="load")


def _words(leaves: list[list[str]]) -> Counter[str]:
    return Counter(word for _, text in leaves for word in WORD.findall(text.lower()))


def report(title: str, must_go: Sequence[Outcome], must_stay: Sequence[Outcome]) -> None:
    """Print recall, clean and false removals, and each case that is not as it should be."""
    print(f"{title}: {figures(must_go, must_stay)}")
    for o in (*must_go, *must_stay):
        if not (o.clean if o.case.gone else o.whole):
            print(f"  {o.case.name}: gone {o.gone} kept {o.kept} scrolls {o.scrolls}", end=" ")
            print(f"loss {o.loss:.1%} lost {o.lost} left {o.left}")


def figures(must_go: Sequence[Outcome], must_stay: Sequence[Outcome]) -> str:
    recall = statistics.mean(o.gone for o in must_go)
    clean = statistics.mean(o.clean for o in must_go)
    wrong = sum(not o.whole for o in must_stay)
    return (
        f"recall {recall:.1%} clean {clean:.1%} of {len(must_go)};"
        f" false removals {wrong} of {len(must_stay)}"
    )
