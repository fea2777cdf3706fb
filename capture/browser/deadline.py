"""Doing something about a Playwright call that does not come back, from the thread that waits.

Playwright's synchronous calls run an event loop while they wait, so a timer of that loop can act in
the middle of one, as Playwright's own event listeners do.  Nothing is killed for it; the watchdog
(`capture.browser.watchdog`) stays behind, for a browser that is beyond this.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from greenlet import getcurrent, greenlet

# What tidies up on the way out may wait for the same browser: it hears the news again.
AGAIN_SECONDS = 5.0


class TimeUp(BaseException):
    """A step of a capture did not end within its time; what was made before it is good.

    No `Exception`, as `KeyboardInterrupt` is none: steps that go on without one of their parts must
    not go on after this.
    """


@contextmanager
def act_after(seconds: float, act: Callable[[], object]) -> Iterator[None]:
    """Call ``act``, which may use Playwright, once the block has lasted for ``seconds``.

    Only while a Playwright call is being waited for, and in this thread.
    """
    loop = asyncio.get_running_loop()
    # A greenlet of its own, for its calls wait too.
    timer = loop.call_later(seconds, lambda: greenlet(act).switch())
    try:
        yield
    finally:
        timer.cancel()


@contextmanager
def give_up_after(seconds: float, what: str) -> Iterator[None]:
    """Raise `TimeUp` out of the Playwright call that the block waits for after ``seconds``."""
    loop, waiting = asyncio.get_running_loop(), getcurrent()
    error = TimeUp(f"{what} did not end within {seconds:.0f} s")

    timers: list[asyncio.TimerHandle] = []

    def give_up() -> None:
        timers.append(loop.call_later(AGAIN_SECONDS, give_up))
        waiting.throw(error)

    timers.append(loop.call_later(seconds, give_up))
    try:
        yield
    finally:
        timers[-1].cancel()
