"""Recall and false removals of the language pickers on families the weights were not fitted on.

Whole families of systems are left out, a fifth at a time; the weights are fitted on the rest and
the left-out pages are judged with them, as if their systems' names were unknown too.  The word
lists and the way a page is cut into regions are the same throughout, so this says how the *weights*
carry over; how all of it did on pages nobody had seen stands in docs/decisions/pickers.md.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import partial

import numpy as np

from capture.clean.pickers_score import score
from scripts.quality._picker_pages import Labelled, judge, labelled
from scripts.train.pickers import HAND, NAMED, examples, fit

FOLDS = 5
DEALS = 2  # the families dealt to the folds in so many ways


def main() -> None:
    pages = labelled()
    for seed in range(DEALS):
        report(f"deal {seed + 1}", pages, held_out(pages, seed))


def held_out(pages: Sequence[Labelled], seed: int) -> dict[str, tuple[bool, bool]]:
    """Return, for each page, whether its picker would go and whether anything else would."""
    hand = json.loads(HAND.read_text("utf-8"))
    families = sorted({page.family for page in pages})
    np.random.default_rng(seed).shuffle(families)
    found = examples(pages, partial(score, weights=hand))
    outcome = {}
    for fold in range(FOLDS):
        out = frozenset(families[fold::FOLDS])
        names = frozenset(page.name for page in pages if page.family in out)
        weights, bias = fit(found.without(names), hand)
        unnamed: Mapping[str, float] = {**weights, NAMED: 0.0}
        scorer = partial(score, weights=unnamed, bias=bias)
        outcome |= {page.name: judge(page, scorer) for page in pages if page.name in names}
    return outcome


def report(title: str, pages: Sequence[Labelled], outcome: Mapping[str, tuple[bool, bool]]) -> None:
    pickers = [page.name for page in pages if page.picker]
    others = [page.name for page in pages if not page.picker]
    missed = [name for name in pickers if not outcome[name][0]]
    wrong = [name for name in others if outcome[name][1]]
    recall = f"recall {1 - len(missed) / len(pickers):.1%} of {len(pickers)}"
    taken = f"false removals {len(wrong)} of {len(others)} = {len(wrong) / len(others):.1%}"
    print(f"{title}, families left out: {recall}, {taken}")
    print(f"  missed {missed}\n  wrongly taken {wrong}")


if __name__ == "__main__":
    main()
