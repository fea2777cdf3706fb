"""`capture check` and `capture approve`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from capture.cli.app import app, complain
from capture.cli.diff import AsJson, FailOn, Threshold, show
from capture.compare.baselines import Update
from capture.compare.baselines import approve as approve_captures
from capture.compare.junit import append_summary, junit, step_summary, workflow_commands
from capture.compare.report import write_report
from capture.errors import Exit
from capture.options import load_config
from capture.runs.check import CAPTURES, CheckResult, Settings, settings_of
from capture.runs.check import check as check_pages

ConfigFile = Annotated[Path | None, typer.Option("--config", "-c", help="capture.toml")]
Snapshots = Annotated[Path | None, typer.Option("--snapshots", help="Baselines [snapshots]")]
Report = Annotated[Path | None, typer.Option("--report", help="Report folder [report]")]
Mask = Annotated[
    list[str] | None,
    typer.Option("--mask", help="What may differ: a CSS selector, or x,y,width,height in px"),
]


@app.command("check")
def check(
    names: Annotated[list[str] | None, typer.Argument(metavar="NAME", help="Only these")] = None,
    config: ConfigFile = None,
    update: Annotated[
        Update | None, typer.Option("--update-snapshots", help="Which baselines to write")
    ] = None,
    junit_file: Annotated[Path | None, typer.Option("--junit", help="Write JUnit XML")] = None,
    snapshots: Snapshots = None,
    report: Report = None,
    fail_on: FailOn = None,
    threshold: Threshold = None,
    mask: Mask = None,
    as_json: AsJson = False,
) -> None:
    """Capture the configured pages; compare them with baselines."""
    loaded = load_config(config)
    settings = settings_of(
        loaded,
        snapshots=snapshots,
        report=report,
        fail_on=fail_on,
        threshold=threshold,
        masks=mask or None,
    )
    result = check_pages(loaded, settings, names=tuple(names or ()), update=update)
    _publish(result, settings, junit_file, as_json=as_json)
    raise typer.Exit(_exit_code(result))


@app.command("approve")
def approve(
    patterns: Annotated[list[str] | None, typer.Argument(metavar="NAME", help="or *")] = None,
    config: ConfigFile = None,
    snapshots: Snapshots = None,
    report: Report = None,
) -> None:
    """Make the last check's captures the baselines.

    The names of those that changed are printed.
    """
    settings = settings_of(load_config(config), snapshots=snapshots, report=report)
    captures = settings.report / CAPTURES
    for name in approve_captures(captures, settings.snapshots, tuple(patterns or ())):
        typer.echo(name)


def _publish(
    result: CheckResult, settings: Settings, junit_file: Path | None, *, as_json: bool
) -> None:
    show(result.comparisons, result.errors, as_json=as_json)
    if junit_file:
        junit_file.write_bytes(junit(result.comparisons, result.errors))
    complain(f"report: {write_report(result.comparisons, result.errors, settings.report)}")
    if os.environ.get("GITHUB_ACTIONS"):
        for line in workflow_commands(result.comparisons, result.errors):
            typer.echo(line, err=True)
    if path := os.environ.get("GITHUB_STEP_SUMMARY"):
        append_summary(Path(path), step_summary(result.comparisons, result.errors))


def _exit_code(result: CheckResult) -> Exit:
    if result.errors:
        return Exit.NOT_CAPTURED if not result.comparisons else Exit.SOME_FAILED
    return Exit.CHANGED if result.changed else Exit.OK
