"""Where lists come from: what each is, and its text."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from capture.errors import UsageError

# EasyList with everything in it is 4 MB; AdGuard's base list 8.
MAX_LIST_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class ListSource:
    """A list: in a file, or given as text.

    ``category`` is one of those in lists/sources.toml and decides what an element found is taken
    for; ``origin`` is the address or path that the manifest names.
    """

    name: str
    path: Path | None = None
    given: str = ""
    title: str = ""
    category: str = "ads"
    origin: str = ""


@dataclass(frozen=True, slots=True)
class LoadedList:
    """A list's text and its digest (of the bytes of the file)."""

    source: ListSource
    data: bytes
    sha256: str

    @property
    def text(self) -> str:
        """The list decoded; bytes that are not UTF-8 become U+FFFD, which no rule matches."""
        return self.data.decode("utf-8-sig", "replace").replace("\0", "\ufffd")


def read_list(source: ListSource) -> LoadedList:
    """Read ``source``; raises `UsageError` when its file cannot be read or is no list's size."""
    data = source.given.encode("utf-8", "replace")
    if source.path is not None:
        try:
            if source.path.stat().st_size > MAX_LIST_BYTES:
                raise UsageError(f"the filter list {source.path} is larger than 64 MiB")
            data = source.path.read_bytes()
        except OSError as error:
            raise UsageError(f"the filter list {source.path} cannot be read: {error}") from error
    return LoadedList(source, data, hashlib.sha256(data).hexdigest())
