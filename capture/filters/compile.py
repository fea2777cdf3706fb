"""From lists to an image: every line parsed once, bad ones counted and named."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from capture.filters.cosmetic import CosmeticRule
from capture.filters.image import Draft
from capture.filters.network import Inactive, NetworkRule, canonical
from capture.filters.preprocess import active_lines, read_header
from capture.filters.rules import parse_line
from capture.filters.selectors import required_keys
from capture.filters.sources import LoadedList
from capture.filters.tokens import host_key, key, other_keys, pattern_tokens

_PLAIN_HOST = re.compile(r"\|\|([a-z0-9][a-z0-9.-]*[a-z0-9])\^")
# Enough to mend a list by; a file that is no list at all would name every line.
MAX_NAMED = 50
# Bytes of a bad line that are quoted.
MAX_QUOTED = 160

ALWAYS = "*"
UNKEYED = "unkeyed"


@dataclass(slots=True)
class _Tally:
    network: int = 0
    cosmetic: int = 0
    inactive: Counter[str] = field(default_factory=Counter)
    bad: int = 0
    named: list[tuple[int, str, str]] = field(default_factory=list)


def compile_lists(lists: Iterable[LoadedList]) -> bytes:
    """Return the image of ``lists``; its header holds what is known of each."""
    draft = Draft.empty()
    waiting: list[tuple[int, NetworkRule]] = []
    cancelled: set[str] = set()
    facts = []
    for number, loaded in enumerate(lists):
        tally = _read(loaded, number, draft, waiting, cancelled)
        facts.append(_facts(loaded, tally))
    _file_network(draft, waiting)
    return draft.finish({"lists": facts, "cancelled": sorted(cancelled)})


def _read(
    loaded: LoadedList,
    list_number: int,
    draft: Draft,
    waiting: list[tuple[int, NetworkRule]],
    cancelled: set[str],
) -> _Tally:
    tally = _Tally()
    for line_number, line in active_lines(loaded.text):
        # Three of four lines: what parsing would come to is known.
        if (plain := _PLAIN_HOST.fullmatch(line)) is not None:
            tally.network += 1
            draft.file(draft.add(line, line_number, list_number), [key("h", plain[1])])
            continue
        try:
            rule = parse_line(line)
        except Inactive as reason:
            tally.inactive[str(reason)] += 1
            # A rule that is switched off must be recognised even where it does nothing here.
            continue
        except (ValueError, RecursionError) as error:
            _name_bad(tally, line_number, line, error)
            continue
        if isinstance(rule, CosmeticRule):
            tally.cosmetic += 1
            draft.file(draft.add(line, line_number, list_number), cosmetic_keys(rule))
        elif rule.badfilter:
            cancelled.add(canonical(line))
        else:
            tally.network += 1
            waiting.append((draft.add(line, line_number, list_number), rule))
    return tally


def _name_bad(tally: _Tally, line_number: int, line: str, error: Exception) -> None:
    tally.bad += 1
    if len(tally.named) < MAX_NAMED:
        reason = str(error) if isinstance(error, ValueError) else "nested too deep"
        tally.named.append((line_number, line[:MAX_QUOTED], reason[:MAX_QUOTED]))


def _file_network(draft: Draft, rules: list[tuple[int, NetworkRule]]) -> None:
    """File each rule under its rarest token: what few rules share, few requests look up."""
    counts: Counter[int] = Counter()
    left: list[tuple[int, NetworkRule, list[int]]] = []
    for number, rule in rules:
        of_host = host_key(rule)
        if of_host is not None:
            draft.file(number, [of_host])
            continue
        tokens = pattern_tokens(rule.pattern)
        counts.update(tokens)
        left.append((number, rule, tokens))
    for number, rule, tokens in left:
        draft.file(number, other_keys(rule, tokens, counts.__getitem__))


def cosmetic_keys(rule: CosmeticRule) -> list[int]:
    """Return the keys under which a page looks for ``rule``."""
    if not rule.generic:
        assert rule.hosts is not None
        if rule.hosts.included.expressions:
            return [key("c", ALWAYS)]
        return [key("c", name) for name in rule.hosts.included.names]
    if rule.exception or not rule.plain:
        return [key("c", ALWAYS)]
    names = required_keys(rule.steps[0].argument)
    return [key("g", name) for name in names] if names else [key("g", UNKEYED)]


def _facts(loaded: LoadedList, tally: _Tally) -> dict[str, object]:
    header = read_header(loaded.text)
    return {
        "name": loaded.source.name,
        "title": loaded.source.title or header.title,
        "category": loaded.source.category,
        "version": header.version,
        "origin": loaded.source.origin,
        "sha256": loaded.sha256,
        "network": tally.network,
        "cosmetic": tally.cosmetic,
        "inactive": dict(tally.inactive.most_common(40)),
        "bad": tally.bad,
        "named": tally.named,
    }
