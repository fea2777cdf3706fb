"""The filter lists' cosmetic rules, put to the page without touching it."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Any

from capture.browser.world import World, script
from capture.clean.values import Action, Box, Candidate, Kind
from capture.errors import CaptureError
from capture.filters.cosmetic import Act
from capture.filters.engine import MAX_NAMES, Engine, FoundRule
from capture.filters.procedural import Step
from capture.filters.selectors import required_values

# What a list's category makes of the elements that its rules find.
KIND_OF_CATEGORY: dict[str, Kind] = {
    "cookies": Kind.CONSENT,
    "newsletters": Kind.NEWSLETTER,
    "annoyances": Kind.OVERLAY,
    "social": Kind.SHARE,
    "chat": Kind.CHAT,
    "notifications": Kind.APP_PROMPT,
}
# The page of the 60 measured with most had 214; what a page puts up beyond this is left.
MAX_FOUND = 2000
# 400 procedural rules that lists hold for the busiest host took 45 ms on 30,000 nodes.
PROCEDURAL_BUDGET_MS = 1000
# A regular expression cannot be interrupted from within; then the browser ends the whole call.
PROCEDURAL_LIMIT_MS = 2 * PROCEDURAL_BUDGET_MS
SINGLE_LIMIT_MS = 250
# Rules that are tried one by one after a call was ended: what fits into 10 s.
MAX_SINGLE = 40

# Elements that show nothing: hiding them is of no use, and removing some changes the page.
_SHOWS_NOTHING = frozenset({"html", "head", "script", "style", "link", "meta", "title", "base"})
_HIDES = re.compile(
    r"display:\s*none|visibility:\s*(hidden|collapse)|(left|top|text-indent):\s*-\d{3,}px"
    r"|clip(-path)?:|(max-)?height:\s*0(px)?\s*!",
    re.IGNORECASE,
)
_UNLOCKS = re.compile(
    r"(overflow(-[xy])?|position|height|max-height|filter|padding-right|touch-action|"
    r"user-select|pointer-events)\s*:",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Found:
    rule: FoundRule
    answer: dict[str, Any]


def detect_cosmetic(world: World, engine: Engine, page_url: str) -> tuple[Candidate, ...]:
    """Return what the lists' rules for ``page_url`` find, in the page and its same-origin frames.

    Nothing in the page changes, so it may be called again for what arrives late.  Rules that the
    browser cannot read, or that take too long, find nothing and hurt no other.
    """
    rules = engine.cosmetic_rules(page_url)
    names = world.run(script("capture.clean", "names.js"), MAX_NAMES)
    wanted = (*rules.always, *rules.for_names(names))
    world.run(script("capture.clean", "describe.js"))
    plain = [found for found in wanted if found.rule.plain]
    procedural = [found for found in wanted if not found.rule.plain]
    found = chain(_plain(world, plain), _procedural(world, procedural))
    return tuple(_candidates(found))


def _plain(world: World, rules: Sequence[FoundRule]) -> Iterator[_Found]:
    if not rules:
        return
    argument = {
        "mark": secrets.token_hex(8),
        "rules": [_as_tested(found.rule.steps[0].argument) for found in rules],
        "limit": MAX_FOUND,
    }
    answer = world.run(script("capture.clean", "cosmetic.js"), argument)
    for element in answer["found"]:
        yield _Found(rules[element["rule"]], element)


def _as_tested(selector: str) -> tuple[str, list[tuple[str, str, str]]]:
    tests = required_values(selector)
    return selector, [(test.attribute, test.operator, test.value) for test in tests]


def _procedural(world: World, rules: Sequence[FoundRule]) -> Iterator[_Found]:
    if not rules:
        return
    ask = partial(_ask_procedural, world, rules)
    try:
        found = ask(range(len(rules)), PROCEDURAL_LIMIT_MS)
    except CaptureError:
        found = _one_by_one(ask, range(min(len(rules), MAX_SINGLE)))
    for element in found:
        yield _Found(rules[element["rule"]], element)


def _ask_procedural(
    world: World, rules: Sequence[FoundRule], numbers: Iterable[int], limit_ms: float
) -> list[dict[str, Any]]:
    argument = {
        "rules": [[n, _as_json(rules[n].rule.steps)] for n in numbers],
        "budget_ms": PROCEDURAL_BUDGET_MS,
        "limit": MAX_FOUND,
    }
    code = script("capture.clean", "procedural.js")
    answer: dict[str, Any] = world.run(code, argument, timeout_ms=limit_ms)
    return list(answer["found"])


def _one_by_one(ask: Any, numbers: Iterable[int]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for number in numbers:
        try:
            found += ask([number], SINGLE_LIMIT_MS)
        except CaptureError:
            continue
    return found


def _as_json(steps: Sequence[Step]) -> list[list[Any]]:
    return [[step.operator, step.argument, _as_json(step.nested)] for step in steps]


def _candidates(found: Iterable[_Found]) -> Iterator[Candidate]:
    seen: set[tuple[int, Action]] = set()
    for one in found:
        action = _action(one.rule, one.answer["tag"])
        if action is None or (one.answer["ref"], action) in seen:
            continue
        seen.add((one.answer["ref"], action))
        yield _candidate(one.rule, one.answer, action)


def _action(found: FoundRule, tag: str) -> Action | None:
    """Return what the rule asks for in our terms, ``None`` where it asks for nothing we do."""
    rule, of_page = found.rule, tag in ("html", "body")
    if rule.act in (Act.HIDE, Act.REMOVE):
        return None if of_page or tag in _SHOWS_NOTHING else Action.REMOVE
    if rule.act is Act.STYLE and not of_page and _HIDES.search(rule.argument):
        return None if tag in _SHOWS_NOTHING else Action.REMOVE
    if rule.act is Act.STYLE:
        return Action.UNLOCK if of_page and _UNLOCKS.search(rule.argument) else None
    return Action.UNLOCK if of_page else None


def _candidate(found: FoundRule, answer: dict[str, Any], action: Action) -> Candidate:
    kind = KIND_OF_CATEGORY.get(found.category, Kind.AD)
    return Candidate(
        ref=answer["ref"],
        kind=Kind.OVERLAY if action is Action.UNLOCK and kind is Kind.AD else kind,
        detector="cosmetic",
        rule=found.text,
        list_name=found.list_name,
        line=found.line,
        selector=answer["selector"],
        text=answer["text"],
        box=Box.model_validate(answer["box"]),
        action=action,
        score=1.0,
        reasons=(f"line {found.line} of {found.list_name}",),
    )
