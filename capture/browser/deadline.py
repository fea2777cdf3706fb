"""Doing something about a step that does not come back.

Playwright's synchronous calls run an event loop while they wait, so a timer of that loop can act in
the middle of one, as Playwright's own event listeners do.  Python that computes is interrupted
between two of its instructions.  Nothing is killed for either; the watchdog
(`capture.browser.watchdog`) stays behind, for a browser that is beyond this.
"""

from __future__ import annotations

import asyncio
import ctypes
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from weakref import WeakSet

from greenlet import getcurrent, greenlet
from playwright.sync_api import Page

# What tidies up on the way out may wait for the same browser: it hears the news again.
AGAIN_SECONDS = 5.0
# A waiting Playwright call is told by the loop's timer; when that has not run this long after its
# time, no call is waiting, and Python is at work.
PYTHON_AFTER_SECONDS = 1.0
# Pages whose process is killed on purpose, by somebody who waits for that.
_given_up: WeakSet[Page] = WeakSet()


class TimeUp(BaseException):
    """A step of a capture did not end within its time; what was made before it is good.

    No `Exception`, as `KeyboardInterrupt` is none: steps that go on without one of their parts must
    not go on after this.
    """


class PageCrashed(TimeUp):
    """The page's process is gone (its memory ran out, or Chromium failed)."""


def interrupt(thread: int | None) -> None:
    """Raise `TimeUp` in the thread of this identity, as soon as it runs Python again.

    What waits outside Python (a lock, one long call into C) hears of it when it comes back.
    """
    if thread is not None:
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(TimeUp))


def give_up_page(page: Page) -> None:
    """Say that the page's process is about to be killed, so that its end is no news."""
    _given_up.add(page)


@contextmanager
def ended_by_crash(page: Page) -> Iterator[None]:
    """Raise `PageCrashed` in the block when the page's process is gone.

    Chromium answers nothing then: without this, what the page was asked is waited for in vain.
    Not when it was given up (`give_up_page`).
    """
    loop, waiting = asyncio.get_running_loop(), getcurrent()
    timers: list[asyncio.Handle] = []

    def end() -> None:
        if page in _given_up:
            return
        timers.append(loop.call_later(AGAIN_SECONDS, end))
        waiting.throw(PageCrashed("the page's process crashed"))

    # Not in the listener itself, which runs in a greenlet of its own.
    page.on("crash", lambda _: timers.append(loop.call_soon(end)))
    try:
        yield
    finally:
        for timer in timers:
            timer.cancel()


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
    """Raise `TimeUp` in the block after ``seconds``, in a Playwright call or in Python."""
    loop, waiting = asyncio.get_running_loop(), getcurrent()
    error = TimeUp(f"{what} did not end within {seconds:.0f} s")
    told = threading.Event()

    timers: list[asyncio.TimerHandle] = []

    def give_up() -> None:
        told.set()
        timers.append(loop.call_later(AGAIN_SECONDS, give_up))
        waiting.throw(error)

    timers.append(loop.call_later(seconds, give_up))
    try:
        with _interrupted_after(seconds + PYTHON_AFTER_SECONDS, told):
            yield
    except TimeUp as news:
        raise news if news.args else error from None
    finally:
        timers[-1].cancel()


@contextmanager
def _interrupted_after(seconds: float, told: threading.Event) -> Iterator[None]:
    """Interrupt this thread's Python after ``seconds``, again and again, unless it was ``told``."""
    thread, over, lock = threading.get_ident(), threading.Event(), threading.Lock()

    def watch() -> None:
        wait = seconds
        while not over.wait(wait):
            with lock:
                if not (over.is_set() or told.is_set() or _loop_turns(thread)):
                    interrupt(thread)
            told.clear()
            wait = AGAIN_SECONDS

    def end() -> None:
        with lock:
            over.set()

    threading.Thread(target=watch, name="deadline", daemon=True).start()
    try:
        yield
    finally:
        try:
            end()
        finally:
            end()  # the first may have been interrupted


def _loop_turns(thread: int) -> bool:
    """Tell whether the thread is in Playwright's event loop, which must never be interrupted."""
    frame = sys._current_frames().get(thread)
    while frame is not None:
        if frame.f_code.co_name == "_run_once":
            return True
        frame = frame.f_back
    return False
