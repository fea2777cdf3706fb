"""Texts compared word by word, each change shown with the words around it."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from capture.compare.rows import Ids, Run, Span, gaps, matching_runs
from capture.compare.values import Kind, TextComparison, WordChange

# Scripts that do not space their words are compared by the character, all others by what stands
# between spaces.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(rf"[{_UNSPACED}]|[^\s{_UNSPACED}]+")
CONTEXT_WORDS = 8
# One word that stayed between two that changed makes one change to a reader, not two.
BRIDGE_WORDS = 1
# Listed in full; beyond, only counted: a text that has so many is another text.
MAX_CHANGES = 500


@dataclass(frozen=True, slots=True)
class _Words:
    text: str
    places: tuple[tuple[int, int], ...]

    def said(self, first: int, end: int) -> str:
        """Return the words ``first`` to ``end`` as they stand, white space folded."""
        first, end = max(first, 0), min(end, len(self.places))
        if first >= end:
            return ""
        return " ".join(self.text[self.places[first][0] : self.places[end - 1][1]].split())

    def line(self, word: int) -> int:
        """Return the line, from 1, on which a word starts."""
        if not self.places:
            return 1
        place = self.places[min(word, len(self.places) - 1)]
        return self.text.count("\n", 0, place[0]) + 1


def compare_texts(baseline: str, current: str) -> TextComparison:
    """Compare two texts; white space between words does not count."""
    before, after = _split(baseline), _split(current)
    ids_a, ids_b = _numbered(before, after)
    whole = Span(0, len(ids_a), 0, len(ids_b))
    runs = [r for r in matching_runs(ids_a, ids_b, whole, least=1) if _holds(r, whole)]
    parts = gaps(runs, whole)
    if not parts:
        return TextComparison(kind=Kind.SAME)
    return TextComparison(
        kind=Kind.TEXT,
        changes=tuple(_change(before, after, part) for part in parts[:MAX_CHANGES]),
        removed=sum(part.a1 - part.a0 for part in parts),
        added=sum(part.b1 - part.b0 for part in parts),
        more=max(0, len(parts) - MAX_CHANGES),
    )


def _holds(run: Run, whole: Span) -> bool:
    at_start = run.a == whole.a0 and run.b == whole.b0
    at_end = run.a + run.length == whole.a1 and run.b + run.length == whole.b1
    return run.length > BRIDGE_WORDS or at_start or at_end


def _split(text: str) -> _Words:
    return _Words(text, tuple(match.span() for match in _TOKEN.finditer(text)))


def _numbered(before: _Words, after: _Words) -> tuple[Ids, Ids]:
    numbers: dict[str, int] = {}
    found = [
        np.fromiter(
            (numbers.setdefault(words.text[i:j], len(numbers)) for i, j in words.places),
            dtype=np.uint64,
            count=len(words.places),
        )
        for words in (before, after)
    ]
    return found[0], found[1]


def _change(before: _Words, after: _Words, part: Span) -> WordChange:
    return WordChange(
        before=after.said(part.b0 - CONTEXT_WORDS, part.b0),
        removed=before.said(part.a0, part.a1),
        added=after.said(part.b0, part.b1),
        after=after.said(part.b1, part.b1 + CONTEXT_WORDS),
        line=after.line(part.b0),
    )
