"""The pixel engine against counts that others published, and against itself."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from capture.compare.picture import encode_png, read_picture, same_channels
from capture.compare.pixels import changed
from capture.compare.values import Tolerance
from capture.errors import UsageError

SHARED = Path(os.environ.get("CAPTURE_SHARED", Path(__file__).parents[2].parent / "shared"))
PAIRS = SHARED / "diff"
needs_pairs = pytest.mark.skipif(not PAIRS.is_dir(), reason="the shared image pairs are absent")

# Threshold, baseline, current, pixels: pixelmatch 7.2.0's own fixtures.
COUNTS = [
    (0.05, "1a", "1b", 143),
    (0.05, "2a", "2b", 12437),
    (0.05, "3a", "3b", 212),
    (0.05, "4a", "4b", 36049),
    (0.05, "5a", "5b", 6),
    (0.05, "6a", "6b", 51),
    (0.05, "8a", "5b", 32896),
    (0.1, "1a", "1b", 106),
    (0.1, "7a", "7b", 2448),
    (0.1, "1a", "1a", 0),
]


def _count(one: Path, two: Path, threshold: float) -> int:
    pictures = same_channels(read_picture(one.read_bytes()), read_picture(two.read_bytes()))
    return int(changed(*pictures, Tolerance(threshold=threshold)).sum())


@needs_pairs
@pytest.mark.parametrize(("threshold", "one", "two", "expected"), COUNTS)
def test_counts_are_those_published(threshold: float, one: str, two: str, expected: int) -> None:
    folder = PAIRS / "pixelmatch-7.2.0"
    assert _count(folder / f"{one}.png", folder / f"{two}.png", threshold) == expected


@needs_pairs
def test_playwright_pairs() -> None:
    right = 0
    for folder in ("should-match", "should-fail"):
        for actual in sorted((PAIRS / "playwright" / folder).rglob("*-actual.png")):
            expected = actual.with_name(actual.name.replace("-actual", "-expected"))
            right += (_count(expected, actual, 0.1) == 0) == (folder == "should-match")
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
