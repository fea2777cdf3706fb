"""What the block model is told of a block's surroundings, and what the second look sees."""

from __future__ import annotations

import numpy as np
import pytest

from capture.extract.cards import cards
from capture.extract.cut import best_cut
from capture.extract.forest import Forest, load
from capture.extract.headed import headed
from capture.extract.markup import parse
from capture.extract.page import Page, read_page
from capture.extract.second import SHARE, log_odds, second_columns, second_look, setting
from capture.extract.sheet import sheet_of
from capture.extract.topic import topic

STORY = "<article><h1>The old quay</h1><p>The quay was built of granite blocks.</p><p>Granite came by barge.</p></article>"
TEASER = (
    "<li class=c{0}><div><div><h3><a href=/{0}>Story {0}</a></h3></div><p>Words {0}.</p></div></li>"
)


def page_of(body: str) -> Page:
    return read_page(parse(f"<body>{body}</body>"))


def test_a_card_is_found_through_its_wrappers_and_by_its_tag() -> None:
    page = page_of(STORY + "<ul>" + "".join(TEASER.format(n) for n in range(4)) + "</ul>")
    found = cards(sheet_of(page))
    assert (
        found["card_alike"].tolist() == [-1, -1, -1] + [4] * 8
    )  # the classes differ, the tag is one
    assert found["card_steps"].tolist()[3:5] == [3, 2]
    assert found["card_linked_headings"].tolist()[3:] == [1] * 8
    assert found["card_longest"].tolist()[3:5] == [2, 2]
    assert found["page_prose_outside_cards"].tolist()[0] == 0  # no block here is long enough


def test_two_alike_are_no_cards() -> None:
    page = page_of("<ul>" + "".join(TEASER.format(n) for n in range(2)) + "</ul>")
    assert set(cards(sheet_of(page))["card_alike"].tolist()) == {-1}


def test_words_said_before_and_after_are_seen() -> None:
    line = "the barge brought granite from the north"
    keys = [line, "other words stand between them here", f"{line} again and again today"]
    sheet = sheet_of(page_of("".join(f"<p>{k}</p>" for k in keys)))
    found = topic(sheet, keys, "granite quay")
    assert found["said_before"].tolist() == [0, 0, 4 / 8]
    assert found["said_after"].tolist() == [1, 0, 0]
    assert found["titled_words"].tolist() == [1, 0, 1]


def test_a_block_stands_under_the_last_heading() -> None:
    page = page_of("<p>Before.</p><div><h2>Related stories</h2></div><p>First</p><p>Second</p>")
    found = headed(sheet_of(page))
    assert found["head_furniture"].tolist() == [-1, -1, 1, 1]
    assert found["head_since"].tolist() == [-1, -1, 1, 2]
    assert found["head_steps"].tolist() == [-1, -1, 2, 2]
    assert found["own_rank"].tolist() == [0, 2, 0, 0]


@pytest.mark.parametrize("body", ["", "<p>One</p>", "<ul><li>a<li>b<li>c</ul>"])
def test_a_page_of_few_blocks_has_columns(body: str) -> None:
    page = page_of(body)
    given = np.full(len(page.blocks), 0.4, np.float32)
    assert len(second_look(setting(page), given, load("second"))) == len(page.blocks)
    if page.blocks:
        assert set(load("second").names) <= set(second_columns(setting(page), given))
        sheet = sheet_of(page)
        for columns in (cards(sheet), headed(sheet), topic(sheet, ["x"] * len(given), "")):
            assert all(len(c) == len(given) for c in columns.values())


def test_the_second_look_sees_the_neighbours() -> None:
    page = page_of("".join(f"<p class=x>Words {n} here.</p>" for n in range(5)))
    given = np.array([0.9, 0.9, 0.1, 0.9, 0.9], np.float32)
    found = second_columns(setting(page), given)
    assert found["odds-1"].tolist()[2] == pytest.approx(np.log(9), rel=1e-3)
    assert found["odds+1"].tolist()[-1] == -9
    assert found["near2"].tolist()[2] == pytest.approx(0.74)
    assert found["above1"].tolist()[2] == pytest.approx(0.74)
    assert found["make0_most"].tolist()[2] == pytest.approx(np.log(9), rel=1e-3)
    assert found["from_last"].tolist() == [-4, -3, -2, -1, 0]


def test_both_looks_speak_in_common_log_odds() -> None:
    page = page_of("<p>One two</p><p>Three four</p>")
    sure = Forest(
        names=("odds",), feature=np.zeros((1, 1), np.int16), threshold=np.zeros((1, 1), np.float32),
        leaves=np.array([[-2.0, 2.0]], np.float32), bias=0.0,
    )  # fmt: skip
    given = np.array([0.8, 0.3], np.float32)
    found = log_odds(second_look(setting(page), given, sure))
    assert found == pytest.approx(
        (1 - SHARE) * log_odds(given) + SHARE * np.array([2, -2]), abs=1e-4
    )


def test_the_cut_keeps_what_raises_expected_f1() -> None:
    keep = best_cut(np.array([0.9, 0.1, 0.6], np.float32), np.array([10.0, 10.0, 10.0]))
    assert keep.tolist() == [True, False, True]
    assert not best_cut(np.zeros(2, np.float32), np.ones(2)).any()
