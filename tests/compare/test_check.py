"""The snapshot workflow as a user runs it: check, change, report, approve."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pytest

from capture.compare.baselines import Update

WORDS = "which are long enough to be taken for the content of this page by whoever looks for it. "
PAGE = f"""<!doctype html><html lang=en><meta charset=utf-8><title>Report</title><main>
<h1>Report</h1>{"".join(f"<p>Paragraph {i} has some words, {WORDS * 3}</p>" for i in range(12))}
<p>Made on <b class=date>DATE</b> by nobody in particular, {WORDS}</p></main>"""


def _run(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith("GITHUB_")}
    return subprocess.run(
        [sys.executable, "-m", "capture", *arguments],
        cwd=folder,
        env={**clean, **environment},
        capture_output=True,
        text=True,
        timeout=100,
    )


def _configure(folder: Path, address: str) -> None:
    (folder / "capture.toml").write_text(
        f'[[page]]\nname = "report"\nurl = "{address}/report.html"\nmasks = [".date"]\n'
        "actions = [\"document.querySelector('h1').textContent = 'Acted on'\"]\n"
    )


@pytest.mark.timeout(300)
def test_the_whole_way(tmp_path: Path, serve: Callable[[Path], str]) -> None:
    site = tmp_path / "site"
    site.mkdir()
    page = site / "report.html"
    page.write_text(PAGE.replace("DATE", "Monday"))
    _configure(tmp_path, serve(site))

    first = _run(tmp_path, "check", "--update-snapshots", "none")
    assert (first.returncode, (tmp_path / "snapshots").exists()) == (1, False)
    written = _run(tmp_path, "check")
    assert written.returncode == 1, "a missing baseline is written, and fails"
    assert "Acted on" in (tmp_path / "snapshots/report/page.txt").read_text()

    page.write_text(PAGE.replace("DATE", "Friday"))
    same = _run(tmp_path, "check")
    assert same.returncode == 0, same.stdout
    assert same.stdout == "ok     report: unchanged\n"

    page.write_text(page.read_text().replace("<p>Paragraph 3", "<p>Put in!</p><p>Paragraph 3"))
    summary = tmp_path / "summary.md"
    changed = _run(
        tmp_path,
        *("check", "--junit", "junit.xml", "--json"),
        GITHUB_ACTIONS="true",
        GITHUB_STEP_SUMMARY=str(summary),
    )
    assert changed.returncode == 1
    comparison = json.loads(changed.stdout)[0]
    assert comparison["failed"]
    kinds = [region["kind"] for region in comparison["picture"]["regions"]]
    assert "inserted" in kinds
    assert comparison["picture"]["changed_pixels"] == 0
    assert comparison["text"]["added"] == 2
    assert "::error title=Snapshot report::" in changed.stderr
    assert "capture approve" in summary.read_text()
    suite = ET.parse(tmp_path / "junit.xml").getroot()[0]
    assert suite.get("failures") == "1"

    before = (tmp_path / "snapshots/report/snapshot.json").stat().st_mtime_ns
    approved = _run(tmp_path, "approve", "rep*")
    assert approved.stdout == "report\n"
    assert _run(tmp_path, "approve").stdout == "", "nothing is rewritten that matches"
    assert (tmp_path / "snapshots/report/snapshot.json").stat().st_mtime_ns == before
    assert _run(tmp_path, "diff", "snapshots/report", "report/captures/report").returncode == 0


def test_what_is_wrong_is_said_in_one_line(tmp_path: Path) -> None:
    nothing = _run(tmp_path, "check")
    assert nothing.returncode == 2
    assert "no pages to check" in nothing.stderr
    (tmp_path / "capture.toml").write_text(
        '[check]\nfail-on = ["colour"]\n[[page]]\nname = "a"\nurl = "http://127.0.0.1:9/"\n'
    )
    wrong = _run(tmp_path, "check")
    assert (wrong.returncode, len(wrong.stderr.splitlines())) == (2, 1)
    assert _run(tmp_path, "approve", "-c", "none.toml").returncode == 2


def test_diff_of_text_files(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("one two three")
    (tmp_path / "b.txt").write_text("one 2 three")
    changed = _run(tmp_path, "diff", "a.txt", "b.txt", "--report", "out")
    assert changed.returncode == 1
    assert "1 word out, 1 in" in changed.stdout
    assert "<del>two</del>" in (tmp_path / "out/index.html").read_text()
    assert _run(tmp_path, "diff", "a.txt", "b.txt", "--fail-on", "pixels").returncode == 0
    assert _run(tmp_path, "diff", "a.txt", "a.txt").returncode == 0


def test_update_modes_are_those_documented() -> None:
    assert [mode.value for mode in Update] == ["all", "changed", "missing", "none"]
