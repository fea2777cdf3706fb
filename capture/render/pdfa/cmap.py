"""ToUnicode CMaps: what each code of a font means."""

from __future__ import annotations

import re
import unicodedata

from pikepdf import Object, Stream

_SECTION = re.compile(rb"begin(bfchar|bfrange)(.*?)endbf", re.DOTALL)
_HEX = re.compile(rb"<\s*([0-9A-Fa-f]*)\s*>")
# A range longer than the codes of a font is hostile.
_LONGEST_RANGE = 65_536
_MOST_AT_ONCE = 100  # entries in one bfchar section: the limit of the CMap specification

# PDF/A 6.2.11.7.2: these three may not be what a code means.
FORBIDDEN = frozenset("\0\ufeff\ufffe")
REPLACEMENT = "\ufffd"


def read(font: Object) -> dict[int, str]:
    """Return what each code means; empty when the font does not say."""
    stream = font.get("/ToUnicode")
    if not isinstance(stream, Stream):
        return {}
    meanings: dict[int, str] = {}
    for kind, body in _SECTION.findall(stream.read_bytes()):
        values = _HEX.findall(body)
        if kind == b"bfchar":
            for code, text in zip(values[::2], values[1::2], strict=False):
                meanings[int(code or b"0", 16)] = text_of(text)
        else:
            for first, last, text in zip(values[::3], values[1::3], values[2::3], strict=False):
                _range(meanings, int(first or b"0", 16), int(last or b"0", 16), text)
    return meanings


def _range(meanings: dict[int, str], first: int, last: int, text: bytes) -> None:
    start = text_of(text)
    if not start:
        return
    for offset in range(min(last - first + 1, _LONGEST_RANGE)):
        final = ord(start[-1]) + offset
        if final > 0x10FFFF:
            return
        meanings[first + offset] = start[:-1] + chr(final)


def text_of(hexadecimal: bytes) -> str:
    """Decode UTF-16BE written in hexadecimal."""
    digits = hexadecimal.decode("ascii")
    return bytes.fromhex(digits + "0" * (-len(digits) % 2)).decode("utf-16-be", "replace")


def actual_text(hexadecimal: bytes) -> str:
    """Decode an ActualText, which starts with a byte order mark."""
    return text_of(hexadecimal).removeprefix("\ufeff")


def plain(text: str) -> str:
    """Return the letter for its presentation form.

    Fonts map Arabic glyphs to presentation forms and shared Han glyphs to radicals (日 to U+2F47);
    searching for the word that the page said then finds nothing.
    """
    if all(not _is_form(character) for character in text):
        return text
    return "".join(unicodedata.normalize("NFKC", c) if _is_form(c) else c for c in text)


def _is_form(character: str) -> bool:
    point = ord(character)
    return (
        0x2E80 <= point <= 0x2FD5  # CJK and Kangxi radicals
        or 0xFB1D <= point <= 0xFDFF  # Hebrew and Arabic presentation forms A
        or 0xFE70 <= point <= 0xFEFC  # Arabic presentation forms B
    )


def written(meanings: dict[int, str], digits: int) -> bytes:
    """Write a ToUnicode CMap for codes of ``digits`` hexadecimal digits."""
    entries = [
        f"<{code:0{digits}X}> <{text.encode('utf-16-be', 'replace').hex().upper()}>"
        for code, text in sorted(meanings.items())
        if text
    ]
    parts = ["/CIDInit /ProcSet findresource begin", "12 dict begin", "begincmap"]
    parts += ["/CIDSystemInfo", "<< /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def"]
    parts += ["/CMapName /Adobe-Identity-UCS def", "/CMapType 2 def", "1 begincodespacerange"]
    parts += [f"<{'0' * digits}> <{'F' * digits}>", "endcodespacerange"]
    for start in range(0, len(entries), _MOST_AT_ONCE):
        some = entries[start : start + _MOST_AT_ONCE]
        parts += [f"{len(some)} beginbfchar", *some, "endbfchar"]
    parts += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(parts).encode("ascii")
