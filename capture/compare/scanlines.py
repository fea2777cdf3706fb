"""PNG rows, inflated and decoded some at a time and only where they are asked for.

A PNG row is stored as a filter's residue of itself and the row above, all of them in one deflate
stream.  The stream is read in bands; the state of the inflater at the start of each is kept (a copy
of 44 KB), and the decoded row above it.  So any band can be read again from there, and a picture of
any height is compared in the memory that some bands take.

Source: PNG specification, third edition, sections 9 (filtering) and 10 (compression).
"""

from __future__ import annotations

import struct
import zlib
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import numpy.typing as npt

from capture.compare.picture import Picture, check_size, decode_rows
from capture.errors import UsageError

if TYPE_CHECKING:
    from zlib import _Decompress

Bytes: TypeAlias = npt.NDArray[np.uint8]

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_CHANNELS = {2: 3, 6: 4}  # colour type: RGB, RGBA
_SUB = 1  # filters up to this (None, Sub) need no row above, so decoding may start there
_UP = 2  # the filter that Chromium writes in every row: the row less the row above
# A band's bytes: small enough to stay in a processor's cache between two looks at it (measured:
# 1 to 4 MB alike, 8 MB a fifth slower).
BAND = 1 << 20
# Bytes of bands kept of a picture: all of 1280 × 30,000 px, so that pages of up to that height are
# inflated once; two pictures and what is made of them stay below 500 MB.
HELD = 128 << 20
_PIECE = 1 << 16  # compressed bytes given to the inflater at a time


@dataclass(frozen=True, slots=True)
class _Mark:
    """The inflater at the start of a band, and the next piece that it is to be given."""

    inflater: _Decompress
    piece: int


