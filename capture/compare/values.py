"""What a comparison says: kinds of change, where they are, and how much of them there is.

Counts are absolute: never a share of the page, under which a changed date on a long page is lost.
"""

from __future__ import annotations

from enum import StrEnum

from capture.clean.values import Box
from capture.values import Frozen


class Kind(StrEnum):
    """What happened to a page, to an artifact of it or to a part of a picture."""

    SAME = "same"
    TEXT = "text"  # words, metadata or what was removed
    PIXELS = "pixels"  # the same place looks different
    INSERTED = "inserted"
    DELETED = "deleted"
    MOVED = "moved"  # all of it is there, elsewhere
    REFLOW = "reflow"  # rows shifted by 1 or 2 px by the rounding of fractional heights
    SIZE = "size"  # the width, or an empty change of height
    NEW = "new"  # no baseline
    MISSING = "missing"  # a baseline, and no capture


# Worst first: a page has one headline kind, and the report sorts by it.
SEVERITY: tuple[Kind, ...] = (
    Kind.MISSING,
    Kind.NEW,
    Kind.DELETED,
    Kind.INSERTED,
    Kind.TEXT,
    Kind.PIXELS,
    Kind.SIZE,
    Kind.MOVED,
    Kind.REFLOW,
    Kind.SAME,
)


def worst(kinds: tuple[Kind, ...]) -> Kind:
    """Return the kind that a headline should name; `Kind.SAME` for none."""
    return min(kinds, key=SEVERITY.index, default=Kind.SAME)


class Tolerance(Frozen):
    """How different two pixels must be to count.

    Exact when ``threshold`` is ``None``.  Else ``threshold`` is the share (0 to 1) of the largest
    YIQ distance, and ``anti_aliasing`` says that anti-aliased edges do not count: both as
    pixelmatch 7 defines them.
    """

    threshold: float | None = None
    anti_aliasing: bool = True

    @property
    def exact(self) -> bool:
        """Whether any difference at all counts."""
        return self.threshold is None

    def __str__(self) -> str:
        """As a reader of a report wants it."""
        if self.exact:
            return "exact"
        return f"threshold {self.threshold}" + (", anti-aliasing off" * self.anti_aliasing)


EXACT = Tolerance()
# On one machine the noise between captures is zero, so exact is right there.  Another machine's
# fonts and rasteriser differ at edges; 0.05 still sees a rule from #ccc to #ddd, which 0.1
# (pixelmatch's and odiff's default) and 0.2 (Playwright's) do not.
OTHER_MACHINE = Tolerance(threshold=0.05)


class Region(Frozen):
    """One place that differs, in device px: ``baseline`` and ``current`` say where it is in each.

    ``pixels`` counts what differs; for inserted, deleted and moved parts it is their area.
    """

    kind: Kind
    baseline: Box
    current: Box
    pixels: int


class PictureComparison(Frozen):
    """Two pictures: sizes in px (width, height), and every region that differs."""

    kind: Kind
    baseline_size: tuple[int, int]
    current_size: tuple[int, int]
    regions: tuple[Region, ...] = ()
    changed_pixels: int = 0
    tolerance: Tolerance = EXACT
    how: str = ""

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """Every kind found, worst first."""
        found = {region.kind for region in self.regions} | {self.kind}
        return tuple(kind for kind in SEVERITY if kind in found and kind is not Kind.SAME)


class WordChange(Frozen):
    """Words taken out and words put in at one place, with the words around them.

    ``line`` is the line of the current text (from 1) where it happens.
    """

    before: str
    removed: str
    added: str
    after: str
    line: int


class TextComparison(Frozen):
    """Two texts; ``removed`` and ``added`` count words."""

    kind: Kind
    changes: tuple[WordChange, ...] = ()
    removed: int = 0
    added: int = 0
    more: int = 0


class FactChange(Frozen):
    """A fact of manifest or ledger that is not what it was; ``None`` where it was absent."""

    name: str
    baseline: str | None
    current: str | None


class PdfComparison(Frozen):
    """Two PDFs: their pages as one aligned strip of pictures, their text, and what they lead to.

    ``facts`` are what no page shows: title, language, bookmarks, links and the like.
    ``page_tops`` give the px row at which each page starts in the strips, then that of its running
    lines where there are any, so that a region can be traced to its page.
    """

    kind: Kind
    baseline_pages: int
    current_pages: int
    picture: PictureComparison | None = None
    text: TextComparison | None = None
    facts: tuple[FactChange, ...] = ()
    baseline_page_tops: tuple[int, ...] = ()
    current_page_tops: tuple[int, ...] = ()
    dpi: int = 0


class Comparison(Frozen):
    """One page or pair of files: what differs, and by which rules it was judged.

    ``name`` is the snapshot's; ``notes`` say what a reader must know (another environment, a
    capture that did not become stable); ``failed`` is the verdict.
    """

    name: str
    kind: Kind
    failed: bool
    url: str = ""
    picture: PictureComparison | None = None
    pdf: PdfComparison | None = None
    text: TextComparison | None = None
    facts: tuple[FactChange, ...] = ()
    kinds: tuple[Kind, ...] = ()
    notes: tuple[str, ...] = ()
    baseline: str = ""
    current: str = ""
