"""`capture export`: bundles in the forms that other systems take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from capture.archive.bagit import export_bag
from capture.cli.app import app
from capture.errors import UsageError


@app.command("export")
def export(
    bundles: Annotated[list[Path], typer.Argument(metavar="BUNDLE...", help="Bundles")],
    bagit: Annotated[bool, typer.Option("--bagit", help="As BagIt bags (RFC 8493)")] = False,
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder for them")] = Path("bags"),
) -> None:
    """Write bundles in another form: one path a line."""
    if not bagit:
        raise UsageError("no form was named", remedy="give --bagit")
    for bundle in bundles:
        typer.echo(export_bag(bundle, output))
