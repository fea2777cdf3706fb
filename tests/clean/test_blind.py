"""Pages written by someone who had not read the detectors: floors a little below what is reached.

What fails is printed by ``make quality`` (blind_pickers, blind_parts).
"""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest
from playwright.sync_api import Browser

from capture.clean.request import CleanRequest
from capture.options import CleanLevel
from scripts.quality import blind_pages
from scripts.quality._cases import FOLDER, Outcome, cases, outcomes

FLOORS = json.loads((FOLDER / "floors.json").read_text("utf-8"))
LEAST = {
    "pickers": (0.96, 0.94, 1),
    "pickers_2": (0.93, 0.93, 1),
    "parts": (0.95, 0.95, 1),
    "parts_2": (0.9, 0.9, 1),
}
REFERENCE = {
    "pickers": CleanRequest(page_url="", keep_pickers=True),
    "pickers_2": CleanRequest(page_url="", keep_pickers=True),
    "parts": CleanRequest(page_url="", level=CleanLevel.NONE),
    "parts_2": CleanRequest(page_url="", level=CleanLevel.NONE),
}
FILES = {
    "pickers": ("pickers", "look_alikes"),
    "pickers_2": ("pickers_2", "look_alikes_2"),
    "parts": ("parts", "stay"),
    "parts_2": ("parts_2", "stay_2"),
}
SAMPLED = 20  # every so manieth case without `-m slow`: half a second of processor each


@pytest.mark.parametrize("room", FILES)
def test_floors_are_not_lowered(room: str) -> None:
    recall, clean, wrong = LEAST[room]
    assert FLOORS[room]["recall"] >= recall
    assert FLOORS[room]["clean"] >= clean
    assert FLOORS[room]["false removals"] <= wrong


@pytest.mark.parametrize("room", ["pickers", "pickers_2", "parts"])
def test_a_sample_against_its_floor(browser: Browser, room: str) -> None:
    must_go, must_stay = measured(browser, room, SAMPLED)
    slack = 1 / len(must_go)
    assert share(must_go) >= FLOORS[room]["clean"] - slack
    assert sum(not o.whole for o in must_stay) <= 1


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("room", FILES)
def test_every_case_against_its_floor(browser: Browser, room: str) -> None:
    must_go, must_stay = measured(browser, room, 1)
    assert sum(o.gone for o in must_go) >= FLOORS[room]["recall"] * len(must_go)
    assert share(must_go) >= FLOORS[room]["clean"]
    assert sum(not o.whole for o in must_stay) <= FLOORS[room]["false removals"]


def measured(browser: Browser, room: str, step: int) -> tuple[list[Outcome], list[Outcome]]:
    must_go, must_stay = (list(cases(name))[::step] for name in FILES[room])
    reference = REFERENCE[room]
    return outcomes(browser, must_go, reference), outcomes(browser, must_stay, reference)


def share(found: Sequence[Outcome]) -> float:
    return sum(o.clean for o in found) / len(found)


# Share of the parts that go, and how many parts that must stay are damaged at most.
WHOLE_PAGES = {
    "pages_3": (0.95, 0),
    "look_alike_pages_3": (1.0, 0),
    "pages_4": (0.97, 0),
    "look_alike_pages_4": (1.0, 0),
    "pages_5": (0.9, 0),
    "look_alike_pages_5": (1.0, 0),
    "pages_6": (0.72, 0),
    "look_alike_pages_6": (0.95, 0),
}
# Every so manieth page without `-m slow`: one or two of each file, half a second of processor each.
STEPS = {
    "pages_3": 8,
    "look_alike_pages_3": 9,
    "pages_4": 14,
    "look_alike_pages_4": 13,
    "pages_5": 22,
    "look_alike_pages_5": 13,
    "pages_6": 13,
    "look_alike_pages_6": 12,
}


@pytest.mark.parametrize("name", WHOLE_PAGES)
def test_floors_of_whole_pages_are_not_lowered(name: str) -> None:
    recall, damaged = WHOLE_PAGES[name]
    assert FLOORS[name]["recall"] >= recall
    assert FLOORS[name]["damaged"] <= damaged


@pytest.mark.parametrize("name", WHOLE_PAGES)
def test_a_sample_of_whole_pages(browser: Browser, name: str) -> None:
    found = blind_pages.outcomes(browser, name, STEPS[name])
    assert blind_pages.recall(found) >= FLOORS[name]["recall"] - 0.06
    assert sum(not one.whole for one in found) <= FLOORS[name]["damaged"]


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", WHOLE_PAGES)
def test_whole_pages_against_their_floor(browser: Browser, name: str) -> None:
    found = blind_pages.outcomes(browser, name)
    assert blind_pages.recall(found) >= FLOORS[name]["recall"]
    assert sum(len(one.damaged) for one in found) <= FLOORS[name]["damaged"]
