"""action.yml: well-formed, and its steps do in a shell what they say."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

yaml = pytest.importorskip("yaml")
ROOT = Path(__file__).parents[2]
# Stands for the program: notes how it was called, and ends as a check that found a change.
PROGRAM = """#!/bin/sh
printf '%s\\n' "$@" >> "$RUNNER_TEMP/called"
exit 1
"""


def _action() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    return loaded


def test_every_step_is_whole_and_names_inputs_that_there_are() -> None:
    action = _action()
    assert {"name", "description", "inputs", "outputs", "runs"} <= set(action)
    assert action["runs"]["using"] == "composite"
    assert all({"description", "default"} <= set(value) for value in action["inputs"].values())
    for step in action["runs"]["steps"]:
        assert ("run" in step) != ("uses" in step)
        assert "run" not in step or step.get("shell") == "bash", "composite steps must name a shell"
        assert "uses" not in step or re.fullmatch(r"[\w.-]+/[\w.-]+@\w+", step["uses"])
        # What comes from outside goes through the environment, never into a script's text.
        assert "${{" not in step.get("run", "")
    text = (ROOT / "action.yml").read_text("utf-8")
    assert set(re.findall(r"inputs\.([\w-]+)", text)) == set(action["inputs"])
    used = set(re.findall(r"steps\.(\w+)\.", text))
    assert used == {step["id"] for step in action["runs"]["steps"] if "id" in step}


def test_the_check_passes_its_words_on_and_its_exit_code_back(tmp_path: Path) -> None:
    (step,) = [step for step in _action()["runs"]["steps"] if step.get("id") == "check"]
    program = tmp_path / "page-capture" / "bin" / "capture"
    program.parent.mkdir(parents=True)
    program.write_text(PROGRAM)
    program.chmod(0o755)
    (tmp_path / "shop-old.txt").write_text("a name that a pattern would find")
    output = tmp_path / "output"
    own = {"CONFIG": "my pages.toml", "PAGES": "home shop*", "ARGUMENTS": "--mask .date"}
    assert set(own) == set(step["env"])
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        cwd=tmp_path,
        env={**os.environ, **own, "RUNNER_TEMP": str(tmp_path), "GITHUB_OUTPUT": str(output)},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, output.read_text()) == (1, "exit-code=1\n"), done.stderr
    report = f"{tmp_path}/page-capture-report"
    assert (tmp_path / "called").read_text().splitlines() == [
        *("check", "home", "shop*", "--config", "my pages.toml", "--report", report),
        *("--junit", f"{report}/junit.xml", "--mask", ".date"),
    ]
