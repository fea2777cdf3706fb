"""`capture export`: bundles in the forms that other systems take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from capture.archive.bagit import export_bag
from capture.archive.bundle import find_bundles
from capture.cli.app import app, complain
from capture.errors import CaptureError, Exit, UsageError, printable


@app.command("export")
def export(
    bundles: Annotated[
        list[Path], typer.Argument(metavar="BUNDLE...", help="Bundles, or archives of them")
    ],
    bagit: Annotated[bool, typer.Option("--bagit", help="As BagIt bags (RFC 8493)")] = False,
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder for them")] = Path("bags"),
) -> None:
    """Write bundles in another form: one path a line."""
    if not bagit:
        raise UsageError("no form was named", remedy="give --bagit")
    worst = Exit.OK
    for bundle in (found for path in bundles for found in _bundles(path)):
        try:
            typer.echo(printable(str(export_bag(bundle, output))))
        except CaptureError as error:
            complain(str(error))
            worst = max(worst, error.exit_code)
    raise typer.Exit(worst)


def _bundles(path: Path) -> list[Path]:
    """Return the bundles at or under ``path``; itself where there is none, for the message."""
    return list(find_bundles(path)) or [path]
