"""`capture demo`: the bundled page, from a server of its own."""

from __future__ import annotations

from pathlib import Path

import typer

from capture.cli.app import app
from capture.cli.page import Archive
from capture.demo.server import VARIANTS, serve_demo
from capture.pipeline import Capturer


@app.command("demo")
def demo(output: Archive = Path("archive")) -> None:
    """Capture the demo page in its three variants: nothing but this machine is needed."""
    with serve_demo() as site, Capturer(output) as capturer:
        for variant in VARIANTS:
            typer.echo(str(capturer.capture(site.address(variant)).path))
