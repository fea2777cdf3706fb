"""The server of the pages to check, started for the length of a check.

As in Playwright's ``webServer``: a command, and an address that answers when it is ready.
"""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, NoReturn

import psutil
from pydantic import Field

from capture.errors import UsageError
from capture.options import Milliseconds
from capture.runs.processes import children_of, is_alive
from capture.values import Frozen

_POLL_S = 0.1
# A server that is asked to end (SIGTERM) and has not after this time is killed.
_END_S = 5.0
# Of what it printed, its last line is told; a chatty server's output is not read whole for it.
_LAST_BYTES = 2000


class PageServer(Frozen):
    """The ``[check.server]`` table.

    ``command`` is run by the shell in the configuration's folder, with the interpreter that runs
    the check as ``$CAPTURE_PYTHON``.  ``reuse`` says whether a server that answers at ``url``
    already will do; unless told, it will everywhere but under CI.
    """

    command: str
    url: str = Field(pattern=r"^https?://")
    timeout: Milliseconds = 60_000
    reuse: bool | None = None


@contextmanager
def serving(server: PageServer | None, folder: Path) -> Iterator[None]:
    """Run the server until the block ends.

    Raises `UsageError` when it ends by itself, does not answer in time, or something else answers.
    """
    if server is None:
        yield
        return
    if _answers(server.url):
        if not (server.reuse if server.reuse is not None else not os.environ.get("CI")):
            raise UsageError(
                f"something answers at {server.url} already",
                remedy="stop it, or set reuse = true in [check.server]",
            )
        yield
        return
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(  # noqa: S602 (the user's own command, as in a Makefile)
            server.command,
            shell=True,
            cwd=folder,
            env={**os.environ, "CAPTURE_PYTHON": sys.executable},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            with _ended_in_order():
                _wait(process, server, output)
                yield
        finally:
            _end(process)


@contextmanager
def _ended_in_order() -> Iterator[None]:
    """Let a cancelled run (SIGTERM) end its server too, which is in a session of its own."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(number: int, frame: object) -> NoReturn:
        raise SystemExit(128 + number)

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _answers(url: str) -> bool:
    """Say whether anything answers, be it with an error page."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=2):
            return True
    except urllib.error.HTTPError:
        return True
    except (OSError, ValueError, http.client.HTTPException):
        return False  # nothing, or something that speaks no HTTP


def _wait(process: subprocess.Popen[bytes], server: PageServer, output: IO[bytes]) -> None:
    until = time.monotonic() + server.timeout / 1000
    while time.monotonic() < until:
        if process.poll() is not None:
            raise UsageError(
                f"the server ended at once (exit {process.returncode}){_last_words(output)}",
                remedy=f"try it: {server.command}",
            )
        if _answers(server.url):
            return
        time.sleep(_POLL_S)
    raise UsageError(
        f"nothing answers at {server.url} after {server.timeout / 1000:g} s{_last_words(output)}",
        remedy="try the command of [check.server], or give it a longer timeout",
    )


def _last_words(output: IO[bytes]) -> str:
    size = output.seek(0, os.SEEK_END)
    output.seek(max(0, size - _LAST_BYTES))
    lines = output.read(_LAST_BYTES).decode("utf-8", "replace").strip().splitlines()
    return f": {lines[-1]}" if lines else ""


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the server and all that it started, be it in sessions of its own or deaf to SIGTERM."""
    below = children_of(process.pid)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    until = time.monotonic() + _END_S
    while time.monotonic() < until and (_group_lives(process) or any(map(is_alive, below))):
        time.sleep(_POLL_S / 2)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    for child in below:
        with suppress(psutil.Error):
            child.kill()
    process.wait()


def _group_lives(process: subprocess.Popen[bytes]) -> bool:
    """Say whether anything is left of the group that the shell leads; reaps the shell."""
    process.poll()
    try:
        os.killpg(process.pid, 0)
    except OSError:
        return False
    return True
