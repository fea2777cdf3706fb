"""`capture page`: one bundle a URL."""

from __future__ import annotations

from typing import Annotated

import typer

from capture.archive.bundle import Bundle
from capture.archive.store import refuse_skipping, shelf_for
from capture.cli.app import app, complain
from capture.cli.flags import Flags, capturing
from capture.errors import CaptureError, Exit, printable
from capture.pipeline import Capturer
from capture.urls import redact

Archive = Annotated[
    str, typer.Option("--output", "-o", help="The archive: a folder, or s3://bucket/prefix")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the manifests instead of the paths")]


@app.command("page")
@capturing
def page(
    urls: Annotated[list[str], typer.Argument(metavar="URL", help="Addresses or HTML files")],
    flags: Flags,
    output: Archive = "archive",
    as_json: AsJson = False,
) -> None:
    """Capture pages: one bundle a URL, its path on a line."""
    worst = Exit.OK
    told: set[str] = set()
    refuse_skipping(output, skip_unchanged=flags.options().skip_unchanged)
    with shelf_for(output) as shelf, Capturer(shelf.folder, flags.options()) as capturer:
        for url in urls:
            try:
                bundle = capturer.capture(url, flags.options(url))
                _report(bundle, shelf.keep(bundle), as_json=as_json)
                _complain_of(bundle, f"{printable(redact(url))}: " if urls[1:] else "", told)
            except CaptureError as error:
                complain(str(error))
                worst = max(worst, error.exit_code)
    raise typer.Exit(worst)


def _report(bundle: Bundle, where: str, *, as_json: bool) -> None:
    typer.echo(bundle.manifest.model_dump_json() if as_json else where)


def _complain_of(bundle: Bundle, page: str, told: set[str]) -> None:
    """Say what is wrong: with which page, if there are several; with the browser, once."""
    for reason in bundle.manifest.reasons:
        complain(f"{page}partial: {reason}")
    note = bundle.manifest.browser.sandbox_note
    if note and note not in told:
        complain(f"the browser's sandbox is off: {note}")
        told.add(note)
