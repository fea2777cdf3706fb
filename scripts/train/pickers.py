"""Fit the language pickers' weights: ``python -m scripts.train.pickers``.

Every region of every labelled page is an example; the evidence is `capture.clean`'s own.  A
logistic regression, its signs fixed by what the evidence means, is held towards 0.8 a piece for
what speaks for a picker and towards the hand-set value for what speaks against one and for what
fewer than five examples show: "in code" is on no labelled page and must not fade for that.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from capture.clean import pickers_score
from capture.clean.pickers import Scorer, weigh
from capture.clean.pickers_regions import Region
from capture.clean.pickers_score import WEIGHTS, score
from scripts.quality._picker_pages import Labelled, labelled, share

BIAS = -2.0  # a region of which nothing is known is no picker: odds of one to seven
TOWARDS = 0.8  # log-odds a piece of evidence is worth before any is seen
HOLD = 0.6  # strength of that; 0.2 to 0.8 gave the same outcomes but for one page in 320
AGAINST = 1.5  # how much more a look-alike counts than a picker: content lost is worse
RARE = 5  # examples under which a weight stays as set by hand
ALL_OF_IT = 0.8  # of a region's texts, to be called a picker's
LEAST, MOST = 0.1, 6.0  # of a weight: its sign is kept, and no single piece decides alone
STEPS = 3000  # the weights stand still to two places after some 1,500
NAMED = "a known system"  # a name is knowledge, not a correlate: it stays at 3
HAND = Path(__file__).with_name("picker_weights.json")  # the weights as reasoned, before any fit


@dataclass(frozen=True, slots=True)
class Examples:
    """Evidence a row, whether it is a picker, how much it counts, and its page."""

    evidence: NDArray[np.float64]
    picker: NDArray[np.bool_]
    weight: NDArray[np.float64]
    pages: tuple[str, ...]

    def without(self, held_out: frozenset[str]) -> Examples:
        """Return the examples of all other pages."""
        rest = np.array([page not in held_out for page in self.pages])
        pages = tuple(p for p in self.pages if p not in held_out)
        return Examples(self.evidence[rest], self.picker[rest], self.weight[rest], pages)


def examples(pages: Sequence[Labelled], scorer: Scorer = score) -> Examples:
    """Return every shown region of ``pages`` that is wholly a picker's or not at all."""
    rows, truths, weights, names = [], [], [], []
    for page in pages:
        found = [
            (one.evidence, truth)
            for one in weigh(page.nodes, page.facts, scorer)
            if (truth := _truth(page, one.region)) is not None and not (truth and one.region.frame)
        ]
        for evidence, truth in found:
            alike = sum(other == truth for _, other in found)
            rows.append([evidence.get(name, 0.0) for name in WEIGHTS])
            truths.append(truth)
            weights.append((1 if truth else AGAINST) / np.sqrt(alike))
            names.append(page.name)
    return Examples(np.array(rows), np.array(truths), np.array(weights), tuple(names))


def _truth(page: Labelled, region: Region) -> bool | None:
    of = share(page, region)
    if not of("v") or of("i"):
        return None
    picked = of("r") + of("o")
    return True if picked >= ALL_OF_IT else False if not picked else None


def fit(found: Examples, hand: Mapping[str, float]) -> tuple[dict[str, float], float]:
    """Return the weights and the bias."""
    names = list(WEIGHTS)
    reasoned = np.array([hand[name] for name in names])
    sign = np.sign(reasoned)
    seen = (found.evidence > 0).sum(axis=0)
    centre = np.r_[np.where((sign < 0) | (seen < RARE), reasoned, TOWARDS), BIAS]
    columns = np.c_[found.evidence, np.ones(len(found.picker))]
    side = np.where(found.picker, 1.0, -1.0)
    hold = np.r_[np.full(len(names), HOLD), HOLD / 10]

    def slope(at: NDArray[np.float64]) -> NDArray[np.float64]:
        margin = side * (columns @ at)
        return -(found.weight * side / (1 + np.exp(margin))) @ columns + hold * (at - centre)

    bounds = [(3.0, 3.0) if n == NAMED else (LEAST, MOST) if s > 0 else (-MOST, -LEAST)
              for n, s in zip(names, sign, strict=True)]  # fmt: skip
    low, high = np.array([*bounds, (-MOST, 0.0)]).T
    steepest = np.linalg.norm(columns * np.sqrt(found.weight)[:, None], 2) ** 2 / 4 + HOLD
    best = _descend(slope, centre, 1 / steepest, lambda at: np.clip(at, low, high))
    return dict(zip(names, best[:-1].tolist(), strict=True)), float(best[-1])


Step = Callable[[NDArray[np.float64]], NDArray[np.float64]]


def _descend(
    slope: Step, start: NDArray[np.float64], step: float, into_bounds: Step
) -> NDArray[np.float64]:
    """Return the least point of a convex function by Nesterov's projected gradient."""
    at = ahead = into_bounds(start)
    speed = 1.0
    for _ in range(STEPS):
        after = into_bounds(ahead - step * slope(ahead))
        faster = (1 + np.sqrt(1 + 4 * speed * speed)) / 2
        ahead = after + (speed - 1) / faster * (after - at)
        at, speed = after, faster
    return at


def main() -> None:
    hand = json.loads(HAND.read_text("utf-8"))
    pages = labelled()
    found = examples(pages)
    weights, bias = fit(found, hand)
    path = Path(pickers_score.__file__)
    text = path.read_text("utf-8")
    for name, value in weights.items():
        line = rf'("{re.escape(name)}": )-?[\d.]+'
        text = re.sub(line, lambda match, v=value: match[1] + repr(round(v, 2)), text)
    path.write_text(re.sub(r"BIAS = -?[\d.]+", f"BIAS = {bias:.2f}", text), "utf-8")
    print(f"{len(found.picker)} regions, {int(found.picker.sum())} of pickers, {len(pages)} pages")


if __name__ == "__main__":
    main()
