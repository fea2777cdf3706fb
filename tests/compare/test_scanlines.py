"""PNG rows read some at a time: every filter, any order, two files with one beginning."""

from __future__ import annotations

import struct
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capture.compare import scanlines
from capture.compare.ends import differing_views
from capture.compare.images import compare_pictures
from capture.compare.picture import Picture, encode_png, read_picture
from capture.compare.scanlines import PngRows, png_rows
from capture.errors import UsageError

WIDTH, HEIGHT = 7, 90


def png(filters: list[int], seed: int, channels: int = 3) -> bytes:
    """A PNG of random residues below the filters given."""
    random = np.random.default_rng(seed)
    rows = random.integers(0, 256, (len(filters), 1 + WIDTH * channels), np.uint8)
    rows[:, 0] = filters
    header = struct.pack(">IIBBBBB", WIDTH, len(filters), 8, {3: 2, 4: 6}[channels], 0, 0, 0)
    data = zlib.compress(rows.tobytes(), 1)
    # Cut as Chromium does, into many chunks.
    parts = [(b"IDAT", data[at : at + 100]) for at in range(0, len(data), 100)]
    chunks = [(b"IHDR", header), *parts, (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )


def opened(data: bytes) -> PngRows:
    found = png_rows(data)
    assert found
    return found


@pytest.fixture(autouse=True)
def small_bands(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bands of four rows, of which four are kept: pages of nine bands are tall ones."""
    monkeypatch.setattr(scanlines, "BAND", 4 * (1 + WIDTH * 3))
    monkeypatch.setattr(scanlines, "HELD", 16 * (1 + WIDTH * 3))


FILTERS = st.one_of(
    st.lists(st.integers(0, 4), min_size=HEIGHT, max_size=HEIGHT),
    st.just([2] * HEIGHT),
    st.just([4] * HEIGHT),
    st.integers(0, HEIGHT - 1).map(lambda row: [1] + [2] * row + [3] + [2] * (HEIGHT - 2 - row)),
)


@settings(max_examples=60, deadline=None)
@given(
    filters=FILTERS,
    channels=st.sampled_from([3, 4]),
    asked=st.lists(st.tuples(st.integers(0, HEIGHT), st.integers(0, HEIGHT)), max_size=6),
    seed=st.integers(0, 99),
)
def test_any_rows_in_any_order(
    filters: list[int], channels: int, asked: list[tuple[int, int]], seed: int
) -> None:
    data = png(filters, seed, channels)
    whole, rows = read_picture(data), opened(data)
    for one, two in [*asked, (0, len(filters))]:
        assert np.array_equal(rows.rows(*sorted((one, two))), whole[min(one, two) : max(one, two)])


@settings(max_examples=60, deadline=None)
@given(
    filters=FILTERS,
    seed=st.integers(0, 99),
    changed=st.lists(st.tuples(st.integers(0, HEIGHT - 2), st.integers(0, 20)), max_size=3),
    inserted=st.integers(0, 9),
)
def test_outside_the_views_both_are_equal(
    filters: list[int], seed: int, changed: list[tuple[int, int]], inserted: int
) -> None:
    a = read_picture(png(filters, seed))
    b = a.copy()
    for row, at in changed:
        b[row].reshape(-1)[at] ^= 1
    b = np.concatenate([b[:30], b[30 : 30 + inserted], b[30:]])
    views = differing_views(opened(encode_png(a)), opened(encode_png(b)))
    assert views
    for view, whole in zip(views, (a, b), strict=True):
        assert np.array_equal(view.rows(0, view.height), whole[view.top : view.top + view.height])
    one, two = views
    assert one.top == two.top
    assert np.array_equal(a[: one.top], b[: two.top])
    assert len(a) - one.top - one.height == len(b) - two.top - two.height
    assert np.array_equal(a[one.top + one.height :], b[two.top + two.height :])


def test_a_shared_beginning_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    a = np.random.default_rng(1).integers(0, 256, (200, WIDTH, 3), np.uint8)
    b = a.copy()
    b[150, 3] ^= 1
    monkeypatch.setattr(scanlines, "_PIECE", 64)
    one, two = opened(encode_png(a)), opened(encode_png(b))
    assert two.share_start(one) > 100
    assert np.array_equal(two.rows(0, 200), b)
    assert np.array_equal(one.rows(0, 200), a)


@pytest.mark.parametrize("keep", [60, 0.5, 0.9])
def test_a_file_cut_short_is_a_usage_error(keep: float) -> None:
    """Wherever it ends: nothing that was never stored is called equal or changed."""
    whole = png([2] * HEIGHT, 1)
    cut = whole[: int(keep if keep > 1 else keep * len(whole))]
    for pair in ((whole, cut), (cut, whole)):
        with pytest.raises(UsageError):
            compare_pictures(*pair)


@pytest.mark.parametrize("row", [0, 40, HEIGHT - 1])
def test_a_filter_that_does_not_exist_is_a_usage_error(row: int) -> None:
    filters = [2] * HEIGHT
    other: Picture = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    filters[row] = 9
    with pytest.raises(UsageError):
        compare_pictures(encode_png(other), png(filters, 1))
