"""Everything that looks for what is not the page; nothing here changes it.

A detector is a function from the page's isolated world and the request to candidates.  What the
safety rules need to know of each candidate is measured afterwards, for all of them at once, so a
detector never fills in `Facts` itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from capture.browser.world import World, script
from capture.clean.budget import HARMLESS, Page
from capture.clean.cosmetic import detect_cosmetic
from capture.clean.frames import frame_evidence
from capture.clean.pickers import detect_pickers
from capture.clean.pickers_score import BAR
from capture.clean.request import CleanRequest
from capture.clean.systems import systems
from capture.clean.values import Action, Candidate, Facts, Kind
from capture.clean.vocabulary import vocabulary
from capture.errors import CaptureError, UsageError

Detector = Callable[[World, CleanRequest], Sequence[Candidate]]

# A hostile page can hold any number of banners; the ledger and the page are spared beyond these.
MOST_CANDIDATES = 4000

# The longest single script seen was 4.8 s (30,000 elements, a machine at load 15); a page made to
# be slow ends here.
DETECTOR_LIMIT_MS = 10_000

# What a family's files share first, then its detectors, then the order in which they are asked.
_ADS = ("ground", "addresses", "credits", "labels", "links", "offers", "frames", "players", "slots")
_ADS_JOINED = ("partners", "repeats", "proposals", "order")
ADVERTISING = tuple(f"ads/{name}.js" for name in (*_ADS, *_ADS_JOINED))
_OVER = ("ground", "kinds", "facts", "bits", "layers", "locks", "order")
OVERLAYS = tuple(f"overlays/{name}.js" for name in _OVER)
_FLOW = ("ground", "share", "consent", "strips", "newsletter", "channels", "appeals", "gates")
_TEXT = ("summary", "read_also", "order")
APPARATUS = tuple(f"apparatus/{name}.js" for name in (*_FLOW, *_TEXT))


def measure(world: World, request: CleanRequest) -> Page:
    """Measure the page once and install what the in-page detectors share."""
    found = _run(world, "page.js", "shared.js", argument=_argument(request))
    return Page(words=int(found["words"]), main_words=int(found["main_words"]))


@dataclass(frozen=True, slots=True)
class Detection:
    """Every candidate, with its facts, and what a detector could not do."""

    candidates: tuple[Candidate, ...]
    notes: tuple[str, ...] = ()


def detect(world: World, request: CleanRequest) -> Detection:
    """Ask every detector; `measure` has run.  One that fails or takes too long is noted."""
    found: list[Candidate] = []
    notes: list[str] = []
    for detector in DETECTORS:
        try:
            found += detector(world, request)
        except CaptureError as error:
            if isinstance(error, UsageError):
                raise
            notes.append(f"{detector.__name__} did not finish: {error}")
    return Detection(tuple(_with_facts(world, _merged(found[:MOST_CANDIDATES]))), tuple(notes))


def detect_user(world: World, request: CleanRequest) -> Sequence[Candidate]:
    """Find what the user named with ``--remove`` and ``--hide``."""
    orders = [[s, Action.REMOVE] for s in request.remove] + [[s, Action.HIDE] for s in request.hide]
    if not orders and not request.keep:
        return ()
    answer = _run(world, "user.js", argument={"orders": orders, "keep": request.keep})
    if answer["unreadable"]:
        raise UsageError(
            f"not a CSS selector: {answer['unreadable'][0]}",
            remedy="check --remove, --hide and --keep",
        )
    return _candidates(answer["candidates"], "user")


def detect_advertising(world: World, request: CleanRequest) -> Sequence[Candidate]:
    """Advertising by structure and evidence, for what no list knows."""
    evidence = {"frames": frame_evidence(world), "systems": systems()}
    return _candidates(_run(world, *ADVERTISING, argument=evidence), "structure")


def detect_overlays(world: World, request: CleanRequest) -> Sequence[Candidate]:
    """Find what lies over the page (dialogs, bars, bubbles, locks) or sticks to its edges."""
    return _candidates(_run(world, *OVERLAYS, argument=systems()), "overlay")


def detect_apparatus(world: World, request: CleanRequest) -> Sequence[Candidate]:
    """Share bars, newsletter boxes, summary widgets, "read also" lines, in the flow of the page."""
    return _candidates(_run(world, *APPARATUS, argument=systems()), "apparatus")


def detect_language_pickers(world: World, request: CleanRequest) -> Sequence[Candidate]:
    """Find what lets a reader change the page's language.

    On a page about translations the list of them is the content: it is kept, and said to be.
    """
    found = detect_pickers(world, request.page_url)
    if not any(one.score >= BAR for one in found):
        return found
    subject = set(_run(world, "subject.js", argument=[one.ref for one in found]))
    return [_as_subject(one) if one.ref in subject else one for one in found]


def _as_subject(candidate: Candidate) -> Candidate:
    reasons = ("the page is about its translations", *candidate.reasons)
    return candidate.model_copy(update={"score": min(candidate.score, 0.4), "reasons": reasons})


def detect_by_lists(world: World, request: CleanRequest) -> Sequence[Candidate]:
    """Find what the filter lists' cosmetic rules name on this page."""
    return detect_cosmetic(world, request.engine, request.page_url) if request.engine else ()


