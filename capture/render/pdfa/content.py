"""Content streams as Skia writes them: one operator at each line's end.

Skia escapes every control character in a string (and writes most strings in hexadecimal), so a
line is never cut by what a page says.  Reading lines costs a tenth of parsing the operators.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_PAINTS = frozenset((b"f", b"f*", b"F", b"S", b"s", b"B", b"B*", b"b", b"b*"))
_STARTS = frozenset((b"m", b"re"))
_SHOWS = frozenset((b"Tj", b"TJ", b"'", b'"'))
_SILENT = frozenset(
    (b"c", b"l", b"h", b"v", b"y", b"rg", b"RG", b"q", b"Q", b"gs", b"cm", b"Tm", b"Td", b"w")
)
_MCID = re.compile(rb"/MCID (\d+)")
_ACTUAL = re.compile(rb"/ActualText\s*<([0-9A-Fa-f]*)>")
_HEX = re.compile(rb"<([0-9A-Fa-f]*)>")


@dataclass(slots=True)
class Shown:
    """One string a stream shows: its font's resource name and codes, or its ActualText.

    ``line`` is the operator's line; ``actual`` is the hexadecimal ActualText around it.
    """

    line: int
    mcid: int | None
    font: bytes
    codes: bytes
    actual: bytes | None
    span: int | None


@dataclass(slots=True)
class Use:
    """One painting of an XObject."""

    line: int
    name: bytes
    marked: bool


@dataclass(slots=True)
class Scan:
    """What was found in one stream; ``bare`` are line ranges that paint outside any mark."""

    lines: list[bytes]
    shown: list[Shown] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)
    bare: list[tuple[int, int]] = field(default_factory=list)
    mcids: set[int] = field(default_factory=set)


@dataclass(slots=True)
class _State:
    """Where the reading stands: open marks, the path and text object begun, the font."""

    marks: list[int | None] = field(default_factory=list)  # an MCID, -1 for an artifact, or None
    depth: int = 0
    path: int | None = None
    text: int | None = None
    text_bare: bool = False
    font: bytes = b""
    actual: bytes | None = None
    span: int | None = None
    fonts: list[bytes] = field(default_factory=list)


def scan(data: bytes) -> Scan:
    """Read a stream's marks, strings and paintings."""
    found = Scan(data.split(b"\n"))
    state = _State()
    for number, line in enumerate(found.lines):
        operator = line[line.rfind(b" ") + 1 :]
        if operator in _SILENT:
            if operator == b"q":
                state.fonts.append(state.font)
            elif operator == b"Q" and state.fonts:
                state.font = state.fonts.pop()
        elif operator in _SHOWS:
            _show(found, state, number, line)
        elif operator in _STARTS:
            if state.path is None:
                state.path = number
        elif operator in _PAINTS:
            if state.depth == 0:
                found.bare.append((number if state.path is None else state.path, number))
            state.path = None
        elif operator == b"n":
            state.path = None
        else:
            _other(found, state, number, line, operator)
    return found


def _show(found: Scan, state: _State, number: int, line: bytes) -> None:
    if state.depth == 0:
        state.text_bare = True
    mcid = next((m for m in reversed(state.marks) if m is not None), None)
    codes = b"".join(_HEX.findall(line))
    found.shown.append(Shown(number, mcid, state.font, codes, state.actual, state.span))


def _other(found: Scan, state: _State, number: int, line: bytes, operator: bytes) -> None:
    if operator == b"Tf":
        state.font = line.split(b" ", 1)[0][1:]
    elif operator == b"BT":
        state.text, state.text_bare = number, False
    elif operator == b"ET":
        if state.text_bare and state.text is not None:
            found.bare.append((state.text, number))
        state.text = None
    elif operator.endswith((b"BDC", b"BMC")):
        _open(found, state, number, line)
    elif operator == b"EMC":
        _close(state)
    elif operator == b"Do":
        name = line.rsplit(b"/", 1)[-1].split(b" ", 1)[0]
        found.uses.append(Use(number, name, state.depth > 0))
    elif operator == b"sh" and state.depth == 0:
        found.bare.append((number, number))


def _open(found: Scan, state: _State, number: int, line: bytes) -> None:
    mark: int | None = None
    if match := _MCID.search(line):
        mark = int(match[1])
        found.mcids.add(mark)
    elif line.startswith(b"/Artifact"):
        mark = -1
    elif match := _ACTUAL.search(line):
        state.actual, state.span = match[1], number
    state.marks.append(mark)
    state.depth += mark is not None


def _close(state: _State) -> None:
    if not state.marks:
        return
    mark = state.marks.pop()
    if mark is None:
        state.actual = state.span = None
    else:
        state.depth -= 1


def wrapped(found: Scan, ranges: list[tuple[int, int]]) -> list[bytes]:
    """Return the stream's lines with each range of lines marked as an artifact."""
    starts = {start for start, _end in ranges}
    ends = {end for _start, end in ranges}
    lines: list[bytes] = []
    for number, line in enumerate(found.lines):
        if number in starts:
            lines.append(b"/Artifact BMC")
        lines.append(line)
        if number in ends:
            lines.append(b"EMC")
    return lines
