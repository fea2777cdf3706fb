"""A limit that holds even when the browser does not answer.

Playwright's synchronous calls wait for the renderer; a page whose script never yields makes them
wait for ever.  The watchdog is a thread that, when the time is up, kills the browser process, so
that the waiting call fails and the capture can go on with a fresh browser.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class Watchdog:
    """Kills the browser ``pid`` when a limited block overruns."""

    def __init__(self, pid: int | None) -> None:
        self._pid = pid
        self.fired_for: str | None = None

    @contextmanager
    def limit(self, seconds: float, doing: str) -> Iterator[None]:
        """Give the block ``seconds``; when they are over, kill the browser and note ``doing``.

        The block then sees Playwright's own error; callers ask `fired_for` for the reason.
        """
        timer = threading.Timer(seconds, self._fire, (doing,))
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _fire(self, doing: str) -> None:
        self.fired_for = doing
        if self._pid is None:
            return
        with suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGKILL)
