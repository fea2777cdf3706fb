"""Whether two PDFs are the same file but for when they were made, without drawing a page.

Dates stand in the document's information, which may be packed in an object stream (PDF 1.5), and in
its XMP.  Packed dates change the length of what packs them, and so every offset after it:
lengths and cross-reference tables are left out, everything else must be equal byte for byte.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from itertools import zip_longest

_DATES = re.compile(
    rb"\(D:\d{14}[^)]{0,10}\)|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)"
    rb"|/ID\s*\[\s*<[0-9A-Fa-f]*>\s*<[0-9A-Fa-f]*>\s*\]"
)
_PLACES = re.compile(rb"/Length \d+|startxref\s+\d+|^\d{10} \d{5} [nf]\s*$", re.MULTILINE)
_OPENS, _ENDS = re.compile(rb"stream\r?\n"), b"endstream"
_OBJECTS, _TABLE = re.compile(rb"/Type\s*/ObjStm\b"), re.compile(rb"/Type\s*/XRef\b")
# An object stream holds 100 small objects, some 10 kB in a quarter of that; what unpacks to more is
# no such thing, and a file of a thousand such streams is not to cost a thousand times the limit.
_LARGEST, _MOST_FOLD = 16_000_000, 64


def same_but_dates(baseline: bytes, current: bytes) -> bool:
    """Say whether two PDFs are the same but for dates and identifiers."""
    if baseline == current:
        return True
    return all(one == two for one, two in zip_longest(_parts(baseline), _parts(current)))


def _parts(data: bytes) -> Iterator[bytes]:
    """Yield what is between streams, dates and places left out, and what the streams hold."""
    end = 0
    for opens, begins, ends in _streams(data):
        between = data[end:opens]
        end = ends + len(_ENDS)
        packed = data[begins:ends]
        yield _undated(between)
        opening = between[between.rfind(b" obj") + 1 :]
        if _TABLE.search(opening):
            continue
        if _OBJECTS.search(opening):
            yield _undated(_unpacked(packed))
        else:
            yield _DATES.sub(b"", packed)
    yield _undated(data[end:])


def _streams(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield where each stream is opened, where its bytes begin, and where they end.

    In one pass: a pattern for a whole stream looks for the end anew from each that has none.
    """
    at = 0
    while opened := _OPENS.search(data, at):
        end = data.find(_ENDS, opened.end())
        if end < 0:
            return
        yield opened.start(), opened.end(), end
        at = end + len(_ENDS)


def _undated(text: bytes) -> bytes:
    return _PLACES.sub(b"", _DATES.sub(b"", text))


def _unpacked(packed: bytes) -> bytes:
    """Inflate an object stream; what is none, or unpacks to more than one holds, stays as it is."""
    unpacker = zlib.decompressobj()
    try:
        data = unpacker.decompress(packed, min(_LARGEST, _MOST_FOLD * len(packed)))
    except zlib.error:
        return packed
    return packed if unpacker.unconsumed_tail else data
