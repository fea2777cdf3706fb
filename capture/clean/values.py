"""The values that pass between detecting, deciding and removing.

``detect`` makes `Candidate`s without touching the page; ``decide`` turns each into a `Removal` or a
`Kept`; ``remove`` acts; the `Ledger` holds them all and is what ``ledger.json`` is written from.
"""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from capture.values import Frozen


class Kind(StrEnum):
    """What a candidate is taken for; the levels of ``--clean`` choose by it."""

    AD = "ad"
    AD_LABEL = "ad-label"
    PICKER = "language-picker"
    CONSENT = "consent"
    NEWSLETTER = "newsletter"
    APP_PROMPT = "app-prompt"
    SHARE = "share"
    AI_SUMMARY = "ai-summary"
    OVERLAY = "overlay"
    STICKY = "sticky"
    CHAT = "chat"
    RELATED = "related"
    LINK_OUT = "read-original"
    META = "meta"
    SURROUNDINGS = "surroundings"  # site header, navigation, side columns, comments, footer
    USER = "user"
    OTHER = "other"


class Action(StrEnum):
    """What is done to an element."""

    REMOVE = "remove"  # taken out of the document
    HIDE = "hide"  # display: none; for what page code would notice missing or put back
    UNPIN = "unpin"  # fixed or sticky made static
    UNLOCK = "unlock"  # a scroll lock, blur or body offset undone


class Box(Frozen):
    """Where an element was on the untouched page, in CSS px from the page's top left."""

    x: int
    y: int
    width: int
    height: int


class Facts(Frozen):
    """What the safety rules need to know about an element, measured in the page.

    ``words`` and ``words_share`` count rendered words, the share being of the whole page's;
    ``main_words_share`` is the share of the main content's words that lie inside the element.
    ``prose_words`` are those in running text: blocks of twelve words and more that are mostly not
    links.  ``holds_title`` is true when the page's headline is inside.  ``protected`` is true for
    what a ``--keep`` selector or an exception rule names, for what is inside it and what holds it.
    ``parent`` is the ref of the nearest element around this one that is itself a candidate.
    """

    tag: str = ""
    words: int = 0
    words_share: float = 0.0
    holds_main: bool = False
    holds_title: bool = False
    protected: bool = False
    parent: int | None = None
    in_main: bool = False
    main_words_share: float = 0.0
    prose_words: int = 0
    position: str = "static"
    visible: bool = True


class Candidate(Frozen):
    """An element that a detector takes for something that is not the page.

    ``ref`` is `captureDom.ref`'s number and means something only during the visit.  ``score`` is
    the detector's own, and ``reasons`` name the evidence for and against, so that a reader of the
    ledger can follow it.  ``list_name``, ``line`` and ``rule`` say which list's rule matched, where
    one did.
    ``group`` ties elements that go together or not at all (label, wrapper, banner, backdrop).
    ``points`` are the sentences of a summary widget, which the manifest keeps.
    """

    ref: int
    kind: Kind
    detector: str
    rule: str = ""
    list_name: str | None = None
    line: int | None = None
    selector: str
    text: str = ""
    box: Box
    action: Action = Action.REMOVE
    score: float = 1.0
    reasons: tuple[str, ...] = ()
    facts: Facts = Facts()
    group: str = ""
    points: tuple[str, ...] = ()


class Removal(Frozen):
    """A candidate that was acted on."""

    candidate: Candidate
    reason: str


class Kept(Frozen):
    """A candidate that was left alone, and the rule that saved it."""

    candidate: Candidate
    reason: str


class BlockedRequest(Frozen):
    """A request that never left, and the filter rule or address rule that stopped it."""

    url: str
    resource_type: str
    rule: str
    list_name: str | None = None
    line: int | None = None


class Ledger(Frozen):
    """Everything the cleaning did, and everything it could have done and did not."""

    level: str
    removed: tuple[Removal, ...] = ()
    kept: tuple[Kept, ...] = ()
    blocked: tuple[BlockedRequest, ...] = ()
    notes: tuple[str, ...] = Field(
        default=(), description="What a reader should know: a cap hit, a removal refused"
    )
    partial: tuple[str, ...] = Field(
        default=(), description="Why the cleaning could not be finished; the bundle is partial then"
    )
    summary: tuple[str, ...] = Field(
        default=(), description="Points of a summary widget: words about the article, not of it"
    )
