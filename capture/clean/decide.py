"""Every safety rule of the cleaning, in one place, without a browser.

A candidate passes the rules in the order of `RULES`; the first that objects keeps it, with its
reason.  What passes is then taken within the page's budgets, the surest evidence first, so that a
page is never emptied: content lost is worse than chrome left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from capture.clean.budget import (
    DISCLOSED,
    EMPTIES,
    HARMLESS,
    MAIN_SHARE_OF_A_FORM,
    OVERLAYS,
    Budget,
    Page,
    form,
    ordered,
    over_the_page,
)
from capture.clean.request import CleanRequest
from capture.clean.values import Candidate, Kept, Kind, Removal

# A detector that is more sure than not proposes; below that it only reports.
BAR = 0.5

# Words of running text that a guess may take with it.  The longest advertisement of the demo page
# has 13, a consent layer's first paragraph rarely more than 90; an article's paragraph has 40–120.
PROSE_A_GUESS_MAY_TAKE = 40
PROSE_A_NAMED_WIDGET_MAY_TAKE = 120

# Share of the main content's words that one candidate inside it may hold.
MAIN_SHARE_OF_A_GUESS = 0.06
MAIN_SHARE_OF_A_LIST_RULE = 0.25
# An advertisement that is sure and mostly no running text, or whose sentence the law asks for: a
# grid of two or three products is 7 to 8 % of a short article.
MAIN_SHARE_OF_AN_ADVERTISEMENT = 0.12
SURE_OF_AN_ADVERTISEMENT = 0.75  # a label and what it labels, or three pieces of evidence
# A machine's summary says that it is one, and its points are kept in the manifest.
MAIN_SHARE_OF_A_SUMMARY = 0.3
# A box of few words that an apparatus detector recognised: of a page of 300 words 25 are 8 %.
MAIN_SHARE_OF_A_SMALL_BOX = 0.12
WORDS_OF_A_SMALL_BOX = 40
# What is fixed over the page is no text of the flow, wherever in the tree it stands: an
# application's root holds its dialogs too. More than this of the words and it may be the page.
MAIN_SHARE_OF_A_FIXED_LAYER = 0.25
# A list of languages is no running text, however long: Twitter's is 6 % of a page of one post.
MAIN_SHARE_OF_A_PICKER = 0.25

THE_PAGE = "the page itself"
HOLDS_MAIN = "holds the main content"
BELOW_THE_BAR = "score below the bar"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What goes, what stays, and what a reader of the ledger should know besides.

    ``along`` are candidates inside one of ``removals``: nothing is left to do about them.
    """

    removals: tuple[Removal, ...]
    kept: tuple[Kept, ...]
    along: tuple[Removal, ...] = ()
    notes: tuple[str, ...] = ()
    partial: tuple[str, ...] = ()


Rule = Callable[[Candidate, CleanRequest], str | None]


def decide(candidates: Iterable[Candidate], page: Page, request: CleanRequest) -> Verdict:
    """Turn every candidate into a `Removal` or a `Kept`."""
    every = list(candidates)
    objections = _with_groups(every, [_objection(candidate, request) for candidate in every])
    passed = [c for c, why in zip(every, objections, strict=True) if why is None]
    kept = [Kept(candidate=c, reason=w) for c, w in zip(every, objections, strict=True) if w]
    parents = {c.ref: c.facts.parent for c in every}
    return _within_budgets(passed, kept, parents, Budget(page, request))


def _with_groups(every: list[Candidate], objections: list[str | None]) -> list[str | None]:
    """Object to all of a group when one of it must stay: a backdrop goes with its dialog."""
    unsure = {BELOW_THE_BAR}
    stays = {c.group for c, w in zip(every, objections, strict=True) if w and w not in unsure}
    stays.discard("")
    return [
        why or ("another part of it must stay" if c.group in stays else None)
        for c, why in zip(every, objections, strict=True)
    ]


def _objection(candidate: Candidate, request: CleanRequest) -> str | None:
    return next((why for rule in RULES if (why := rule(candidate, request))), None)


def _protected(candidate: Candidate, request: CleanRequest) -> str | None:
    return "an exception or --keep names it" if candidate.facts.protected else None


def _level(candidate: Candidate, request: CleanRequest) -> str | None:
    if request.takes(candidate.kind):
        return None
    if candidate.kind is Kind.PICKER and request.keep_pickers:
        return "--keep-pickers"
    return f"level {request.level} leaves it"


def _root(candidate: Candidate, request: CleanRequest) -> str | None:
    whole = candidate.facts.tag in ("html", "body", "head", "main")
    return THE_PAGE if whole and candidate.action not in HARMLESS else None


def _holds_main(candidate: Candidate, request: CleanRequest) -> str | None:
    if candidate.action in HARMLESS or not candidate.facts.holds_main:
        return None
    return HOLDS_MAIN


def _below_the_bar(candidate: Candidate, request: CleanRequest) -> str | None:
    return BELOW_THE_BAR if candidate.score < BAR else None


def _holds_title(candidate: Candidate, request: CleanRequest) -> str | None:
    if candidate.action in HARMLESS or ordered(candidate) or not candidate.facts.holds_title:
        return None
    return "holds the headline"


