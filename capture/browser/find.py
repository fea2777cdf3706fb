"""Finding a Chromium.

In order: the path the user gave, Playwright's own download, a system Chrome, Chromium or
chromium-headless-shell.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Playwright, sync_playwright

from capture.errors import BrowserMissing

ENVIRONMENT_VARIABLE = "CAPTURE_BROWSER"

# The real binaries come before the wrapper scripts on PATH: Debian's wrapper loads every extension
# installed under its extensions folder (an ad blocker, for instance), which would then be part of
# every capture without the ledger knowing.
SYSTEM_BROWSERS: tuple[str, ...] = (
    "/usr/lib/chromium/chromium-headless-shell",
    "/opt/google/chrome/chrome",
    "/usr/lib/chromium/chromium",
    "/usr/lib64/chromium-browser/chromium-browser",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
NAMES_ON_PATH: tuple[str, ...] = (
    "chromium-headless-shell",
    "google-chrome-stable",
    "google-chrome",
    "chromium",
    "chromium-browser",
)


@dataclass(frozen=True, slots=True)
class Browser:
    """A Chromium on this machine; ``source`` says which step of the search found it."""

    path: Path
    source: str

    def version(self) -> str:
        """Ask the binary; raises `BrowserMissing` when it does not answer within 20 s."""
        try:
            answer = subprocess.run(  # noqa: S603 (a path the user or the search chose)
                [self.path, "--version"], capture_output=True, text=True, timeout=20, check=True
            )
        except (OSError, subprocess.SubprocessError) as error:
            raise BrowserMissing(f"{self.path} does not start: {error}") from error
        return answer.stdout.strip()


def find_browser(given: Path | None = None, playwright: Playwright | None = None) -> Browser:
    """Return the Chromium to use; raises `BrowserMissing` with the command that installs one.

    ``playwright`` is one that runs already, if any: a thread can have only one.
    """
    named = given or (Path(path) if (path := os.environ.get(ENVIRONMENT_VARIABLE)) else None)
    if named:
        if not os.access(named, os.X_OK) or named.is_dir():
            raise BrowserMissing(
                f"no executable browser at {named}",
                remedy=f"check --browser-path or {ENVIRONMENT_VARIABLE}",
            )
        return Browser(named, "named")
    found = _playwright_download(playwright) or _system_browser()
    if found is None:
        raise BrowserMissing("no Chromium on this machine", remedy="run: capture install")
    return found


def _playwright_download(running: Playwright | None) -> Browser | None:
    if running is None:
        with sync_playwright() as playwright:
            return _playwright_download(playwright)
    path = Path(running.chromium.executable_path)
    return Browser(path, "playwright") if os.access(path, os.X_OK) else None


def _system_browser() -> Browser | None:
    paths = [Path(p) for p in SYSTEM_BROWSERS]
    paths += [Path(found) for name in NAMES_ON_PATH if (found := shutil.which(name))]
    return next((Browser(path, "system") for path in paths if os.access(path, os.X_OK)), None)
