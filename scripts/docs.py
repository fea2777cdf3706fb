"""`make docs`: writes into the docs what they quote from the program.

A block between ``<!-- capture WORDS -->`` and ``<!-- end -->`` holds the output of that help call.
``docs/commands.md`` and the JSON Schema are written whole.  With ``--check`` nothing is written,
and the exit code says whether anything had drifted.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from typer.testing import CliRunner

from capture.archive.manifest import Manifest
from capture.clean.values import Ledger
from capture.cli.app import app
from capture.cli.families import register

ROOT = Path(__file__).parents[1]
QUOTE = re.compile(r"(<!-- (capture\b[^>]*?) -->\n).*?(<!-- end -->)", re.DOTALL)


def help_of(words: str) -> str:
    """Return the help text of ``capture …`` at 80 columns."""
    arguments = [*words.split()[1:], "--help"]
    plain = {"COLUMNS": "80", "NO_COLOR": "1", "TERMINAL_WIDTH": "80"}
    register([])
    done = CliRunner().invoke(app, arguments, prog_name="capture", env=plain)
    if done.exit_code:
        raise SystemExit(f"no help for {words!r}: {done.output}")
    return done.output.rstrip()


def quoted(text: str) -> str:
    """Return ``text`` with every quotation of a help call renewed."""
    return QUOTE.sub(lambda m: f"{m[1]}```text\n{help_of(m[2])}\n```\n{m[3]}", text)


def commands() -> list[str]:
    """Return every command, groups' own included, in the order of ``--help``."""
    found = []
    for name in _names(help_of("capture")):
        inner = _names(help_of(f"capture {name}"))
        found += [f"capture {name}", *(f"capture {name} {sub}" for sub in inner)]
    return found


def _names(text: str) -> list[str]:
    _, _, listing = text.partition("\nCommands:\n")
    return re.findall(r"^  ([a-z][\w-]*)", listing, re.MULTILINE)


def command_page() -> str:
    """Return docs/commands.md."""
    parts = ["# Commands\n\nWritten by `make docs` from the program's own help.\n"]
    parts += [f"\n## {name}\n\n```text\n{help_of(name)}\n```\n" for name in commands()]
    return "".join(parts)


def schema_of(model: type[Manifest] | type[Ledger]) -> str:
    """Return a model's JSON Schema as the file that is shipped."""
    return json.dumps(model.model_json_schema(), indent=2) + "\n"


def wanted() -> dict[Path, str]:
    """Return what each generated file should hold."""
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    files = {
        page: quoted(page.read_text("utf-8"))
        for page in pages
        if QUOTE.search(page.read_text("utf-8"))
    }
    archive = ROOT / "capture" / "archive"
    files[ROOT / "docs" / "commands.md"] = command_page()
    files[archive / "capture.schema.json"] = schema_of(Manifest)
    files[archive / "ledger.schema.json"] = schema_of(Ledger)
    return files


def main() -> None:
    """Write what drifted, or with ``--check`` name it and fail."""
    files = wanted()
    drifted = [p for p, text in files.items() if not p.exists() or p.read_text("utf-8") != text]
    for path in drifted:
        print(f"drifted: {path.relative_to(ROOT)}")
        if "--check" not in sys.argv:
            path.write_text(files[path], "utf-8")
    if drifted and "--check" in sys.argv:
        sys.exit("run `make docs` and commit what it wrote")


if __name__ == "__main__":
    main()
