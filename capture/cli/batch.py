"""`capture batch`: a bundle for every seed of a list."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from capture.cli.app import app, complain
from capture.cli.flags import Flags, capturing
from capture.errors import Exit, UsageError
from capture.options import parse_duration_ms
from capture.runs.batch import Plan
from capture.runs.page import page_settings
from capture.runs.progress import reporter, summary
from capture.runs.retry import RetryPolicy
from capture.runs.seeds import read_seeds
from capture.runs.session import run_batch
from capture.runs.workers import Limits

_PANEL = "Run"


@app.command("batch")
@capturing
def batch(
    seeds: Annotated[
        str,
        typer.Argument(
            metavar="SEEDS", help="Text file, sitemap or feed, the address of one, or - for stdin"
        ),
    ],
    flags: Flags,
    output: Annotated[
        str, typer.Option("--output", "-o", help="The archive: a folder, or s3://bucket/prefix")
    ] = "archive",
    state: Annotated[
        Path | None,
        typer.Option(help="Folder of a remote archive's state", rich_help_panel=_PANEL),
    ] = None,
    cluster: Annotated[
        str | None, typer.Option(help="A Dask scheduler: tcp://…", rich_help_panel=_PANEL)
    ] = None,
    workers: Annotated[
        int, typer.Option("--workers", min=1, help="Browsers at once", rich_help_panel=_PANEL)
    ] = os.cpu_count() or 1,
    retries: Annotated[
        int, typer.Option(min=0, help="Further tries for what may pass", rich_help_panel=_PANEL)
    ] = 2,
    delay: Annotated[
        str, typer.Option(help="Between two pages of one host", rich_help_panel=_PANEL)
    ] = "1s",
    per_host: Annotated[
        int, typer.Option(min=1, help="Pages of one host at once", rich_help_panel=_PANEL)
    ] = 2,
    robots: Annotated[
        bool, typer.Option("--robots", help="Respect robots.txt", rich_help_panel=_PANEL)
    ] = False,
    max_time: Annotated[
        str, typer.Option(help="Give a page up after", rich_help_panel=_PANEL)
    ] = "5m",
    errors_file: Annotated[
        Path | None, typer.Option(help="Where failures go, as seeds", rich_help_panel=_PANEL)
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Capture what is done anew", rich_help_panel=_PANEL)
    ] = False,
    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help="Try all failures anew", rich_help_panel=_PANEL)
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="A JSON line a page", rich_help_panel=_PANEL)
    ] = False,
) -> None:
    """Capture every seed of a list; goes on where it was stopped."""
    settings = page_settings(output, state, flags.config, flags.given, robots=robots)
    plan = Plan(per_host, _seconds(delay), RetryPolicy(retries), again, retry_failed)
    flags.options()  # a wrong flag is a mistake in the command, not a failure of every page
    with reporter(as_json=as_json) as report:
        result = run_batch(
            read_seeds(seeds), settings, plan, report,
            workers=workers, limits=Limits(_seconds(max_time)), errors_file=errors_file,
            cluster=cluster,
        )  # fmt: skip
    if not result.counts.total:
        complain(f"{seeds} holds no seeds")
    typer.echo(summary(result.counts, result.new, result.seconds), err=as_json)
    raise typer.Exit(Exit.SOME_FAILED if result.counts.failed else Exit.OK)


def _seconds(duration: str) -> float:
    try:
        return parse_duration_ms(duration) / 1000
    except ValueError as error:
        raise UsageError(str(error)) from error
