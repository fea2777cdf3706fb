"""Figures of the language-picker detector on the labelled pages, through the real cleaning.

Each page is cleaned twice at the default level, once with ``--keep-pickers``: what both lose is
other chrome and counts neither for nor against.  The labels and their judge lie in
``langpick/`` of the shared data (``CAPTURE_SHARED``, or ``../shared``); without it nothing is done.
"""

from __future__ import annotations

import importlib.util
import json
import os
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from playwright.sync_api import Page, sync_playwright

from capture.browser.find import find_browser
from capture.browser.world import World
from capture.clean.decide import decide
from capture.clean.detect import detect
from capture.clean.detect import measure as measure_page
from capture.clean.remove import remove
from capture.clean.request import CleanRequest

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("CAPTURE_SHARED", ROOT.parent / "shared"))
FOLDER = SHARED / "langpick"
MOST_LOSS = 0.02  # of the page's other words, the judge's own allowance for moved white space


def main() -> None:
    if not (FOLDER / "index.json").exists():
        print("language pickers: no labelled pages here, skipped")
        return
    only = frozenset(sys.argv[1].split(",")) if len(sys.argv) > 1 else frozenset()
    results = measure(only)
    judge().report(results, True)


def judge() -> ModuleType:
    """Return the data set's own scorer as a module."""
    sys.path.insert(0, str(FOLDER))
    spec = importlib.util.spec_from_file_location("langpick_score", FOLDER / "score.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def measure(only: frozenset[str]) -> dict[str, Any]:
    scorer = judge()
    index = json.loads((FOLDER / "index.json").read_text("utf-8"))
    originals = json.loads((FOLDER / "orig.json").read_text("utf-8"))
    results: dict[str, Any] = {}
    path = str(find_browser().path)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path)
        page = browser.new_page(viewport={"width": 1280, "height": 900}, java_script_enabled=True)
        for case in index:
            if only and case["id"] not in only:
                continue
            found = one(scorer, page, case["id"], originals[case["id"]])
            names = ("kind", "tier", "system", "family", "split", "real")
            results[case["id"]] = {**found, **{name: case[name] for name in names}}
        browser.close()
    return results


def one(scorer: ModuleType, page: Page, case: str, original: dict[str, Any]) -> dict[str, Any]:
    folder = FOLDER / "cases" / case
    label = json.loads((folder / "label.json").read_text("utf-8"))
    html = (folder / "page.html").read_text("utf-8")
    seen = []
    for keep in (True, False):
        scorer.load(page, label["url"], html)
        request = CleanRequest(page_url=page.url, keep_pickers=keep)
        one_pass(World(page), request)
        seen.append(page.evaluate("label => __lp.analyse(label)", label))
    found: dict[str, Any] = scorer.judge(label, original, seen[1], MOST_LOSS, seen[0]["rest"])
    # The judge compares look-alikes with the untouched page: what goes either way is not ours.
    either_way = scorer.judge(label, original, seen[0], MOST_LOSS)["guard"]
    found["guard"] = min(1.0, found["guard"] + 1.0 - either_way)
    lost_anyway = {m for m in found["must_missing"] if m in _missing(scorer, label, seen[0])}
    found["must_missing"] = [m for m in found["must_missing"] if m not in lost_anyway]
    found["ok"] = not found["must_missing"] and found["guard"] >= 0.9 and found["loss"] <= MOST_LOSS
    return found


def one_pass(world: World, request: CleanRequest) -> None:
    """Clean as ``clean_page`` does, without its waits for late parts: no script runs here."""
    facts = measure_page(world, request)
    remove(world, decide(detect(world, request).candidates, facts, request).removals)


def _missing(scorer: ModuleType, label: dict[str, Any], seen: dict[str, Any]) -> set[str]:
    full = scorer.squash(" ".join(leaf["s"] for leaf in seen["all"]))
    return {text for text in label["must_keep"] if scorer.squash(text) not in full}


if __name__ == "__main__":
    main()
