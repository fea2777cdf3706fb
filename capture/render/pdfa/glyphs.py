"""What a font's codes mean, and glyphs that stand for "no such glyph"."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Pdf

from capture.render.pdfa import cmap
from capture.render.pdfa.content import Shown
from capture.render.pdfa.marks import Painted
from capture.render.pdfa.notes import Notes
from capture.render.pdfa.truetype import with_copy_of_notdef, without_layout
from capture.render.pdfa.words import Fonts, codes_of, digits_of


@dataclass(slots=True)
class _Used:
    """How one font is used in the whole document."""

    font: Object
    codes: set[int] = field(default_factory=set)
    missing: list[tuple[Painted, Shown]] = field(default_factory=list)
    changed: bool = False


def mend_fonts(pdf: Pdf, contents: list[Painted], fonts: Fonts, notes: Notes) -> None:
    """Give every shown code a meaning and a glyph (PDF/A-2, 6.2.11.7 and 6.2.11.8)."""
    used: dict[tuple[int, int], _Used] = {}
    for painted in contents:
        for shown in painted.found.shown:
            font = fonts.font(painted, shown.font)
            if font is not None:
                _use(used.setdefault(font.objgen, _Used(font)), fonts, painted, shown, notes)
    for use in used.values():
        if use.missing:
            _draw_missing(pdf, use, fonts, notes)
        _name_codes(use, fonts.meanings(use.font), notes)
        if use.changed:
            digits = digits_of(use.font)
            use.font.ToUnicode = pdf.make_stream(cmap.written(fonts.meanings(use.font), digits))
    for painted in contents:
        _silence_icons(painted, fonts, notes)
    _slim(pdf)


def _slim(pdf: Pdf) -> None:
    """Leave out what no reader of a composite font asks for."""
    for each in pdf.objects:
        if not isinstance(each, Dictionary) or each.get("/Subtype") != Name.CIDFontType2:
            continue
        program = each.get("/FontDescriptor", Dictionary()).get("/FontFile2")
        if program is not None:
            slimmed = without_layout(program.read_bytes())
            program.write(slimmed)
            program.Length1 = len(slimmed)


def _use(use: _Used, fonts: Fonts, painted: Painted, shown: Shown, notes: Notes) -> None:
    digits = digits_of(use.font)
    codes = codes_of(shown.codes, digits)
    use.codes.update(codes)
    if digits == 4 and 0 in codes:
        use.missing.append((painted, shown))
    if shown.actual is None:
        return
    # The text that a cluster stands for, for the glyphs in it that have no meaning of their own.
    meanings = fonts.meanings(use.font)
    nameless = [c for c in codes if _nameless(meanings.get(c, ""))]
    if not nameless or (digits == 4 and nameless == [0]):
        return
    known = "".join(meanings.get(c, "") for c in codes if c not in nameless)
    rest = cmap.actual_text(shown.actual)
    left = "".join(c for c in rest if c not in known and not _nameless(c))
    meanings[nameless[0]] = left or meanings.get(nameless[0], "")
    use.changed = True
    notes.add("glyph without a character given its cluster's")


def _nameless(text: str) -> bool:
    return not text or any(character in cmap.FORBIDDEN for character in text)


def _name_codes(use: _Used, meanings: dict[int, str], notes: Notes) -> None:
    for code in sorted(use.codes):
        text = meanings.get(code, "")
        better = cmap.plain(text)
        if _nameless(better):
            better = cmap.REPLACEMENT
            notes.add("glyph without a character", guessed=True)
            notes.lost.add("U+FFFD")
        elif better != text:
            notes.add("presentation form read as its letter")
        if better != text:
            meanings[code] = better
            use.changed = True


def _silence_icons(painted: Painted, fonts: Fonts, notes: Notes) -> None:
    """Give private-use characters, which icon fonts are made of, an ActualText without them.

    PDF/A-2a, 6.2.11.7.3 asks for one; what an icon means nobody said, so it is left out.
    """
    private: dict[bytes, bool] = {}
    for shown in painted.found.shown:
        if shown.font not in private:
            private[shown.font] = _has_private(fonts.font(painted, shown.font), fonts)
        if shown.actual is not None or not private[shown.font]:
            continue
        text = fonts.text(painted, shown)
        if not any(_is_private(c) for c in text):
            continue
        said = "".join(c for c in text if not _is_private(c))
        actual = ("\ufeff" + said).encode("utf-16-be").hex().upper().encode()
        line = painted.found.lines[shown.line]
        painted.found.lines[shown.line] = (
            b"/Span<</ActualText <" + actual + b"> >> BDC\n" + line + b"\nEMC"
        )
        painted.edited = True
        notes.add("icon without a character left out of the text", guessed=True)


def _has_private(font: Object | None, fonts: Fonts) -> bool:
    return font is not None and any(
        _is_private(c) for text in fonts.meanings(font).values() for c in text
    )


def _is_private(character: str) -> bool:
    return unicodedata.category(character) == "Co"


def _draw_missing(pdf: Pdf, use: _Used, fonts: Fonts, notes: Notes) -> None:
    """Show the font's "no such glyph" box under a number of its own, looking the same."""
    descendant = use.font.DescendantFonts[0]
    descriptor = descendant.get("/FontDescriptor")
    program = descriptor.get("/FontFile2") if descriptor is not None else None
    taken = use.codes | set(fonts.meanings(use.font))
    made = with_copy_of_notdef(program.read_bytes(), taken) if program is not None else None
    if made is None:
        return
    data, fresh = made
    stream = pdf.make_stream(data)
    stream.Length1 = len(data)
    descendant.FontDescriptor.FontFile2 = stream
    _same_width(descendant, fresh)
    for painted, shown in use.missing:
        _show_as(painted, shown, b"%04X" % fresh)
        character = cmap.actual_text(shown.actual) if shown.actual else cmap.REPLACEMENT
        notes.lost.update(f"U+{ord(c):04X}" for c in character if not c.isspace())
        notes.add("character that no font here can draw", guessed=True)
    use.codes.discard(0)
    use.codes.add(fresh)
    fonts.meanings(use.font)[fresh] = cmap.REPLACEMENT
    use.changed = True


