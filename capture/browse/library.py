"""What the pages of `capture browse` show, read from bundles.

Nothing from an address bar reaches the disk: a capture is looked up in the catalogue, and a file in
the capture's own manifest.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from capture.archive.bundle import LEDGER, MANIFEST, load_bundle
from capture.archive.catalogue import Catalogue, Entry, Query
from capture.archive.manifest import ArtifactRecord, Manifest
from capture.clean.values import Box, Ledger
from capture.compare.images import compare_pictures
from capture.errors import CaptureError, UsageError
from capture.render.pdfread import page_count, picture
from capture.render.picture import describe

# A row of text a page: difflib takes seconds past this, and a reader gives up long before.
MAX_DIFF_LINES = 5_000
MAX_TEXT = 400_000
# Boxes and list rows on one page; a ledger with more is cut, and says so.
MAX_BOXES = 1_000
# No page is a thousand million px long; what is cannot always be divided.
_FARTHEST = 10**9
# Pages of a PDF are drawn on request; 100 dpi is legible at the width they are shown.
PDF_DPI = 100


@dataclass(frozen=True, slots=True)
class Mark:
    """A removed or kept element: where it was, in hundredths of a per cent of the picture."""

    number: int
    left: int
    top: int
    width: int
    height: int
    kind: str
    detector: str
    rule: str
    reason: str
    selector: str
    text: str
    shown: bool

    @property
    def area(self) -> int:
        """How much of the picture it covers."""
        return self.width * self.height


@dataclass(frozen=True, slots=True)
class LedgerView:
    """A ledger made ready to be looked at."""

    level: str
    removed: tuple[Mark, ...]
    kept: tuple[Mark, ...]
    blocked: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    cut: bool


@dataclass(frozen=True, slots=True)
class Change:
    """A line of a text comparison; ``sign`` is ``+``, ``-`` or a space."""

    sign: str
    text: str


@dataclass(frozen=True, slots=True)
class ChangedPlace:
    """A place of a picture that differs, in hundredths of a per cent of the picture."""

    number: int
    kind: str
    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two captures beside each other."""

    picture: str
    before: tuple[ChangedPlace, ...]
    after: tuple[ChangedPlace, ...]
    text: tuple[Change, ...]
    text_cut: bool


@dataclass(frozen=True, slots=True)
class Capture:
    """One capture: what the catalogue says, its manifest, and the others of its address."""

    entry: Entry
    manifest: Manifest
    others: tuple[Entry, ...]

    def has(self, name: str) -> bool:
        """Say whether the bundle holds the file ``name``."""
        return any(artifact.path == name for artifact in self.manifest.artifacts)


class Library:
    """An archive with its catalogue, for reading from several threads."""

    def __init__(self, archive: Path) -> None:
        self._archive = archive.resolve()

    def find(self, query: Query, limit: int, offset: int) -> tuple[list[Entry], int]:
        """Return a page of what matches, and how much matches in all."""
        with Catalogue(self._archive) as catalogue:
            found = catalogue.find(query, limit=limit, offset=offset)
            return found, catalogue.count(query)

    def hosts(self) -> list[str]:
        """Return the archive's hosts, those with most captures first."""
        with Catalogue(self._archive) as catalogue:
            return [host.host for host in catalogue.hosts()]

    def capture(self, path: str) -> Capture | None:
        """Return the capture that the catalogue has at ``path``."""
        with Catalogue(self._archive) as catalogue:
            entry = catalogue.one(path)
            if entry is None:
                return None
            others = tuple(catalogue.find(Query(url=entry.url), limit=200))
        try:
            return Capture(entry, load_bundle(self._archive / path).manifest, others)
        except UsageError:
            return None

    def file(self, capture: Capture, name: str) -> tuple[Path, ArtifactRecord] | None:
        """Return a file of the capture, if its manifest lists it."""
        folder = self._archive / capture.entry.path
        listed = [a for a in capture.manifest.artifacts if a.path == name]
        if name == MANIFEST:
            listed = [ArtifactRecord(path=name, media_type="text/plain", bytes=0, sha256="0" * 64)]
        path = folder / name
        if not listed or path.is_symlink() or path.resolve().parent != folder.resolve():
            return None
        return (path, listed[0]) if path.is_file() else None

    def read(self, capture: Capture, name: str) -> bytes:
        """Return a file's bytes, empty when the capture has none of that name."""
        found = self.file(capture, name)
        return found[0].read_bytes() if found else b""

    def text(self, capture: Capture) -> str:
        """Return the extracted text."""
        return self.read(capture, "page.txt")[:MAX_TEXT].decode("utf-8", "replace")

    def pdf_pages(self, capture: Capture) -> int:
        """Return how many pages the PDF has, 0 when it cannot be read."""
        pdf = self.read(capture, "page.pdf")
        try:
            return page_count(pdf) if pdf else 0
        except (RuntimeError, ValueError):
            return 0

    def pdf_picture(self, capture: Capture, number: int) -> bytes | None:
        """Return a page of the PDF (from 1) as PNG."""
        pdf = self.read(capture, "page.pdf")
        if not 1 <= number <= self.pdf_pages(capture):
            return None
        try:
            return picture(pdf, number - 1, dpi=PDF_DPI)
        except (RuntimeError, ValueError):
            return None

    def ledger(self, capture: Capture) -> LedgerView | None:
        """Return what was removed and kept, placed on the original picture."""
        try:
            ledger = Ledger.model_validate_json(self.read(capture, LEDGER))
        except ValueError:
            return None
        size = describe(self.read(capture, "original.png")) or (0, 0)
        scale = max(capture.manifest.viewport[2], 0.01)
        page = (size[0] / scale, size[1] / scale)
        removed, kept = ledger.removed, ledger.kept
        return LedgerView(
            level=ledger.level,
            removed=tuple(_marks(removed[:MAX_BOXES], page, 1)),
            kept=tuple(_marks(kept[:MAX_BOXES], page, len(removed) + 1)),
            blocked=tuple((b.url, b.rule) for b in ledger.blocked[:MAX_BOXES]),
            notes=(*ledger.notes, *ledger.partial),
            cut=max(len(removed), len(kept), len(ledger.blocked)) > MAX_BOXES,
        )

    def compare(self, before: Capture, after: Capture) -> Comparison:
        """Compare two captures: their screenshots and their texts."""
        said, places = self._pictures(before, after)
        lines = list(_text_changes(self.text(before), self.text(after)))
        return Comparison(
            said,
            tuple(place for place, _ in places),
            tuple(place for _, place in places),
            tuple(lines[:MAX_DIFF_LINES]),
            len(lines) > MAX_DIFF_LINES,
        )

    def _pictures(
        self, before: Capture, after: Capture
    ) -> tuple[str, list[tuple[ChangedPlace, ChangedPlace]]]:
        a, b = self.read(before, "page.png"), self.read(after, "page.png")
        if not a or not b:
            return "One of the two has no screenshot of its own.", []
        return _compared(a, b)


