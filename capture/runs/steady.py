"""A clock for schedules: what the wall clock said once, and from there no step of it."""

from __future__ import annotations

import time


class SteadyClock:
    """Seconds since 1970 that neither jump nor go back, whoever sets the machine's clock.

    Hosts that may be asked in a minute may be asked in a minute, not in the hour by which the clock
    was put back.
    """

    def __init__(self) -> None:
        self._offset = time.time() - time.monotonic()

    def now(self) -> float:
        """Return the time."""
        return self._offset + time.monotonic()
