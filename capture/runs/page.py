"""A worker's own work: one browser, page after page, and never an exception out of it."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from capture.archive.bundle import Bundle, bundle_path, load_bundle
from capture.archive.store import RemoteArchive, is_remote, refuse_skipping
from capture.errors import BrowserMissing, CaptureError, PolicyRefused, UsageError
from capture.options import Config, Options
from capture.pipeline import Capturer
from capture.runs.outcome import Outcome
from capture.runs.robots import Permission, Robots
from capture.runs.seeds import Seed
from capture.runs.state import Claim
from capture.runs.worker import Task
from capture.urls import redact


@dataclass(frozen=True, slots=True)
class PageSettings:
    """What every page of a run is captured with; a seed's own options go on top.

    With ``remote``, an object store's address, ``archive`` is where bundles are made before they
    go there.
    """

    archive: Path
    config: Config
    flags: dict[str, Any]
    robots: bool = False
    remote: str = ""

    def options(self, seed: Seed) -> Options:
        """Return the options for one page: defaults, its host's table, flags, its own."""
        return self.config.options(seed.host, **{**self.flags, **seed.values()})


def page_settings(
    output: str, state: Path | None, config: Config, flags: dict[str, Any], *, robots: bool
) -> PageSettings:
    """Return the settings for an archive that is a folder or an object store's address.

    ``state`` is the folder on this machine where a remote archive's state is kept and its bundles
    are made; by default one named after the address.  Raises `UsageError`.
    """
    refuse_skipping(output, skip_unchanged=config.options(**flags).skip_unchanged)
    if not is_remote(output):
        return PageSettings(Path(output).absolute(), config, flags, robots)
    RemoteArchive(output)  # says at once what is missing
    mark = hashlib.sha256(output.encode()).hexdigest()[:8]
    name = re.sub(r"[^A-Za-z0-9]+", "-", output.partition("://")[2]).strip("-")[:60]
    folder = state or Path(f".capture-{name}-{mark}")
    return PageSettings(folder.absolute(), config, flags, robots, output)


class BrowserWorker:
    """Captures pages with one `Capturer`."""

    def __init__(self, settings: PageSettings, capturer: Capturer) -> None:
        self._settings = settings
        self._capturer = capturer
        self._robots = Robots() if settings.robots else None
        self._store = RemoteArchive(settings.remote) if settings.remote else None

    def capture(self, task: Task) -> Outcome:
        """Capture one page; whatever goes wrong with it is in the outcome."""
        wait_s = 0.0
        try:
            options = self._settings.options(task.seed)
            permission = self._permission(task.seed.url, public_only=options.public_only)
            wait_s = permission.delay_s
            _obey(permission, task.seed.url)
            bundle = self._capturer.capture(task.seed.url, options, at=task.at)
            self._send(bundle)
        except BrowserMissing as error:
            return Outcome(reason=str(error), retryable=True)
        except CaptureError as error:
            return _failed(error, wait_s)
        except Exception as error:  # noqa: BLE001 (a bug met on one page must not end the run)
            return Outcome(reason=f"internal error: {type(error).__name__}: {error}")
        return _done(bundle, self._settings.archive, wait_s)

    def _send(self, bundle: Bundle) -> None:
        if self._store:
            path = bundle.path.relative_to(self._settings.archive)
            self._store.publish(bundle, path.as_posix())
            shutil.rmtree(bundle.path)

    def _permission(self, url: str, *, public_only: bool) -> Permission:
        if self._robots is None:
            return Permission(allowed=True)
        return self._robots.permission(url, public_only=public_only)


def _obey(permission: Permission, url: str) -> None:
    if not permission.allowed:
        raise PolicyRefused(f"robots.txt asks not to capture {redact(url)}")


def _failed(error: CaptureError, wait_s: float) -> Outcome:
    return Outcome(
        # What was not asked for needs no pause after it.
        host_wait_s=0.0 if isinstance(error, PolicyRefused) else wait_s,
        reason=str(error),
        retryable=error.retryable and not isinstance(error, UsageError),
        retry_after_s=error.retry_after_s,
        policy=isinstance(error, PolicyRefused),
    )


def _done(bundle: Bundle, archive: Path, wait_s: float) -> Outcome:
    return Outcome(
        bundle=str(bundle.path.relative_to(archive)),
        unchanged_since=bundle.manifest.unchanged_since or "",
        partial="; ".join(bundle.manifest.reasons),
        host_wait_s=wait_s,
        bytes=sum(artifact.bytes for artifact in bundle.manifest.artifacts),
    )


@contextmanager
def open_worker(settings: PageSettings) -> Iterator[BrowserWorker]:
    """Start what a worker process needs, its browser too.

    What keeps every page from being captured is no failure of the first one: raises
    `BrowserMissing`, or `UsageError` for a flag that names what is not there.
    """
    with Capturer(settings.archive, settings.config.options(**settings.flags)) as capturer:
        capturer.prepare()
        yield BrowserWorker(settings, capturer)


def published(settings: PageSettings, claim: Claim) -> str | None:
    """Return the bundle that a claim's try published, if it did: an answer even after a kill.

    One that was made but had not gone to the object store yet is sent there now.
    """
    path = bundle_path(settings.archive, claim.seed.url, claim.at)
    name = path.relative_to(settings.archive).as_posix()
    if settings.remote:
        store = RemoteArchive(settings.remote)
        if store.has(name):
            shutil.rmtree(path, ignore_errors=True)
            return name
    try:
        bundle = load_bundle(path)
    except UsageError:
        return None
    if settings.remote:
        store.publish(bundle, name)
        shutil.rmtree(path)
    return name
