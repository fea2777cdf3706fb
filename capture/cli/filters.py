"""`capture filters`: the lists, fetched, shown and explained."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from capture.clean.told import ledger_lines, read_ledger
from capture.cli.app import app, complain
from capture.errors import Exit, printable
from capture.filters.catalogue import by_address, chosen_lists, published
from capture.filters.engine import load
from capture.filters.explain import explain_page, explain_request, list_lines
from capture.filters.update import update
from capture.urls import parse_target

filters = typer.Typer(invoke_without_command=True, help="The filter lists: fetch, show, explain.")
app.add_typer(filters, name="filters")


@filters.callback()
def _help_without_command(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        raise typer.Exit(Exit.USAGE)


@filters.command("update")
def update_lists(
    urls: Annotated[list[str] | None, typer.Argument(help="Lists of your own, by address")] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Ask even for what has not expired")
    ] = False,
) -> None:
    """Fetch the lists that have expired; offline keeps the old ones."""
    wanted = tuple(by_address(url) for url in urls) if urls else published()
    failed = 0
    for outcome in update(wanted, force=force):
        failed += outcome.result == "failed"
        (complain if outcome.result == "failed" else _say)(outcome.line())
    load(chosen_lists())
    if failed:
        raise typer.Exit(Exit.SOME_FAILED)


@filters.command("list")
def list_filters(
    bad: Annotated[
        bool, typer.Option("--bad", help="Name the lines that could not be read")
    ] = False,
) -> None:
    """Show the lists in use: copies, versions, digests, rules, and lines that could not be read."""
    for line in list_lines(load(chosen_lists()), bad=bad):
        _say(line)


@filters.command("explain")
def explain(
    url: Annotated[
        str, typer.Argument(help="A page, a bundle, or with --source a request of that page")
    ],
    source: Annotated[str | None, typer.Option("--source", help="The page that asks")] = None,
    kind: Annotated[
        str, typer.Option("--type", help="script, image, xhr, subdocument …")
    ] = "other",
    filter_list: Annotated[list[str] | None, typer.Option(help="One more list")] = None,
) -> None:
    """Say which rules would act on a page or a request; of a bundle, what was done, and why."""
    ledger = Path(url, "ledger.json")
    if ledger.is_file():
        for line in ledger_lines(read_ledger(ledger)):
            _say(line)
        return
    url = parse_target(url)
    engine = load(chosen_lists(tuple(filter_list or ())))
    lines = explain_request(engine, url, source, kind) if source else explain_page(engine, url)
    for line in lines:
        _say(line)


def _say(line: str) -> None:
    """Print a line of lists that anybody may have written, or of a page."""
    typer.echo(printable(line))
