"""Real consent and overlay systems, after their public documentation, put into an article."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page

from scripts.quality.overlays import outcomes, share_gone

FLOORS = json.loads(Path(__file__).with_name("floors.json").read_text("utf-8"))


@pytest.mark.parametrize(("names", "at_least"), [("own", 0.95), ("meaningless", 0.95)])
def test_floors_are_not_lowered(names: str, at_least: float) -> None:
    assert FLOORS[f"overlay systems gone, {names} names"] >= at_least


@pytest.mark.parametrize("names", ["own", "meaningless"])
def test_a_sample_of_systems_is_gone(page: Page, names: str) -> None:
    found = outcomes(page, names=names == "own", step=4)
    assert len(found) >= 12
    assert not [o for o in found if not (o.gone and o.article_whole and o.scrolls)]


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("names", ["own", "meaningless"])
def test_every_system_against_its_floor(page: Page, names: str) -> None:
    found = outcomes(page, names=names == "own")
    assert len(found) >= 40
    assert share_gone(found) >= FLOORS[f"overlay systems gone, {names} names"]
