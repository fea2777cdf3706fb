"""Find language pickers: what lets a reader change the page's language, and nothing else.

The page is walked once (``js/pickers_texts.js``); Python reads every short text (`pickers_words`),
gets back the part of the tree that speaks of languages (`pickers_tree`), cuts it into regions
(`pickers_regions`), gathers evidence for and against each (`pickers_evidence`) and weighs it
(`pickers_score`).  Nothing in the page is changed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from capture.browser.world import World, script
from capture.clean.pickers_evidence import AMBIGUOUS_CODES, gather, languages_of, page_language
from capture.clean.pickers_offers import PageFacts
from capture.clean.pickers_own import strike_own
from capture.clean.pickers_regions import Region, regions, system_name, systems_pattern
from capture.clean.pickers_score import BAR, SURE, reasons, score
from capture.clean.pickers_tree import Node, build
from capture.clean.pickers_urls import absolute
from capture.clean.pickers_words import MAX_CHARS, Reading, Says, normal, read_picture, read_text
from capture.clean.values import Action, Box, Candidate, Kind

DETECTOR = "pickers"
MAX_TEXTS = 20_000  # of different short texts; the largest page measured has 6,000
MAX_ROWS = 20_000  # of elements with a language word in or above them
KEPT_FROM = (
    0.05  # below this a candidate is noise, not something anybody would look for in the ledger
)
BESIDE = 2  # levels from a label or toggle to what it shares with its list
BESIDE_WORDS = 6  # of something else in there: "Sign in |"
BESIDE_TEXTS = 2
MAX_MEASURED = 1000  # elements; a run of 230 links is the longest seen
MAX_GOING = 300  # … for which companions are looked for
LIMIT_MS = 10_000  # a step; 30,000 elements take 0.2 s
MAX_KEPT = 50  # … and a table of 7,000 languages must not fill it


Scorer = Callable[[Mapping[str, float]], float]


@dataclass(frozen=True, slots=True)
class Scored:
    """A region with what was found about it."""

    region: Region
    score: float
    evidence: dict[str, float]

    @property
    def rows(self) -> frozenset[int]:
        """Return the rows of its parts."""
        return frozenset(part.row for part in self.region.parts)


def detect_pickers(world: World, page_url: str) -> tuple[Candidate, ...]:
    """Return every language picker of the page and every look-alike that was weighed.

    ``page_url`` is the page's address as its visitors know it: variants of it are evidence.
    A candidate's score of 0.5 and above proposes its action; what goes together shares a ``group``.
    Facts are not filled in: whoever decides measures all candidates alike.
    """
    nodes, page = look(world, page_url)
    chosen, kept = choose(weigh(nodes, page))
    return _candidates(world, chosen, kept)


def look(world: World, page_url: str) -> tuple[list[Node], PageFacts]:
    """Walk the page once; return what in it bears on languages, and what it says of itself."""
    texts = _run(world, "pickers_texts.js", _walking())
    said = [str(text) for text in texts["texts"]]
    read = [read_text(text) for text in said]
    pictures = [read_picture(str(name)) for name in texts["pictures"]]
    rows = _run(world, "pickers_tree.js", _letters(said, read, pictures))
    page = page_facts(texts["page"], page_url)
    nodes = build(rows, read, pictures, said)
    strike_own(nodes, page)
    return nodes, page


def _run(world: World, name: str, argument: Any) -> Any:
    return world.run(script("capture.clean", name), argument, timeout_ms=LIMIT_MS)


def page_facts(page: dict[str, Any], url: str) -> PageFacts:
    """Read the page's own language and its declared translations."""
    base = str(page["base"])
    language = page_language(str(page["language"]))
    declared = [
        (str(code), absolute(base, str(href)).split("#")[0]) for code, href in page["alternates"]
    ]
    others = {href for code, href in declared if page_language(code) != language}
    return PageFacts(url, base if "//" in base else url, language, frozenset(others) - {""})


def _walking() -> dict[str, Any]:
    hint = systems_pattern().pattern.replace(r"\b", "").replace(r"\ ", "[-_ ]?")
    return {"hint": hint, "maxChars": MAX_CHARS, "maxTexts": MAX_TEXTS}


def _letters(said: list[str], read: list[Reading], pictures: list[Reading]) -> dict[str, Any]:
    return {
        "texts": [_letter(text, reading) for text, reading in zip(said, read, strict=True)],
        "pictures": [reading.says.value for reading in pictures],
        "maxRows": MAX_ROWS,
    }


