"""The command line: parse, call, print, exit code."""

from capture.cli.app import app

__all__ = ["app"]
