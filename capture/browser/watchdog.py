"""A limit that holds even when the browser does not answer.

Playwright's synchronous calls wait for the renderer; a page whose script never yields makes them
wait for ever.  The watchdog is a thread that, when the time is up, kills the browser process, so
that the waiting call fails and the capture can go on with a fresh browser.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class Watchdog:
    """Kills the browser ``pid`` when a limited block overruns."""

    def __init__(self, pid: int | None) -> None:
        self._pid = pid
        self.fired_for: str | None = None
        self._ends: list[float] = []

    @property
    def left_seconds(self) -> float:
        """How much time the limits at work leave; 0 without any."""
        return max(0.0, min(self._ends) - time.monotonic()) if self._ends else 0.0

    @contextmanager
    def limit(self, seconds: float, doing: str) -> Iterator[None]:
        """Give the block ``seconds``; when they are over, kill the browser and note ``doing``.

        The block then sees Playwright's own error; callers ask `fired_for` for the reason.
        """
        timer = threading.Timer(seconds, self._fire, (doing,))
        timer.daemon = True
        timer.start()
        self._ends.append(time.monotonic() + seconds)
        try:
            yield
        finally:
            self._ends.pop()
            timer.cancel()

    def _fire(self, doing: str) -> None:
        self.fired_for = doing
        if self._pid is None:
            return
        with suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGKILL)
