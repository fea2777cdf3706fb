"""Bundles on disk: written whole or not at all, never overwritten.

A bundle is made in ``ARCHIVE/.tmp/…``, synced file by file, and renamed into place; until the
rename nothing of it is visible, and after it everything is.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import re
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from capture.archive.manifest import ArtifactRecord, Manifest
from capture.errors import CaptureError, UsageError, in_words
from capture.render.values import Artifact
from capture.urls import host_folder, slug

MANIFEST = "capture.json"
FIXITY = "manifest-sha256.txt"
LEDGER = "ledger.json"
TIMESTAMP = "capture.json.tsr"
TEMPORARY = ".tmp"
TIME_FORMAT = "%Y%m%dT%H%M%SZ"
_ARTIFACT_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
# A thousand captures of one URL within one second is no archive but an accident.
MAX_SAME_SECOND = 1000
# A manifest with every header that Chromium accepts (256 KiB) is far below; a bundle from elsewhere
# may call a disk's worth of zeros its manifest.
MAX_MANIFEST_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class Bundle:
    """A capture on disk."""

    path: Path
    manifest: Manifest

    def read_text(self, name: str = "page.txt") -> str:
        """Return an artifact's text; raises `OSError` when the bundle has no such file."""
        return read_regular(self.path / name).decode("utf-8")


def check_archive(archive: Path) -> None:
    """Make sure a bundle could be written under ``archive``; raises `UsageError` if not."""
    try:
        (archive / TEMPORARY).mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=archive / TEMPORARY):
            pass
    except OSError as error:
        raise UsageError(
            f"cannot write to {archive}: {error.strerror}", remedy="choose another folder with -o"
        ) from error


def write_bundle(
    archive: Path,
    artifacts: tuple[Artifact, ...],
    describe: Callable[[tuple[ArtifactRecord, ...]], Manifest],
    *,
    at: datetime | None = None,
    seal: Callable[[bytes], bytes] | None = None,
) -> Bundle:
    """Write ``artifacts`` and the manifest that ``describe`` makes of their digests.

    ``seal`` has the manifest's bytes stamped (`capture.archive.timestamp`).  The bundle's folder
    is named after ``at``, exactly, or after the visit's start and a number.
    Returns once everything is on the disk.  Raises `CaptureError` when the disk does not take it;
    then nothing is left behind.
    """
    records = tuple(record_of(artifact) for artifact in artifacts)
    manifest = describe(records)
    text = manifest.model_dump_json(indent=2).encode() + b"\n"
    last = [Artifact(MANIFEST, "application/json", text)]
    if seal:
        last.append(Artifact(TIMESTAMP, "application/timestamp-reply", seal(text)))
    files = {artifact.name: artifact.data for artifact in (*artifacts, *last)}
    files[FIXITY] = _fixity_text((*records, *(record_of(artifact) for artifact in last)))
    try:
        with _temporary_folder(archive) as folder:
            _write_all(folder, files)
            path = _publish(archive, folder, manifest, at)
    except OSError as error:
        raise CaptureError(
            f"the bundle could not be written: {error.strerror or error}",
            remedy="free some space, or choose another folder with -o",
            retryable=error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EIO),
        ) from error
    return Bundle(path, manifest)


def load_bundle(path: Path) -> Bundle:
    """Read the bundle at ``path``; raises `UsageError` when there is none."""
    try:
        text = read_regular(path / MANIFEST, MAX_MANIFEST_BYTES)
        manifest = Manifest.model_validate_json(text)
    except (FileNotFoundError, NotADirectoryError) as error:
        remedy = f"give a folder that holds a {MANIFEST}"
        raise UsageError(f"no bundle at {path}", remedy=remedy) from error
    except (OSError, ValueError) as error:
        first = in_words(error).splitlines()[0]
        raise UsageError(f"no bundle at {path}: {first}") from error
    return Bundle(path, manifest)


