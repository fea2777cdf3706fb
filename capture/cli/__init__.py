"""The command line: parse, call, print, exit code.

Importing a family registers its commands.
"""

from capture.cli import (
    batch,
    browse,
    check,
    demo,
    export,
    filters,
    page,
    print,  # noqa: A004 (the command is called so)
    setup,
    text,
    verify,
)
from capture.cli.app import main

__all__ = [
    "batch",
    "browse",
    "check",
    "demo",
    "export",
    "filters",
    "main",
    "page",
    "print",
    "setup",
    "text",
    "verify",
]
