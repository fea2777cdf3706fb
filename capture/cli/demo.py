"""`capture demo`: the bundled page, from a server of its own."""

from __future__ import annotations

import time
from typing import Annotated, NoReturn

import typer

from capture.archive.store import shelf_for
from capture.cli.app import app, complain
from capture.cli.page import Archive
from capture.demo.server import VARIANTS, serve_demo
from capture.errors import UsageError
from capture.pipeline import Capturer


@app.command("demo")
def demo(
    output: Archive = "archive",
    serve: Annotated[
        int | None,
        typer.Option(
            "--serve",
            metavar="PORT",
            min=1,
            max=65_534,
            help="Only serve it, there and on the next port",
        ),
    ] = None,
) -> None:
    """Capture the bundled demo page; needs no network."""
    if serve is not None:
        _serve(serve)
    with serve_demo() as site, shelf_for(output) as shelf, Capturer(shelf.folder) as capturer:
        for variant in VARIANTS:
            typer.echo(shelf.keep(capturer.capture(site.address(variant))))


def _serve(port: int) -> NoReturn:
    try:
        _serve_there(port)
    except OSError as error:
        raise UsageError(
            f"ports {port} and {port + 1} cannot be served on: {error.strerror}",
            remedy="try other ports",
        ) from error


def _serve_there(port: int) -> NoReturn:
    with serve_demo(port) as site:
        complain("; ".join(site.address(variant) for variant in VARIANTS))
        while True:
            time.sleep(3600)
