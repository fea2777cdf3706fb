"""PDFs compared as pictures of their pages, aligned across page breaks, and by their text."""

from __future__ import annotations

from capture.compare.images import compare_arrays
from capture.compare.pdfbytes import same_but_dates
from capture.compare.strips import count_pages, strips
from capture.compare.values import EXACT, Kind, PdfComparison, Tolerance, worst
from capture.compare.words import compare_texts
from capture.render.pdfread import text

# Body text of 9 pt is 12 px high at this resolution: a changed letter is some 20 pixels.
DPI = 96
# Longer documents are looked at more coarsely, so that both strips fit in memory.
COARSE_DPI = 48
COARSE_FROM_PAGES = 80


def compare_pdfs(
    baseline: bytes, current: bytes, tolerance: Tolerance = EXACT, *, running: bool = True
) -> PdfComparison:
    """Compare two PDFs; raises `UsageError` when one cannot be read.

    Without ``running``, lines that stand at the same place on most pages are compared as text
    alone: they are set in the machine's own font.
    """
    pages = count_pages(baseline, "the baseline"), count_pages(current, "the current PDF")
    if same_but_dates(baseline, current):
        return PdfComparison(kind=Kind.SAME, baseline_pages=pages[0], current_pages=pages[1], dpi=0)
    dpi = COARSE_DPI if max(pages) > COARSE_FROM_PAGES else DPI
    before, after = strips(baseline, current, dpi, running=running)
    pictures = compare_arrays(before.picture, after.picture, tolerance)
    words = compare_texts(text(baseline), text(current))
    return PdfComparison(
        kind=worst((pictures.kind, words.kind)),
        baseline_pages=pages[0],
        current_pages=pages[1],
        picture=pictures,
        text=words,
        baseline_page_tops=before.tops,
        current_page_tops=after.tops,
        dpi=dpi,
    )
