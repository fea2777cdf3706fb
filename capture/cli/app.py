"""The `capture` command and how it ends."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Callable, Iterator
from typing import Annotated

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException

from capture.cli.families import register
from capture.errors import CaptureError, Exit, printable

# What is meant as a level of PDF/A, whether it is made here or not: none, 2u, 1b, 4.
_LEVEL = re.compile(r"none|[0-9][a-z]?", re.IGNORECASE)
# What most people come for stands first.
ORDER = ("page", "batch", "check", "approve", "diff", "print", "text", "verify", "export", "browse")


class _InOrder(TyperGroup):
    """The list of commands, in the order of use; what has no place in it comes last."""

    def list_commands(self, context: object) -> list[str]:
        known = [name for name in ORDER if name in self.commands]
        return [*known, *(name for name in self.commands if name not in known)]


app = typer.Typer(
    name="capture",
    cls=_InOrder,
    invoke_without_command=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=True,
    help="Web pages as they ought to be on paper and on record: cleaned, complete, verifiable.",
)


def _print_version(wanted: bool) -> None:
    if wanted:
        # A quarter of the command line's own time to come up, and rarely asked for.
        from importlib.metadata import version

        typer.echo(f"page-capture {version('page-capture')}")
        raise typer.Exit


@app.callback()
def _main(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Show it")
    ] = False,
) -> None:
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        raise typer.Exit(Exit.USAGE)


def complain(message: str) -> None:
    """Print one line to stderr; what a page or server put into it steers no terminal."""
    sys.stderr.write(f"capture: {printable(message)}\n")


def main() -> None:
    """Run the command line and end the process with the contract's exit code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run the command line with ``arguments``; return the exit code."""
    register(arguments)
    logging.getLogger("playwright").addFilter(_is_news)
    words = ["--pdf-a=2u" if bare else word for word, bare in _bare_pdf_a(arguments)]
    return guarded(lambda: app(words, standalone_mode=False))


def _is_news(record: logging.LogRecord) -> bool:
    """Keep out of the log what is said anyway.

    An interrupt that Playwright met in a listener ends the command; its own errors, of which one
    follows when the interrupt took a call from it, are raised to whoever calls next.
    """
    met = record.exc_info[1] if record.exc_info else None
    own = type(met).__module__.partition(".")[0] == "playwright"
    return not (own or isinstance(met, KeyboardInterrupt))


def _bare_pdf_a(arguments: list[str]) -> Iterator[tuple[str, bool]]:
    """Mark each ``--pdf-a`` that names no level: it means the default one.

    `capture verify` has a switch of that name, which takes none.
    """
    levelled = arguments[:1] != ["verify"]
    for word, following in zip(arguments, [*arguments, ""][1:], strict=True):
        yield word, levelled and word == "--pdf-a" and not _LEVEL.fullmatch(following)


def guarded(command: Callable[[], object]) -> int:
    """Run ``command``; turn every way it can end into one line and an exit code."""
    try:
        result = command()
    except CaptureError as error:
        complain(str(error))
        return error.exit_code
    except TyperException as error:  # wrong words on the command line, or none
        complain(error.format_message())
        return Exit.USAGE
    except (KeyboardInterrupt, typer.Abort):
        complain("interrupted")
        return Exit.INTERRUPTED
    except BrokenPipeError:
        return Exit.OK
    except SystemExit as error:
        # Typer ends so by itself, with the code that here means "changed", when nobody reads on.
        if isinstance(error.__context__, BrokenPipeError):
            return Exit.OK
        raise
    except OSError as error:
        # No descriptors, no disk: whatever the system refuses, it is one line.
        complain(f"the system refuses: {error}")
        return Exit.NOT_CAPTURED
    except MemoryError:
        complain("the system refuses: not enough memory")
        return Exit.NOT_CAPTURED
    if result == Exit.INTERRUPTED:  # Typer turns Ctrl-C into this code by itself
        complain("interrupted")
    return result if isinstance(result, int) else Exit.OK
