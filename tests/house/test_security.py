"""docs/security.md promises nothing that no test proves."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from zoo.cases import CASES

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "security.md").read_text("utf-8")


def _promises() -> list[tuple[str, str]]:
    table = TEXT.partition("| promise | how | proved by |")[2].partition("\n\n")[0]
    rows = [line.strip("| ").split(" | ") for line in table.splitlines()[2:]]
    assert all(len(row) == 3 for row in rows)
    return [(row[0], row[2]) for row in rows]


def _tests() -> set[str]:
    return {
        node.name
        for file in (ROOT / "tests").rglob("test_*.py")
        for node in ast.parse(file.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


@pytest.mark.parametrize(("promise", "proof"), _promises(), ids=lambda text: text[:40])
def test_every_promise_names_tests_that_there_are(promise: str, proof: str) -> None:
    named = set(re.findall(r"`([\w-]+)`", proof))
    tests = {name for name in named if name.startswith("test_")}
    assert tests, f"no test proves: {promise}"
    assert tests <= _tests()
    assert named - tests <= {case.name for case in CASES}, "animals of the zoo"


def test_count_of_animals_is_the_zoos() -> None:
    counted = re.findall(r"^\| [^|]*\(zoo\) \| (\d+) \| (\d+) \| (\d+) \|", TEXT, re.MULTILINE)
    assert sum(int(tried) for tried, _, _ in counted) == len(CASES)
    assert all(int(tried) == int(well) + int(ill) for tried, well, ill in counted)
