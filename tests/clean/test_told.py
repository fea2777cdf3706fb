"""The ledger in lines: every act and refusal with its reason, nothing that a terminal obeys."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

import capture.cli.filters  # noqa: F401 (registers the commands)
from capture.clean.values import (
    BlockedRequest,
    Box,
    Candidate,
    Kept,
    Kind,
    Ledger,
    Removal,
)
from capture.cli.app import app
from capture.errors import UsageError

AD = Candidate(
    ref=1,
    kind=Kind.AD,
    detector="cosmetic",
    rule="##.ad",
    list_name="easylist",
    line=7,
    selector="div.ad",
    text="Buy \x1b[31mnow\n" + "x" * 200,
    box=Box(x=0, y=0, width=1, height=1),
)
LEDGER = Ledger(
    level="chrome",
    removed=(Removal(candidate=AD, reason="line 7 of easylist"),),
    kept=(Kept(candidate=AD, reason="it holds the main content"),),
    blocked=(
        BlockedRequest(
            url="https://ads.example/x.js",
            resource_type="script",
            rule="||ads.example^",
            list_name="easylist",
            line=9,
        ),
    ),
    notes=("consent: rejected in X's dialog",),
)


def test_explain_prints_what_was_done_to_a_bundle(tmp_path: Path) -> None:
    (tmp_path / "ledger.json").write_text(LEDGER.model_dump_json(), "utf-8")
    result = CliRunner().invoke(app, ["filters", "explain", str(tmp_path)])
    assert result.exit_code == 0
    removed, kept, stopped, note, total = result.stdout.splitlines()
    assert removed.startswith("remove")
    assert "##.ad (easylist:7)" in removed
    assert kept.startswith("kept")
    assert "it holds the main content" in kept
    assert "||ads.example^ (easylist:9)" in stopped
    assert "https://ads.example/x.js" in stopped
    assert "rejected" in note
    assert total == "1 acted on, 1 kept, 1 requests stopped (level chrome)"
    assert "\x1b" not in result.stdout
    assert max(map(len, result.stdout.splitlines())) < 400


def test_what_is_no_ledger_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "ledger.json").write_text("{")
    found = CliRunner().invoke(app, ["filters", "explain", str(tmp_path)])
    assert isinstance(found.exception, UsageError)
    assert "no ledger" in str(found.exception)
