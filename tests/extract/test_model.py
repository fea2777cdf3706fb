"""The block model's arithmetic, and what it is asked about."""

from __future__ import annotations

import numpy as np

from capture.extract.decide import pooled
from capture.extract.features import Says, all_columns
from capture.extract.forest import Forest, load
from capture.extract.markup import parse
from capture.extract.page import read_page
from capture.extract.readable import readable_region
from capture.extract.sheet import sheet_of

from .pages import SAMPLES, article_page


def by_hand(forest: Forest, row: np.ndarray) -> float:
    odds = forest.bias
    for feature, threshold, leaves in zip(
        forest.feature, forest.threshold, forest.leaves, strict=True
    ):
        leaf = sum(
            1 << level
            for level, (f, t) in enumerate(zip(feature, threshold, strict=True))
            if row[f] > t
        )
        odds += float(leaves[leaf])
    return 1 / (1 + float(np.exp(-odds)))


def test_trees_say_what_they_say_one_question_at_a_time() -> None:
    rng = np.random.default_rng(0)
    forest = Forest(
        names=("a", "b", "c", "d"),
        feature=rng.integers(0, 4, (7, 5)).astype(np.int16),
        threshold=rng.normal(size=(7, 5)).astype(np.float32),
        leaves=rng.normal(size=(7, 32)).astype(np.float32),
        bias=-0.3,
    )
    rows = rng.normal(size=(600, 4)).astype(np.float32)
    assert np.allclose(forest.probability(rows), [by_hand(forest, row) for row in rows], atol=1e-5)
    assert forest.probability(rows[:0]).shape == (0,)


def test_the_shipped_model_asks_for_columns_that_there_are() -> None:
    page = read_page(parse(article_page(SAMPLES[0])))
    assert set(load("blocks").names) <= set(all_columns(page, Says()))


def test_blocks_of_one_make_vote_together() -> None:
    items = "".join(f"<li class=item><b>Thing {n}</b></li>" for n in range(12))
    page = read_page(parse(f"<body><ul>{items}</ul><p>Something else altogether.</p></body>"))
    own = np.array([0.9] * 11 + [0.2, 0.4], np.float32)
    found = pooled(page, own)
    assert found[11] > 0.5  # one item like eleven others
    assert found[0] > 0.8
    assert abs(found[12] - 0.4) < 1e-5  # nothing like it


def test_readabilitys_vote_crosses_wrappers_and_leaves_the_menu() -> None:
    prose = "The council met, argued, voted, and went home late; the quay will be rebuilt in stone, said the engineer. "
    boxes = "".join(
        f"<div class=part><div><div><p>{prose * 3}</p><p>{prose * 2}</p></div></div></div>"
        for _ in range(3)
    )
    menu = "<div class=menu>" + "".join(f"<a href=/{n}>{prose}</a> " for n in range(5)) + "</div>"
    page = read_page(parse(f"<body>{menu}<div id=story>{boxes}</div></body>"))
    sheet = sheet_of(page)
    read = readable_region(page, sheet.chars, sheet.link_chars, sheet.commas)
    assert [bool(i) for i in read.inside] == [False] + [True] * 6
