"""`capture text`: the main content of stored HTML."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from capture.cli.app import app
from capture.errors import CaptureError, Exit, UsageError, printable
from capture.extract.charset import LARGEST, decode
from capture.extract.extract import extract
from capture.extract.plaintext import to_ascii
from capture.extract.values import Extraction


class _Form(StrEnum):
    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"


_SUFFIX = {_Form.TEXT: ".txt", _Form.MARKDOWN: ".md", _Form.JSON: ".json"}


@app.command()
def text(
    files: Annotated[list[Path], typer.Argument(help="Stored HTML; - reads standard input.")],
    markdown: Annotated[bool, typer.Option("--markdown", help="Markdown instead of text.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Text, kind and metadata as JSON.")] = False,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Write <stem>.txt for each file here.")
    ] = None,
    ascii: Annotated[  # noqa: A002
        bool, typer.Option("--ascii", help="Plain quotes, dashes and spaces.")
    ] = False,
    url: Annotated[
        str | None, typer.Option("--url", help="The page's address: makes links absolute.")
    ] = None,
) -> None:
    """Extract the main content of stored HTML, scripts off."""
    form = _Form.JSON if json else _Form.MARKDOWN if markdown else _Form.TEXT
    failed = 0
    for file in files:
        try:
            _put(_rendered(extract(_read(file), url), form, plain=ascii), file, form, output)
        except CaptureError as error:
            typer.echo(printable(f"{file}: {error}"), err=True)
            failed += 1
            code = error.exit_code
    if failed:
        raise typer.Exit(code if len(files) == 1 else Exit.SOME_FAILED)


def _read(file: Path) -> str:
    try:
        if str(file) == "-":
            return decode(typer.get_binary_stream("stdin").read(LARGEST + 1))
        if file.stat().st_size > LARGEST:
            raise UsageError(
                f"{file.stat().st_size / 1e6:.0f} MB is more than a page can be",
                remedy=f"files up to {LARGEST // 1_000_000} MB are read",
            )
        return decode(file.read_bytes())
    except OSError as error:
        raise UsageError(
            error.strerror or "cannot be read", remedy="give the path of a stored HTML file"
        ) from error


def _rendered(found: Extraction, form: _Form, *, plain: bool) -> str:
    if form is _Form.JSON:
        return found.model_dump_json(indent=2)
    words = found.markdown if form is _Form.MARKDOWN else found.text
    return to_ascii(words) if plain else words


def _put(words: str, file: Path, form: _Form, folder: Path | None) -> None:
    if folder is None:
        if words:
            typer.echo(words)
        return
    folder.mkdir(parents=True, exist_ok=True)
    stem = "stdin" if str(file) == "-" else file.stem
    (folder / f"{stem}{_SUFFIX[form]}").write_text(words + "\n" if words else "", encoding="utf-8")
