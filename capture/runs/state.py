"""The state of a run, in SQLite beside the archive: what is waiting, running, done, failed.

One process writes: the one that hands out work and holds `RunState`'s lock.  A claim is on disk
before work starts and names the second under which the bundle will be published, so that after a
kill the question "was it published?" has one answer: whether that folder exists.  The schedule
(hosts, their delay and concurrency) is in the same database, so that memory does not grow with the
seed list.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from capture.errors import UsageError
from capture.runs.outcome import Outcome, State
from capture.runs.retry import LONGEST_RETRY_AFTER_S
from capture.runs.schema import (
    HOST_FREED,
    NEVER,
    NEXT_OF_HOST,
    READY_HOST,
    SCHEMA,
    SCHEMA_VERSION,
    UPSERT,
    Row,
    row_of,
)
from capture.runs.seeds import BadSeed, Seed
from capture.runs.steady import SteadyClock

# Rows a transaction while a list is read in: 50,000 rows took 0.4 s, one by one 40 times that.
_BATCH = 10_000


@dataclass(frozen=True, slots=True)
class Claim:
    """A seed handed out: its bundle will be published under the second ``at``."""

    id: int
    seed: Seed
    tries: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Counts:
    """How many seeds of the present list stand where."""

    waiting: int = 0
    running: int = 0
    done: int = 0
    failed: int = 0

    @property
    def total(self) -> int:
        """Return the length of the list, without doubles."""
        return self.waiting + self.running + self.done + self.failed


@dataclass(frozen=True, slots=True)
class Failure:
    """A seed that is not on record, and why."""

    url: str
    options: str
    tries: int
    reason: str


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold ``path`` as a lock; raises `UsageError` when another process of this machine does."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise UsageError(
                f"another run is at work here ({path})", remedy="wait for it, or end it"
            ) from error
        yield


class RunState:
    """The open database.  Times are seconds since 1970; tests hand in their own ``now``."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Seeds may hold logins.  SQLite gives the files beside it the same mode.
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        path.chmod(0o600)
        self._db = sqlite3.connect(path, isolation_level=None)
        # WAL with FULL: a commit is on the disk when it returns, and costs one sync.
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = FULL")
        self._check_version(path)
        self._db.executescript(SCHEMA)
        self._listed = 0
        self._clock = SteadyClock()
        # What hosts ask for between two pages, where it is more than nothing: few do.
        self._asked_s: dict[str, float] = {}

    def _check_version(self, path: Path) -> None:
        version = self._db.execute("PRAGMA user_version").fetchone()[0]
        if version not in (0, SCHEMA_VERSION):
            raise UsageError(f"{path} was written by another version ({version})")
        self._db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")

    def close(self) -> None:
        """Close the database."""
        self._db.close()

    def __enter__(self) -> RunState:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield self._db
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def interrupted(self) -> Iterator[Claim]:
        """Yield what was running when the last run ended, for `settle`."""
        rows = self._db.execute(
            "SELECT id, url, options, tries, at FROM seed WHERE state = 'running' ORDER BY id"
        ).fetchall()
        yield from (_claim(*row) for row in rows)

    def settle(self, claim: Claim, bundle: str | None, most_deaths: int) -> None:
        """Record what an interrupted claim came to: published as ``bundle``, or to be done."""
        if bundle is not None:
            self._set(claim, State.DONE, bundle=bundle)
        elif claim.tries > most_deaths:
            self._set(claim, State.FAILED, reason=f"the run died at it {claim.tries} times")
        else:
            self._set(claim, State.WAITING)

    def list_seeds(
        self, seeds: Iterable[Seed | BadSeed], *, again: bool = False, retry_failed: bool = False
    ) -> Counts:
        """Make ``seeds`` the present list, and the schedule for what of it is not done.

        Seeds that are done stay so, unless ``again``; seeds that failed for a passing reason are
        tried anew, and all that failed with ``retry_failed``.
        """
        row = self._db.execute("SELECT coalesce(max(listed), 0) + 1 FROM seed").fetchone()
        self._listed = int(row[0])
        for rows in _batches(row_of(seed, self._listed) for seed in seeds):
            with self._transaction() as db:
                db.executemany(UPSERT, rows)
        with self._transaction() as db:
            self._reopen(db, again=again, retry_failed=retry_failed)
        return self.counts()

    def _reopen(self, db: sqlite3.Connection, *, again: bool, retry_failed: bool) -> None:
        # What waits longer than anything does was put off before the clock was put back.
        db.execute(
            "UPDATE seed SET not_before = 0 WHERE not_before > ?",
            (self._clock.now() + LONGEST_RETRY_AFTER_S,),
        )
        fresh = "UPDATE seed SET state = 'waiting', tries = 0, not_before = 0, reason = '' "
        mine = (self._listed,)
        db.execute(
            "UPDATE seed SET state = 'dropped' WHERE state = 'waiting' AND listed <> ?", mine
        )
        db.execute(f"{fresh} WHERE state = 'dropped' AND listed = ?", mine)
        usable = "listed = ? AND host <> '\n'"
        if again:
            db.execute(f"{fresh} WHERE state = 'done' AND {usable}", mine)
        which = "" if retry_failed or again else "AND temporary"
        db.execute(f"{fresh} WHERE state = 'failed' AND {usable} {which}", mine)
        db.execute("DELETE FROM host")
        db.execute(
            "INSERT INTO host SELECT host, 0, 0 FROM seed WHERE state = 'waiting' GROUP BY host"
        )

    def claim(self, per_host: int, delay_s: float, now: float | None = None) -> Claim | None:
        """Hand out the next page whose host may be asked now, ``None`` when there is none."""
        at = int(time.time() if now is None else now)
        now = self._clock.now() if now is None else now
        with self._transaction() as db:
            while found := db.execute(READY_HOST, (now, per_host)).fetchone():
                row = db.execute(NEXT_OF_HOST, (found[0],)).fetchone()
                if row is None:  # nothing waits there: a retry puts the host back
                    db.execute("DELETE FROM host WHERE name = ? AND running = 0", found)
                    db.execute("UPDATE host SET ready_at = ? WHERE name = ?", (NEVER, found[0]))
                elif row[4] > now:
                    db.execute("UPDATE host SET ready_at = ? WHERE name = ?", (row[4], found[0]))
                else:
                    return self._start(db, found[0], row, now, delay_s, at)
        return None

    def _start(
        self,
        db: sqlite3.Connection,
        host: str,
        row: tuple[int, str, str, int, float, int],
        now: float,
        delay_s: float,
        at: int,
    ) -> Claim:
        number, url, options, tries, _, page = row
        taken = db.execute("SELECT max(at) FROM seed WHERE page = ?", (page,)).fetchone()[0]
        at = max(at, taken + 1)
        db.execute(
            "UPDATE seed SET state = 'running', tries = tries + 1, at = ? WHERE id = ?",
            (at, number),
        )
        db.execute(
            "UPDATE host SET running = running + 1, ready_at = ? WHERE name = ?",
            (now + max(delay_s, self._asked_s.get(host, 0.0)), host),
        )
        return _claim(number, url, options, tries + 1, at)

    def next_ready_in(self, per_host: int, now: float | None = None) -> float | None:
        """Return the seconds until some host may be asked, ``None`` when nothing is waiting."""
        now = self._clock.now() if now is None else now
        row = self._db.execute(
            "SELECT min(ready_at) FROM host WHERE running < ? AND ready_at < ?", (per_host, NEVER)
        ).fetchone()
        return None if row[0] is None else max(0.0, float(row[0]) - now)

    def finish(
        self, claim: Claim, outcome: Outcome, wait_s: float | None, now: float | None = None
    ) -> State:
        """Record a try's end; ``wait_s`` is when to try again, ``None`` for never."""
        now = self._clock.now() if now is None else now
        ready_at = now + outcome.host_wait_s
        if outcome.host_wait_s:
            self._asked_s[claim.seed.host] = outcome.host_wait_s
        if outcome.ok:
            state = State.DONE
            self._set(claim, state, bundle=outcome.bundle or "", ready_at=ready_at)
        elif wait_s is not None:
            state = State.WAITING
            if outcome.retry_after_s is not None:  # said of the host, not of one page
                ready_at = max(ready_at, now + wait_s)
            self._set(
                claim, state, reason=outcome.reason, not_before=now + wait_s, ready_at=ready_at
            )
        else:
            state = State.FAILED
            self._set(
                claim, state, reason=outcome.reason, temporary=outcome.retryable, ready_at=ready_at
            )
        return state

    def put_back(self, claim: Claim) -> None:
        """Take a claim back that was never worked on (the run was interrupted)."""
        self._set(claim, State.WAITING, tries=claim.tries - 1)

    def _set(
        self,
        claim: Claim,
        state: State,
        *,
        bundle: str = "",
        reason: str = "",
        temporary: bool = False,
        not_before: float = 0,
        ready_at: float = 0,
        tries: int = -1,
    ) -> None:
        values = (
            state,
            bundle,
            reason[:2000],
            temporary,
            not_before,
            claim.tries if tries < 0 else tries,
            claim.id,
        )
        host = claim.seed.host
        with self._transaction() as db:
            db.execute(
                "UPDATE seed SET state = ?, bundle = ?, reason = ?, temporary = ?, not_before = ?,"
                " tries = ? WHERE id = ?",
                values,
            )
            # The host may have been idle and parked: what waits now brings it back.
            db.execute("INSERT OR IGNORE INTO host VALUES (?, 1, ?)", (host, NEVER))
            db.execute(HOST_FREED, (NEVER, ready_at, host))

    def counts(self) -> Counts:
        """Count the present list's seeds by state."""
        rows = self._db.execute(
            "SELECT state, count(*) FROM seed WHERE listed = ? GROUP BY state", (self._listed,)
        )
        known = {State(state): number for state, number in rows}
        return Counts(
            *(known.get(s, 0) for s in (State.WAITING, State.RUNNING, State.DONE, State.FAILED))
        )

    def failures(self) -> Iterator[Failure]:
        """Yield the present list's seeds that failed, in the list's order."""
        rows = self._db.execute(
            "SELECT url, options, tries, reason FROM seed"
            " WHERE state = 'failed' AND listed = ? ORDER BY id",
            (self._listed,),
        )
        yield from (Failure(*row) for row in rows)


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) >= _BATCH:
            yield batch
            batch = []
    yield batch


def _claim(number: int, url: str, options: str, tries: int, at: int) -> Claim:
    return Claim(number, Seed(url, options), tries, datetime.fromtimestamp(at, UTC))
