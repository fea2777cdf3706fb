"""`capture demo`: the bundled page, from a server of its own."""

from __future__ import annotations

import typer

from capture.archive.store import shelf_for
from capture.cli.app import app
from capture.cli.page import Archive
from capture.demo.server import VARIANTS, serve_demo
from capture.pipeline import Capturer


@app.command("demo")
def demo(output: Archive = "archive") -> None:
    """Capture the bundled demo page; needs no network."""
    with serve_demo() as site, shelf_for(output) as shelf, Capturer(shelf.folder) as capturer:
        for variant in VARIANTS:
            typer.echo(shelf.keep(capturer.capture(site.address(variant))))
