"""A run on a Dask cluster: the same state and schedule here, the browsers there.

The run's process stays the only writer of the state.  A page goes out with the second that its
bundle will be named after, so that a page that the cluster gives to a second worker, because the
first died or was cut off, finds what the first had published instead of capturing it again.
Workers need one thread each, this package, and the archive: a shared folder or an object store.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import replace
from types import ModuleType
from typing import Any, Self

from capture.errors import CaptureError, UsageError
from capture.runs.outcome import Outcome
from capture.runs.processes import tree_rss
from capture.runs.state import Claim
from capture.runs.worker import Opener, PageWorker, Task
from capture.runs.workers import RENEW_AFTER_BYTES, RENEW_AFTER_PAGES, Finished

_REMEDY = "pip install 'page-capture[cluster]'"
# A scheduler started in the same minute on a busy machine took 25 s to answer.
_CONNECT_S = 60
# How often the number of workers is looked at: they come and go in minutes.
_LOOK_AGAIN_S = 5.0
_KEY = "capture-page"
FindPublished = Callable[[Claim], str | None]


class ClusterHands:
    """Captures pages on the cluster whose scheduler is at ``address``."""

    def __init__(self, opener: Opener, published: FindPublished, address: str) -> None:
        self._opener = opener
        self._published = published
        self._address = address
        self._claims: dict[Any, Claim] = {}
        self._places = 0
        self._looked = 0.0

    def __enter__(self) -> Self:
        self._client = _connect(self._address)
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    @property
    def running(self) -> tuple[Claim, ...]:
        """Return what is out there."""
        return tuple(self._claims.values())

    def free(self) -> bool:
        """Say whether a thread of the cluster has nothing to do."""
        if time.monotonic() - self._looked > _LOOK_AGAIN_S:
            self._places = sum(self._client.nthreads().values())
            self._looked = time.monotonic()
        return len(self._claims) < self._places

    def give(self, claim: Claim) -> None:
        """Send a page out."""
        future = self._client.submit(
            capture_there,
            self._opener,
            self._published,
            claim,
            key=f"{_KEY}-{claim.id}-{int(claim.at.timestamp())}",
            pure=False,
        )
        self._claims[future] = claim

    def wait(self, seconds: float) -> list[Finished]:
        """Wait for pages to come back."""
        if not self._claims:
            time.sleep(seconds)
            return []
        claims = list(self._claims)
        try:
            with self._client.as_current():
                done = _distributed().wait(claims, max(0.05, seconds), "FIRST_COMPLETED").done
        except TimeoutError:
            return []
        return [Finished(self._claims.pop(future), _outcome(future)) for future in done]

    def kill(self) -> None:
        """Take back what has not begun, and wait for what has."""
        self._client.cancel(list(self._claims))
        _drain(self._client)
        self._claims.clear()


def _outcome(future: Any) -> Outcome:
    error = future.exception()
    if error is None:
        outcome: Outcome = future.result()
        return outcome
    # Dask gives a page up after three workers died under it.
    said = str(error).splitlines()[0][:300] if str(error) else type(error).__name__
    return Outcome(reason=f"the cluster gave it up: {said}", retryable=True)


def wait_for_cluster(address: str) -> None:
    """Wait until nothing of an earlier, killed run is at work on the cluster any more."""
    client = _connect(address)
    try:
        _drain(client)
    finally:
        client.close()


def _drain(client: Any) -> None:
    while any(_KEY in str(key) for keys in client.processing().values() for key in keys):
        time.sleep(0.2)


def _connect(address: str) -> Any:
    try:
        return _distributed().Client(address, timeout=_CONNECT_S, set_as_default=False)
    except (OSError, ValueError) as error:  # TimeoutError is an OSError
        raise UsageError(
            f"no Dask scheduler at {address}: {error}", remedy="start one: dask scheduler"
        ) from error


def _distributed() -> ModuleType:
    try:
        import distributed
    except ImportError as error:
        raise UsageError("--cluster needs Dask", remedy=_REMEDY) from error
    module: ModuleType = distributed
    return module


class _Here:
    """The browser of this process.  Playwright wants to be called from one and the same thread."""

    def __init__(self) -> None:
        self.pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="capture")
        self._open: AbstractContextManager[PageWorker] | None = None
        self._worker: PageWorker | None = None
        self._opener = ""
        self._pages = 0

    def capture(self, opener: Opener, task: Task) -> Outcome:
        began = time.monotonic()
        if self._worker is None or self._opener != repr(opener):
            self.close()
            self._open, self._opener = opener(), repr(opener)
            self._worker = self._open.__enter__()
        outcome = self._worker.capture(task)
        self._pages += 1
        rss = tree_rss()
        if self._pages >= RENEW_AFTER_PAGES or rss > RENEW_AFTER_BYTES:
            self.close()
        return replace(outcome, seconds=time.monotonic() - began, rss_bytes=rss)

    def close(self) -> None:
        if self._open:
            self._open.__exit__(None, None, None)
        self._open = self._worker = None
        self._pages = 0


_HERE: dict[int, _Here] = {}


def capture_there(opener: Opener, published: FindPublished, claim: Claim) -> Outcome:
    """Capture a page in this process of the cluster, unless another worker has done so already."""
    here = _HERE.setdefault(os.getpid(), _Here())
    try:
        if path := published(claim):
            return Outcome(bundle=path)
        outcome = here.pool.submit(here.capture, opener, Task(claim.seed, claim.at)).result()
        if not outcome.ok and (path := published(claim)):
            return Outcome(bundle=path)
    except CaptureError as error:
        return Outcome(reason=str(error), retryable=error.retryable)
    return outcome
