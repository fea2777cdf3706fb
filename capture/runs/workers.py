"""Worker processes: one browser each, watched, renewed, and never outliving the run.

A worker is a fresh interpreter (spawned, not forked: a forked Playwright loop is a broken one).  It
is replaced after a number of pages or when its process tree has grown, which gives all memory back,
and killed with everything below it when a page overruns its time.  When the run's process dies, of
whatever, its workers end themselves, and their browsers with them.
"""

from __future__ import annotations

import fcntl
import multiprocessing
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import connection
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Self

from capture.errors import CaptureError, UsageError
from capture.runs.outcome import Outcome
from capture.runs.processes import kill_tree
from capture.runs.state import Claim, locked
from capture.runs.worker import READY, Opener, Task, work

# Starting a worker takes about as long as a page (1–2 s): once in a hundred is 1 %.
RENEW_AFTER_PAGES = 100
# Chromium's tree is at 400–700 MB after ordinary pages; past this it holds on to something.
RENEW_AFTER_BYTES = 2 * 1024**3
# A worker that was told to end has nothing left to do but close its browser.
_LEAVE_SECONDS = 15.0
# A cold start on a loaded machine took 12 s; past this the machine is in trouble.
_START_SECONDS = 120.0
_TEMPORARY_PREFIX = "capture-run-"


@dataclass(frozen=True, slots=True)
class Limits:
    """When a worker is renewed, and when a page is given up."""

    page_seconds: float = 300.0
    renew_after_pages: int = RENEW_AFTER_PAGES
    renew_after_bytes: int = RENEW_AFTER_BYTES


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection
    folder: Path
    started: float
    ready: bool = False
    claim: Claim | None = None
    ends: float = 0.0
    pages: int = 0


@dataclass(frozen=True, slots=True)
class Finished:
    """A claim and what became of it."""

    claim: Claim
    outcome: Outcome


class WorkersFailed(Exception):
    """No worker comes up; the message is the last one's own reason, ``cause`` its error."""

    def __init__(self, trouble: CaptureError | str) -> None:
        super().__init__(str(trouble))
        self.cause = trouble if isinstance(trouble, CaptureError) else None


