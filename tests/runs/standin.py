"""A worker that needs no browser: what a page does is written in its address."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from capture.runs.outcome import Outcome
from capture.runs.state import Claim
from capture.runs.worker import Task


def bundle_path(archive: Path, url: str, at: float) -> Path:
    return archive / url.rpartition("/")[2] / f"{int(at)}"


def published(archive: Path, claim: Claim) -> str | None:
    path = bundle_path(archive, claim.seed.url, claim.at.timestamp())
    return str(path) if path.exists() else None


class Standin:
    def __init__(self, archive: Path) -> None:
        self.archive = archive

    def capture(self, task: Task) -> Outcome:
        url = task.seed.url
        path = bundle_path(self.archive, url, task.at.timestamp())
        if "/die/" in url:
            os.kill(os.getpid(), signal.SIGKILL)
        if "/hang/" in url:
            time.sleep(600)
        if "/orphan/" in url:  # a child like a browser's: in a session of its own
            subprocess.Popen(
                [sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True
            )
            time.sleep(600)
        if "/gone/" in url:
            return Outcome(reason="404")
        if "/flaky/" in url:
            path.parent.mkdir(parents=True, exist_ok=True)
            mark = path.parent / "tried"
            if not mark.exists():
                mark.touch()
                return Outcome(reason="503", retryable=True, retry_after_s=0.1)
        if "/slow/" in url:
            time.sleep(0.02)
        path.mkdir(parents=True)
        if "/late/" in url:  # published, then killed before it could say so
            os.kill(os.getppid(), signal.SIGKILL)
            time.sleep(5)
        return Outcome(bundle=str(path))


@contextmanager
def opened(archive: Path) -> Iterator[Standin]:
    yield Standin(archive)


@contextmanager
def broken() -> Iterator[Standin]:
    raise RuntimeError("no browser here")
    yield
