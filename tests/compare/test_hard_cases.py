"""Changes that other tools call "everything below", and some that they do not see."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from capture.compare.images import compare_pictures
from capture.compare.picture import Picture, encode_png
from capture.compare.values import Kind, PictureComparison, Region

WIDTH = 640
WORDS = [
    "river",
    "signal",
    "window",
    "paper",
    "garden",
    "distance",
    "number",
    "harbour",
    "lantern",
    "meadow",
    "copper",
]


def line(text: str, bold: bool = False, width: int = WIDTH) -> Picture:
    image = Image.new("RGB", (width, 26), "white")
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(15)
    draw.text((20, 3), text, "black", font, stroke_width=1 if bold else 0)
    return np.asarray(image)


def text(count: int, seed: int = 1, width: int = WIDTH) -> list[Picture]:
    random = np.random.default_rng(seed)
    many = 7 if width == WIDTH else 3
    return [
        line(
            f"{seed}.{i} " + " ".join(WORDS[k] for k in random.integers(0, len(WORDS), many)),
            width=width,
        )
        for i in range(count)
    ]


def joined(lines: list[Picture]) -> Picture:
    return np.concatenate(lines)


def compare(a: Picture, b: Picture) -> PictureComparison:
    """Compare as files, so that the way from bytes to regions is all of it."""
    return compare_pictures(encode_png(a), encode_png(b))


def kinds(found: PictureComparison) -> list[Kind]:
    return [region.kind for region in found.regions]


def test_two_insertions_and_a_deletion() -> None:
    a = text(60)
    b = [*a[:10], *text(3, 2), *a[10:30], *a[33:50], *text(2, 3), *a[50:]]
    found = compare(joined(a), joined(b))
    assert kinds(found) == [Kind.INSERTED, Kind.DELETED, Kind.INSERTED]
    assert found.changed_pixels == 0


def test_a_moved_block_is_moved() -> None:
    a = text(40)
    found = compare(joined(a), joined([*a[:10], *a[20:30], *a[10:20], *a[30:]]))
    assert set(kinds(found)) == {Kind.MOVED}


def test_one_row_more_in_a_table_of_equal_rows() -> None:
    row = line("yes        no        yes        no")
    a = [*text(5), *[row] * 30, *text(5, 2)]
    found = compare(joined(a), joined([*a[:12], row, *a[12:]]))
    assert kinds(found) == [Kind.INSERTED]
    assert found.regions[0].current.height == 26


def test_one_cell_in_a_table_of_equal_rows() -> None:
    row, other = (
        line("yes        no        yes        no"),
        line("yes        no        yes        NO"),
    )
    a = [*text(5), *[row] * 30, *text(5, 2)]
    found = compare(joined(a), joined([*a[:17], other, *a[18:]]))
    assert kinds(found) == [Kind.PIXELS]
    assert 17 * 26 <= found.regions[0].current.y < 18 * 26


def test_a_fixed_sidebar_beside_two_insertions() -> None:
    article = text(60, width=400)
    side = joined(text(64, 7, width=240))
    more = [*article[:10], *text(2, 3, 400), *article[10:40], *text(2, 4, 400), *article[40:]]
    padding = np.full((4 * 26, 400, 3), 255, np.uint8)
    a = np.concatenate([np.concatenate([joined(article), padding]), side], axis=1)
    b = np.concatenate([joined(more), side], axis=1)
    found = compare(a, b)
    # Blank columns of what was put in are space, and may be said to have moved.
    assert set(kinds(found)) <= {Kind.INSERTED, Kind.MOVED}
    assert kinds(found).count(Kind.INSERTED) >= 2
    assert found.changed_pixels == 0
    assert all(region.current.x + region.current.width <= 416 for region in found.regions)


def test_rounding_here_and_there_is_reflow() -> None:
    a = text(40)
    blank = np.full((1, WIDTH, 3), 255, np.uint8)
    b = [*a[:10], blank, *a[10:20], blank, blank, *a[20:30], a[30][:-1], *a[31:]]
    assert set(kinds(compare(joined(a), joined(b)))) == {Kind.REFLOW}


def test_a_wider_page_is_said_to_be_wider() -> None:
    a = joined(text(20))
    b = np.pad(a, ((0, 0), (0, 40), (0, 0)), constant_values=255)
    assert Kind.SIZE in kinds(compare(a, b))


def test_a_rule_one_pixel_high_in_another_colour() -> None:
    a = joined(text(300))
    a[4000, 20:600] = 204
    b = a.copy()
    b[4000, 20:600] = 205
    found = compare(a, b)
    assert kinds(found) == [Kind.PIXELS]
    assert (found.regions[0].current.y, found.regions[0].current.height) == (4000, 1)
    assert found.changed_pixels == 580


def test_the_same_words_in_another_weight() -> None:
    a = text(40)
    b = [*a[:20], line("1.20 river signal window", bold=True), *a[21:]]
    found = compare(joined([*a[:20], line("1.20 river signal window"), *a[21:]]), joined(b))
    assert set(kinds(found)) == {Kind.PIXELS}
    assert all(20 * 26 - 2 <= region.current.y < 21 * 26 for region in found.regions)


def test_another_picture_of_the_same_size() -> None:
    random = np.random.default_rng(5)
    one, two = (random.integers(0, 255, (200, WIDTH, 3), dtype=np.uint8) for _ in range(2))
    a, b = [*text(40), one, *text(40, 2)], [*text(40), two, *text(40, 2)]
    found = compare(joined(a), joined(b))
    assert set(kinds(found)) == {Kind.PIXELS}
    top = min(region.current.y for region in found.regions)
    bottom = max(region.current.y + region.current.height for region in found.regions)
    assert (top, bottom) == (1040, 1240)


def test_a_date_at_the_very_bottom_of_a_tall_page() -> None:
    lines = text(1153)
    a = joined([*lines, line("Last changed on 3 May")])
    b = joined([*lines, line("Last changed on 8 May")])
    found = compare(a, b)
    assert a.shape[0] > 30_000
    assert kinds(found) == [Kind.PIXELS]
    assert 0 < found.changed_pixels < 100
    assert found.regions[0].current.y >= 1153 * 26


def test_a_paragraph_said_twice() -> None:
    a = text(40)
    found = compare(joined(a), joined([*a[:20], *a[10:20], *a[20:]]))
    assert kinds(found) == [Kind.INSERTED]
    assert found.regions[0].current.height == 260


def _holds(region: Region, x: int, y: int) -> bool:
    box = region.current
    return box.x <= x < box.x + box.width and box.y <= y < box.y + box.height


BASE = joined(text(30))


@settings(max_examples=20, deadline=None)
@given(
    x=st.integers(0, WIDTH - 1),
    y=st.integers(0, len(BASE) - 1),
    width=st.integers(1, 40),
    height=st.integers(1, 40),
    inserted=st.integers(0, 29),
    rows=st.sampled_from([0, 0, 1, 2, 26, 100]),
    by=st.sampled_from([1, 40, 255]),
)
def test_an_injected_change_is_found_where_it_is(
    x: int, y: int, width: int, height: int, inserted: int, rows: int, by: int
) -> None:
    """Alone, or below or above rows that were put in: it is said, and some region holds it."""
    b = BASE.copy()
    b[y : y + height, x : x + width] ^= np.uint8(by)
    at = inserted * 26
    if rows:
        random = np.random.default_rng(rows + inserted)
        put_in = random.integers(0, 255, (rows, WIDTH, 3), dtype=np.uint8)
        b = np.concatenate([b[:at], put_in, b[at:]])
    found = compare(BASE, b)
    assert found.kind is not Kind.SAME
    moved = rows if rows and y >= at else 0
    assert any(_holds(region, x, y + moved) for region in found.regions), found.regions