def _part_of_main(candidate: Candidate, request: CleanRequest) -> str | None:
    facts = candidate.facts
    if candidate.action in HARMLESS or ordered(candidate):
        return None
    limit = MAIN_SHARE_OF_A_LIST_RULE if candidate.list_name else MAIN_SHARE_OF_A_GUESS
    if not candidate.list_name and _surely_advertising(candidate):
        limit = MAIN_SHARE_OF_AN_ADVERTISEMENT
    if candidate.kind is Kind.AI_SUMMARY:
        limit = MAIN_SHARE_OF_A_SUMMARY
    if form(candidate):
        limit = MAIN_SHARE_OF_A_FORM
    if candidate.kind is Kind.PICKER and not facts.prose_words:
        limit = MAIN_SHARE_OF_A_PICKER
    if candidate.detector == "apparatus" and facts.words <= WORDS_OF_A_SMALL_BOX:
        limit = max(limit, MAIN_SHARE_OF_A_SMALL_BOX)
    if facts.position == "fixed" and candidate.kind in OVERLAYS:
        limit = max(limit, MAIN_SHARE_OF_A_FIXED_LAYER)
    # A short page's one label line is a large share of it: a few words never matter.
    few = facts.words <= PROSE_A_GUESS_MAY_TAKE and facts.prose_words == 0
    if facts.in_main and facts.main_words_share > limit and not few:
        return f"holds {facts.main_words_share:.0%} of the main content"
    return None


def _surely_advertising(candidate: Candidate) -> bool:
    facts = candidate.facts
    sure = candidate.score >= SURE_OF_AN_ADVERTISEMENT and facts.prose_words * 2 < facts.words
    return candidate.kind is Kind.AD and (sure or candidate.rule == DISCLOSED)


def _running_text(candidate: Candidate, request: CleanRequest) -> str | None:
    facts = candidate.facts
    if candidate.action in HARMLESS or ordered(candidate) or candidate.list_name:
        return None
    if over_the_page(candidate) or candidate.kind is Kind.SURROUNDINGS:
        return None
    named = candidate.kind in (Kind.AI_SUMMARY, Kind.NEWSLETTER, Kind.CONSENT)
    limit = PROSE_A_NAMED_WIDGET_MAY_TAKE if named else PROSE_A_GUESS_MAY_TAKE
    return f"{facts.prose_words} words of running text" if facts.prose_words > limit else None


RULES: tuple[Rule, ...] = (
    _protected,
    _level,
    _root,
    _holds_main,
    _below_the_bar,
    _holds_title,
    _part_of_main,
    _running_text,
)


def _within_budgets(
    passed: list[Candidate],
    kept: list[Kept],
    parents: dict[int, int | None],
    budget: Budget,
) -> Verdict:
    taken: dict[int, Removal] = {}
    # Outer elements first: what is inside one that goes is gone with it and costs nothing.
    order = sorted(range(len(passed)), key=lambda i: _rank(passed[i], parents))
    removed: set[int] = set()
    along: list[Removal] = []
    for index in order:
        candidate = passed[index]
        gone = _already_gone(candidate, parents, removed)
        if gone:
            along.append(Removal(candidate=candidate, reason=gone))
            continue
        why_not = budget.refuse(candidate)
        if why_not:
            kept.append(Kept(candidate=candidate, reason=why_not))
            continue
        budget.spend(candidate)
        if candidate.action not in HARMLESS:
            removed.add(candidate.ref)
        taken[index] = Removal(candidate=candidate, reason=_reason(candidate))
    partial = [f"refused, {k.reason}: {k.candidate.selector}" for k in kept if _unfinished(k)]
    notes = [_note(k) for k in kept if k.reason.startswith("more than")]
    acted = tuple(taken[i] for i in sorted(taken))
    return Verdict(acted, tuple(kept), tuple(along), tuple(notes), tuple(partial))


def _rank(candidate: Candidate, parents: dict[int, int | None]) -> tuple[bool, int, float]:
    return (not ordered(candidate), len(list(_above(candidate.ref, parents))), -candidate.score)


def _above(ref: int, parents: dict[int, int | None]) -> Iterable[int]:
    seen = {ref}
    at = parents.get(ref)
    while at is not None and at not in seen:
        yield at
        seen.add(at)
        at = parents.get(at)


def _already_gone(
    candidate: Candidate, parents: dict[int, int | None], removed: set[int]
) -> str | None:
    if candidate.ref in removed:
        return "gone already"
    if any(above in removed for above in _above(candidate.ref, parents)):
        return "gone with the element around it"
    return None


def _reason(candidate: Candidate) -> str:
    why = ", ".join(candidate.reasons) or candidate.rule or candidate.detector
    return f"{candidate.kind}: {why}"


def _unfinished(kept: Kept) -> bool:
    """Whether the refusal leaves the page in a state that nobody asked for."""
    refused = ordered(kept.candidate) and kept.reason in (THE_PAGE, HOLDS_MAIN)
    return refused or kept.reason == EMPTIES


def _note(kept: Kept) -> str:
    return f"left in the page, {kept.reason}: {kept.candidate.selector}"
