"""Agreement with uBlock Origin's engine, and with Brave's, where lists and requests are at hand."""

from __future__ import annotations

import adblock
import pytest

from capture.filters.engine import load
from scripts.quality.filters import SHARED, agreement, requests, system_lists

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(len(system_lists()) < 7, reason="no webext-ublock-origin-chromium here"),
    pytest.mark.skipif(not (SHARED / "adblock").is_dir(), reason="no shared requests here"),
]
# Measured: 8,276 of 8,276.  The floor only rises.
FLOOR = 0.999


def test_agrees_with_ublock_origin() -> None:
    same, total = agreement(load(system_lists()))
    assert total > 8000
    assert same / total >= FLOOR


def test_agrees_with_adblock_rust_on_plain_rules() -> None:
    easylist = system_lists()[0]
    assert easylist.path is not None
    other = adblock.FilterSet()
    other.add_filters(easylist.path.read_text("utf-8").splitlines())
    theirs = adblock.Engine(other)
    ours = load([easylist])
    rows = list(requests())[::5]
    different = 0
    for row in rows:
        kind = {"xhr": "xmlhttprequest", "fetch": "xmlhttprequest"}.get(row["type"], row["type"])
        verdict = ours.decide(row["url"], row["source"], row["type"])
        blocked = theirs.check_network_urls(row["url"], row["source"], kind).matched
        different += bool(verdict and verdict.blocked) != blocked
    assert different / len(rows) < 0.002
