"""What the browser's own processes are given, and what is left of them."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Playwright

from capture.browser.launch import BrowserSession
from capture.options import Options
from capture.runs.processes import is_alive

CANARY = "CANARYenv81c2"
pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")


def test_browser_gets_little_says_its_sandbox_and_leaves_nothing(
    playwright: Playwright, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_SECRET_ACCESS_KEY", "GITHUB_TOKEN", "HTTPS_PROXY", "CAPTURE_SECRET"):
        monkeypatch.setenv(name, CANARY)
    before = {one.pid for one in psutil.Process().children(recursive=True)}
    with BrowserSession(Options(), playwright=playwright) as session:
        started = [p for p in psutil.Process().children(recursive=True) if p.pid not in before]
        words = [word for process in started for word in process.cmdline()]
        for process in started:
            assert CANARY.encode() not in Path(f"/proc/{process.pid}/environ").read_bytes()
        assert session.facts.sandboxed == ("--no-sandbox" not in words)
        assert session.facts.sandboxed or session.facts.sandbox_note
        assert (
            session.facts.sandboxed or os.geteuid() == 0 or "kernel" in session.facts.sandbox_note
        )
    profiles = [word.partition("=")[2] for word in words if word.startswith("--user-data-dir=")]
    assert profiles
    assert not any(Path(profile).exists() for profile in profiles)
    assert not [process for process in started if _stays(process)]


def _stays(process: psutil.Process) -> bool:
    until = time.monotonic() + 20
    while is_alive(process) and time.monotonic() < until:
        time.sleep(0.05)
    return is_alive(process)