def _show_as(painted: Painted, shown: Shown, code: bytes) -> None:
    line = painted.found.lines[shown.line]
    start = line.index(b"<") + 1
    end = line.index(b">", start)
    codes = [line[i : i + 4] for i in range(start, end, 4)]
    codes = [code if c == b"0000" else c for c in codes]
    painted.found.lines[shown.line] = line[:start] + b"".join(codes) + line[end:]
    painted.edited = True


def _same_width(descendant: Object, fresh: int) -> None:
    """Add the new glyph's width to ``/W``, which must stay sorted."""
    widths = _widths(descendant.get("/W", Array()))
    if 0 not in widths:
        default = descendant.get("/DW", 1000)
        widths[0] = default
    widths[fresh] = widths[0]
    array = Array()
    runs: dict[int, list[Any]] = defaultdict(list)
    start = previous = None
    for code in sorted(widths):
        if previous is None or code != previous + 1:
            start = code
        assert start is not None
        runs[start].append(widths[code])
        previous = code
    for first, run in runs.items():
        entry: list[Any] = [first, Array(run)]
        array.extend(entry)
    descendant.W = array


def _widths(array: Object) -> dict[int, Any]:
    widths: dict[int, Any] = {}
    items = list(array)
    place = 0
    while place + 1 < len(items):
        first = int(items[place])
        if isinstance(items[place + 1], Array):
            for offset, width in enumerate(items[place + 1]):
                widths[first + offset] = width
            place += 2
        else:
            if place + 2 >= len(items):
                break
            last = min(int(items[place + 1]), first + 65_535)
            for code in range(first, last + 1):
                widths[code] = items[place + 2]
            place += 3
    return widths
