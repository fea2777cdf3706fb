"""`capture verify`: fixity of everything under a path."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from capture.archive.bundle import find_bundles
from capture.archive.fixity import verify_bundle
from capture.cli.app import app, complain
from capture.errors import Exit, UsageError


@app.command("verify")
def verify(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH", help="Bundles or archives")],
) -> None:
    """Compare every bundle with its digests: a line for each file that fails."""
    checked = failed = 0
    for path in paths:
        if not path.is_dir():
            raise UsageError(f"no folder at {path}")
        for bundle in find_bundles(path):
            failures = verify_bundle(bundle)
            checked, failed = checked + 1, failed + bool(failures)
            for failure in failures:
                typer.echo(str(failure))
    if not checked:
        raise UsageError(f"no bundle under {', '.join(map(str, paths))}")
    complain(f"{checked} bundles checked, {failed} failed")
    raise typer.Exit(Exit.FIXITY if failed else Exit.OK)
