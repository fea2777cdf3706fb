"""Everything around one run on one machine: locks, state, workers, report."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from capture.archive.bundle import check_archive
from capture.errors import BrowserMissing, CaptureError
from capture.runs.batch import Desk, Hands, Plan, Report, begin, heard, run
from capture.runs.cluster import ClusterHands, wait_for_cluster
from capture.runs.page import PageSettings, open_worker, published
from capture.runs.progress import check_writable, write_failures
from capture.runs.seeds import BadSeed, Seed
from capture.runs.state import Counts, RunState, locked
from capture.runs.workers import Limits, Workers, WorkersFailed, wait_for_strays


@dataclass(frozen=True, slots=True)
class RunResult:
    """How the list stands after a run; ``new`` pages came on record in it."""

    counts: Counts
    new: int
    seconds: float


def run_batch(
    seeds: Iterable[Seed | BadSeed],
    settings: PageSettings,
    plan: Plan,
    report: Report,
    *,
    workers: int,
    limits: Limits | None = None,
    errors_file: Path | None = None,
    cluster: str | None = None,
) -> RunResult:
    """Capture every seed that is not done yet; goes on where an earlier run was stopped.

    On this machine, or on the Dask cluster whose scheduler is at ``cluster``.

    Raises `UsageError` when another run is at work in the archive or the seed list cannot be read,
    or a flag names what is not there, `BrowserMissing` when no worker comes up, `CaptureError` when
    its state cannot be kept.
    """
    check_archive(settings.archive)
    if errors_file:
        check_writable(errors_file)
    desk = Desk(settings.archive / ".capture")
    found = partial(published, settings)
    with locked(desk.lock), _writable(desk.state), RunState(desk.state) as state:
        wait_for_strays(desk.guard)
        if cluster:
            wait_for_cluster(cluster)
        before = begin(state, heard(seeds, report), plan, found)
        report.started(before)
        began = time.monotonic()
        counts = before
        if before.waiting:
            opener = partial(open_worker, settings)
            count = min(workers, before.waiting)
            with (
                ClusterHands(opener, partial(published, settings), cluster)
                if cluster
                else Workers(opener, count, limits, desk.guard)
            ) as hands:
                counts = _run(state, hands, plan, report, settings)
        if errors_file:
            write_failures(errors_file, state.failures())
    return RunResult(counts, counts.done - before.done, time.monotonic() - began)


def _run(
    state: RunState, hands: Hands, plan: Plan, report: Report, settings: PageSettings
) -> Counts:
    try:
        return run(state, hands, plan, report, partial(published, settings))
    except WorkersFailed as error:
        if error.cause:
            raise error.cause from error
        raise BrowserMissing(str(error), remedy="run: capture doctor") from error


@contextmanager
def _writable(state: Path) -> Iterator[None]:
    """Say in one line that the run's state cannot be kept: the disk is full, or the file broken."""
    try:
        yield
    except sqlite3.Error as error:
        raise CaptureError(
            f"the run's state in {state} cannot be kept: {error}",
            remedy="free some space and start it again, or move a broken file away",
        ) from error
