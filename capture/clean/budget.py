"""How much of a page may go in all, whatever was recognised; part of `capture.clean.decide`."""

from __future__ import annotations

from dataclasses import dataclass, field

from capture.clean.request import CleanRequest
from capture.clean.values import Action, Candidate, Kind
from capture.options import CleanLevel as Level

# Share of the page's words that may go in all, overlays (which lie over the page) not counted.
SHARE_THAT_MAY_GO = {Level.ADS: 0.35, Level.CHROME: 0.5, Level.READER: 0.9}
# Share of the main content's words that may go in all.
MAIN_SHARE_THAT_MAY_GO = 0.12
# A page of this many words must keep `WORDS_LEFT` of them, whatever was recognised.
WORDS_OF_A_PAGE = 40
WORDS_LEFT = 15

# A box with a field for an address is no text of the article's either: on a page of 200 words the
# usual forty are a fifth. A page whose own purpose the form is has more of its words around it.
MAIN_SHARE_OF_A_FORM = 0.25
SURE_OF_A_FORM = 0.8  # the detector found the field and the invitation, not the words alone

# The rule of an advertisement whose sentence says that it is paid for, as ads/offers.js gives it:
# that sentence is no text of the article's.
DISCLOSED = "a disclosure of what is paid for"

OVERLAYS = frozenset(
    {
        Kind.CONSENT,
        Kind.OVERLAY,
        Kind.PICKER,
        Kind.APP_PROMPT,
        Kind.CHAT,
        Kind.NEWSLETTER,
    }
)
HARMLESS = frozenset({Action.UNPIN, Action.UNLOCK})

EMPTIES = "the page would be empty"


@dataclass(frozen=True, slots=True)
class Page:
    """The page's totals, in words of rendered text; ``main_words`` is 0 where none was found."""

    words: int
    main_words: int


def ordered(candidate: Candidate) -> bool:
    """Whether the user asked for it by selector."""
    return candidate.kind is Kind.USER


def form(candidate: Candidate) -> bool:
    """Whether it asks for an address: a machine's part, whatever words invite to it."""
    return candidate.kind is Kind.NEWSLETTER and candidate.score >= SURE_OF_A_FORM


def over_the_page(candidate: Candidate) -> bool:
    """Whether it lies over the page: its words take no room in the flow."""
    return candidate.kind in OVERLAYS and candidate.facts.position in ("fixed", "absolute")


def _box(candidate: Candidate) -> bool:
    """Whether it is a box of the apparatus: what each is, was told by what it asks of a reader."""
    return candidate.detector == "apparatus" and not form(candidate)


def _fixed(candidate: Candidate) -> bool:
    """Whether it keeps its place over the page: no text of the main content, wherever it stands."""
    return over_the_page(candidate) and candidate.facts.position == "fixed"


@dataclass(slots=True)
class Budget:
    """What is still to be spent; an element inside one that goes costs nothing more."""

    page: Page
    request: CleanRequest
    words: int = 0  # of the page, gone
    in_flow: float = 0.0  # share of the page gone, overlays not counted
    main: float = 0.0  # share of the main content gone
    forms: float = 0.0  # the same in boxes that ask for an address
    boxes: float = 0.0  # the same in other boxes of the apparatus
    gone: set[int] = field(default_factory=set)

    def refuse(self, candidate: Candidate) -> str | None:
        """Return why the page cannot afford to lose this, or `None`."""
        facts = candidate.facts
        if candidate.action in HARMLESS or candidate.ref in self.gone:
            return None
        left = self.page.words - self.words - facts.words
        if self.page.words >= WORDS_OF_A_PAGE and left < WORDS_LEFT and facts.words:
            return EMPTIES
        if ordered(candidate):
            return None
        limit = SHARE_THAT_MAY_GO.get(self.request.level, 0.0)
        if not over_the_page(candidate) and self.in_flow + facts.words_share > limit:
            return f"more than {limit:.0%} of the page's words would be gone"
        return self._refuse_main(candidate)

    def _refuse_main(self, candidate: Candidate) -> str | None:
        share = candidate.facts.main_words_share
        if candidate.kind is Kind.AI_SUMMARY or not candidate.facts.prose_words:
            return None
        if candidate.rule == DISCLOSED or _fixed(candidate):
            return None
        gone, limit = self.main, MAIN_SHARE_THAT_MAY_GO
        if form(candidate):
            gone, limit = self.forms, MAIN_SHARE_OF_A_FORM
        elif _box(candidate):
            gone = self.boxes
        if gone + share > limit:
            return f"more than {limit:.0%} of the main content would be gone"
        return None

    def spend(self, candidate: Candidate) -> None:
        """Count what goes with this."""
        if candidate.action in HARMLESS or candidate.ref in self.gone:
            return
        facts = candidate.facts
        self.gone.add(candidate.ref)
        self.words += facts.words
        if form(candidate):
            self.forms += facts.main_words_share
        elif _box(candidate) and candidate.kind is not Kind.AI_SUMMARY:
            self.boxes += facts.main_words_share
        elif candidate.kind is not Kind.AI_SUMMARY and not _fixed(candidate):
            self.main += facts.main_words_share
        if not over_the_page(candidate):
            self.in_flow += facts.words_share
