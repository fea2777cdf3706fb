"""`capture page`: one bundle a URL."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from capture.archive.bundle import Bundle
from capture.cli.app import app, complain
from capture.cli.flags import Flags, capturing
from capture.errors import CaptureError, Exit
from capture.pipeline import Capturer

Archive = Annotated[Path, typer.Option("--output", "-o", help="The archive's folder")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the manifests instead of the paths")]


@app.command("page")
@capturing
def page(
    urls: Annotated[list[str], typer.Argument(metavar="URL", help="Addresses or HTML files")],
    flags: Flags,
    output: Archive = Path("archive"),
    as_json: AsJson = False,
) -> None:
    """Capture pages: one bundle a URL, its path on a line."""
    worst = Exit.OK
    with Capturer(output, flags.options()) as capturer:
        for url in urls:
            try:
                _report(capturer.capture(url, flags.options(url)), as_json=as_json)
            except CaptureError as error:
                complain(str(error))
                worst = max(worst, error.exit_code)
    raise typer.Exit(worst)


def _report(bundle: Bundle, *, as_json: bool) -> None:
    manifest = bundle.manifest
    typer.echo(manifest.model_dump_json() if as_json else str(bundle.path))
    for reason in manifest.reasons:
        complain(f"partial: {reason}")
    if manifest.browser.sandbox_note:
        complain(f"the browser's sandbox is off: {manifest.browser.sandbox_note}")
