"""`capture verify`: fixity of everything under a path."""

from __future__ import annotations

from typing import Annotated

import typer

from capture.archive.verify import verify_under
from capture.cli.app import app, complain
from capture.errors import Exit, UsageError


@app.command("verify")
def verify(
    paths: Annotated[list[str], typer.Argument(metavar="PATH", help="Bundles or archives")],
) -> None:
    """Compare every bundle with its digests: a line for each file that fails."""
    checked = failed = 0
    for verdict in (found for path in paths for found in verify_under(path)):
        checked, failed = checked + 1, failed + bool(verdict.problems)
        for problem in verdict.problems:
            typer.echo(problem)
    if not checked:
        raise UsageError(f"no bundle under {', '.join(paths)}")
    complain(f"{checked} bundles checked, {failed} failed")
    raise typer.Exit(Exit.FIXITY if failed else Exit.OK)
