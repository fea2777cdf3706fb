"""What a cleaning is asked to do, and what each level of ``--clean`` takes."""

from __future__ import annotations

from dataclasses import dataclass

from capture.clean.values import Kind
from capture.filters.engine import Engine
from capture.options import CleanLevel as Level

ADVERTISING = frozenset({Kind.AD, Kind.AD_LABEL, Kind.USER})
APPARATUS = frozenset(
    {
        Kind.PICKER,
        Kind.CONSENT,
        Kind.NEWSLETTER,
        Kind.APP_PROMPT,
        Kind.SHARE,
        Kind.AI_SUMMARY,
        Kind.OVERLAY,
        Kind.STICKY,
        Kind.CHAT,
        Kind.RELATED,
        Kind.OTHER,
    }
)
SURROUNDINGS = frozenset({Kind.SURROUNDINGS, Kind.META, Kind.LINK_OUT})

TAKES: dict[Level, frozenset[Kind]] = {
    Level.NONE: frozenset({Kind.USER}),
    Level.ADS: ADVERTISING,
    Level.CHROME: ADVERTISING | APPARATUS,
    Level.READER: ADVERTISING | APPARATUS | SURROUNDINGS,
}


@dataclass(frozen=True, slots=True)
class CleanRequest:
    """The cleaning's whole input besides the page.

    ``keep``, ``remove`` and ``hide`` are the user's CSS selectors.  ``engine`` is the filter engine
    that the cosmetic detector asks, or ``None``.  ``consent`` says whether consent dialogs may be
    answered with "reject" before what is left of them is removed.
    """

    page_url: str
    level: Level = Level.CHROME
    keep: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    hide: tuple[str, ...] = ()
    keep_pickers: bool = False
    engine: Engine | None = None
    consent: bool = True
    explain: bool = False

    def takes(self, kind: Kind) -> bool:
        """Whether this level's work includes elements of ``kind``."""
        return kind in TAKES[self.level] and not (kind is Kind.PICKER and self.keep_pickers)
