"""Quality floors on the project's own pages; a floor only rises."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from capture.extract.extract import extract

from .pages import SAMPLES, article_page

# Each figure's floors in the order they were set; the last one holds.
FLOORS: dict[str, list[float]] = json.loads((Path(__file__).parent / "floors.json").read_text())


def f1(found: str, wanted: str) -> float:
    a, b = Counter(re.findall(r"\w", found)), Counter(re.findall(r"\w", wanted))
    return 2 * sum((a & b).values()) / (a.total() + b.total())


def measured() -> dict[str, float]:
    rows = []
    for sample in SAMPLES:
        for markup in (
            article_page(sample),
            re.sub(r' class="[^"]*"', ' class="x9f"', article_page(sample)),
        ):
            found = extract(markup)
            body = "\n".join(sample.paragraphs)
            head = (sample.title, sample.author, sample.date)
            text = "\n".join(
                line for line in found.text.split("\n") if not any(h in line for h in head)
            )
            named = 'class="author"' not in markup or [a.value for a in found.metadata.authors] == [
                sample.author
            ]
            dated = (
                found.metadata.published is not None
                and found.metadata.published.value == "2024-05-07"
            )
            titled = found.metadata.title is not None and found.metadata.title.value == sample.title
            rows.append((f1(text, body), float(named), float(dated), float(titled)))
    names = ("fixtures_f1", "fixtures_author", "fixtures_date", "fixtures_title")
    return dict(zip(names, (sum(c) / len(c) for c in zip(*rows, strict=True)), strict=True))


def test_quality_is_above_the_floors() -> None:
    for name, value in measured().items():
        assert value >= FLOORS[name][-1], (name, value)


@pytest.mark.parametrize("name", FLOORS)
def test_floors_only_rise(name: str) -> None:
    assert FLOORS[name] == sorted(FLOORS[name])
