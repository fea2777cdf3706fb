"""Archives on object stores, through fsspec: ``s3://bucket/prefix`` and what else it knows.

An object store has no rename, so whole-or-nothing is kept by order: a bundle counts as there when
its ``manifest-sha256.txt`` is, and that is written last, after every other file was found to have
arrived in full.  What a killed upload leaves behind is never taken for a bundle.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from capture.archive.bundle import FIXITY, Bundle
from capture.errors import CaptureError, UsageError

_REMEDY = "pip install 'page-capture[cloud]'"
_CHUNK = 1 << 20


def is_remote(archive: str) -> bool:
    """Say whether ``archive`` is an address of an object store and not a folder.

    Raises `UsageError` for an empty name: of a variable that was never set, or of the folder here?
    """
    if not archive.strip():
        raise UsageError("the archive has no name", remedy="give a folder with -o")
    return "://" in archive


def refuse_skipping(archive: str, *, skip_unchanged: bool) -> None:
    """Raise `UsageError` where the capture before, which is to be skipped to, is not at hand."""
    if skip_unchanged and is_remote(archive):
        raise UsageError(
            f"--skip-unchanged looks for earlier captures in a folder, which {archive} is not",
            remedy="leave out one of the two",
        )


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where bundles are made, and the object store, if any, that they go to from there."""

    folder: Path
    store: RemoteArchive | None = None

    def keep(self, bundle: Bundle) -> str:
        """Put a bundle where it belongs; return its path or address.  Raises `CaptureError`."""
        if self.store is None:
            return str(bundle.path)
        address = self.store.publish(bundle, bundle.path.relative_to(self.folder).as_posix())
        shutil.rmtree(bundle.path)
        return address


@contextmanager
def shelf_for(archive: str) -> Iterator[Shelf]:
    """Yield the shelf for a folder or an object store's address; raises `UsageError`."""
    if not is_remote(archive):
        yield Shelf(Path(archive))
        return
    with tempfile.TemporaryDirectory(prefix="capture-") as folder:
        yield Shelf(Path(folder), RemoteArchive(archive))


class RemoteArchive:
    """An archive at an fsspec address.  Credentials come from the environment, as fsspec reads."""

    def __init__(self, address: str) -> None:
        """Raise `UsageError` when the address or the library for it is missing."""
        try:
            import fsspec

            self._files, root = fsspec.url_to_fs(address)
        except ImportError as error:
            raise UsageError(f"{address} needs a library: {error}", remedy=_REMEDY) from error
        except ValueError as error:
            raise UsageError(f"not an archive's address: {address}: {error}") from error
        except OSError as error:
            raise _unreachable(address, error) from error
        self.address = address.rstrip("/")
        self._root = PurePosixPath(root)

    def has(self, path: str) -> bool:
        """Say whether the bundle at ``path`` is there, whole; raises `CaptureError`."""
        try:
            # Whoever asked before must not be believed: another machine may have written since.
            self._files.invalidate_cache()
            return bool(self._files.exists(str(self._root / path / FIXITY)))
        except Exception as error:
            raise _unreachable(self.address, error) from error

    def publish(self, bundle: Bundle, path: str) -> str:
        """Upload ``bundle`` as ``path``; return its address.  A bundle is never overwritten.

        Raises `CaptureError` (retryable) when the store does not take it.
        """
        if self.has(path):
            raise CaptureError(f"{self.address}/{path} exists already", retryable=True)
        folder = self._root / path
        names = sorted(file.name for file in bundle.path.iterdir() if file.name != FIXITY)
        try:
            for name in (*names, FIXITY):
                self._upload(bundle.path / name, str(folder / name))
        except Exception as error:
            raise _unreachable(self.address, error) from error
        return f"{self.address}/{path}"

    def _upload(self, source: Path, target: str) -> None:
        self._files.put_file(str(source), target)
        arrived = int(self._files.info(target)["size"])
        if arrived != source.stat().st_size:
            raise OSError(f"{target} arrived with {arrived} bytes")

    def bundles(self) -> Iterator[str]:
        """Yield the path of every whole bundle, in order."""
        try:
            found = self._files.find(str(self._root))
        except Exception as error:
            raise _unreachable(self.address, error) from error
        for name in sorted(found):
            path = PurePosixPath(name)
            if path.name == FIXITY:
                yield str(path.parent.relative_to(self._root))

    def verify(self, path: str) -> list[str]:
        """Compare a bundle's files with its digests; return a line for each that fails."""
        folder = self._root / path
        problems = []
        for line in self._files.cat_file(str(folder / FIXITY)).decode("utf-8").splitlines():
            expected, _, name = line.partition("  ")
            try:
                actual = self._digest(str(folder / PurePosixPath(name).name))
            except FileNotFoundError:
                problems.append(f"{self.address}/{path}/{name}: missing")
                continue
            if actual != expected:
                problems.append(f"{self.address}/{path}/{name}: changed")
        return problems

    def _digest(self, name: str) -> str:
        digest = hashlib.sha256()
        with self._files.open(name, "rb") as file:
            stream: Any = file
            while chunk := stream.read(_CHUNK):
                digest.update(chunk)
        return digest.hexdigest()


def _unreachable(address: str, error: Exception) -> CaptureError:
    said = str(error).splitlines()[0] if str(error) else type(error).__name__
    return CaptureError(
        f"{address} does not take it: {said[:300]}",
        remedy="check the address and the credentials in the environment",
        retryable=True,
    )
