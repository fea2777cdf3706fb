"""The compiled form of a set of lists: one buffer, mapped from the cache, read in place.

It holds numbers and text, no code and no objects: whatever it contains, reading it can only give
wrong rules or fail, never run anything.  Rules are kept as their text and parsed when a request
first meets them, which is why loading takes milliseconds.

Layout, in the machine's byte order: magic, CRC-32 and length of the header, the header (JSON), then
arrays of unsigned 32-bit numbers and the text:

    keys     sorted; ``starts`` (one more) says where each key's rule numbers begin in ``entries``
    offsets  of each rule's text; one more for the end
    lines    each rule's line number
    lists    each rule's list number
"""

from __future__ import annotations

import json
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from zlib import crc32

# Raise the number whenever the layout or the way rules are filed changes.
MAGIC = b"capture-filters-11\n"
_SECTIONS = ("keys", "starts", "entries", "offsets", "lines", "lists")
_PREFIX = len(MAGIC) + 8


@dataclass(frozen=True, slots=True)
class RuleText:
    """A rule as it stands in its list; ``number`` is its place in the image."""

    number: int
    text: str
    list_number: int
    line: int


class Image:
    """Reads the buffer; raises `ValueError` when it is not whole or from another machine."""

    def __init__(self, buffer: memoryview) -> None:
        if bytes(buffer[: len(MAGIC)]) != MAGIC:
            raise ValueError("not a compiled list, or an older one")
        checksum, length = buffer[len(MAGIC) : _PREFIX].cast("I")
        body = buffer[_PREFIX:]
        if crc32(body) != checksum:
            raise ValueError("the compiled list is damaged")
        self.header: dict[str, Any] = json.loads(bytes(body[:length]))
        if self.header["byteorder"] != sys.byteorder:
            raise ValueError("a compiled list from another machine")
        at = length
        views: dict[str, memoryview] = {}
        for name in _SECTIONS:
            size = 4 * self.header["sizes"][name]
            views[name] = body[at : at + size].cast("I")
            at += size
        self._keys, self._starts, self._entries = (views[name] for name in _SECTIONS[:3])
        self._offsets, self._lines, self._lists = (views[name] for name in _SECTIONS[3:])
        self._text = body[at:]

    def __len__(self) -> int:
        return len(self._lines)

    def filed_under(self, key: int) -> Iterator[int]:
        """Yield the numbers of the rules under ``key``."""
        at = bisect_left(self._keys, key)
        if at < len(self._keys) and self._keys[at] == key:
            yield from self._entries[self._starts[at] : self._starts[at + 1]]

    def rule(self, number: int) -> RuleText:
        """Return the rule's text and where it is from."""
        start, end = self._offsets[number], self._offsets[number + 1]
        text = bytes(self._text[start:end]).decode("utf-8", "surrogatepass")
        return RuleText(number, text, self._lists[number], self._lines[number])


@dataclass(slots=True)
class Draft:
    """An image in the making."""

    texts: list[bytes]
    lines: array[int]
    lists: array[int]
    filed: dict[int, list[int]]

    @classmethod
    def empty(cls) -> Draft:
        """Return one without rules."""
        return cls([], array("I"), array("I"), {})

    def add(self, text: str, line: int, list_number: int) -> int:
        """Add a rule and return its number; `file` says where it is found."""
        self.texts.append(text.encode("utf-8", "surrogatepass"))
        self.lines.append(line)
        self.lists.append(list_number)
        return len(self.texts) - 1

    def file(self, number: int, keys: list[int]) -> None:
        """File the rule under each of ``keys``."""
        for key in keys:
            self.filed.setdefault(key, []).append(number)

    def finish(self, header: Mapping[str, Any]) -> bytes:
        """Return the image; ``header`` is what `Image.header` gives back."""
        sections = {**self._index(), "offsets": self._offsets()}
        sections |= {"lines": self.lines, "lists": self.lists}
        sizes = {name: len(sections[name]) for name in _SECTIONS}
        head = json.dumps({**header, "byteorder": sys.byteorder, "sizes": sizes}).encode()
        # Views of 32-bit numbers must begin at a multiple of four.
        head += b" " * (-(_PREFIX + len(head)) % 4)
        body = b"".join([head, *(sections[name].tobytes() for name in _SECTIONS), *self.texts])
        return MAGIC + array("I", [crc32(body), len(head)]).tobytes() + body

    def _index(self) -> dict[str, array[int]]:
        keys, starts, entries = array("I"), array("I"), array("I")
        for key in sorted(self.filed):
            keys.append(key)
            starts.append(len(entries))
            entries.extend(sorted(set(self.filed[key])))
        starts.append(len(entries))
        return {"keys": keys, "starts": starts, "entries": entries}

    def _offsets(self) -> array[int]:
        offsets, end = array("I", [0]), 0
        for text in self.texts:
            end += len(text)
            offsets.append(end)
        return offsets