class PngRows:
    """The rows of an 8-bit RGB or RGBA PNG; raises `UsageError` where its data are broken."""

    def __init__(self, width: int, height: int, colour: int, pieces: list[memoryview]) -> None:
        self.width, self.height, self.colour = width, height, colour
        self.channels = _CHANNELS[colour]
        self.pieces = pieces
        self.stride = 1 + width * self.channels
        self.step = max(1, BAND // self.stride)
        self.bands = -(-height // self.step)
        self._marks = [_Mark(zlib.decompressobj(), 0)]
        self._above: list[Bytes | None] = [np.zeros(self.stride - 1, np.uint8)]
        self._twin: tuple[PngRows, int] | None = None  # another file, and how many bands it shares
        # Bands as they are stored, until somebody needs them decoded.
        self._residues: OrderedDict[int, Bytes] = OrderedDict()
        self._decoded: OrderedDict[int, Picture] = OrderedDict()

    def rows(self, top: int, bottom: int) -> Picture:
        """Return decoded rows, shape (rows, width, channels)."""
        if bottom <= top:
            return np.empty((0, self.width, self.channels), np.uint8)
        parts = [
            self._band(number)[max(top - number * self.step, 0) : bottom - number * self.step]
            for number in range(top // self.step, (bottom - 1) // self.step + 1)
        ]
        return parts[0] if len(parts) == 1 else np.concatenate(parts)

    def residues(self, top: int, bottom: int) -> Bytes:
        """Return rows as they are stored, each with its filter's number before it."""
        parts = [
            self._stored(number)[max(top - number * self.step, 0) : bottom - number * self.step]
            for number in range(top // self.step, (bottom - 1) // self.step + 1)
        ]
        return parts[0] if len(parts) == 1 else np.concatenate(parts)

    def let_go(self, top: int, bottom: int) -> None:
        """Forget the bands between two rows: fresh memory for each costs as much as inflating."""
        for number in range(-(-top // self.step), bottom // self.step):
            self._residues.pop(number, None)

    def share_start(self, other: PngRows) -> int:
        """Take from ``other`` what both files store in the same bytes; return how many rows.

        Files of one writer are the same up to the first row that differs: it is read once.
        """
        pairs = zip(self.pieces, other.pieces, strict=False)
        same = next((n for n, (a, b) in enumerate(pairs) if a != b), len(self.pieces))
        band = 0
        while band + 1 < min(self.bands, other.bands):
            other._stored(band)
            other.let_go(band * self.step, (band + 1) * self.step)
            mark = other._marks[band + 1]
            if mark.piece > same:
                break
            self._marks.append(mark)
            self._above.append(other._above[band + 1])
            band += 1
        self._twin = other, band
        return band * self.step

    def _band(self, number: int) -> Picture:
        if self._twin and number < self._twin[1]:
            return self._twin[0]._band(number)
        found = self._decoded.get(number)
        if found is None:
            residues = self._stored(number)
            found = _decoded(residues, self._row_above(number), self.colour)
            self._residues.pop(number, None)
            self._decoded[number] = found
            if number + 1 < len(self._above):
                self._above[number + 1] = found[-1].reshape(-1).copy()  # a view would keep all
            self._forget()
        self._decoded.move_to_end(number)
        return found

    def _stored(self, number: int) -> Bytes:
        if self._twin and number < self._twin[1]:
            return self._twin[0]._stored(number)
        found = self._residues.get(number)
        if found is not None:
            return found
        while len(self._marks) <= number:
            self._inflate(len(self._marks) - 1)
        return self._inflate(number)

    def _inflate(self, number: int) -> Bytes:
        """Read a band from its mark; leave a mark, and the row above, for the next."""
        found = self._residues.get(number)
        if found is None:
            mark = self._marks[number]
            rows = min(self.step, self.height - number * self.step)
            inflater = mark.inflater.copy()
            data, piece = _inflated(inflater, self.pieces, mark.piece, rows * self.stride)
            found = np.frombuffer(data, np.uint8).reshape(rows, self.stride)
            if len(self._marks) == number + 1 < self.bands:
                self._marks.append(_Mark(inflater, piece))
                # Decoding can start inside most bands of most writers; Chromium's are one long sum.
                start = _last_start(found) is not None
                self._above.append(None if start else self._last_row(number, found))
            self._residues[number] = found
            self._forget()
        return found

    def _row_above(self, number: int) -> Bytes:
        found = self._above[number]
        if found is None:
            found = self._last_row(number - 1, self._stored(number - 1))
            self._above[number] = found
        return found

    def _last_row(self, number: int, residues: Bytes) -> Bytes:
        """Decode a band's last row, and no more of the others than that takes."""
        start = _last_start(residues)
        above = self._row_above(number) if start is None else np.zeros(self.stride - 1, np.uint8)
        rest = residues[start or 0 :]
        if start is None and bool((rest[:, 0] == _UP).all()):
            return np.asarray(rest[:, 1:].sum(axis=0, dtype=np.uint8) + above, np.uint8)
        return np.array(_decoded(rest, above, self.colour)[-1].reshape(-1))

    def _forget(self) -> None:
        """Let go of what was asked for longest ago, beyond `HELD` bytes."""
        while (len(self._residues) + len(self._decoded)) * self.step * self.stride > HELD:
            oldest = self._residues or self._decoded
            if len(oldest) == 1:
                return
            oldest.popitem(last=False)


def png_rows(data: bytes) -> PngRows | None:
    """Return the rows of a plain PNG of 8-bit RGB or RGBA; ``None`` for any other picture."""
    if not data.startswith(_SIGNATURE):
        return None
    header, pieces = b"", []
    position = len(_SIGNATURE)
    while position + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, position)
        kind = data[position + 4 : position + 8]
        body = memoryview(data)[position + 8 : position + 8 + length]
        if kind == b"IHDR":
            header = bytes(body)
        elif kind == b"IDAT":
            pieces += [body[at : at + _PIECE] for at in range(0, len(body), _PIECE)]
        elif kind == b"tRNS":
            return None  # one colour is transparent: the decoder's business
        position += 12 + length
    if len(header) != 13:
        return None
    width, height, depth, colour, _, _, interlace = struct.unpack(">IIBBBBB", header)
    if depth != 8 or colour not in _CHANNELS or interlace:
        return None
    check_size(width, height, "the picture")
    return PngRows(width, height, colour, pieces)


def _inflated(
    inflater: _Decompress, pieces: list[memoryview], piece: int, size: int
) -> tuple[bytes, int]:
    """Return ``size`` bytes and which piece comes next."""
    parts: list[bytes] = []
    try:
        while size:
            waiting: bytes | memoryview = inflater.unconsumed_tail
            if not waiting and piece < len(pieces):
                waiting, piece = pieces[piece], piece + 1
            part = inflater.decompress(waiting, size)
            if not part and (inflater.eof or not waiting):
                raise UsageError("the picture ends before its last row")
            parts.append(part)
            size -= len(part)
    except zlib.error as error:
        raise UsageError(f"the picture cannot be read: {error}") from error
    return b"".join(parts), piece


def _last_start(residues: Bytes) -> int | None:
    """Return the last row that needs none above it, if any."""
    starts = np.flatnonzero(residues[:, 0] <= _SUB)
    return int(starts[-1]) if starts.size else None


def _decoded(residues: Bytes, above: Bytes, colour: int) -> Picture:
    channels = _CHANNELS[colour]
    shape = (len(residues), len(above) // channels, channels)
    if bool((residues[:, 0] == _UP).all()):
        rows: Bytes = np.empty((len(residues), len(above)), np.uint8)
        np.cumsum(residues[:, 1:], axis=0, dtype=np.uint8, out=rows)
        rows += above
        return np.asarray(rows.reshape(shape))
    return _unwrapped(residues, above, colour)


def _unwrapped(residues: Bytes, above: Bytes, colour: int) -> Picture:
    """Have the decoder undo the filters, below the row above them."""
    width = len(above) // _CHANNELS[colour]
    rows = np.concatenate((np.concatenate(([np.uint8(0)], above))[None], residues))
    return decode_rows(zlib.compress(rows.data, 0), width, len(rows), _CHANNELS[colour])[1:]
