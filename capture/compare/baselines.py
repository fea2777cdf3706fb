"""Baselines in ``snapshots/`` and the last check's captures: what is kept and approved.

``snapshots/NAME/`` holds the approved picture, PDF, text and facts of one page;
``report/captures/`` holds the last check's, until they are approved.
"""

from __future__ import annotations

import shutil
import tempfile
from enum import StrEnum
from fnmatch import fnmatchcase
from pathlib import Path

from capture.compare.facts import FACTS, read_snapshot
from capture.compare.judge import COMPARED
from capture.compare.pdfbytes import same_but_dates
from capture.errors import UsageError

_FILES = (*COMPARED, FACTS)


class Update(StrEnum):
    """Which baselines a check may write by itself."""

    ALL = "all"
    CHANGED = "changed"
    MISSING = "missing"
    NONE = "none"


def keep(source: Path, folder: Path, artifacts: tuple[str, ...] = COMPARED) -> tuple[str, ...]:
    """Bring ``folder`` up to date with the capture at ``source``; return the files written.

    Only ``artifacts`` and the facts are kept.  A file that holds the same already is not touched,
    nor a PDF that differs by its dates alone.
    """
    folder.mkdir(parents=True, exist_ok=True)
    facts = (read_snapshot(source).model_dump_json(indent=2) + "\n").encode()
    written = []
    for name in _FILES:
        wanted = name == FACTS or name in artifacts
        new = facts if name == FACTS else _read(source / name) if wanted else None
        old = _read(folder / name)
        if new is None:
            (folder / name).unlink(missing_ok=True)
        elif old is None or not (
            old == new or (name.endswith(".pdf") and same_but_dates(old, new))
        ):
            _write(folder / name, new)
            written.append(name)
    return tuple(written)


def approve(captures: Path, snapshots: Path, patterns: tuple[str, ...]) -> tuple[str, ...]:
    """Promote captures whose name matches a pattern (all without one); return their names.

    Raises `UsageError` when there is nothing to approve or a pattern matches nothing.
    """
    names = captured(captures)
    if not names:
        raise UsageError(f"no captures in {captures}", remedy="run: capture check")
    for pattern in patterns:
        if not any(fnmatchcase(name, pattern) for name in names):
            raise UsageError(f"no capture matches {pattern!r}", remedy=f"there is: {names[0]}")
    chosen = [n for n in names if not patterns or any(fnmatchcase(n, p) for p in patterns)]
    return tuple(name for name in chosen if keep(captures / name, snapshots / name))


def captured(folder: Path) -> tuple[str, ...]:
    """Return the names of the captures or baselines in ``folder``."""
    if not folder.is_dir():
        return ()
    return tuple(sorted(path.parent.name for path in folder.glob(f"*/{FACTS}")))


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _write(path: Path, data: bytes) -> None:
    """Replace a file as a whole, so that an interrupted run leaves the old one."""
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(data)
    Path(file.name).chmod(0o644)
    shutil.move(file.name, path)
