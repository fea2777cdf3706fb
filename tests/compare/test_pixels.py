"""The pixel engine against counts that others published, and against itself."""

from __future__ import annotations

import numpy as np
import pytest

from capture.compare.picture import encode_png, read_picture
from capture.compare.pixels import changed
from capture.compare.values import Tolerance
from capture.errors import UsageError
from scripts.quality.compare import COUNTS, SHARED, count, playwright_pairs

PAIRS = SHARED / "diff"
needs_pairs = pytest.mark.skipif(not PAIRS.is_dir(), reason="the shared image pairs are absent")


@needs_pairs
@pytest.mark.parametrize(("threshold", "one", "two", "expected"), [*COUNTS, (0.1, "1a", "1a", 0)])
def test_counts_are_those_published(threshold: float, one: str, two: str, expected: int) -> None:
    folder = PAIRS / "pixelmatch-7.2.0"
    assert count(folder / f"{one}.png", folder / f"{two}.png", threshold) == expected


@needs_pairs
def test_playwright_pairs() -> None:
    right, _ = playwright_pairs(PAIRS / "playwright")
    assert right >= 20


def test_an_edge_that_moved_by_less_than_a_pixel_is_not_a_change() -> None:
    a = np.full((20, 20, 3), 255, np.uint8)
    a[:, 10:] = 0
    b = a.copy()
    a[:, 9], b[:, 9] = 200, 90
    assert changed(a, b, Tolerance()).sum() == 20
    assert changed(a, b, Tolerance(threshold=0.05, anti_aliasing=False)).sum() == 20


def test_every_pixel_counts_when_exact() -> None:
    a = np.zeros((5, 5, 3), np.uint8)
    b = a.copy()
    b[2, 3, 1] = 1
    assert np.argwhere(changed(a, b, Tolerance())).tolist() == [[2, 3]]
    assert not changed(a, b, Tolerance(threshold=0.05)).any()


def test_what_is_no_picture_is_refused() -> None:
    with pytest.raises(UsageError, match="not a picture"):
        read_picture(b"<svg onload=alert(1)>")
    with pytest.raises(UsageError, match="not a picture"):
        read_picture(encode_png(np.zeros((50, 50, 3), np.uint8))[:60])
