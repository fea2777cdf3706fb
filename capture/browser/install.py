"""Installing a Chromium and fonts: Playwright's download, else the system's package manager."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from capture.browser.doctor import Finding, examine
from capture.errors import BrowserMissing

# Seconds: 150 MB of browser at 1 Mbit/s take 20 minutes.
PATIENCE = 1800


@dataclass(frozen=True, slots=True)
class Packages:
    """What one package manager calls the things a capture needs."""

    manager: str
    refresh: tuple[str, ...]
    install: tuple[str, ...]
    browsers: tuple[str, ...]  # in order of preference, one is enough
    fonts: tuple[str, ...]


PACKAGE_MANAGERS: tuple[Packages, ...] = (
    Packages(
        "apt-get",
        ("apt-get", "update", "-q"),
        ("apt-get", "install", "-y", "-q", "--no-install-recommends"),
        ("chromium-headless-shell", "chromium", "chromium-browser"),
        ("fonts-noto-core", "fonts-noto-cjk", "fonts-noto-color-emoji"),
    ),
    Packages(
        "dnf",
        (),
        ("dnf", "install", "-y"),
        ("chromium-headless", "chromium"),
        (
            "google-noto-sans-cjk-fonts",
            "google-noto-sans-arabic-fonts",
            "google-noto-sans-devanagari-fonts",
            "google-noto-sans-bengali-fonts",
            "google-noto-sans-tamil-fonts",
            "google-noto-sans-thai-fonts",
            "google-noto-sans-hebrew-fonts",
            "google-noto-color-emoji-fonts",
        ),
    ),
    Packages(
        "pacman",
        (),
        ("pacman", "-Sy", "--noconfirm", "--needed"),
        ("chromium",),
        ("noto-fonts", "noto-fonts-cjk", "noto-fonts-emoji"),
    ),
    Packages(
        "apk",
        (),
        ("apk", "add", "--no-cache"),
        ("chromium",),
        ("font-noto", "font-noto-cjk", "font-noto-arabic", "font-noto-emoji"),
    ),
    Packages("brew", (), ("brew", "install", "--cask"), ("chromium", "google-chrome"), ()),
)


def install(say: Callable[[str], None]) -> tuple[Finding, ...]:
    """Install what `examine` misses; ``say`` is told each command before it runs.

    Returns the findings afterwards.  Raises `BrowserMissing` when no way led to a browser.
    """
    if _failing(examine(), "browser") and not _from_playwright(say):
        _from_system(say, lambda packages: packages.browsers, enough=1)
    findings = examine()
    if browser := _failing(findings, "browser"):
        raise BrowserMissing(
            f"no Chromium could be installed: {browser.detail}",
            remedy="install Chrome or Chromium by hand, or name one with --browser-path",
        )
    if _failing(findings, "fonts"):
        _from_system(say, lambda packages: packages.fonts, enough=None)
        findings = examine()
    return findings


def _failing(findings: tuple[Finding, ...], name: str) -> Finding | None:
    return next((f for f in findings if f.name == name and not f.ok), None)


def _from_playwright(say: Callable[[str], None]) -> bool:
    command = [sys.executable, "-m", "playwright", "install", "--only-shell", "chromium"]
    return _run(command, say) and _failing(examine(), "browser") is None


def _from_system(
    say: Callable[[str], None],
    names: Callable[[Packages], tuple[str, ...]],
    *,
    enough: int | None,
) -> None:
    """Install packages one by one, as not every release has each; stop after ``enough``."""
    packages = next((p for p in PACKAGE_MANAGERS if shutil.which(p.manager)), None)
    if packages is None:
        say("no package manager that this knows")
        return
    if packages.refresh:
        _run([*_as_root(packages), *packages.refresh], say)
    done = 0
    for name in names(packages):
        done += _run([*_as_root(packages), *packages.install, name], say)
        if done == enough:
            return


def _as_root(packages: Packages) -> Iterator[str]:
    if packages.manager != "brew" and os.geteuid() != 0:
        yield from ("sudo", "-n")


def _run(command: list[str], say: Callable[[str], None]) -> bool:
    say(" ".join(command))
    try:
        done = subprocess.run(  # noqa: S603 (commands of this module's own tables)
            command, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        say(f"  {error}")
        return False
    if done.returncode:
        lines = [line for line in (done.stderr or done.stdout).splitlines() if line.strip()]
        say(f"  failed: {lines[-1][:200] if lines else f'exit {done.returncode}'}")
    return done.returncode == 0
