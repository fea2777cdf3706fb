"""Pieces of both pictures around each place that differs: what a report shows."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from pathlib import Path

from capture.clean.values import Box
from capture.compare.images import open_picture
from capture.compare.judge import PDF, PICTURE
from capture.compare.picture import Picture, encode_png
from capture.compare.source import Rows, held
from capture.compare.values import Comparison, Kind, PictureComparison, Region

# Shown around a place, so that a reader sees where on the page it is.
CONTEXT = 80
# A place taller than this is shown from its top: a removed section is told by its first screen.
MAX_HEIGHT = 900
# Pieces shown a picture; the rest is counted in the summary.  200 pieces make a report of 20 MB.
MAX_CROPS = 40
# In a picture of the difference, what did not change keeps a quarter of its contrast on light grey,
# and each place has a red frame of 2 px: two steps of zoom out, it is still seen.
FAINT_SHARE, FAINT_FROM = 4, 190
MARK = 2
MARK_COLOUR = (220, 0, 0)
_WORTH_SHOWING = tuple(kind for kind in Kind if kind is not Kind.REFLOW)


@dataclass(frozen=True, slots=True)
class Crop:
    """One place in both pictures as PNG (empty for none).

    A mark is where the place is in its piece: left, top, width and height as shares of it.  Pieces
    are ``comparable`` when they show the same rows, so that one can be laid over the other.
    """

    kind: Kind
    caption: str
    before: bytes
    after: bytes
    before_mark: tuple[float, float, float, float]
    after_mark: tuple[float, float, float, float]
    comparable: bool


@dataclass(frozen=True, slots=True)
class _Pages:
    """Where pages start in a PDF's strip: their text, then their running lines."""

    tops: tuple[int, ...]
    count: int

    def number(self, row: int) -> int:
        return (bisect_right(self.tops, row) - 1) % max(self.count, 1) + 1


def picture_crops(comparison: Comparison) -> tuple[Crop, ...]:
    """Return the places of a comparison's screenshot; none when its files are gone."""
    found = comparison.picture
    if found is None or not found.regions:
        return ()
    before = _bytes(comparison.baseline, PICTURE)
    after = _bytes(comparison.current, PICTURE)
    if before is None or after is None:
        return ()
    return crops(found, open_picture(before, PICTURE), open_picture(after, PICTURE))


def marked_picture(comparison: Comparison) -> bytes:
    """Return the current screenshot, faint but for what differs, as PNG; empty when it is gone."""
    found = comparison.picture
    data = _bytes(comparison.current, PICTURE)
    if found is None or data is None:
        return b""
    source = open_picture(data, PICTURE)
    picture = source.rows(0, source.height)[..., :3]
    shown = FAINT_FROM + picture // FAINT_SHARE
    for region in found.regions:
        box = region.current
        y1, x1 = max(box.y + box.height, box.y + MARK), box.x + box.width
        y0, x0 = max(box.y - MARK, 0), max(box.x - MARK, 0)
        shown[y0 : y1 + MARK, x0 : x1 + MARK] = MARK_COLOUR
        shown[box.y : y1, box.x : x1] = picture[box.y : y1, box.x : x1]
    return encode_png(shown)


def pdf_crops(comparison: Comparison) -> tuple[Crop, ...]:
    """Return the places of a comparison's PDF, each with its page."""
    pdf = comparison.pdf
    if pdf is None or pdf.picture is None or not pdf.picture.regions:
        return ()
    before, after = _bytes(comparison.baseline, PDF), _bytes(comparison.current, PDF)
    if before is None or after is None:
        return ()
    from capture.compare.strips import strips  # with it comes MuPDF

    running = len(pdf.current_page_tops) > pdf.current_pages
    one, two = strips(before, after, pdf.dpi, running=running)
    return crops(
        pdf.picture, held(one.picture), held(two.picture), _Pages(two.tops, pdf.current_pages)
    )


def crops(
    found: PictureComparison, before: Rows, after: Rows, pages: _Pages | None = None
) -> tuple[Crop, ...]:
    """Cut the places out of both pictures, the weightiest first when there are too many."""
    regions = [region for region in found.regions if region.kind in _WORTH_SHOWING]
    regions = regions or list(found.regions)
    largest = sorted(regions, key=lambda region: -region.pixels)[:MAX_CROPS]
    shown = sorted(largest, key=lambda region: (region.current.y, region.current.x))
    return tuple(_crop(region, before, after, pages) for region in shown)


def _bytes(path: str, name: str) -> bytes | None:
    file = Path(path) / name if Path(path).is_dir() else Path(path)
    try:
        return file.read_bytes()
    except OSError:
        return None


def _crop(region: Region, before: Rows, after: Rows, pages: _Pages | None) -> Crop:
    one, one_mark = _piece(before, region.baseline)
    two, two_mark = _piece(after, region.current)
    box = region.current
    page = f"page {pages.number(box.y)}, " if pages else ""
    caption = (
        f"{page}{box.width} × {max(box.height, region.baseline.height)} px at {box.x}, {box.y}"
    )
    if region.kind is Kind.PIXELS:
        caption += f": {region.pixels:,} px changed"
    if region.kind is Kind.MOVED and region.baseline.height and region.current.height:
        caption += f", from {region.baseline.x}, {region.baseline.y}"
    return Crop(
        kind=region.kind,
        caption=caption,
        before=encode_png(one) if one.size else b"",
        after=encode_png(two) if two.size else b"",
        before_mark=one_mark,
        after_mark=two_mark,
        comparable=one.shape == two.shape and one.size > 0,
    )


def _piece(picture: Rows, box: Box) -> tuple[Picture, tuple[float, float, float, float]]:
    x0, y0 = max(box.x - CONTEXT, 0), max(box.y - CONTEXT, 0)
    height = min(box.height, MAX_HEIGHT)
    bottom = min(box.y + height + CONTEXT, picture.height)
    piece = picture.rows(min(y0, bottom), bottom)[:, x0 : box.x + box.width + CONTEXT]
    rows, columns = max(piece.shape[0], 1), max(piece.shape[1], 1)
    mark = (
        (box.x - x0) / columns,
        (box.y - y0) / rows,
        min(box.width / columns, 1.0),
        min(height / rows, 1.0),
    )
    return piece, mark
