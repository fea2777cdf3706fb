"""Surgery on a TrueType program: its glyph 0 again, and without what a PDF does not read."""

from __future__ import annotations

import struct

_MOST_GLYPHS = 65_535
_ENTRY = struct.Struct(">4sLLL")


# ISO 32000-1, 9.9: what a conforming reader asks of an embedded TrueType program.  The rest (names,
# layout rules, other encodings) is for setting text, and was 0.6 kB a font, packed.
_READ = frozenset(b"cvt |fpgm|glyf|head|hhea|hmtx|loca|maxp|prep|post|vhea|vmtx".split(b"|"))


def without_layout(program: bytes) -> bytes:
    """Return the font without the tables that a PDF reader does not use; as it is, if it is odd."""
    try:
        tables = _tables(program)
    except struct.error:
        return program
    if not {b"glyf", b"head", b"hmtx", b"loca"} <= set(tables):
        return program
    return _assembled({n: t for n, t in tables.items() if n in _READ}, program[:4])


def with_copy_of_notdef(program: bytes, taken: set[int]) -> tuple[bytes, int] | None:
    """Return the font with a copy of glyph 0 added, and the copy's number.

    ``taken`` are numbers that mean something already.  ``None`` when the font is no complete
    TrueType font or has no number left.
    """
    try:
        tables = _tables(program)
        return _add(tables, taken, program[:4])
    except (struct.error, KeyError, IndexError):
        return None


def _tables(program: bytes) -> dict[bytes, bytes]:
    (count,) = struct.unpack_from(">H", program, 4)
    tables = {}
    for number in range(count):
        tag, _sum, offset, length = _ENTRY.unpack_from(program, 12 + 16 * number)
        tables[tag] = program[offset : offset + length]
    return tables


def _add(tables: dict[bytes, bytes], taken: set[int], version: bytes) -> tuple[bytes, int] | None:
    long_offsets = struct.unpack_from(">h", tables[b"head"], 50)[0] == 1
    (glyphs,) = struct.unpack_from(">H", tables[b"maxp"], 4)
    layout = f">{glyphs + 1}{'L' if long_offsets else 'H'}"
    scale = 1 if long_offsets else 2
    offsets = [o * scale for o in struct.unpack_from(layout, tables[b"loca"])]
    if glyphs >= _MOST_GLYPHS:
        return None
    fresh = next(n for n in range(glyphs, _MOST_GLYPHS + 1) if n not in taken)
    if fresh >= _MOST_GLYPHS:
        return None
    box = tables[b"glyf"][offsets[0] : offsets[1]]
    outlines = tables[b"glyf"][: offsets[-1]] + b"\0" * (-offsets[-1] % 4)
    offsets = [*offsets, *[len(outlines)] * (fresh - glyphs)]
    offsets[-1] = len(outlines)
    offsets.append(len(outlines) + len(box))
    outlines += box + b"\0" * (-len(box) % 4)
    tables[b"glyf"] = outlines
    tables[b"loca"] = struct.pack(f">{len(offsets)}L", *offsets)
    tables[b"head"] = tables[b"head"][:50] + struct.pack(">h", 1) + tables[b"head"][52:]
    tables[b"maxp"] = tables[b"maxp"][:4] + struct.pack(">H", fresh + 1) + tables[b"maxp"][6:]
    tables[b"hmtx"], tables[b"hhea"] = _metrics(tables, glyphs, fresh)
    return _assembled(tables, version), fresh


def _metrics(tables: dict[bytes, bytes], glyphs: int, fresh: int) -> tuple[bytes, bytes]:
    """Write every glyph's advance and bearing in full, and the copy's as glyph 0's."""
    (full,) = struct.unpack_from(">H", tables[b"hhea"], 34)
    data = tables[b"hmtx"]
    pairs = [struct.unpack_from(">Hh", data, 4 * n) for n in range(full)]
    last = pairs[-1][0]
    rest = [
        struct.unpack_from(">h", data, 4 * full + 2 * n)[0]
        if 4 * full + 2 * n + 2 <= len(data)
        else 0
        for n in range(glyphs - full)
    ]
    pairs += [(last, bearing) for bearing in rest]
    pairs += [(0, 0)] * (fresh - glyphs) + [pairs[0]]
    header = tables[b"hhea"][:34] + struct.pack(">H", len(pairs)) + tables[b"hhea"][36:]
    return b"".join(struct.pack(">Hh", *pair) for pair in pairs), header


def _assembled(tables: dict[bytes, bytes], version: bytes) -> bytes:
    names = sorted(tables)
    power = 1 << (len(names).bit_length() - 1)
    head = version + struct.pack(
        ">4H", len(names), power * 16, power.bit_length() - 1, (len(names) - power) * 16
    )
    offset = 12 + 16 * len(names)
    entries, bodies = [], []
    for name in names:
        body = tables[name]
        padded = body + b"\0" * (-len(body) % 4)
        entries.append(_ENTRY.pack(name, _checksum(padded), offset, len(body)))
        bodies.append(padded)
        offset += len(padded)
    return head + b"".join(entries) + b"".join(bodies)


def _checksum(padded: bytes) -> int:
    return int(sum(struct.unpack(f">{len(padded) // 4}L", padded)) & 0xFFFFFFFF)
