"""The command line: parse, call, print, exit code."""

from capture.cli import page, setup, verify
from capture.cli.app import main

__all__ = ["main", "page", "setup", "verify"]
