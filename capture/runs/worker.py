"""A worker process from the inside: it serves tasks until it is told to end, or the run is gone."""

from __future__ import annotations

import fcntl
import multiprocessing
import os
import signal
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from multiprocessing import connection
from multiprocessing.connection import Connection
from typing import Protocol

from capture.errors import CaptureError
from capture.runs.outcome import Outcome
from capture.runs.processes import kill_tree, tree_rss
from capture.runs.seeds import Seed


@dataclass(frozen=True, slots=True)
class Task:
    """A page to capture, and the second that its bundle is to be named after."""

    seed: Seed
    at: datetime


class PageWorker(Protocol):
    """Captures pages one after another.  Whatever happens to a page comes back as a value."""

    def capture(self, task: Task) -> Outcome:
        """Capture one page."""


Opener = Callable[[], AbstractContextManager[PageWorker]]

# What a worker says once it can take tasks.
READY = "ready"


def work(pipe: Connection, opener: Opener, folder: str, guard: str | None) -> None:
    """Serve tasks until told to end; the body of a worker process."""
    held = open(guard, "a") if guard else None  # noqa: SIM115, PTH123 (held for the process's life)
    if held:
        fcntl.flock(held, fcntl.LOCK_SH)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the run decides what an interrupt means
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    os.environ["TMPDIR"] = tempfile.tempdir = folder
    _die_with_the_run()
    try:
        with opener() as page_worker:
            pipe.send(READY)
            while (task := pipe.recv()) is not None:
                pipe.send(_timed(page_worker, task))
    except (EOFError, BrokenPipeError):
        pass  # the run is gone
    except CaptureError as error:
        with suppress(OSError):
            pipe.send(error)
    except Exception as error:
        with suppress(OSError):
            pipe.send(f"{type(error).__name__}: {error}")
        raise


def _timed(page_worker: PageWorker, task: Task) -> Outcome:
    began = time.monotonic()
    outcome = page_worker.capture(task)
    return replace(outcome, seconds=time.monotonic() - began, rss_bytes=tree_rss())


def _die_with_the_run() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None

    def watch() -> None:
        connection.wait([parent.sentinel])
        kill_tree(os.getpid())

    threading.Thread(target=watch, name="watch the run", daemon=True).start()
