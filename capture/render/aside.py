"""Work beside the browser that ends when its time is up.

Sizes bound what a hostile page costs in Python; this bounds the time, whatever the page found.  A
process could be killed more surely, but starting one and giving it the page takes 0.6 s a page, and
what a thread cannot be stopped in (a single call into C) is linear in sizes that are bounded.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, InvalidStateError
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import Any, ParamSpec, TypeVar

from capture.browser.deadline import TimeUp, interrupt

P = ParamSpec("P")
T = TypeVar("T")

# How often what does not stop is told again: what tidies up may swallow the news once.
AGAIN_SECONDS = 1.0
# Who has been told this often and still works is left alone: the longest call into C that was
# measured (parsing 10 M characters) takes 0.4 s, ten times that on a busy machine.
TIMES_TOLD = 5


class Aside(Executor):
    """A thread for each task, all of which a time limit ends.  Use as a context manager."""

    def __init__(self) -> None:
        self._tasks: list[_Task] = []
        self._late = ""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run ``fn`` in a thread; its future fails with `TimeUp` when the time is up before."""
        return self._start(_Task(lambda: fn(*args, **kwargs)))

    def within(self, seconds: float, work: Callable[[], T], instead: Callable[[], T]) -> Future[T]:
        """Run ``work`` in a thread; past ``seconds`` its future has what ``instead`` gives."""
        task = _Task(work, instead)
        timer = threading.Timer(seconds, _end, ((task,),))
        timer.daemon = True
        future: Future[T] = self._start(task)
        timer.start()
        future.add_done_callback(lambda _: timer.cancel())
        return future

    @contextmanager
    def give_up_after(self, seconds: float, what: str) -> Iterator[None]:
        """Let every task fail with `TimeUp` that still works when the block has lasted so long.

        Tasks that are handed in later, but within the block, fail at once.
        """
        over = threading.Event()

        def watch() -> None:
            if not over.wait(seconds):
                self._late = f"{what} did not end within {seconds:.0f} s"
                _end(self._tasks, self._late)

        watcher = threading.Thread(target=watch, name="aside-limit", daemon=True)
        watcher.start()
        try:
            yield
        finally:
            over.set()
            watcher.join()
            self._late = ""

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End what nobody waits for any more."""
        _end(self._tasks, "the page")

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.shutdown()

    def _start(self, task: _Task) -> Future[Any]:
        if self._late:
            task.give_up(self._late)
        else:
            self._tasks.append(task)
            task.start()
        return task.future


class _Task(threading.Thread):
    def __init__(
        self, work: Callable[[], object], instead: Callable[[], object] | None = None
    ) -> None:
        super().__init__(name="aside", daemon=True)
        self.future: Future[Any] = Future()
        self._work, self._instead = work, instead
        self._late = ""
        self._given_up = threading.Lock()

    def run(self) -> None:
        with suppress(TimeUp):  # the news may come when the work is done
            try:
                self._settle(self._work())
            except TimeUp:
                self.give_up(self._late)
            except BaseException as error:  # noqa: BLE001 (whoever waits gets it)
                self._settle(error, failed=True)

    def tell(self, late: str) -> None:
        """Interrupt the work; ``late`` is why, and empty where there is something instead."""
        self._late = self._late or late
        if not self._given_up.locked() and not self.future.done():
            interrupt(self.ident)

    def give_up(self, late: str) -> None:
        """Let whoever waits go on; does nothing when that has been done, or the work."""
        if self.future.done() or not self._given_up.acquire(blocking=False):
            return
        if self._instead is None or late:
            self._settle(TimeUp(late), failed=True)
            return
        try:
            self._settle(self._instead())
        except BaseException as error:  # noqa: BLE001 (whoever waits gets it)
            self._settle(error, failed=True)

    def _settle(self, outcome: Any, *, failed: bool = False) -> None:
        with suppress(InvalidStateError):
            if failed:
                self.future.set_exception(outcome)
            else:
                self.future.set_result(outcome)


def _end(tasks: Sequence[_Task], late: str = "") -> None:
    """Interrupt the tasks until none works any more; leave alone those that do not hear of it."""
    for _ in range(TIMES_TOLD):
        working = [task for task in tasks if task.is_alive()]
        if not working:
            break
        for task in working:
            task.tell(late)
        working[0].join(AGAIN_SECONDS)
    for task in tasks:
        task.give_up(late)
