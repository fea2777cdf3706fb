"""The cleaning from end to end: detect, decide, remove, and once more for what comes late."""

from __future__ import annotations

from collections.abc import Sequence

from capture.browser.world import World, script
from capture.clean.consent import opt_out
from capture.clean.decide import BAR, Verdict, decide
from capture.clean.detect import detect, measure
from capture.clean.remove import remove
from capture.clean.request import CleanRequest
from capture.clean.values import Action, Candidate, Kept, Kind, Ledger, Removal
from capture.options import CleanLevel as Level

# Late parts come in waves: a slot fills when its neighbour has gone. On the demo's late variant two
# passes do; a page that puts things back is met with hiding in the second, and a third confirms.
MOST_PASSES = 4
QUIET_LIMIT_MS = 800
# The cleaning itself leaves the main content alone but for inserts between its paragraphs (the most
# on 413 pages: 4.5 % of the words). Half of it gone is the page's own doing: an ad-block wall.
MAIN_KEPT = 0.5
FEW_WORDS = 20


def clean_page(world: World, request: CleanRequest) -> Ledger:
    """Clean the page that ``world`` shows and return the ledger of what was done and what was not.

    The page must have settled, and whatever is to be kept of the original must have been kept.
    ``Ledger.partial`` is not empty when a removal was refused that would have emptied the page.
    """
    if request.level is Level.NONE and not (request.remove or request.hide):
        return Ledger(level=request.level)
    ledger = Ledger(level=request.level)
    page = measure(world, request)
    before = page.main_words
    for number in range(MOST_PASSES):
        page = measure(world, request) if number else page
        found = detect(world, request)
        if _asks_for_consent(found.candidates, request) and not ledger.removed:
            ledger = _noted(ledger, opt_out(world))
            page = measure(world, request)
            found = detect(world, request)
        ledger = _noted(ledger, *found.notes)
        verdict = decide(_persistent(found.candidates, ledger), page, request)
        done, gone = remove(world, verdict.removals)
        ledger = _extended(ledger, (*done, *verdict.along), verdict, gone)
        if not world.run(script("capture.clean", "settle.js"), {"limit_ms": QUIET_LIMIT_MS}):
            break
    return _compared(ledger, before, measure(world, request).main_words)


def _compared(ledger: Ledger, before: int, after: int) -> Ledger:
    """Say so when the page took its own content away in answer to the cleaning."""
    if before < FEW_WORDS or after >= before * MAIN_KEPT:
        return ledger
    reason = (
        f"the page took its own content away while it was cleaned ({before} words of main text "
        f"became {after}): original.* has it, --clean none keeps it"
    )
    return ledger.model_copy(update={"partial": (*ledger.partial, reason)})


def _asks_for_consent(candidates: Sequence[Candidate], request: CleanRequest) -> bool:
    """Whether a consent dialog is open that this level would take away."""
    return (
        request.consent
        and request.takes(Kind.CONSENT)
        and any(c.kind is Kind.CONSENT and c.facts.visible and c.score >= BAR for c in candidates)
    )


def _noted(ledger: Ledger, *notes: str | None) -> Ledger:
    said = tuple(dict.fromkeys((*ledger.notes, *(note for note in notes if note))))
    return ledger.model_copy(update={"notes": said})


def _persistent(candidates: Sequence[Candidate], ledger: Ledger) -> list[Candidate]:
    """Hide what was removed before and is here again: the page watches for its absence."""
    known = {(r.candidate.selector, r.candidate.text) for r in ledger.removed}
    return [
        c.model_copy(
            update={"action": Action.HIDE, "reasons": (*c.reasons, "put back by the page")}
        )
        if c.action is Action.REMOVE and (c.selector, c.text) in known
        else c
        for c in candidates
    ]


def _extended(
    ledger: Ledger, done: tuple[Removal, ...], verdict: Verdict, gone: tuple[Kept, ...]
) -> Ledger:
    known = {(k.candidate.ref, k.candidate.kind, k.reason) for k in ledger.kept}
    fresh = [
        k
        for k in (*verdict.kept, *gone)
        if (k.candidate.ref, k.candidate.kind, k.reason) not in known
    ]
    acted = {(r.candidate.ref, r.candidate.kind, r.candidate.action) for r in ledger.removed}
    done = tuple(
        r for r in done if (r.candidate.ref, r.candidate.kind, r.candidate.action) not in acted
    )
    return ledger.model_copy(
        update={
            "removed": (*ledger.removed, *done),
            "kept": (*ledger.kept, *fresh),
            "notes": tuple(dict.fromkeys((*ledger.notes, *verdict.notes))),
            "partial": tuple(dict.fromkeys((*ledger.partial, *verdict.partial))),
            "summary": (*ledger.summary, *_summary(done)),
        }
    )


def _summary(done: tuple[Removal, ...]) -> list[str]:
    points = [point for r in done for point in r.candidate.points]
    return list(dict.fromkeys(points))
