"""Where and how two pictures differ: alignment, kinds, slices."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capture.clean.values import Box
from capture.compare.ends import differing_views
from capture.compare.images import compare_arrays, compare_pictures
from capture.compare.picture import Picture, encode_png
from capture.compare.scanlines import png_rows
from capture.compare.values import EXACT, Kind, Tolerance


def page(seed: int, lines: int = 60, width: int = 640) -> Picture:
    """Lines of noise that looks like text: 12 rows of words, 8 blank ones."""
    random = np.random.default_rng(seed)
    picture = np.full((lines * 20, width, 3), 255, np.uint8)
    for line in range(lines):
        row = random.integers(0, 255, (12, width - 80, 3), dtype=np.uint8)
        picture[line * 20 + 4 : line * 20 + 16, 40 : width - 40] = row
    return picture


def block(seed: int, rows: int, width: int = 640) -> Picture:
    return page(seed, rows // 20, width)


def compare(a: Picture, b: Picture):  # type: ignore[no-untyped-def]
    """Through files and through arrays: both must say the same."""
    one, two = compare_pictures(encode_png(a), encode_png(b)), compare_arrays(a, b)
    assert one.regions == two.regions
    return one


def test_equal_pixels_are_the_same_whatever_the_file() -> None:
    a = page(1)
    assert compare(a, a.copy()).kind is Kind.SAME


def test_one_pixel_on_a_long_page_is_found() -> None:
    a = page(1, 200, 300)
    b = a.copy()
    b[3333, 222] ^= 1
    found = compare(a, b)
    assert found.kind is Kind.PIXELS
    assert found.changed_pixels == 1
    assert found.regions[0].current == Box(x=222, y=3333, width=1, height=1)


def test_an_insertion_is_one_region_and_nothing_below_it_changed() -> None:
    a = page(1)
    b = np.concatenate([a[:200], block(9, 100), a[200:]])
    found = compare(a, b)
    assert [region.kind for region in found.regions] == [Kind.INSERTED]
    assert found.regions[0].current.height == 100
    assert abs(found.regions[0].current.y - 200) <= 4  # blank rows may go with either side
    assert found.changed_pixels == 0


def test_a_deletion_and_a_changed_word_are_told_apart() -> None:
    a = page(1)
    b = np.concatenate([a[:400], a[500:]])
    b[850:855, 100:140] ^= 0xFF
    found = compare(a, b)
    assert [region.kind for region in found.regions] == [Kind.DELETED, Kind.PIXELS]
    assert found.regions[1].baseline.y == 950
    assert found.changed_pixels == 5 * 40


def test_a_sidebar_that_stays_is_not_changed_by_an_article_that_moves() -> None:
    article, side = page(1, 100), page(2, 100, 320)
    longer = np.concatenate([article[:300], block(9, 120), article[300:]])
    end = np.full((120, 320, 3), 255, np.uint8)
    a = np.concatenate([article, side], axis=1)
    b = np.concatenate([longer, np.concatenate([side, end])], axis=1)
    found = compare(a, b)
    assert [region.kind for region in found.regions] == [Kind.INSERTED]
    assert found.regions[0].current.width <= 704
    assert found.changed_pixels == 0


def test_a_section_that_changed_places_is_moved() -> None:
    a = page(1)
    b = np.concatenate([a[:200], a[400:800], a[200:400], a[800:]])
    assert {region.kind for region in compare(a, b).regions} == {Kind.MOVED}


def test_added_space_moves_and_a_rounded_row_is_reflow() -> None:
    a = page(1)
    blank = np.full((40, 640, 3), 255, np.uint8)
    space = compare(a, np.concatenate([a[:200], blank, a[200:]]))
    assert [region.kind for region in space.regions] == [Kind.MOVED]
    row = compare(a, np.concatenate([a[:200], blank[:1], a[200:]]))
    assert [region.kind for region in row.regions] == [Kind.REFLOW]


def test_a_rule_one_pixel_high_is_an_insertion_not_reflow() -> None:
    a = page(1)
    line = np.full((1, 640, 3), 120, np.uint8)
    found = compare(a, np.concatenate([a[:200], line, a[200:]]))
    assert [region.kind for region in found.regions] == [Kind.INSERTED]


def test_a_flat_coloured_banner_taken_out_is_a_deletion() -> None:
    a = page(1)
    banner = np.full((60, 640, 3), (200, 30, 30), np.uint8)
    found = compare(np.concatenate([a[:200], banner, a[200:]]), a)
    assert [region.kind for region in found.regions] == [Kind.DELETED]


def test_another_width_is_a_size_change_and_the_rest_is_compared() -> None:
    a = page(1)
    b = np.concatenate([a, np.zeros((len(a), 100, 3), np.uint8)], axis=1)
    found = compare_arrays(a, b)
    assert found.kinds == (Kind.SIZE,)
    assert found.regions[0].current.x == 640


def test_masks_cover_what_may_differ() -> None:
    a, b = page(1), page(1)
    b[100:110, 50:90] ^= 0xFF
    box = (Box(x=40, y=90, width=60, height=30),)
    masked = compare_pictures(encode_png(a), encode_png(b), baseline_masks=box, current_masks=box)
    assert masked.kind is Kind.SAME


def test_tolerance_is_opt_in() -> None:
    a = page(1)
    b = a.copy()
    b[4, 100] = np.clip(b[4, 100].astype(int) + 2, 0, 255)
    assert compare_arrays(a, b, EXACT).kind is Kind.PIXELS
    assert compare_arrays(a, b, Tolerance(threshold=0.1)).kind is Kind.SAME


@pytest.mark.parametrize("alpha", [False, True])
def test_slices_hold_all_that_differs(alpha: bool) -> None:
    a = page(3, 150, 200)
    if alpha:
        a = np.pad(a, ((0, 0), (0, 0), (0, 1)), constant_values=200)
    b = a.copy()
    b[1600:1610, 100:110] ^= 0xFF
    one, two = png_rows(encode_png(a)), png_rows(encode_png(b))
    assert one
    assert two
    found = differing_views(one, two)
    assert found is not None
    for part, whole in zip(found, (a, b), strict=True):
        assert part.height < 400
        rows = part.rows(0, part.height)
        assert np.array_equal(rows, whole[part.top : part.top + part.height])
        assert part.top <= 1600
        assert part.top + part.height >= 1610


@settings(max_examples=40, deadline=None)
@given(
    cuts=st.lists(st.integers(0, 1199), min_size=4, max_size=4),
    seed=st.integers(0, 99),
    twice=st.booleans(),
)
def test_no_pixel_is_left_unexplained(cuts: list[int], seed: int, twice: bool) -> None:
    """What no region names must be equal once the rows that came and went are left out."""
    a = page(seed)
    x0, x1, x2, x3 = sorted(cuts)
    parts = [a[:x0], a[x1:x2], block(seed + 100, 60), a[x3:]] + ([a[:x0]] if twice else [])
    b = np.concatenate(parts)
    found = compare_arrays(a, b)
    if a.shape == b.shape and np.array_equal(a, b):
        assert found.kind is Kind.SAME
        return
    assert found.regions
    gone = sum(r.baseline.height for r in found.regions if r.baseline.height and r.kind != "pixels")
    come = sum(r.current.height for r in found.regions if r.current.height and r.kind != "pixels")
    full = all(r.current.width == 640 for r in found.regions if r.kind != Kind.PIXELS)
    only_rows = all(r.kind in (Kind.INSERTED, Kind.DELETED, Kind.MOVED) for r in found.regions)
    if full and only_rows:
        assert len(a) - gone == len(b) - come


def test_a_line_that_changed_below_an_insertion_is_not_a_column_of_its_own() -> None:
    """The right half says nothing of the insertion but above it: it did not stay beside it."""
    random = np.random.default_rng(3)
    ink = lambda rows, columns: random.integers(0, 256, (rows, columns, 3), np.uint8)  # noqa: E731

    def page(picture: np.ndarray, line: np.ndarray, inserted: np.ndarray) -> np.ndarray:
        left = np.concatenate([low, np.full((150, 320, 3), 255, np.uint8)], axis=1)
        return np.concatenate([head, picture, still, inserted, left, line, left[:30]])

    head, still, low = ink(60, 640), ink(16, 640), ink(150, 320)
    line = ink(16, 640)
    other = np.concatenate([line[:, :320], ink(16, 320)], axis=1)
    before = page(ink(50, 640), line, np.empty((0, 640, 3), np.uint8))
    short = ink(40, 640)
    short[16:, 320:] = 255
    after = page(ink(50, 640), other, short)
    found = compare_arrays(before, after)
    inserted = [region for region in found.regions if region.kind is Kind.INSERTED]
    assert [(r.current.width, r.current.height) for r in inserted] == [(640, 40)]
    assert found.changed_pixels == 50 * 640 + 16 * 320
