"""The pages of two PDFs as two tall pictures that can be aligned.

Blank rows at the top and foot of pages are left out, and lines that stand at the same place on most
pages (an address, page numbers) are set at the end, each page's below the other's: a paragraph that
went over to the next page has then moved and not changed, and the running lines are compared with
one another.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from capture.compare.picture import MAX_PIXELS, Picture, read_picture
from capture.compare.rows import flat_rows
from capture.errors import UsageError
from capture.render.pdfread import page_count, picture

# A running line lies in the outer tenth of the page (A4: 30 mm, twice the usual margin), and white
# of 1.5 mm or more parts it from the text: a line of text is parted from the next by less.
EDGE = 0.1
GAP_MM = 1.5
# Its letters reach up and down differently from page to page, as its words do: within 2 mm.
SAME_PLACE_MM = 2.0
# So many of all pages must have it at that place; the last page of a text may have nothing else.
LEAST_SHARE = 0.5
_MM_PER_INCH = 25.4
# As many sheets of A4 at the coarse 48 dpi as `MAX_PIXELS` holds, with room for smaller ones; each
# is found anew in the document, which a hundred thousand of one point each would make hours of.
MAX_PAGES = 2_000


@dataclass(frozen=True, slots=True)
class Strip:
    """A PDF's pages below one another; ``tops`` are the rows where each page's text starts.

    With running lines there are twice as many tops as pages: then those of the lines, page by page.
    """

    picture: Picture
    tops: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Page:
    """A page's picture and the rows of its parts: ``head``, ``body`` and ``foot``."""

    picture: Picture
    head: tuple[int, int]
    body: tuple[int, int]
    foot: tuple[int, int]


def count_pages(data: bytes, name: str) -> int:
    """Count a PDF's pages; raises `UsageError` when it cannot be read."""
    try:
        return page_count(data)
    except (RuntimeError, ValueError) as error:
        raise UsageError(f"{name} is not a PDF that can be read: {error}") from error


def strips(
    baseline: bytes, current: bytes, dpi: int, *, running: bool = True
) -> tuple[Strip, Strip]:
    """Lay out the pages of both PDFs, in pictures of one width.

    Without ``running`` the running lines are left out.  Raises `UsageError` for more pages than can
    be compared.
    """
    documents = _pictures(baseline, dpi), _pictures(current, dpi)
    pages = [picture for pictures in documents for picture in pictures]
    gap, near = round(GAP_MM * dpi / _MM_PER_INCH), round(SAME_PLACE_MM * dpi / _MM_PER_INCH)
    foot = _running_place([_outer(_inked(page)[::-1], gap) for page in pages], near)
    head = _running_place([_outer(_inked(page), gap) for page in pages], near)
    parted = [[_parted(page, head, foot, gap, near) for page in pages] for pages in documents]
    width = max((page.shape[1] for page in pages), default=1)
    one, two = (_strip(pages, width, running=running) for pages in parted)
    return one, two


def _pictures(data: bytes, dpi: int) -> list[Picture]:
    pages: list[Picture] = []
    pixels = 0
    count = count_pages(data, "the PDF")
    if count > MAX_PAGES:
        raise UsageError(f"the PDF has {count} pages, more than can be compared")
    for number in range(count):
        try:
            drawn = picture(data, number, dpi=dpi)
        except (RuntimeError, ValueError) as error:
            raise UsageError(f"page {number + 1} of the PDF cannot be drawn: {error}") from error
        page = read_picture(drawn, f"page {number + 1}")[..., :3]
        pixels += page.shape[0] * page.shape[1]
        if pixels > MAX_PIXELS:
            raise UsageError("the PDF has more pages than can be compared")
        pages.append(page)
    return pages


def _inked(page: Picture) -> list[bool]:
    return [not flat for flat in flat_rows(page).tolist()]


def _outer(inked: list[bool], gap: int) -> tuple[int, int] | None:
    """Return the first lines' rows, from the edge inwards, if white parts them from the rest."""
    first = next((row for row, ink in enumerate(inked) if ink), None)
    if first is None:
        return None
    last = first
    for row in range(first, min(len(inked), int(EDGE * len(inked)) + gap)):
        if inked[row]:
            last = row
        elif row - last >= gap:
            return (first, last + 1) if last < EDGE * len(inked) else None
    return None


def _running_place(found: list[tuple[int, int] | None], near: int) -> int | None:
    """Return how far from the edge most pages' first lines begin (their far side)."""
    ends = [place[1] for place in found if place]
    if not ends:
        return None
    end, _ = Counter(ends).most_common(1)[0]
    many = sum(abs(other - end) <= near for other in ends)
    return end if many >= max(2, LEAST_SHARE * len(found)) else None


def _parted(page: Picture, head: int | None, foot: int | None, gap: int, near: int) -> _Page:
    inked = _inked(page)
    rows = [row for row, ink in enumerate(inked) if ink]
    if not rows:
        return _Page(page, (0, 0), (0, 1), (0, 0))
    above, below = _outer(inked, gap), _outer(inked[::-1], gap)
    top = above if above and head is not None and abs(above[1] - head) <= near else (0, 0)
    low = below if below and foot is not None and abs(below[1] - foot) <= near else (0, 0)
    left = [row for row in rows if top[1] <= row < len(inked) - low[1]]
    body = (left[0], left[-1] + 1) if left else (0, 1)
    return _Page(page, top, body, (len(inked) - low[1], len(inked) - low[0]))


def _strip(pages: list[_Page], width: int, *, running: bool) -> Strip:
    parts = [_widened(page.picture[slice(*page.body)], width) for page in pages]
    if running and any(page.head[1] or page.foot[0] < page.foot[1] for page in pages):
        parts += [_widened(_lines(page), width) for page in pages]
    heights = [len(part) for part in parts]
    tops = tuple(int(top) for top in np.cumsum([0, *heights[:-1]])) if parts else ()
    whole = np.concatenate(parts) if parts else np.full((1, width, 3), 255, np.uint8)
    return Strip(whole, tops)


def _lines(page: _Page) -> Picture:
    return np.concatenate([page.picture[slice(*page.head)], page.picture[slice(*page.foot)]])


def _widened(page: Picture, width: int) -> Picture:
    missing = width - page.shape[1]
    if not missing:
        return page
    return np.pad(page, ((0, 0), (0, missing), (0, 0)), constant_values=255)
