"""The plugin as its users run it: pytest in a process of its own, on a real page."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

CONFTEST = """
import pytest
from capture.browser.find import find_browser
PATH = str(find_browser().path)

@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": PATH}
"""
TEST = """
def test_card(page, page_snapshot):
    page.set_content("<h1>Card</h1><p style='color: COLOUR'>Words</p>"
                     "<b id=t style='display: block; width: 9em; padding: 4px'>NOW</b>")
    page_snapshot(page, "card", mask=[page.locator("#t")])
"""
MANY = """
import pytest

class TestOne:
    @pytest.mark.parametrize("kind", ["small", "a/b"])
    def test_it(self, page, page_snapshot, kind):
        page.set_content("<h1>One</h1>")
        page_snapshot(page)
        page_snapshot(page)

class TestTwo:
    def test_it(self, page, page_snapshot):
        page.set_content("<h1>Two</h1>")
        page_snapshot(page, "named", full_page=False)
"""


def _pytest(folder: Path, *flags: str) -> subprocess.CompletedProcess[str]:
    loaded = ["-p", "capture.pytest_plugin"]
    listed = subprocess.run(
        [sys.executable, "-c", "from importlib.metadata import entry_points as e;"
         "print([p.name for p in e(group='pytest11')])"],
        capture_output=True,
        text=True,
        check=True,
    )  # fmt: skip
    if "page_capture" in listed.stdout:
        loaded = []
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *loaded, *flags],
        cwd=folder,
        env=dict(os.environ),
        capture_output=True,
        text=True,
        timeout=100,
    )


@pytest.mark.timeout(300)
def test_written_same_changed_approved(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(CONFTEST)
    test = tmp_path / "test_shop.py"
    test.write_text(TEST.replace("COLOUR", "#333"))
    many = tmp_path / "test_many.py"
    many.write_text(MANY)
    first = _pytest(tmp_path)
    assert first.returncode == 1
    assert "4 failed" in first.stdout
    assert "was written" in first.stdout
    assert _snapshots(tmp_path) == {
        "test_shop/test_card/card",
        "test_many/TestOne.test_it[small]/page",
        "test_many/TestOne.test_it[small]/page-2",
        f"test_many/TestOne.test_it[a-b]-{_digest('TestOne.test_it[a/b]')}/page",
        f"test_many/TestOne.test_it[a-b]-{_digest('TestOne.test_it[a/b]')}/page-2",
        "test_many/TestTwo.test_it/named",
    }, "each has a place of its own, and one run writes them all"

    test.write_text(TEST.replace("COLOUR", "#333").replace("NOW", "LATER"))
    same = _pytest(tmp_path)
    assert same.returncode == 0, same.stdout
    many.unlink()

    test.write_text(TEST.replace("COLOUR", "#343434"))
    changed = _pytest(tmp_path)
    assert changed.returncode == 1, "one step of grey is a change"
    assert "px changed in 1 place" in changed.stdout
    names = {path.name for path in (tmp_path / "test-results").rglob("*.*")}
    assert {"actual.png", "expected.png", "difference.png", "index.html"} <= names

    assert _pytest(tmp_path, "--update-page-snapshots").returncode == 0
    assert _pytest(tmp_path).returncode == 0


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:6]


def _snapshots(folder: Path) -> set[str]:
    end = f"[chromium][{sys.platform}].png"
    found = [p.relative_to(folder / "snapshots") for p in (folder / "snapshots").rglob("*.png")]
    assert all(path.name.endswith(end) for path in found)
    return {path.as_posix().removesuffix(end) for path in found}
