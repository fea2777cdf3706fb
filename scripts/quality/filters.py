"""The filter engine's figures: agreement with uBlock Origin, bad lines, what blocking covers."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from capture.filters.catalogue import published
from capture.filters.engine import Engine, load
from capture.filters.sources import ListSource

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("CAPTURE_SHARED", ROOT.parent / "shared"))
# What the verdicts were made with: the lists of Debian's webext-ublock-origin-chromium.
NAMES = {"easylist", "easyprivacy"} | {
    f"ublock-{name}" for name in ("filters", "privacy", "badware", "unbreak", "quick-fixes")
}


def system_lists() -> list[ListSource]:
    found = []
    for one in published():
        path = next((p for p in map(Path, one.system) if p.is_file()), None)
        if one.name in NAMES and path:
            found.append(ListSource(one.name, path, category=one.category))
    return found


def requests() -> Iterator[dict[str, Any]]:
    with gzip.open(SHARED / "adblock" / "requests.jsonl.gz") as file:
        yield from map(json.loads, file)


def agreement(engine: Engine) -> tuple[int, int]:
    """Return how many requests are judged as uBlock Origin judges them, and of how many."""
    same = total = 0
    for row in requests():
        verdict = engine.decide(row["url"], row["source"], row["type"])
        same += bool(verdict and verdict.blocked) == row["blocked"]
        total += 1
    return same, total


# What a Fetch session is never shown: the gate is all there is for these.
UNSEEN = {"websocket", "webtransport"}


def coverage(engine: Engine) -> tuple[int, int, int]:
    """Return requests blocked, those stopped at the gate, those neither net would see."""
    blocked = at_gate = unseen = 0
    for row in requests():
        if not row["blocked"]:
            continue
        blocked += 1
        if engine.decide_host(urlsplit(row["url"]).hostname or "", row["source"]):
            at_gate += 1
        else:
            unseen += row["type"] in UNSEEN
    return blocked, at_gate, unseen


def main() -> None:
    lists = system_lists()
    if len(lists) < len(NAMES) or not (SHARED / "adblock").is_dir():
        print("filters: skipped (needs webext-ublock-origin-chromium and the shared requests)")
        return
    engine = load(lists)
    same, total = agreement(engine)
    print(
        f"filters: {same:,} of {total:,} requests judged as by uBlock Origin ({same / total:.2%})"
    )
    blocked, at_gate, unseen = coverage(engine)
    print(
        f"filters: of {blocked:,} blocked {at_gate:,} stop at the gate, "
        f"{blocked - at_gate - unseen:,} at the Fetch session, {unseen} at neither"
    )
    for facts in engine.lists:
        rules = facts.network + facts.cosmetic
        print(f"filters: {facts.name}: {rules:,} rules, {facts.bad} bad lines")


if __name__ == "__main__":
    main()
