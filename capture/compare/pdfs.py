"""PDFs compared as pictures of their pages, aligned across page breaks, and by their text."""

from __future__ import annotations

from collections import Counter

from capture.compare.images import compare_arrays
from capture.compare.pdfbytes import same_but_dates
from capture.compare.strips import count_pages, strips
from capture.compare.values import EXACT, FactChange, Kind, PdfComparison, Tolerance, worst
from capture.compare.words import compare_texts
from capture.render.pdfread import facts, made_at, text

# Body text of 9 pt is 12 px high at this resolution: a changed letter is some 20 pixels.
DPI = 96
# Longer documents are looked at more coarsely, so that both strips fit in memory.
COARSE_DPI = 48
COARSE_FROM_PAGES = 80
# Links named where they differ; a page that leads elsewhere in more places is another page.
MAX_LINKS = 20


def compare_pdfs(
    baseline: bytes, current: bytes, tolerance: Tolerance = EXACT, *, running: bool = True
) -> PdfComparison:
    """Compare two PDFs; raises `UsageError` when one cannot be read.

    Without ``running``, lines that stand at the same place on most pages are compared as text
    alone: they are set in the machine's own font.  So are those that say when each was captured,
    which is no difference between the pages.
    """
    pages = count_pages(baseline, "the baseline"), count_pages(current, "the current PDF")
    if same_but_dates(baseline, current):
        return PdfComparison(kind=Kind.SAME, baseline_pages=pages[0], current_pages=pages[1], dpi=0)
    dpi = COARSE_DPI if max(pages) > COARSE_FROM_PAGES else DPI
    (one, dated), (two, also_dated) = map(_undated, (baseline, current), pages)
    before, after = strips(baseline, current, dpi, running=running and not (dated and also_dated))
    pictures = compare_arrays(before.picture, after.picture, tolerance)
    words = compare_texts(one, two)
    said = compare_facts(facts(baseline), facts(current))
    return PdfComparison(
        kind=worst((pictures.kind, words.kind, Kind.TEXT if said else Kind.SAME)),
        baseline_pages=pages[0],
        current_pages=pages[1],
        picture=pictures,
        text=words,
        facts=said,
        baseline_page_tops=before.tops,
        current_page_tops=after.tops,
        dpi=dpi,
    )


def _undated(data: bytes, pages: int) -> tuple[str, bool]:
    """Return the text without the moment of capture in the foot lines, and whether it is there."""
    said, moment = text(data), made_at(data)
    return said.replace(moment, "", pages) if moment else said, bool(moment) and moment in said


def compare_facts(baseline: dict[str, str], current: dict[str, str]) -> tuple[FactChange, ...]:
    """Return what two PDFs do not say alike; of their links only those that one has more often."""
    names = dict.fromkeys([*baseline, *current])
    changed = [name for name in names if baseline.get(name) != current.get(name)]
    found = []
    for name in changed:
        before, after = baseline.get(name), current.get(name)
        if name == "links":
            one, two = (Counter((links or "").splitlines()) for links in (before, after))
            before, after = _listed(one - two), _listed(two - one)
        found.append(FactChange(name=name, baseline=before, current=after))
    return tuple(found)


def _listed(links: Counter[str]) -> str | None:
    all_of_them = sorted(links.elements())
    more = len(all_of_them) - MAX_LINKS
    shown = all_of_them[:MAX_LINKS] + ([f"and {more} more"] if more > 0 else [])
    return "; ".join(shown) or None
