"""Telling people and machines how a run goes."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from capture.errors import UsageError, printable
from capture.runs.outcome import Outcome, State
from capture.runs.seeds import BadSeed, Seed
from capture.runs.state import Claim, Counts, Failure
from capture.urls import redact

# A terminal row; an address is cut so that the numbers stay in sight.
_URL_WIDTH = 48


class Quiet:
    """Says nothing but what failed: in a pipe or under CI, unless asked for JSON."""

    def __init__(self, stream: IO[str] | None = None) -> None:
        self._stream = stream or sys.stderr

    def started(self, counts: Counts) -> None:
        """Say nothing."""

    def unusable(self, seed: BadSeed) -> None:
        """Say what in the list is no seed."""
        self._say(seed.text, seed.reason)

    def page(self, claim: Claim, outcome: Outcome, state: State) -> None:
        """Say why a page will not be on record."""
        if state is State.FAILED:
            self._say(redact(claim.seed.url), outcome.reason)

    def _say(self, what: str, why: str) -> None:
        self._stream.write(f"{_one_line(f'{what}: {why}')}\n")
        self._stream.flush()


def _one_line(text: str) -> str:
    return printable(" ".join(text.split()))


class JsonLines:
    """A JSON line for each page that is done or failed, on ``stream`` at once."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream

    def started(self, counts: Counts) -> None:
        """Say nothing: lines are pages."""

    def unusable(self, seed: BadSeed) -> None:
        """Print a line of the list that is no seed as a page that failed untried."""
        said = {"url": redact(seed.text), "options": {}, "state": State.FAILED.value}
        self._print(said | {"reason": seed.reason, "tries": 0})

    def page(self, claim: Claim, outcome: Outcome, state: State) -> None:
        """Print what became of a page that will not be tried again."""
        if state is State.WAITING:
            return
        seed = claim.seed.told()
        said = {
            "url": seed.url,
            "options": seed.values(),
            "state": state.value,
            "bundle": outcome.bundle,
            "partial": outcome.partial or None,
            "reason": outcome.reason or None,
            "unchanged_since": outcome.unchanged_since or None,
            "tries": claim.tries,
            "seconds": round(outcome.seconds, 3),
            "bytes": outcome.bytes,
        }
        self._print({k: v for k, v in said.items() if v is not None})

    def _print(self, said: dict[str, Any]) -> None:
        self._stream.write(json.dumps(said) + "\n")
        self._stream.flush()


class _Rate(ProgressColumn):
    def render(self, task: Task) -> Text:
        return Text(f"{60 * task.speed:.0f}/min" if task.speed else "")


class OnTerminal:
    """A bar with rate and time left; failures scroll by above it."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task = progress.add_task("", total=None)
        self._failed = 0

    def started(self, counts: Counts) -> None:
        """Show what is done already, which does not count for the rate."""
        self._progress.update(self._task, total=counts.waiting + counts.running)

    def unusable(self, seed: BadSeed) -> None:
        """Tell what in the list is no seed."""
        line = _one_line(f"{seed.text}: {seed.reason}")
        self._progress.console.print(line, markup=False, style="red")

    def page(self, claim: Claim, outcome: Outcome, state: State) -> None:
        """Move on, and tell a failure."""
        url = redact(claim.seed.url)
        if state is State.FAILED:
            self._failed += 1
        if outcome.reason:
            again = "again later: " if state is State.WAITING else ""
            self._progress.console.print(
                f"{url}: {again}{outcome.reason}", markup=False, style="red"
            )
        shown = url if len(url) <= _URL_WIDTH else f"{url[: _URL_WIDTH - 1]}…"
        failed = f"{self._failed} failed · " if self._failed else ""
        advance = 0 if state is State.WAITING else 1
        self._progress.update(self._task, description=f"{failed}{shown}", advance=advance)


@contextmanager
def reporter(*, as_json: bool) -> Iterator[JsonLines | OnTerminal | Quiet]:
    """Yield the report that suits where the output goes."""
    if as_json:
        yield JsonLines(sys.stdout)
    elif not sys.stderr.isatty() or os.environ.get("CI"):
        yield Quiet()
    else:
        columns = (BarColumn(), MofNCompleteColumn(), _Rate(), TimeRemainingColumn())
        console = Console(stderr=True)
        # markup off: an address may hold what rich would take for its own.
        last = TextColumn("{task.description}", markup=False)
        with Progress(*columns, last, console=console) as progress:
            yield OnTerminal(progress)


def check_writable(path: Path) -> None:
    """Raise `UsageError` where `write_failures` could not write: a run can take weeks."""
    try:
        path.open("a").close()
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}") from error


def write_failures(path: Path, failures: Iterator[Failure]) -> None:
    """Write what failed as a seed list of its own, each with its reason in a comment above.

    Passwords and headers stay out of it, and a comment says so.
    """
    with path.open("w", encoding="utf-8", errors="replace") as file:
        for failure in failures:
            reason = " ".join(failure.reason.split())
            file.write(f"# {reason} ({failure.tries} tries)\n{_seed_line(failure)}\n")


def _seed_line(failure: Failure) -> str:
    if failure.tries == 0:
        return f"# {redact(' '.join(failure.url.split()))}"  # never was a seed
    given = Seed(" ".join(failure.url.split()), failure.options)
    seed = given.told()
    left_out = "" if seed == given else "# its password or headers are left out here\n"
    if seed.options == "{}":
        return left_out + seed.url
    return left_out + json.dumps({"url": seed.url, **seed.values()}, ensure_ascii=False)


def summary(counts: Counts, new: int, seconds: float) -> str:
    """Return the line that a run ends with."""
    parts = [f"{counts.done} of {counts.total} done ({new} in this run)"]
    if counts.failed:
        parts.append(f"{counts.failed} failed")
    if counts.waiting:
        parts.append(f"{counts.waiting} waiting")
    if new and seconds > 0:
        parts.append(f"{60 * new / seconds:.1f} pages a minute")
    return ", ".join(parts)