def detect_surroundings(world: World, request: CleanRequest) -> Sequence[Candidate]:
    """Site header, navigation, side columns, comments and footer; only the reader level asks."""
    if not request.takes(Kind.SURROUNDINGS):
        return ()
    return _candidates(_run(world, "surroundings.js"), "landmark")


DETECTORS: tuple[Detector, ...] = (
    detect_user,
    detect_by_lists,
    detect_advertising,
    detect_overlays,
    detect_apparatus,
    detect_language_pickers,
    detect_surroundings,
)


def _run(world: World, *names: str, argument: Any = None) -> Any:
    return world.run(_together(*names), argument, timeout_ms=DETECTOR_LIMIT_MS)


@cache
def _together(*names: str) -> str:
    """Return one function that calls each file's with its argument and answers as one of them does.

    The files of a family share what they install on ``captureClean``; a round trip for each would
    cost 2 to 5 ms.
    """
    calls = ",".join(f"({script('capture.clean', name)})(argument)" for name in names)
    head = f"// {' '.join(names)}"
    return f"{head}\n(argument) => [{calls}].find((answer) => answer !== undefined)"


def _argument(request: CleanRequest) -> dict[str, Any]:
    return {"keep": request.keep, "page_url": request.page_url, "words": vocabulary()}


def _candidates(found: Sequence[dict[str, Any]], detector: str) -> list[Candidate]:
    return [Candidate.model_validate({"detector": detector, **fields}) for fields in found]


def _with_facts(world: World, candidates: Sequence[Candidate]) -> list[Candidate]:
    facts = _run(world, "facts.js", argument=[c.ref for c in candidates])
    return [
        c.model_copy(update={"facts": Facts.model_validate(facts[str(c.ref)])})
        for c in candidates
        if str(c.ref) in facts
    ]


def _merged(candidates: Sequence[Candidate]) -> list[Candidate]:
    """One candidate an element and kind: the surest; the others' reasons are added to its own."""
    best: dict[tuple[int, Kind, bool], Candidate] = {}
    for candidate in candidates:
        key = (candidate.ref, candidate.kind, candidate.action in HARMLESS)
        known = best.get(key)
        if known is None:
            best[key] = candidate
            continue
        first, second = sorted(
            (known, candidate), key=lambda c: (c.kind is Kind.USER, c.score), reverse=True
        )
        reasons = tuple(dict.fromkeys((*first.reasons, *(f"also {second.detector}",))))
        best[key] = first.model_copy(update={"reasons": reasons})
    return list(best.values())
