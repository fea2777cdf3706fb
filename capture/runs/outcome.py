"""What became of one try at one page."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Where a seed stands in a run."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    DROPPED = "dropped"  # was in an earlier seed list, is not in the present one


@dataclass(frozen=True, slots=True)
class Outcome:
    """One try's end.  ``bundle`` is set exactly when a bundle was published and synced.

    ``retryable`` says that a later try may pass; ``retry_after_s`` that the server named a time.
    ``host_wait_s`` keeps every page of the host waiting (``Crawl-delay``).  ``unchanged_since`` is
    the bundle that this capture equals.  ``rss_bytes`` is the worker's process tree afterwards.
    """

    bundle: str | None = None
    partial: str = ""
    reason: str = ""
    retryable: bool = False
    retry_after_s: float | None = None
    host_wait_s: float = 0.0
    unchanged_since: str = ""
    seconds: float = 0.0
    bytes: int = 0
    rss_bytes: int = 0
    policy: bool = False

    @property
    def ok(self) -> bool:
        """Say whether the page is on record."""
        return self.bundle is not None
