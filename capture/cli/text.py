"""`capture text`: the main content of stored HTML."""

from __future__ import annotations

import os
from collections import Counter
from enum import StrEnum
from json import dumps as json_text
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
    files: Annotated[list[str], typer.Argument(help="Stored HTML; - reads standard input.")],
    markdown: Annotated[bool, typer.Option("--markdown", help="Markdown instead of text.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Text, kind and metadata as JSON.")] = False,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", help="Folder for <stem>.txt of each file; of one, a .txt to write."
        ),
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
    places = places_for(files, output, _SUFFIX[form]) if output else {}
    failed = 0
    for file in files:
        try:
            found = extract(_read(file), url)
            name = file if len(files) > 1 else ""
            _put(_rendered(found, form, plain=ascii, name=name), places.get(file))
        except CaptureError as error:
            _complain(f"{file}: {error}")
            failed += 1
            code = error.exit_code
            continue
        if not found.text:
            _complain(f"{file}: no text found")
    if failed:
        raise typer.Exit(code if len(files) == 1 else Exit.SOME_FAILED)


def _complain(message: str) -> None:
    typer.echo(printable(message), err=True)


def places_for(files: list[str], output: Path, suffix: str) -> dict[str, Path]:
    """Return the file that each one's text goes to: ``<stem>.txt`` in the folder ``output``.

    Files that share a stem, as every ``index.html`` of a site does, keep the folders they lie in.
    Raises `UsageError` where two would still be written to one place.
    """
    if output.is_file() or output.suffix in _SUFFIX.values():
        if len(files) == 1 and not output.is_dir():
            return {files[0]: output}
        if output.is_file():
            raise UsageError(f"{output} is a file", remedy="name a folder with -o")
    stems = {file: "stdin" if file == "-" else Path(file).stem for file in files}
    alone = Counter(stems.values())
    folders = {file: Path(file).parent.resolve() for file in files}
    shared = os.path.commonpath(list(folders.values()))
    places = {
        file: output
        / (folders[file].relative_to(shared) if alone[stem] > 1 else "")
        / f"{stem}{suffix}"
        for file, stem in stems.items()
    }
    place, times = Counter(places.values()).most_common(1)[0]
    if times > 1:
        both = " and ".join(file for file in places if places[file] == place)
        raise UsageError(f"{both} would all be written to {place}", remedy="rename, or run twice")
    return places


def _read(file: str) -> str:
    try:
        if file == "-":
            return decode(typer.get_binary_stream("stdin").read(LARGEST + 1))
        if (size := Path(file).stat().st_size) > LARGEST:
            raise UsageError(
                f"{size / 1e6:.0f} MB is more than a page can be",
                remedy=f"files up to {LARGEST // 1_000_000} MB are read",
            )
        return decode(Path(file).read_bytes())
    except OSError as error:
        raise UsageError(
            error.strerror or "cannot be read",
            remedy="capture page takes addresses"
            if "://" in file
            else "give the path of a stored HTML file",
        ) from error


def _rendered(found: Extraction, form: _Form, *, plain: bool, name: str) -> str:
    """Return ``found`` as it is written; of several files as JSON, each with its ``name``."""
    words, marked = (to_ascii(t) if plain else t for t in (found.text, found.markdown))
    if form is not _Form.JSON:
        return marked if form is _Form.MARKDOWN else words
    values = found.model_copy(update={"text": words, "markdown": marked}).model_dump(mode="json")
    return json_text({"file": name} | values if name else values, indent=2, ensure_ascii=False)


def _put(words: str, place: Path | None) -> None:
    if place is None:
        if words:
            typer.echo(words)
        return
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(words + "\n" if words else "", encoding="utf-8")
    except OSError as error:
        raise UsageError(
            f"cannot write {place}: {error.strerror}", remedy="choose another folder with -o"
        ) from error
