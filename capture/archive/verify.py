"""Fixity of whole archives, on this machine or in an object store."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from capture.archive.bundle import find_bundles
from capture.archive.fixity import verify_bundle
from capture.archive.store import RemoteArchive, is_remote
from capture.errors import UsageError

# SHA-256 runs outside the interpreter's lock: a thread a core is as fast as the cores allow.
_THREADS = os.cpu_count() or 1
# Bundles looked up ahead of the threads, so that an archive of any size takes no memory.
_AHEAD = 256


@dataclass(frozen=True, slots=True)
class Verdict:
    """A bundle, and a line for each thing that is wrong with it."""

    bundle: str
    problems: tuple[str, ...]


def verify_under(path: str) -> Iterator[Verdict]:
    """Yield a verdict on every bundle at or under ``path``; raises `UsageError` for no folder."""
    if is_remote(path):
        store = RemoteArchive(path)
        yield from _in_threads(store.bundles(), lambda name: tuple(store.verify(name)))
        return
    if not Path(path).is_dir():
        raise UsageError(f"no folder at {path}")
    closed: list[OSError] = []
    names = (str(folder) for folder in find_bundles(Path(path), closed.append))
    yield from _in_threads(names, lambda name: tuple(map(str, verify_bundle(Path(name)))))
    # What could not be looked at is not known to be whole.
    for error in closed:
        yield Verdict(str(error.filename), (f"{error.filename}: cannot be read: {error.strerror}",))


def _in_threads(names: Iterator[str], check: Callable[[str], tuple[str, ...]]) -> Iterator[Verdict]:
    with ThreadPoolExecutor(_THREADS) as pool:
        while some := list(islice(names, _AHEAD)):
            yield from map(Verdict, some, pool.map(check, some))
