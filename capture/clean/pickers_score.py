"""How much each piece of evidence weighs, and the score that comes of it."""

from __future__ import annotations

import math
from collections.abc import Mapping

BAR = 0.5
SURE = 0.8  # from here on a picker vouches for its likes on the same page

# Each weight is in log-odds, its sign fixed by what the evidence means, its size fitted on 324
# labelled pages by scripts/train/pickers.py (docs/decisions/pickers.md has the held-out figures).
WEIGHTS: dict[str, float] = {
    "two languages": 0.1,
    "three languages": 0.64,
    "five languages": 0.59,
    "a foreign name in itself": 0.41,
    "two foreign names in themselves": 0.94,
    "only borrowed names": -2.46,
    "the page's language is offered": 1.18,
    "a name, not a code": 1.21,
    "only codes": -0.31,
    "codes that are words too": -4.09,
    "one that is the page's language": -0.1,
    "a flag": 0.1,
    "two flags": 1.34,
    "a declared translation": 1.26,
    "this page in that language": 0.58,
    "that language's front page": 1.95,
    "two variants": 1.09,
    "a code and its address agree": 1.34,
    "another page in that language": 1.3,
    "attributes agree": 1.35,
    "two attributes agree": 1.03,
    "a class name says language": 1.07,
    "a class name says picker": 0.96,
    "a known system": 3,
    "a label": 1.18,
    "a list of choices": 1.11,
    "a toggle": 0.1,
    "not to be translated": 0.81,
    "in the page's furniture": 0.1,
    "in the main text": -1.61,
    "in an article": -0.74,
    "inside a sentence": -3.51,
    "in a table": -1.04,
    "in code": -6,
    "nothing to press": -5.72,
    "filed by topic": -2.74,
    "subtitles": -4.1,
    "a code sample's language": -2.5,
    "countries, not languages": -1.58,
    "a translator or dictionary": -4.22,
    "a form with fields": -4.67,
    "facts": -1.8,
    "other words": -2,
    "a sure picker offers the same": 1.02,
    "it says nothing itself": -1.66,
    "a heading only": -0.66,
    "a label that can be pressed": 2.94,
    "a translate frame": 3.7,
    "before or after the running text": 0.59,
    "amid the running text": -1.26,
    "stays in the page's language": -2.77,
    "an address that sets the language": 1.26,
    "this page in two languages": 1.43,
    # Not fitted: no labelled page shows them. Each outweighs a list's names and attributes.
    "some of a longer list": -4,
    "each says more": -5,
    "titled otherwise": -1.64,
    "a bare label that opens something": 1,
    "beside a sure picker": 3.17,
}
BIAS = -1.92


def score(
    evidence: Mapping[str, float], weights: Mapping[str, float] = WEIGHTS, bias: float = BIAS
) -> float:
    """Return the score, 0 to 1; `BAR` and above proposes removal."""
    total = bias + sum(weights[name] * value for name, value in evidence.items())
    return 1 / (1 + math.exp(-total))


def reasons(evidence: dict[str, float]) -> tuple[str, ...]:
    """Say what counted, the weightiest first: ``"+2.5 a declared translation"``."""
    weighed = [(WEIGHTS[name] * value, name) for name, value in evidence.items()]
    weighed.sort(key=lambda pair: -abs(pair[0]))
    return tuple(f"{weight:+.1f} {name}" for weight, name in weighed)
