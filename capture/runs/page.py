"""A worker's own work: one browser, page after page, and never an exception out of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from capture.archive.bundle import Bundle, bundle_path, load_bundle
from capture.errors import BrowserMissing, CaptureError, PolicyRefused, UsageError
from capture.options import Config, Options
from capture.pipeline import Capturer
from capture.runs.outcome import Outcome
from capture.runs.robots import Permission, Robots
from capture.runs.seeds import Seed
from capture.runs.state import Claim
from capture.runs.workers import Task
from capture.urls import redact


@dataclass(frozen=True, slots=True)
class PageSettings:
    """What every page of a run is captured with; a seed's own options go on top."""

    archive: Path
    config: Config
    flags: dict[str, Any]
    robots: bool = False

    def options(self, seed: Seed) -> Options:
        """Return the options for one page: defaults, its host's table, flags, its own."""
        return self.config.options(seed.host, **{**self.flags, **seed.values()})


class BrowserWorker:
    """Captures pages with one `Capturer`."""

    def __init__(self, settings: PageSettings, capturer: Capturer) -> None:
        self._settings = settings
        self._capturer = capturer
        self._robots = Robots() if settings.robots else None

    def capture(self, task: Task) -> Outcome:
        """Capture one page; whatever goes wrong with it is in the outcome."""
        try:
            permission = self._permission(task.seed.url)
            options = self._settings.options(task.seed)
            bundle = self._capturer.capture(task.seed.url, options, at=task.at)
        except BrowserMissing as error:
            return Outcome(reason=str(error), retryable=True)
        except CaptureError as error:
            return _failed(error)
        except Exception as error:  # noqa: BLE001 (a bug met on one page must not end the run)
            return Outcome(reason=f"internal error: {type(error).__name__}: {error}")
        return _done(bundle, self._settings.archive, permission)

    def _permission(self, url: str) -> Permission:
        if self._robots is None:
            return Permission(allowed=True)
        permission = self._robots.permission(url)
        if not permission.allowed:
            raise PolicyRefused(f"robots.txt asks not to capture {redact(url)}")
        return permission


def _failed(error: CaptureError) -> Outcome:
    return Outcome(
        reason=str(error),
        retryable=error.retryable and not isinstance(error, UsageError),
        retry_after_s=error.retry_after_s,
        policy=isinstance(error, PolicyRefused),
    )


def _done(bundle: Bundle, archive: Path, permission: Permission) -> Outcome:
    return Outcome(
        bundle=str(bundle.path.relative_to(archive)),
        partial="; ".join(bundle.manifest.reasons),
        host_wait_s=permission.delay_s,
        bytes=sum(artifact.bytes for artifact in bundle.manifest.artifacts),
    )


@contextmanager
def open_worker(settings: PageSettings) -> Iterator[BrowserWorker]:
    """Start what a worker process needs; the browser comes up with the first page."""
    with Capturer(settings.archive, settings.config.options(**settings.flags)) as capturer:
        yield BrowserWorker(settings, capturer)


def published(archive: Path, claim: Claim) -> str | None:
    """Return the bundle that a claim's try published, if it did: an answer even after a kill."""
    path = bundle_path(archive, claim.seed.url, claim.at)
    try:
        load_bundle(path)
    except UsageError:
        return None
    return str(path.relative_to(archive))
