"""The detector on the project's own pages, through the real cleaning; floors that only rise."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import ClassVar

import pytest
from playwright.sync_api import Browser, Page

from capture.browser.world import World
from capture.clean.decide import decide
from capture.clean.detect import detect, measure
from capture.clean.remove import remove
from capture.clean.request import CleanRequest
from capture.clean.values import Action, Kind, Ledger
from tests.clean.pickers.assemble import PROSE, Fixture, fixtures

FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text())
LEAST = {"pickers_gone": 0.97, "look_alikes_kept": 1.0, "prose_kept": 1.0}

SHOWN = """([value]) => {
  const found = [];
  const walk = (root) => {
    for (const element of root.querySelectorAll('*')) {
      const marked = element.getAttribute('data-x') === value;
      if (marked && element.checkVisibility()) found.push(element.localName);
      if (element.shadowRoot) walk(element.shadowRoot);
    }
  };
  walk(document);
  return found;
}"""


class _Shown(BaseHTTPRequestHandler):
    """Serves the one page that is on show, at its own path."""

    shown: ClassVar[dict[str, str]] = {}

    def do_GET(self) -> None:
        body = self.shown.get(self.path, "").encode()
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Shown)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@dataclass(frozen=True)
class Cleaned:
    fixture: Fixture
    before: dict[str, int]
    left: list[str]
    stayed: int
    prose: int
    ledger: Ledger
    top: str
    overflow: str


def clean(page: Page, base: str, fixture: Fixture, **options: object) -> Cleaned:
    _Shown.shown = {fixture.url: fixture.html()}
    page.goto(base + fixture.url, wait_until="load")
    before = {mark: len(page.evaluate(SHOWN, [mark])) for mark in ("go", "stay")}
    request = CleanRequest(page_url=page.url, **options)  # type: ignore[arg-type]
    ledger = one_pass(World(page), request)
    text = page.inner_text("body")
    return Cleaned(
        fixture,
        before,
        page.evaluate(SHOWN, ["go"]),
        len(page.evaluate(SHOWN, ["stay"])),
        sum(part in text for part in PROSE),
        ledger,
        page.evaluate("getComputedStyle(document.body).top"),
        page.evaluate("getComputedStyle(document.body).overflowY"),
    )


def one_pass(world: World, request: CleanRequest) -> Ledger:
    """Clean as `clean_page` does, without its waits for late parts: these pages have none."""
    facts = measure(world, request)
    verdict = decide(detect(world, request).candidates, facts, request)
    done, gone = remove(world, verdict.removals)
    return Ledger(level=request.level, removed=done, kept=(*verdict.kept, *gone))


@pytest.fixture(scope="module")
def cleaned(browser: Browser, base: str) -> Iterator[dict[str, Cleaned]]:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    yield {fixture.name: clean(page, base, fixture) for fixture in fixtures()}
    page.close()


def test_there_are_enough_pages(cleaned: dict[str, Cleaned]) -> None:
    pickers = [one for one in cleaned.values() if "go" in str(one.fixture.slots)]
    assert len([n for n in cleaned if not n.startswith("no-")]) >= 35
    assert len([n for n in cleaned if n.startswith("no-")]) >= 25
    assert all(one.before["go"] for one in pickers if not one.fixture.name.startswith("no-"))


def test_pickers_go(cleaned: dict[str, Cleaned]) -> None:
    pages = [one for name, one in cleaned.items() if not name.startswith("no-")]
    failed = {one.fixture.name: one.left for one in pages if one.left}
    share = 1 - len(failed) / len(pages)
    assert share >= FLOORS["pickers_gone"], failed


def test_look_alikes_stay(cleaned: dict[str, Cleaned]) -> None:
    failed = [n for n, one in cleaned.items() if one.stayed < one.before["stay"]]
    share = 1 - len(failed) / len(cleaned)
    assert share >= FLOORS["look_alikes_kept"], failed


def test_prose_stays_word_for_word(cleaned: dict[str, Cleaned]) -> None:
    failed = [name for name, one in cleaned.items() if one.prose < len(PROSE)]
    assert 1 - len(failed) / len(cleaned) >= FLOORS["prose_kept"], failed


def test_floors_only_rise() -> None:
    assert {name: max(least, FLOORS[name]) for name, least in LEAST.items()} == FLOORS


def test_the_translate_bar_gives_its_room_back(cleaned: dict[str, Cleaned]) -> None:
    assert cleaned["google-translate-bar"].top in {"auto", "0px"}


def test_a_dialog_unlocks_scrolling(cleaned: dict[str, Cleaned]) -> None:
    assert cleaned["dialog-locked"].overflow in {"visible", "auto"}


def test_the_ledger_says_why(cleaned: dict[str, Cleaned]) -> None:
    removed = cleaned["drupal-block"].ledger.removed
    (one,) = [r.candidate for r in removed if r.candidate.kind is Kind.PICKER]
    assert one.score >= 0.5
    assert any(reason.startswith("+") for reason in one.reasons)
    assert one.action is Action.REMOVE
    kept = [k for k in cleaned["no-it-section"].ledger.kept if k.candidate.kind is Kind.PICKER]
    assert kept
    assert all(k.candidate.score < 0.5 and k.candidate.reasons for k in kept)


def test_parts_share_a_group(cleaned: dict[str, Cleaned]) -> None:
    removed = cleaned["dialog-locked"].ledger.removed
    groups = {r.candidate.group for r in removed if r.candidate.kind is Kind.PICKER}
    assert len(groups) == 1


@pytest.mark.parametrize("options", [{"keep_pickers": True}, {"keep": (".block-language",)}])
def test_the_user_may_keep_them(browser: Browser, base: str, options: dict[str, object]) -> None:
    page = browser.new_page()
    fixture = next(one for one in fixtures() if one.name == "drupal-block")
    assert clean(page, base, fixture, **options).left == ["div"]
    page.close()
