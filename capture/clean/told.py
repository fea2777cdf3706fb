"""A ledger in lines: what was taken, left and stopped, by which rule and why."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from capture.clean.values import BlockedRequest, Candidate, Ledger
from capture.errors import UsageError

# A line on a terminal; the ledger itself has all of it.
MAX_TEXT = 80


def read_ledger(path: Path) -> Ledger:
    """Read a bundle's ``ledger.json``; raises `UsageError` when it is not one."""
    try:
        return Ledger.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise UsageError(
            f"{path} is no ledger that can be read", remedy="run: capture verify on the bundle"
        ) from error


def ledger_lines(ledger: Ledger) -> Iterator[str]:
    """Yield a line for each element acted on or left alone, and for each request stopped."""
    for removal in ledger.removed:
        yield _line(removal.candidate.action.value, removal.candidate, removal.reason)
    for kept in ledger.kept:
        yield _line("kept", kept.candidate, kept.reason)
    yield from (_stopped(request) for request in ledger.blocked)
    yield from (f"note      {_plain(note)}" for note in (*ledger.notes, *ledger.partial))
    yield (
        f"{len(ledger.removed)} acted on, {len(ledger.kept)} kept, "
        f"{len(ledger.blocked)} requests stopped (level {ledger.level})"
    )


def _line(done: str, found: Candidate, reason: str) -> str:
    rule = f"; {_plain(found.rule)} ({_where(found)})" if found.list_name else ""
    return (
        f"{done:9} {found.kind.value:12} {found.detector}: {_plain(reason)}{rule}"
        f"  |  {_plain(found.selector)}  |  {_plain(found.text)}"
    )


def _stopped(request: BlockedRequest) -> str:
    where = f" ({_where(request)})" if request.list_name else ""
    rule, url = _plain(request.rule), _plain(request.url)
    return f"stopped   {request.resource_type:12} {rule}{where}  |  {url}"


def _where(found: Candidate | BlockedRequest) -> str:
    return f"{found.list_name}:{found.line}" if found.line is not None else str(found.list_name)


def _plain(text: str) -> str:
    """Cut, on one line, and nothing in it that a terminal would obey: a page chose the words."""
    shown = "".join(char if char.isprintable() else " " for char in text[: 4 * MAX_TEXT])
    folded = " ".join(shown.split())
    return folded if len(folded) <= MAX_TEXT else f"{folded[: MAX_TEXT - 1]}…"
