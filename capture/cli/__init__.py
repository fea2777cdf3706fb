"""The command line: parse, call, print, exit code.

Importing a family registers its commands.
"""

from capture.cli import (
    batch,
    demo,
    page,
    setup,
    text,
    verify,
)
from capture.cli.app import main

__all__ = ["batch", "demo", "main", "page", "setup", "text", "verify"]