def _letter(text: str, reading: Reading) -> str:
    """Return the letter of ``reading``; "w" for a code that is an everyday word too."""
    wordlike = reading.says is Says.CODE and normal(text) in AMBIGUOUS_CODES
    return "w" if wordlike else reading.says.value


def weigh(nodes: list[Node], page: PageFacts, scored: Scorer = score) -> list[Scored]:
    """Score every region, then once more those that a sure picker on the page speaks for."""
    found = []
    for region in regions(nodes):
        evidence = gather(region, page)
        found.append(Scored(region, scored(evidence), evidence))
    sure = [one for one in found if one.score >= SURE]
    if not sure:
        return found
    offered = frozenset[str]().union(*(languages_of(one.region) for one in sure))
    around = {up.row for one in sure for up in islice(one.region.parts[0].above(), BESIDE)}
    return [_vouched(one, offered, around, scored) for one in found]


def _vouched(one: Scored, offered: frozenset[str], around: set[int], scored: Scorer) -> Scored:
    """Add what a sure picker says for ``one``; ``around`` are the rows of what holds the sure."""
    if one.score >= SURE:
        return one
    languages = languages_of(one.region)
    silent = not one.region.telling and "in the page's furniture" not in one.evidence
    evidence = dict(one.evidence)
    if not silent and languages <= offered:
        evidence["a sure picker offers the same"] = 1.0
    if languages <= offered and _beside(one.region, around):
        evidence["beside a sure picker"] = 1.0
    return Scored(one.region, scored(evidence), evidence)


def _beside(region: Region, around: set[int]) -> bool:
    """Tell whether it shares a small wrapper, and little else in it, with a sure picker."""
    return any(
        up.row in around and up.others <= BESIDE_TEXTS and up.other_words <= BESIDE_WORDS
        for up in islice(region.parts[0].above(), BESIDE)
    )


def choose(scored: list[Scored]) -> tuple[list[Scored], list[Scored]]:
    """Pick what goes, outermost first, and what was looked at and kept.

    Of nested regions over the bar the outermost goes; a frame under the bar leaves its parts to be
    judged alone.
    """
    chosen: list[Scored] = []
    taken: set[int] = set()
    for one in sorted(scored, key=lambda each: (_depth(each.region), not each.region.frame)):
        inside = any(
            node.row in taken for part in one.region.parts for node in [part, *part.above()]
        )
        if one.score >= BAR and not inside:
            chosen.append(one)
            taken |= one.rows
    kept = [one for one in scored if KEPT_FROM <= one.score < BAR and not one.region.frame]
    kept = [
        one
        for one in kept
        if not any(n.row in taken for p in one.region.parts for n in [p, *p.above()])
    ]
    return chosen, sorted(kept, key=lambda one: -one.score)[:MAX_KEPT]


def _depth(region: Region) -> int:
    return sum(1 for _ in region.parts[0].above())


def _candidates(world: World, chosen: list[Scored], kept: list[Scored]) -> tuple[Candidate, ...]:
    numbered = [
        (one, part, f"picker-{number}")
        for number, one in enumerate([*chosen, *kept], 1)
        for part in one.region.parts
    ][:MAX_MEASURED]
    if not numbered:
        return ()
    going = [part.row for one, part, _ in numbered if one.score >= BAR][:MAX_GOING]
    rows = [part.row for _, part, _ in numbered]
    answer = _run(world, "pickers_facts.js", {"rows": rows, "going": going})
    found: list[Candidate] = []
    groups: dict[int, tuple[Scored, str]] = {}
    for (one, part, group), measured in zip(numbered, answer["measured"], strict=True):
        groups[part.row] = (one, group)
        if measured:
            found.append(_candidate(measured, one, group, system_name(part)))
    for companion in answer["companions"]:
        one, group = groups[companion["of"]]
        found.append(_companion(companion, one, group))
    return tuple(found)


def _candidate(measured: dict[str, Any], one: Scored, group: str, rule: str) -> Candidate:
    return Candidate(
        ref=measured["ref"],
        kind=Kind.PICKER,
        detector=DETECTOR,
        rule=rule,
        selector=measured["selector"],
        text=measured["text"],
        box=Box(**measured["box"]),
        score=round(one.score, 3),
        reasons=reasons(one.evidence),
        group=group,
    )


def _companion(companion: dict[str, Any], one: Scored, group: str) -> Candidate:
    belongs = _candidate(companion, one, group, "")
    update = {"reasons": (companion["why"],), "action": Action(companion["action"])}
    return belongs.model_copy(update=update)
