"""A comparison in one line, for terminals, JUnit, annotations and the report's headings."""

from __future__ import annotations

from collections import Counter

from capture.compare.values import Comparison, FactChange, Kind, PictureComparison
from capture.errors import printable

_ORDER = (Kind.PIXELS, Kind.INSERTED, Kind.DELETED, Kind.MOVED, Kind.SIZE, Kind.REFLOW)
MOST_FACTS = 5  # in one line; the report has all of them


def lines(comparison: Comparison) -> list[str]:
    """Return what a terminal shows: the verdict and what changed, then a line a note."""
    mark = "FAILED" if comparison.failed else "ok"
    said = f"{mark:6} {printable(comparison.name)}: {printable(summary(comparison))}"
    return [said, *(f"       {printable(note)}" for note in comparison.notes)]


def summary(comparison: Comparison) -> str:
    """Say what changed; ``unchanged`` for nothing."""
    if comparison.kind is Kind.NEW:
        return "no baseline"
    if comparison.kind is Kind.MISSING and not comparison.picture:
        return "a baseline, but the page is not configured any more"
    parts = [picture_summary("screenshot", comparison.picture)]
    if comparison.pdf:
        pages = (comparison.pdf.baseline_pages, comparison.pdf.current_pages)
        if pages[0] != pages[1]:
            parts.append(f"PDF: {pages[0]} → {pages[1]} pages")
        if comparison.pdf.kind in (Kind.NEW, Kind.MISSING):
            parts.append(f"PDF {comparison.pdf.kind.value}")
        parts.append(picture_summary("PDF", comparison.pdf.picture))
        if comparison.pdf.text and comparison.pdf.text.kind is not Kind.SAME:
            parts.append("PDF text changed")
        parts += _facts("PDF ", comparison.pdf.facts)
    words = comparison.text
    if words and words.kind is Kind.TEXT:
        parts.append(
            f"text: {words.removed} word{'' if words.removed == 1 else 's'} out, {words.added} in"
        )
    elif words and words.kind is not Kind.SAME:
        parts.append(f"text {words.kind.value}")
    parts += _facts("", comparison.facts)
    return "; ".join(part for part in parts if part) or "unchanged"


def _facts(of: str, facts: tuple[FactChange, ...]) -> list[str]:
    said = [f"{of}{f.name}: {_short(f.baseline)} → {_short(f.current)}" for f in facts[:MOST_FACTS]]
    more = len(facts) - MOST_FACTS
    return [*said, f"{more} more facts"] if more > 0 else said


def picture_summary(name: str, picture: PictureComparison | None) -> str:
    """Say how two pictures differ, or nothing."""
    if picture is None or picture.kind is Kind.SAME:
        return ""
    if picture.kind in (Kind.NEW, Kind.MISSING):
        return f"{name} {picture.kind.value}"
    counts = Counter(region.kind for region in picture.regions)
    said = []
    for kind in _ORDER:
        if kind is Kind.PIXELS and counts[kind]:
            places = "1 place" if counts[kind] == 1 else f"{counts[kind]} places"
            said.append(f"{picture.changed_pixels:,} px changed in {places}")
        elif counts[kind]:
            rows = _rows(picture, kind)
            said.append(f"{counts[kind]} {kind.value}" + (f" ({rows} px)" if rows else ""))
    return f"{name}: " + ", ".join(said)


def _rows(picture: PictureComparison, kind: Kind) -> int:
    if kind not in (Kind.INSERTED, Kind.DELETED):
        return 0
    regions = [region for region in picture.regions if region.kind is kind]
    return sum(max(region.baseline.height, region.current.height) for region in regions)


def _short(value: str | None) -> str:
    if value is None:
        return "none"
    return value if len(value) <= 60 else f"{value[:59]}…"
