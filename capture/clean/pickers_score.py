"""How much each piece of evidence weighs, and the score that comes of it."""

from __future__ import annotations

import math

BAR = 0.5
SURE = 0.8  # from here on a picker vouches for its likes on the same page

# Each weight is in log-odds and its sign is fixed by what the evidence means.
WEIGHTS: dict[str, float] = {
    "two languages": 1.2,
    "three languages": 0.5,
    "five languages": 0.5,
    "a foreign name in itself": 1.6,
    "two foreign names in themselves": 0.6,
    "only borrowed names": -1.0,
    "the page's language is offered": 0.8,
    "a name, not a code": 0.6,
    "only codes": -0.5,
    "codes that are words too": -3.2,
    "one that is the page's language": -0.7,
    "a flag": 0.8,
    "two flags": 0.8,
    "a declared translation": 2.5,
    "this page in that language": 2.2,
    "that language's front page": 2.2,
    "two variants": 0.8,
    "a code and its address agree": 0.8,
    "another page in that language": 0.8,
    "attributes agree": 1.0,
    "two attributes agree": 0.6,
    "a class name says language": 1.2,
    "a class name says picker": 1.0,
    "a known system": 3.0,
    "a label": 1.6,
    "a list of choices": 0.6,
    "a toggle": 0.8,
    "not to be translated": 0.5,
    "in the page's furniture": 0.6,
    "in the main text": -1.2,
    "in an article": -0.8,
    "inside a sentence": -3.5,
    "in a table": -1.0,
    "in code": -6.0,
    "nothing to press": -5.0,
    "filed by topic": -3.0,
    "subtitles": -4.0,
    "a code sample's language": -2.5,
    "countries, not languages": -1.5,
    "a translator or dictionary": -4.0,
    "a form with fields": -2.0,
    "facts": -1.5,
    "other words": -2.0,
    "a sure picker offers the same": 1.3,
    "it says nothing itself": -2.5,
    "a heading only": -2.0,
    "a label that can be pressed": 2.4,
    "a translate frame": 3.5,
}
BIAS = -2.7


def score(evidence: dict[str, float]) -> float:
    """Return the score, 0 to 1; `BAR` and above proposes removal."""
    total = BIAS + sum(WEIGHTS[name] * value for name, value in evidence.items())
    return 1 / (1 + math.exp(-total))


def reasons(evidence: dict[str, float]) -> tuple[str, ...]:
    """Say what counted, the weightiest first: ``"+2.5 a declared translation"``."""
    weighed = [(WEIGHTS[name] * value, name) for name, value in evidence.items()]
    weighed.sort(key=lambda pair: -abs(pair[0]))
    return tuple(f"{weight:+.1f} {name}" for weight, name in weighed)
