"""`capture install` and `capture doctor`: the browser and the environment."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from capture.browser.doctor import Finding, examine
from capture.browser.install import install as install_missing
from capture.cli.app import app, complain
from capture.errors import Exit

BrowserPath = Annotated[Path | None, typer.Option("--browser-path", help="Chromium to look at")]


@app.command("install")
def install() -> None:
    """Find a Chromium and fonts, or install them."""
    _show(install_missing(complain))


@app.command("doctor")
def doctor(browser_path: BrowserPath = None) -> None:
    """Say what is missing, and the command that mends it."""
    findings = examine(browser_path)
    _show(findings)
    if any(finding.name == "browser" and not finding.ok for finding in findings):
        raise typer.Exit(Exit.NO_BROWSER)


def _show(findings: tuple[Finding, ...]) -> None:
    for finding in findings:
        mark = "ok     " if finding.ok else "MISSING"
        remedy = f" — run: {finding.remedy}" if finding.remedy else ""
        typer.echo(f"{mark} {finding.name}: {finding.detail}{remedy}")
