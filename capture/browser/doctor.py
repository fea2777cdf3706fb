"""What this machine has for capturing, what it lacks, and the one command that mends it."""

from __future__ import annotations

import sys
from importlib import metadata
from pathlib import Path

from capture.browser.launch import BrowserSession
from capture.browser.world import script
from capture.errors import BrowserMissing
from capture.options import Options
from capture.values import Frozen

INSTALL = "capture install"
# One common character of each writing system that a bare server lacks fonts for.
SAMPLES = {
    "Chinese": "漢",
    "Japanese": "ひ",
    "Korean": "한",
    "Arabic": "ع",
    "Hebrew": "ש",
    "Devanagari": "क",
    "Bengali": "ক",
    "Tamil": "த",
    "Thai": "ก",
    "emoji": "\U0001f600",
}


class Finding(Frozen):
    """One thing that was looked at.  ``remedy`` is a command, ``""`` when all is well."""

    name: str
    ok: bool
    detail: str
    remedy: str = ""


def examine(browser_path: Path | None = None) -> tuple[Finding, ...]:
    """Look at Python, Playwright, the browser and the fonts; never raises for what is missing."""
    options = Options(browser_path=browser_path)
    own = (
        Finding(name="python", ok=True, detail=sys.version.split()[0]),
        Finding(name="playwright", ok=True, detail=metadata.version("playwright")),
    )
    try:
        with BrowserSession(options) as session, session.open(options) as opened:
            drawn = opened.world.run(script("capture.browser", "glyphs.js"), SAMPLES)
            return (*own, *_of_browser(session), _of_fonts(drawn))
    except BrowserMissing as error:
        return (*own, Finding(name="browser", ok=False, detail=error.args[0], remedy=INSTALL))


def _of_browser(session: BrowserSession) -> tuple[Finding, ...]:
    facts = session.facts
    sandbox = "on" if facts.sandboxed else f"off: {facts.sandbox_note}"
    return (
        Finding(name="browser", ok=True, detail=f"{facts.version} at {facts.path}"),
        Finding(name="sandbox", ok=True, detail=sandbox),
    )


def _of_fonts(drawn: dict[str, bool]) -> Finding:
    missing = [name for name, found in drawn.items() if not found]
    if not missing:
        return Finding(name="fonts", ok=True, detail=f"glyphs for {', '.join(drawn)}")
    return Finding(
        name="fonts",
        ok=False,
        detail=f"no glyphs for {', '.join(missing)}: pages printed without them lose text",
        remedy=INSTALL,
    )