# The same comparison is asked for by the page and by its style sheet.
@lru_cache(maxsize=2)
def _compared(a: bytes, b: bytes) -> tuple[str, list[tuple[ChangedPlace, ChangedPlace]]]:
    try:
        found = compare_pictures(a, b)
    except CaptureError as error:
        return f"The screenshots cannot be compared: {error}", []
    places = [
        (
            _place(number, str(region.kind), region.baseline, found.baseline_size),
            _place(number, str(region.kind), region.current, found.current_size),
        )
        for number, region in enumerate(found.regions[:MAX_BOXES], 1)
    ]
    count = len(found.regions)
    differ = "1 place differs" if count == 1 else f"{count} places differ"
    return (differ if count else "The screenshots are the same"), places


def _place(number: int, kind: str, box: Box, size: tuple[int, int]) -> ChangedPlace:
    return ChangedPlace(number, kind, *_shares(box, size))


def _shares(box: Box, page: tuple[float, float]) -> tuple[int, int, int, int]:
    """Return left, top, width, height in 1/100 %: whole numbers, safe to write into CSS.

    A ledger from elsewhere may hold numbers that no page has: a box of such has no size.
    """
    if max(map(abs, (box.x, box.y, box.width, box.height))) > _FARTHEST:
        return (0, 0, 0, 0)
    width, height = (max(1.0, length) if length < _FARTHEST else 1.0 for length in page)
    return (
        _share(box.x, width),
        _share(box.y, height),
        _share(box.width, width),
        _share(box.height, height),
    )


def _share(part: float, whole: float) -> int:
    return max(0, min(10_000, round(10_000 * part / whole)))


def _marks(items: tuple[object, ...], page: tuple[float, float], first: int) -> Iterator[Mark]:
    for number, item in enumerate(items, first):
        candidate, reason = item.candidate, item.reason  # type: ignore[attr-defined]
        box = candidate.box
        yield Mark(
            number,
            *_shares(box, page),
            kind=str(candidate.kind),
            detector=candidate.detector,
            rule=candidate.rule[:300],
            reason=reason,
            selector=candidate.selector[:300],
            text=candidate.text[:300],
            shown=box.width > 0 and box.height > 0 and page[0] > 0,
        )


def _text_changes(before: str, after: str) -> Iterator[Change]:
    a, b = before.splitlines()[:MAX_DIFF_LINES], after.splitlines()[:MAX_DIFF_LINES]
    for line in difflib.unified_diff(a, b, lineterm="", n=2):
        if line.startswith(("---", "+++")):
            continue
        if line.startswith("@@"):
            yield Change("…", "")
        else:
            yield Change(line[0], line[1:])
