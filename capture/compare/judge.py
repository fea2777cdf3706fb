"""Two captures or two files compared as a whole, and the verdict.

Where both were made in the same environment, everything that differs counts.  Where not, pixels are
judged with a tolerance and rounded rows do not count, and the comparison says so.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from capture.clean.values import Box
from capture.compare.facts import Snapshot, compare_facts, read_snapshot
from capture.compare.images import compare_pictures
from capture.compare.values import (
    EXACT,
    OTHER_MACHINE,
    SEVERITY,
    Comparison,
    Kind,
    PdfComparison,
    PictureComparison,
    TextComparison,
    Tolerance,
    worst,
)
from capture.compare.words import compare_texts
from capture.errors import UsageError
from capture.values import Frozen

# The options' models take a tenth of the time that comparing two files takes to come up.
if TYPE_CHECKING:
    from capture.options import ComparedArtifact

ALL_KINDS = tuple(kind for kind in SEVERITY if kind is not Kind.SAME)
PICTURE: ComparedArtifact = "page.png"
PDF: ComparedArtifact = "page.pdf"
TEXT: ComparedArtifact = "page.txt"
COMPARED = (PICTURE, PDF, TEXT)
_BOX = re.compile(r"\s*(\d{1,6})\s*,\s*(\d{1,6})\s*,\s*(\d{1,6})\s*,\s*(\d{1,6})\s*")


class Rules(Frozen):
    """How a comparison is judged; ``None`` leaves the choice to the environments.

    ``fail_on`` are the kinds that fail; ``ignore_facts`` are patterns of fact names.
    """

    fail_on: tuple[Kind, ...] | None = None
    threshold: float | None = None
    ignore_facts: tuple[str, ...] = ()
    masks: tuple[Box, ...] = ()

    def tolerance(self, *, same_environment: bool) -> Tolerance:
        """Return what pixels are judged by."""
        if self.threshold is not None:
            return Tolerance(threshold=self.threshold) if self.threshold > 0 else EXACT
        return EXACT if same_environment else OTHER_MACHINE

    def fails(self, kinds: tuple[Kind, ...], *, same_environment: bool) -> bool:
        """Say whether any of ``kinds`` fails."""
        default = ALL_KINDS if same_environment else tuple(set(ALL_KINDS) - {Kind.REFLOW})
        return bool(set(kinds) & set(default if self.fail_on is None else self.fail_on))


def boxes(masks: tuple[str, ...]) -> tuple[Box, ...]:
    """Read masks given as ``x,y,width,height`` in px; raises `UsageError` for another."""
    found = [_BOX.fullmatch(mask) for mask in masks]
    for mask, match in zip(masks, found, strict=True):
        if match is None:
            raise UsageError(f"not a mask: {mask!r}", remedy="write x,y,width,height in px")
    numbers = [[int(number) for number in match.groups()] for match in found if match]
    return tuple(Box(x=x, y=y, width=width, height=height) for x, y, width, height in numbers)


def is_box(mask: str) -> bool:
    """Say whether a mask is given in px; else it is a CSS selector."""
    return _BOX.fullmatch(mask) is not None


def compare_paths(baseline: Path, current: Path, rules: Rules | None = None) -> Comparison:
    """Compare two bundles, or two files of one type; raises `UsageError`."""
    rules = rules or Rules()
    for path in (baseline, current):
        if not path.exists():
            raise UsageError(f"nothing at {path}")
    if baseline.is_dir() != current.is_dir():
        raise UsageError(f"{baseline} and {current}: a folder and a file cannot be compared")
    if baseline.is_dir():
        return compare_captures(current.name, baseline, current, rules)
    return _compare_files(baseline, current, rules)


def compare_captures(name: str, baseline: Path, current: Path, rules: Rules) -> Comparison:
    """Compare two folders that hold a capture each: bundles or baselines."""
    before, after = read_snapshot(baseline), read_snapshot(current)
    differences = before.environment.differences(after.environment)
    tolerance = rules.tolerance(same_environment=not differences)
    picture = _artifact(baseline, current, PICTURE, tolerance, rules.masks)
    pdf = _artifact(baseline, current, PDF, tolerance, running=not differences)
    words = _artifact(baseline, current, TEXT, tolerance)
    assert not isinstance(picture, PdfComparison | TextComparison)
    assert not isinstance(pdf, PictureComparison | TextComparison)
    assert not isinstance(words, PictureComparison | PdfComparison)
    comparison = Comparison(
        name=name,
        kind=Kind.SAME,
        failed=False,
        url=after.url,
        picture=picture,
        pdf=pdf,
        text=words,
        facts=compare_facts(before, after, rules.ignore_facts),
        notes=_notes(differences, tolerance, after),
        baseline=str(baseline),
        current=str(current),
    )
    return judged(comparison, rules, same_environment=not differences)


def judged(comparison: Comparison, rules: Rules, *, same_environment: bool = True) -> Comparison:
    """Fill in kinds, headline kind and verdict."""
    kinds: set[Kind] = set()
    if comparison.picture:
        kinds.update(comparison.picture.kinds)
    if comparison.pdf:
        kinds.update(comparison.pdf.picture.kinds if comparison.pdf.picture else ())
        kinds.add(comparison.pdf.kind)
    if comparison.text:
        kinds.add(comparison.text.kind)
    if comparison.facts:
        kinds.add(Kind.TEXT)
    ordered = tuple(kind for kind in ALL_KINDS if kind in kinds)
    return comparison.model_copy(
        update={
            "kind": worst(ordered),
            "kinds": ordered,
            "failed": rules.fails(ordered, same_environment=same_environment),
        }
    )


def _notes(differences: tuple[str, ...], tolerance: Tolerance, after: Snapshot) -> tuple[str, ...]:
    notes = []
    if differences:
        notes.append(f"made in another environment ({'; '.join(differences)}): judged {tolerance}")
    if after.facts.get("check.held-still") == "failed":
        notes.append("the page did not hold still: see the capture's own checks")
    return tuple(notes)


def _artifact(
    baseline: Path,
    current: Path,
    name: str,
    tolerance: Tolerance,
    masks: tuple[Box, ...] = (),
    *,
    running: bool = True,
) -> PictureComparison | PdfComparison | TextComparison | None:
    one, two = baseline / name, current / name
    if not one.is_file() or not two.is_file():
        return _absent(name, one.is_file(), two.is_file())
    return compare_data(one.read_bytes(), two.read_bytes(), tolerance, masks, running=running)


def _absent(
    name: str, before: bool, after: bool
) -> PictureComparison | PdfComparison | TextComparison | None:
    if before == after:
        return None
    kind = Kind.MISSING if before else Kind.NEW
    if name == PICTURE:
        return PictureComparison(kind=kind, baseline_size=(0, 0), current_size=(0, 0))
    if name == PDF:
        return PdfComparison(kind=kind, baseline_pages=0, current_pages=0)
    return TextComparison(kind=kind)


def compare_data(
    one: bytes,
    two: bytes,
    tolerance: Tolerance,
    masks: tuple[Box, ...] = (),
    *,
    running: bool = True,
) -> PictureComparison | PdfComparison | TextComparison:
    """Compare two files by what their bytes are; raises `UsageError` for two different types."""
    types = sniff(one), sniff(two)
    if types[0] != types[1]:
        raise UsageError(f"a {types[0]} and a {types[1]} cannot be compared")
    if types[0] == "picture":
        if one == two:
            return PictureComparison(
                kind=Kind.SAME, baseline_size=(0, 0), current_size=(0, 0), how="equal bytes"
            )
        return compare_pictures(one, two, tolerance, baseline_masks=masks, current_masks=masks)
    if types[0] == "PDF":
        # MuPDF takes 0.2 s to come up, and most comparisons never need it.
        from capture.compare.pdfs import compare_pdfs

        return compare_pdfs(one, two, tolerance, running=running)
    return compare_texts(one.decode("utf-8", "replace"), two.decode("utf-8", "replace"))


def sniff(data: bytes) -> str:
    """Name what a file is: ``picture``, ``PDF`` or ``text``."""
    if data.startswith((b"\x89PNG", b"\xff\xd8\xff")) or data[8:12] == b"WEBP":
        return "picture"
    return "PDF" if data.startswith(b"%PDF-") else "text"


def _compare_files(baseline: Path, current: Path, rules: Rules) -> Comparison:
    tolerance = rules.tolerance(same_environment=True)
    found = compare_data(baseline.read_bytes(), current.read_bytes(), tolerance, rules.masks)
    comparison = Comparison(
        name=current.name,
        kind=Kind.SAME,
        failed=False,
        picture=found if isinstance(found, PictureComparison) else None,
        pdf=found if isinstance(found, PdfComparison) else None,
        text=found if isinstance(found, TextComparison) else None,
        baseline=str(baseline),
        current=str(current),
    )
    return judged(comparison, rules)
