"""The `capture` command and how it ends."""

from __future__ import annotations

import typer

app = typer.Typer(name="capture", no_args_is_help=True, rich_markup_mode=None, help=__doc__)
