"""`capture browse`: look through, search and compare captures."""

from __future__ import annotations

import webbrowser
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Annotated

import typer

from capture.archive.catalogue import refresh
from capture.browse.server import make_server
from capture.cli.app import app, complain
from capture.errors import UsageError


@app.command("browse")
def browse(
    archive: Annotated[Path, typer.Argument(help="The archive")] = Path("archive"),
    port: Annotated[int, typer.Option(help="Port on loopback [any that is free]")] = 0,
    open_browser: Annotated[bool, typer.Option("--open", help="Open it in a browser")] = False,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Read every bundle anew")] = False,
) -> None:
    """Serve a local page to look through an archive.

    Its address is printed; Ctrl-C ends it.
    """
    if not archive.is_dir():
        raise UsageError(f"no archive at {archive}", remedy="capture a page first")
    new = refresh(archive, anew=rebuild)
    complain(f"{new} new capture{'' if new == 1 else 's'} in the catalogue")
    with _server(archive, port) as server:
        address = f"http://127.0.0.1:{server.server_address[1]}/"
        typer.echo(address)
        if open_browser:
            webbrowser.open(address)
        server.serve_forever()


def _server(archive: Path, port: int) -> ThreadingHTTPServer:
    try:
        return make_server(archive, port)
    except (OSError, OverflowError) as error:
        why = (isinstance(error, OSError) and error.strerror) or "there is no such port"
        raise UsageError(
            f"port {port}: {why}", remedy="name another with --port, or none for any that is free"
        ) from error
