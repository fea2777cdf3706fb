"""The wheel in an environment of its own, with pytest-playwright: what a newcomer meets."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from test_pytest_plugin import CONFTEST, TEST

ROOT = Path(__file__).parents[2]


def _run(*command: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(word) for word in command], cwd=folder, capture_output=True, text=True, timeout=600
    )


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_the_wheel_brings_the_plugin(tmp_path: Path) -> None:
    pip = (sys.executable, "-m", "pip")
    built = _run(*pip, "wheel", "-q", "--no-deps", "-w", tmp_path, ROOT, folder=tmp_path)
    assert built.returncode == 0, built.stderr
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    here = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "capture").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert not here - names, "every script, style and list is in it"

    own = tmp_path / "own"
    assert _run(sys.executable, "-m", "venv", own, folder=tmp_path).returncode == 0
    python = own / "bin" / "python"
    packages = (wheel, "pytest", "pytest-playwright")
    installed = _run(python, "-m", "pip", "install", "-q", *packages, folder=tmp_path)
    if installed.returncode:
        pytest.skip(f"no packages to be had: {installed.stderr[-300:]}")
    shop = tmp_path / "shop"
    shop.mkdir()
    (shop / "conftest.py").write_text(CONFTEST)
    (shop / "test_shop.py").write_text(TEST.replace("COLOUR", "#333"))
    help_text = _run(python, "-m", "pytest", "--help", folder=shop)
    assert help_text.returncode == 0, help_text.stderr
    assert "--update-page-snapshots" in help_text.stdout
    written = _run(python, "-m", "pytest", "-q", folder=shop)
    assert "was written, look at it" in written.stdout
    assert _run(python, "-m", "pytest", "-q", folder=shop).returncode == 0
    (shop / "test_shop.py").write_text(TEST.replace("COLOUR", "#c00"))
    changed = _run(python, "-m", "pytest", "-q", folder=shop)
    assert (changed.returncode, "1 place" in changed.stdout) == (1, True)
    approved = _run(python, "-m", "pytest", "-q", "--update-page-snapshots", folder=shop)
    assert approved.returncode == 0
