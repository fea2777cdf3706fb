"""PDFs compared as pictures of their pages, aligned across page breaks, and by their text."""

from __future__ import annotations

import re

import numpy as np

from capture.compare.images import compare_arrays
from capture.compare.picture import MAX_PIXELS, Picture, read_picture
from capture.compare.rows import flat_rows
from capture.compare.values import EXACT, Kind, PdfComparison, Tolerance, worst
from capture.compare.words import compare_texts
from capture.errors import UsageError
from capture.render.pdfread import page_count, picture, text

# Body text of 9 pt is 12 px high at this resolution: a changed letter is some 20 pixels.
DPI = 96
# Longer documents are looked at more coarsely, so that both strips fit in memory.
COARSE_DPI = 48
COARSE_FROM_PAGES = 80
# The only bytes that differ between two prints of one page: dates, and identifiers made of them.
_DATES = re.compile(
    rb"\(D:\d{14}[^)]{0,10}\)|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)"
    rb"|/ID\s*\[\s*<[0-9A-Fa-f]*>\s*<[0-9A-Fa-f]*>\s*\]"
)


def compare_pdfs(baseline: bytes, current: bytes, tolerance: Tolerance = EXACT) -> PdfComparison:
    """Compare two PDFs; raises `UsageError` when one cannot be read.

    Margins at the top and foot of pages are left out of the pictures, so that a paragraph which
    went over to the next page has moved and not changed.
    """
    pages = _pages(baseline, "the baseline"), _pages(current, "the current PDF")
    if same_but_dates(baseline, current):
        return PdfComparison(kind=Kind.SAME, baseline_pages=pages[0], current_pages=pages[1], dpi=0)
    dpi = COARSE_DPI if max(pages) > COARSE_FROM_PAGES else DPI
    before, before_tops = _strip(baseline, pages[0], dpi)
    after, after_tops = _strip(current, pages[1], dpi)
    pictures = compare_arrays(*_same_width(before, after), tolerance)
    words = compare_texts(text(baseline), text(current))
    return PdfComparison(
        kind=worst((pictures.kind, words.kind)),
        baseline_pages=pages[0],
        current_pages=pages[1],
        picture=pictures,
        text=words,
        baseline_page_tops=before_tops,
        current_page_tops=after_tops,
        dpi=dpi,
    )


def same_but_dates(baseline: bytes, current: bytes) -> bool:
    """Say whether two PDFs are byte for byte the same but for dates and identifiers."""
    return len(baseline) == len(current) and (
        baseline == current or _DATES.sub(b"", baseline) == _DATES.sub(b"", current)
    )


def pdf_strip(data: bytes, dpi: int) -> Picture:
    """Return the picture that a comparison's regions are measured in."""
    return _strip(data, _pages(data, "the PDF"), dpi)[0]


def _pages(data: bytes, name: str) -> int:
    try:
        return page_count(data)
    except (RuntimeError, ValueError) as error:
        raise UsageError(f"{name} is not a PDF that can be read: {error}") from error


def _strip(data: bytes, pages: int, dpi: int) -> tuple[Picture, tuple[int, ...]]:
    parts: list[Picture] = []
    tops: list[int] = []
    height = 0
    for number in range(pages):
        page = _trimmed(read_picture(picture(data, number, dpi=dpi), f"page {number + 1}")[..., :3])
        tops.append(height)
        height += len(page)
        parts.append(page)
        if height * page.shape[1] > MAX_PIXELS:
            raise UsageError(f"the PDF has {pages} pages, more than can be compared")
    width = max((part.shape[1] for part in parts), default=1)
    whole = [_widened(part, width) for part in parts]
    return (np.concatenate(whole) if whole else _nothing(width)), tuple(tops)


def _trimmed(page: Picture) -> Picture:
    """Cut the blank rows at top and foot."""
    rows = np.flatnonzero(~flat_rows(page))
    return page[rows[0] : rows[-1] + 1] if rows.size else page[:1]


def _same_width(a: Picture, b: Picture) -> tuple[Picture, Picture]:
    width = max(a.shape[1], b.shape[1])
    return _widened(a, width), _widened(b, width)


def _widened(page: Picture, width: int) -> Picture:
    missing = width - page.shape[1]
    if not missing:
        return page
    return np.pad(page, ((0, 0), (0, missing), (0, 0)), constant_values=255)


def _nothing(width: int) -> Picture:
    return np.full((1, width, 3), 255, np.uint8)
