"""Which module holds which command: only the one at hand is imported.

All of them together take 2 s of CPU to import, `capture diff` alone 0.5.
"""

from __future__ import annotations

from importlib import import_module

FAMILIES = {
    "page": "page",
    "batch": "batch",
    "check": "check",
    "approve": "check",
    "diff": "diff",
    "print": "print",
    "text": "text",
    "verify": "verify",
    "export": "export",
    "browse": "browse",
    "filters": "filters",
    "demo": "demo",
    "install": "setup",
    "doctor": "setup",
}


def register(arguments: list[str]) -> None:
    """Register the command that ``arguments`` begin with; all commands for any other beginning."""
    first = arguments[0] if arguments else ""
    if first == "--version":
        return
    named = FAMILIES.get(first)
    for family in [named] if named else dict.fromkeys(FAMILIES.values()):
        import_module(f"capture.cli.{family}")
