"""The compiled lists on disk, in the user's own cache folder."""

from __future__ import annotations

import hashlib
import mmap
import os
import stat
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from capture.filters.compile import compile_lists
from capture.filters.image import MAGIC, Image
from capture.filters.sources import LoadedList

# Sets of lists that are kept compiled: the default, one with a user's file, one of yesterday.
MAX_KEPT = 4


def cache_folder() -> Path:
    """Return the folder for lists and what is compiled from them (it may not exist yet)."""
    named = os.environ.get("CAPTURE_CACHE")
    if named:
        return Path(named) / "filters"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "page-capture" / "filters"
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "page-capture" / "filters"


def private_folder(folder: Path) -> bool:
    """Make ``folder``; whether it is ours and nobody else may write into it."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        facts = folder.stat()
    except OSError:
        return False
    return facts.st_uid == os.geteuid() and not facts.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def write_whole(path: Path, data: bytes) -> None:
    """Write ``data`` so that a reader sees the old file or the new one; raises `OSError`."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def image_of(lists: Sequence[LoadedList]) -> memoryview:
    """Return the image of ``lists``, from the cache if it is there, else compiled and kept.

    Without a folder of our own it is compiled and not kept.
    """
    folder = cache_folder() / "compiled"
    if not private_folder(folder):
        return memoryview(compile_lists(lists))
    path = folder / f"{_digest(lists)}.image"
    with suppress(OSError, ValueError, KeyError):
        return _mapped(path)
    data = compile_lists(lists)
    with suppress(OSError):
        write_whole(path, data)
        _forget_old(folder)
    return memoryview(data)


def _mapped(path: Path) -> memoryview:
    with path.open("rb") as file:
        facts = os.fstat(file.fileno())
        if facts.st_uid != os.geteuid():
            raise ValueError("somebody else's file")
        view = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    Image(view)
    os.utime(path)
    return view


def _digest(lists: Sequence[LoadedList]) -> str:
    """Digest the lists' digests and names, in order, and the layout they are compiled to."""
    seal = hashlib.sha256(MAGIC)
    for loaded in lists:
        source = loaded.source
        parts = (source.name, source.title, source.category, source.origin, loaded.sha256)
        seal.update(repr(parts).encode())
    return seal.hexdigest()[:32]


def _forget_old(folder: Path) -> None:
    images = sorted(folder.glob("*.image"), key=lambda p: p.stat().st_mtime, reverse=True)
    for path in images[MAX_KEPT:]:
        path.unlink(missing_ok=True)
