"""The comparison's figures on image pairs that others made."""

from __future__ import annotations

import os
from pathlib import Path

from capture.compare.picture import read_picture, same_channels
from capture.compare.pixels import changed
from capture.compare.values import Tolerance

SHARED = Path(os.environ.get("CAPTURE_SHARED", Path(__file__).parents[2].parent / "shared"))
# Threshold, baseline, current, pixels: pixelmatch 7.2.0's own fixtures.
COUNTS = (
    (0.05, "1a", "1b", 143),
    (0.05, "2a", "2b", 12437),
    (0.05, "3a", "3b", 212),
    (0.05, "4a", "4b", 36049),
    (0.05, "5a", "5b", 6),
    (0.05, "6a", "6b", 51),
    (0.05, "8a", "5b", 32896),
    (0.1, "1a", "1b", 106),
    (0.1, "7a", "7b", 2448),
)


def main() -> None:
    pairs = SHARED / "diff"
    if not pairs.is_dir():
        print("compare: skipped, no image pairs here")
        return
    folder = pairs / "pixelmatch-7.2.0"
    met = sum(
        count(folder / f"{one}.png", folder / f"{two}.png", threshold) == expected
        for threshold, one, two, expected in COUNTS
    )
    print(f"compare: pixelmatch 7.2.0 counts met: {met} of {len(COUNTS)}")
    right, total = playwright_pairs(pairs / "playwright")
    print(f"compare: Playwright's pairs judged right at threshold 0.1: {right} of {total}")


def playwright_pairs(folder: Path) -> tuple[int, int]:
    """Return how many of Playwright's pairs are judged right, and how many there are."""
    right = total = 0
    for kind in ("should-match", "should-fail"):
        for actual in sorted((folder / kind).rglob("*-actual.png")):
            expected = actual.with_name(actual.name.replace("-actual", "-expected"))
            right += (count(expected, actual, 0.1) == 0) == (kind == "should-match")
            total += 1
    return right, total


def count(one: Path, two: Path, threshold: float) -> int:
    pictures = same_channels(read_picture(one.read_bytes()), read_picture(two.read_bytes()))
    return int(changed(*pictures, Tolerance(threshold=threshold)).sum())


if __name__ == "__main__":
    main()