class Workers:
    """A pool of ``count`` workers.  Use as a context manager; nothing is left when it ends."""

    def __init__(
        self, opener: Opener, count: int, limits: Limits | None = None, guard: Path | None = None
    ) -> None:
        """``guard`` is a file that every worker holds a lock on while it lives."""
        self._opener = opener
        self._guard = str(guard) if guard else None
        self._count = count
        self._limits = limits or Limits()
        self._workers: list[_Worker] = []
        self._leaving: list[_Worker] = []
        self._stillborn = 0
        self._trouble: CaptureError | str = ""

    def __enter__(self) -> Self:
        _sweep_temporary()
        self._folder = Path(tempfile.mkdtemp(prefix=_TEMPORARY_PREFIX))
        self._lock = locked(self._folder / "lock")
        self._lock.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            self._dismiss(worker)
        ends = time.monotonic() + _LEAVE_SECONDS
        for worker in self._leaving:
            worker.process.join(max(0.0, ends - time.monotonic()))
        for worker in [*self._leaving]:
            self._bury(worker)
        self._lock.__exit__(None, None, None)
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def running(self) -> tuple[Claim, ...]:
        """Return what is being worked on."""
        return tuple(worker.claim for worker in self._workers if worker.claim)

    def free(self) -> bool:
        """Say whether a page can be given out now; brings workers up as far as there are none."""
        while len(self._workers) < self._count:
            self._workers.append(self._start())
        return any(worker.ready and not worker.claim for worker in self._workers)

    def give(self, claim: Claim) -> None:
        """Hand a page to a free worker."""
        worker = next(w for w in self._workers if w.ready and not w.claim)
        worker.claim, worker.ends = claim, time.monotonic() + self._limits.page_seconds
        with suppress(OSError):  # dead: `wait` finds out
            worker.pipe.send(Task(claim.seed, claim.at))

    def wait(self, seconds: float) -> list[Finished]:
        """Wait at most ``seconds`` for something to end; raises `WorkersFailed`."""
        now = time.monotonic()
        ends = [w.ends for w in self._workers if w.claim]
        pause = max(0.0, min([now + seconds, *ends]) - now)
        ready = connection.wait([w.pipe for w in self._workers], pause)
        finished = [f for w in [*self._workers] if w.pipe in ready for f in self._hear(w)]
        finished += [f for w in [*self._workers] for f in self._overdue(w)]
        for worker in [*self._leaving]:
            if not worker.process.is_alive():
                self._bury(worker)
        return finished

    def kill(self) -> None:
        """End every worker at once, whatever it is doing."""
        for worker in [*self._workers]:
            self._workers.remove(worker)
            self._bury(worker)

    def _start(self) -> _Worker:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        folder = Path(tempfile.mkdtemp(prefix="w", dir=self._folder))
        process = context.Process(
            target=work, args=(theirs, self._opener, str(folder), self._guard)
        )
        process.start()
        theirs.close()
        return _Worker(process, ours, folder, time.monotonic())

    def _hear(self, worker: _Worker) -> Iterator[Finished]:
        try:
            said = worker.pipe.recv()
        except (EOFError, OSError):
            yield from self._died(worker)
            return
        if isinstance(said, Outcome):
            yield from self._ended(worker, said)
        elif said == READY:
            worker.ready, self._stillborn = True, 0
        else:
            self._trouble = said if isinstance(said, CaptureError) else str(said)

    def _ended(self, worker: _Worker, outcome: Outcome) -> Iterator[Finished]:
        claim, worker.claim = worker.claim, None
        worker.pages += 1
        limits = self._limits
        if worker.pages >= limits.renew_after_pages or outcome.rss_bytes > limits.renew_after_bytes:
            self._workers.remove(worker)
            self._dismiss(worker)
        if claim:
            yield Finished(claim, outcome)

    def _died(self, worker: _Worker) -> Iterator[Finished]:
        self._workers.remove(worker)
        worker.process.join(5)
        code = worker.process.exitcode
        self._bury(worker)
        if not worker.ready:
            self._stillborn += 1
            # A browser may come up at the next try; what the user got wrong will not come right.
            if self._stillborn >= 3 or isinstance(self._trouble, UsageError):
                raise WorkersFailed(self._trouble or f"workers end as they start (exit {code})")
        if worker.claim:
            how = f"signal {-code}" if code and code < 0 else f"exit {code}"
            reason = f"the worker process died on this page ({how})"
            yield Finished(worker.claim, Outcome(reason=reason, retryable=True))

    def _overdue(self, worker: _Worker) -> Iterator[Finished]:
        now = time.monotonic()
        if not worker.ready and now - worker.started > _START_SECONDS:
            self._workers.remove(worker)
            self._bury(worker)
        elif worker.claim and now > worker.ends:
            self._workers.remove(worker)
            self._bury(worker)
            reason = f"gave up: no end within {self._limits.page_seconds:g} s"
            yield Finished(worker.claim, Outcome(reason=reason, retryable=True))

    def _dismiss(self, worker: _Worker) -> None:
        self._leaving.append(worker)
        with suppress(OSError):
            worker.pipe.send(None)

    def _bury(self, worker: _Worker) -> None:
        if worker in self._leaving:
            self._leaving.remove(worker)
        if worker.process.is_alive():
            kill_tree(worker.process.pid)
        worker.process.join(5)
        worker.pipe.close()
        shutil.rmtree(worker.folder, ignore_errors=True)


def wait_for_strays(guard: Path) -> None:
    """Wait until no worker of a killed run is left that could still publish a bundle."""
    guard.parent.mkdir(parents=True, exist_ok=True)
    with guard.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)


def _sweep_temporary() -> None:
    """Remove what killed runs left in the temporary folder; a living run holds its lock."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_TEMPORARY_PREFIX}*"):
        with suppress(Exception):  # another run, which starts now too, may be ahead of us
            if folder.is_symlink() or folder.stat().st_uid != os.getuid():
                continue
            with locked(folder / "lock"):
                shutil.rmtree(folder, ignore_errors=True)
