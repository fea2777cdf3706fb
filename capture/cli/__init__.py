"""The command line: parse, call, print, exit code."""

from capture.cli import batch, page, setup, text, verify
from capture.cli.app import main

__all__ = ["batch", "main", "page", "setup", "text", "verify"]
