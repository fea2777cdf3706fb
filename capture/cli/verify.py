"""`capture verify`: fixity of everything under a path."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from capture.archive.claims import broken_claims
from capture.archive.verify import verify_under
from capture.cli.app import app, complain
from capture.errors import Exit, UsageError, printable


@app.command("verify")
def verify(
    paths: Annotated[list[str], typer.Argument(metavar="PATH", help="Bundles or archives")],
    pdf_a: Annotated[
        bool, typer.Option("--pdf-a", help="Also validate what each page.pdf claims")
    ] = False,
) -> None:
    """Compare every bundle with its digests: a line a failing file."""
    checked = failed = 0
    for verdict in (found for path in paths for found in verify_under(path)):
        problems = (*verdict.problems, *(broken_claims(Path(verdict.bundle)) if pdf_a else ()))
        checked, failed = checked + 1, failed + bool(problems)
        for problem in problems:
            typer.echo(printable(problem))
    if not checked:
        raise UsageError(f"no bundle under {', '.join(paths)}")
    complain(f"{checked} bundle{'' if checked == 1 else 's'} checked, {failed} failed")
    raise typer.Exit(Exit.FIXITY if failed else Exit.OK)
