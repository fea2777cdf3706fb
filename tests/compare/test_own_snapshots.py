"""The project's own snapshots: its demo page and a report, as `capture check` sees them."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest

from scripts.snapshots import CHANGES

ROOT = Path(__file__).parents[2]
# The pages' ports are part of their addresses, and so of the baselines: one check at a time.
LOCK = Path(tempfile.gettempdir()) / "page-capture-own-snapshots.lock"
# More than this in a repository and nobody clones it gladly.
MOST_BYTES = 1_500_000


def _check(report: Path, *arguments: str, **environment: str) -> tuple[int, dict[str, Any], str]:
    with LOCK.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return _locked_check(report, *arguments, **environment)


def _locked_check(
    report: Path, *arguments: str, **environment: str
) -> tuple[int, dict[str, Any], str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith("GITHUB_")}
    done = subprocess.run(
        [sys.executable, "-m", "capture", "check", "--json", "--report", str(report), *arguments],
        cwd=ROOT,
        env={**clean, **environment},
        capture_output=True,
        text=True,
        timeout=150,
    )
    found = {one["name"]: one for one in json.loads(done.stdout or "[]")}
    return done.returncode, found, done.stderr


@pytest.mark.timeout(200)
def test_demo_page_and_report_are_as_approved(tmp_path: Path) -> None:
    code, found, said = _check(tmp_path)
    failed = [
        (name, one["kinds"], one["notes"], one["facts"], one["text"], one["picture"]["regions"])
        for name, one in found.items()
        if one["failed"]
    ]
    assert (code, failed) == (0, []), (
        f"{said}\nif this is meant: capture check, look at report/index.html, capture approve"
    )
    assert set(found) == {"demo", "report"}


def test_baselines_are_small() -> None:
    files = [path for path in (ROOT / "snapshots").rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < MOST_BYTES


@pytest.mark.timeout(200)
@pytest.mark.parametrize(
    "change", ["word", *(pytest.param(c, marks=pytest.mark.slow) for c in CHANGES if c != "word")]
)
def test_a_changed_demo_page_fails(change: str, tmp_path: Path) -> None:
    code, found, said = _check(tmp_path, "demo", CHANGED=change)
    assert code == 1, said
    assert found["demo"]["failed"]
    if change in ("inserted", "deleted"):
        assert change in found["demo"]["kinds"]
    if change == "word":
        assert found["demo"]["text"]["changes"][0]["added"].startswith("Ourvari")


FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>/usr/share/fonts/truetype/dejavu</dir><cachedir>{cache}</cachedir></fontconfig>"""


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("change", ["", *CHANGES])
def test_on_a_machine_with_other_fonts(change: str, tmp_path: Path) -> None:
    """There the pages pass, the comparison says how it judged, and changes are found."""
    if not Path("/usr/share/fonts/truetype/dejavu").is_dir():
        pytest.skip("no second set of fonts here")
    (tmp_path / "fonts.conf").write_text(FONTS.format(cache=tmp_path / "cache"))
    fonts = {"FONTCONFIG_FILE": str(tmp_path / "fonts.conf"), "CHANGED": change}
    code, found, said = _check(tmp_path / "report", **fonts)
    assert code == int(bool(change)), (said, found)
    assert found["demo"]["failed"] == bool(change)
    assert "threshold 0.05" in found["demo"]["notes"][0]
    assert not found["report"]["failed"]
