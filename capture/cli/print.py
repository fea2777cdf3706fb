"""`capture print`: a page as a print copy."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated

import typer

from capture.archive.bundle import Bundle, load_bundle
from capture.browser.launch import BrowserSession
from capture.cli.app import app
from capture.cli.flags import Flags, capturing
from capture.errors import CaptureError, UsageError
from capture.options import Options
from capture.pipeline import Capturer
from capture.render.copy import CopySource, typeset_copy
from capture.render.paper import copy_request
from capture.render.pdfa.values import Level
from capture.urls import host_folder, slug

# A hundred copies of one page in one folder are an accident.
_MOST_COPIES = 100


@app.command("print")
@capturing
def print_copy(
    source: Annotated[str, typer.Argument(metavar="BUNDLE-or-URL", help="What to print")],
    flags: Flags,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="The PDF [named after the page]")
    ] = None,
) -> None:
    """Typeset a page's main content for reading on paper.

    The file's path is printed.
    """
    options = flags.options(source)
    _check(output or Path("page.pdf"))
    found = _source(source, options)
    with BrowserSession(options) as session, session.open(options) as opened:
        level = None if options.pdf_a == "none" else Level(options.pdf_a)
        copy = typeset_copy(opened.world, found, copy_request(options), level)
    typer.echo(str(_written(copy.data, output or _free_name(found.url))))


def _source(source: str, options: Options) -> CopySource:
    if Path(source).is_dir():
        return _of_bundle(load_bundle(Path(source)))
    kept = options.model_copy(update={"originals": False})
    with tempfile.TemporaryDirectory(prefix="capture-") as folder, Capturer(folder, kept) as once:
        return _of_bundle(once.capture(source))


def _of_bundle(bundle: Bundle) -> CopySource:
    manifest = bundle.manifest
    try:
        html = bundle.read_text("page.html")
    except (OSError, ValueError) as error:
        raise UsageError(f"{bundle.path} holds no page.html to print") from error
    return CopySource(html, manifest.final_url, manifest.title, manifest.started_at)


def _free_name(url: str) -> Path:
    stem = f"{host_folder(url)}-{slug(url)}"[:120]
    names = [Path(f"{stem}.pdf"), *(Path(f"{stem}-{n}.pdf") for n in range(2, _MOST_COPIES))]
    free = next((name for name in names if not name.exists()), None)
    if free is None:
        raise UsageError(f"{names[0]} and {_MOST_COPIES} like it exist", remedy="name one with -o")
    return free


def _check(file: Path) -> None:
    """Make sure that ``file`` could be written, before a page is loaded for it."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.exists():
            with file.open("r+b"):
                pass
        else:
            with tempfile.TemporaryFile(dir=file.parent):
                pass
    except OSError as error:
        raise UsageError(
            f"cannot write {file}: {error.strerror}", remedy="choose another file with -o"
        ) from error


def _written(data: bytes, file: Path) -> Path:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    except OSError as error:
        raise CaptureError(f"cannot write {file}: {error.strerror}") from error
    return file