def read_regular(path: Path, limit: int | None = None) -> bytes:
    """Return what is in a file of a bundle, which may come from anywhere.

    Raises `OSError` for a link, a device or a pipe, which could show another file or never end,
    and for a file of more than ``limit`` bytes.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with open(descriptor, "rb") as file:  # noqa: PTH123 (what was opened is what is judged)
        facts = os.fstat(descriptor)
        if not stat.S_ISREG(facts.st_mode):
            raise OSError(errno.EINVAL, "not a regular file", str(path))
        if limit is not None and facts.st_size > limit:
            raise OSError(errno.EFBIG, f"{facts.st_size} bytes are too many", str(path))
        return file.read()


def find_bundles(root: Path, unreadable: Callable[[OSError], None] | None = None) -> Iterator[Path]:
    """Yield the folder of every bundle at or under ``root``, in order of path.

    ``unreadable`` is told of folders that cannot be looked into.
    """
    if (root / FIXITY).is_file() or (root / MANIFEST).is_file():
        yield root
        return
    for folder, names, files in os.walk(root, onerror=unreadable):
        names[:] = sorted(name for name in names if name != TEMPORARY)
        if FIXITY in files or MANIFEST in files:
            names.clear()
            yield Path(folder)


def sweep_temporary(archive: Path) -> int:
    """Remove what killed captures left under ``.tmp``; return how many folders.

    A capture holds a lock on its folder, so one that is being written is left alone.
    """
    swept = 0
    for folder in (archive / TEMPORARY).glob("bundle-*"):
        with suppress(OSError), _locked(folder):
            shutil.rmtree(folder)
            swept += 1
    return swept


def digest(data: bytes) -> str:
    """Return the SHA-256 of ``data`` in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def record_of(artifact: Artifact) -> ArtifactRecord:
    """Return an artifact's name, type, size and digest; raises `CaptureError` for a bad name."""
    if not _ARTIFACT_NAME.fullmatch(artifact.name):
        raise CaptureError(f"no name for an artifact: {artifact.name!r}")
    return ArtifactRecord(
        path=artifact.name,
        media_type=artifact.media_type,
        bytes=len(artifact.data),
        sha256=digest(artifact.data),
    )


def _fixity_text(records: tuple[ArtifactRecord, ...]) -> bytes:
    lines = sorted(f"{record.sha256}  {record.path}\n" for record in records)
    return "".join(lines).encode()


@contextmanager
def _temporary_folder(archive: Path) -> Iterator[Path]:
    parent = archive / TEMPORARY
    parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="bundle-", dir=parent))
    try:
        with _locked(folder):
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the folder's lock; raises `BlockingIOError` when another process does."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(descriptor)


def _write_all(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, data in files.items():
        with (folder / name).open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    folder.chmod(0o755)
    _sync_folder(folder)


def bundle_path(archive: Path, url: str, at: datetime) -> Path:
    """Return where a capture of ``url`` that is named after ``at`` lies."""
    return archive / host_folder(url) / slug(url) / _time_name(at, 1)


def _publish(archive: Path, folder: Path, manifest: Manifest, at: datetime | None) -> Path:
    url = manifest.requested_url
    parent = archive / host_folder(url) / slug(url)
    missing = [p for p in (parent, *parent.parents) if not p.exists()]
    parent.mkdir(parents=True, exist_ok=True)
    moment = (at or manifest.started_at).astimezone(UTC)
    for number in range(1, 2 if at else MAX_SAME_SECOND):
        path = parent / _time_name(moment, number)
        try:
            # rename(2) never replaces a folder that holds something: a bundle cannot be lost.
            folder.rename(path)
        except OSError as error:
            if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                raise
            continue
        for changed in {path.parent, *(p.parent for p in missing)}:
            _sync_folder(changed)
        return path
    raise CaptureError(f"too many captures of {url} in one second", retryable=True)


def _time_name(moment: datetime, number: int) -> str:
    return moment.astimezone(UTC).strftime(TIME_FORMAT) + (f"-{number}" if number > 1 else "")


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
