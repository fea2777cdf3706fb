"""The `capture` command and how it ends."""

from __future__ import annotations

import sys
from importlib.metadata import version
from typing import Annotated

import click
import typer

from capture.errors import CaptureError, Exit

app = typer.Typer(
    name="capture",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=True,
    help="Web pages as they ought to be on paper and on record: cleaned, complete, verifiable.",
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"page-capture {version('page-capture')}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Show it")
    ] = False,
) -> None:
    pass


def complain(message: str) -> None:
    """Print one line to stderr."""
    sys.stderr.write(f"capture: {message}\n")


def main() -> None:
    """Run the command line and end the process with the contract's exit code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run the command line with ``arguments``; return the exit code."""
    try:
        result = app(arguments, standalone_mode=False)
    except CaptureError as error:
        complain(str(error))
        return error.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        sys.stdout.write(f"{error.format_message()}\n")
        return Exit.USAGE
    except click.ClickException as error:
        complain(error.format_message())
        return Exit.USAGE
    except (KeyboardInterrupt, click.Abort):
        complain("interrupted")
        return Exit.INTERRUPTED
    except BrokenPipeError:
        return Exit.OK
    return result if isinstance(result, int) else Exit.OK
