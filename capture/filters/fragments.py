"""Fragments of addresses: a request whose address holds none of them no rule can stop.

Looking at a request from outside the browser costs a millisecond, so the browser is asked to hand
over only those that might be stopped.  It can search addresses for some hundred literal fragments;
these are chosen so that every rule's pattern contains one, as far as the number goes, and ordinary
addresses few.  Greedy set cover: https://doi.org/10.1287/moor.4.3.233 (Chvátal 1979).
"""

from __future__ import annotations

import heapq
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources
from itertools import chain

from capture.filters.hosts import host
from capture.filters.network import NetworkRule, Type
from capture.filters.pattern import is_regex
from capture.filters.tokens import regex_skeleton

# The kinds of request that a page makes by the hundred; all others are looked at one by one.
MANY = int(Type.IMAGE | Type.STYLESHEET | Type.FONT | Type.MEDIA | Type.OTHER)
# With three characters twice as many innocent addresses hold a fragment as with four (an early
# experiment; with the final list 76 % of an ad-heavy set's do).
LENGTH = 4
# 1,000 cover 91 % of such rules; more cost more searching than they save.
MAX_FRAGMENTS = 1000
_HOST = re.compile(r"\|\|([a-z0-9.-]+)")
# The ends of schemes, hosts and files ("om/a", "t.js") stand in every address.
_ENDING = re.compile(r"\.|//|:|^[a-z]{1,2}/")
# A fragment of an ordinary word must cover this many rules to be as good as one of none.
ORDINARY_WEIGHT = 60


def fragments(rules: Iterable[NetworkRule]) -> list[str]:
    """Return the fragments for ``rules``, the most useful first."""
    rules = list(rules)
    spared = _hosts_with_exceptions(rules)
    covers: dict[str, set[int]] = defaultdict(set)
    left: set[int] = set()
    for number, rule in enumerate(rules):
        if rule.exception or not rule.types & MANY:
            continue
        if rule.whole_host and rule.pattern[2:-1] not in spared:
            continue  # the gate refuses the connection
        left.add(number)
        for fragment in _fragments_of(rule.pattern):
            covers[fragment].add(number)
    return list(_cover(covers, left))


def _hosts_with_exceptions(rules: Iterable[NetworkRule]) -> frozenset[str]:
    """Return hosts of which something may pass, and all hosts above them."""
    named = (_HOST.match(rule.pattern) for rule in rules if rule.exception)
    return frozenset(chain.from_iterable(host(match[1]).suffixes for match in named if match))


def _fragments_of(pattern: str) -> Iterator[str]:
    text = regex_skeleton(pattern[1:-1]) if is_regex(pattern) else pattern
    for run in re.split(r"[*^|?\\]", text.lower()):
        found = (run[i : i + LENGTH] for i in range(len(run) - LENGTH + 1))
        yield from (fragment for fragment in found if not _ENDING.search(fragment))


def _cover(covers: dict[str, set[int]], left: set[int]) -> Iterator[str]:
    weights = _ordinary()

    def value(fragment: str) -> float:
        return len(covers[fragment] & left) / (1 + ORDINARY_WEIGHT * weights[fragment])

    heap = [(-value(fragment), fragment) for fragment in covers]
    heapq.heapify(heap)
    chosen = 0
    while heap and left and chosen < MAX_FRAGMENTS:
        _, fragment = heapq.heappop(heap)
        now = value(fragment)
        if not now or (weights[fragment] and now < 1):
            continue
        if heap and now < -heap[0][0]:
            heapq.heappush(heap, (-now, fragment))
            continue
        chosen += 1
        left -= covers[fragment]
        yield fragment


@cache
def _ordinary() -> Counter[str]:
    """Count the ordinary words that each fragment stands in."""
    text = resources.files("capture.filters").joinpath("lists", "ordinary.txt").read_text("utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    counts: Counter[str] = Counter()
    for word in " ".join(lines).split():
        framed = {f"{mark}{word}{mark}" for mark in "/.-_=?"}
        counts.update({f[i : i + LENGTH] for f in framed for i in range(len(f) - LENGTH + 1)})
    return counts
