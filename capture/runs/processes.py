"""Process trees: what they hold, and their end."""

from __future__ import annotations

from contextlib import suppress

import psutil


def kill_tree(pid: int | None) -> None:
    """Kill a process and everything below it, Chromium's detached processes included."""
    if pid is None:
        return
    with suppress(psutil.Error):
        top = psutil.Process(pid)
        for process in [*reversed(top.children(recursive=True)), top]:
            with suppress(psutil.Error):
                process.kill()


def tree_rss(pid: int | None = None) -> int:
    """Return the resident bytes of a process and everything below it."""
    total = 0
    with suppress(psutil.Error):
        top = psutil.Process(pid)
        for process in [top, *top.children(recursive=True)]:
            with suppress(psutil.Error):
                total += int(process.memory_info().rss)
    return total


def children_of(pid: int) -> list[psutil.Process]:
    """Return what lives below a process."""
    try:
        return list(psutil.Process(pid).children(recursive=True))
    except psutil.Error:
        return []


def is_alive(process: psutil.Process) -> bool:
    """Say whether a process runs still; one that nobody has reaped does not."""
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.Error:
        return False
