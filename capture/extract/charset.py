"""Stored bytes to text, in the order the HTML standard gives: BOM, declaration, then the bytes themselves."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from capture.errors import UsageError

# The largest page of the test sets is 3.4 MB; fifteen times that is no page to read.
LARGEST = 50_000_000
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# The standard has a browser look for the declaration in the first 1,024 bytes; real pages are later with it.
_DECLARED_WITHIN = 8192
_DECLARED = re.compile(
    rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})|<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_:.-]{2,40})",
    re.IGNORECASE,
)
# What browsers read where a page says these (WHATWG Encoding Standard's labels).
_READ_AS = {
    "iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252", "iso8859-1": "cp1252",
    "iso-8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "shift_jis": "cp932", "shift-jis": "cp932",
    "x-sjis": "cp932", "sjis": "cp932", "ks_c_5601-1987": "cp949", "euc-kr": "cp949", "big5": "big5hkscs", "tis-620": "cp874",
    "iso-8859-11": "cp874", "windows-874": "cp874", "utf-16": "utf-8", "utf-16le": "utf-8", "utf-16be": "utf-8", "utf8": "utf-8",
    "x-user-defined": "cp1252", "unicode": "utf-8", "iso-8859-8-i": "iso-8859-8", "x-mac-cyrillic": "mac-cyrillic",
}  # fmt: skip
# The standard's encodings.  Python has more, some of which take hours for a megabyte (punycode).
_CODECS = frozenset(
    (
        *(f"iso8859-{n}" for n in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)),
        *(f"cp{n}" for n in (866, 874, *range(1250, 1259), 932, 949)),
        *("utf-8", "koi8-r", "koi8-u", "mac-roman", "mac-cyrillic"),
        *("gb18030", "big5", "big5hkscs", "euc_jp", "iso2022_jp"),
    )
)
_SAMPLE = 200_000
# A Cyrillic or Greek page in UTF-16 has nulls beside its tags and spaces alone: a fifth of 400 bytes or more.
_NULLS = 0.1


def decode(data: bytes, served: str | None = None) -> str:
    """Decode a stored page; ``served`` is the charset that it was served with, if one was named.

    Raises:
        UsageError: the file is larger than `LARGEST` or is no text at all.

    """
    if len(data) > LARGEST:
        raise UsageError(
            f"{len(data) / 1e6:.0f} MB is more than a page can be",
            remedy=f"files up to {LARGEST // 1_000_000} MB are read",
        )
    for bom, name in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(name, "replace")
    if wide := _unmarked_utf16(data):
        return data.decode(wide, "replace")
    if _is_binary(data):
        raise UsageError("the file is not HTML", remedy="give a page saved as HTML")
    return _decoded(data, served)


def _decoded(data: bytes, served: str | None) -> str:
    try:
        return data.decode("utf-8")  # no other encoding's text passes for UTF-8 by accident
    except UnicodeDecodeError:
        pass
    declared = _DECLARED.search(data[:_DECLARED_WITHIN])
    within = (declared[1] or declared[2]).decode("ascii") if declared else None
    for codec in filter(None, map(_codec, (served, within))):
        text = data.decode(codec, "replace")
        if text.count("\ufffd") <= max(2, len(text) // 200):
            return text
    try:
        head = data[:_SAMPLE].decode("utf-8", "replace")
        if head.count("\ufffd") <= len(head) // 1000:
            return data.decode("utf-8", "replace")
        best = from_bytes(data[:_SAMPLE]).best()
    except (ValueError, LookupError):
        best = None
    return data.decode(best.encoding if best else "cp1252", "replace")


def _codec(label: str | None) -> str | None:
    """Return Python's name for what browsers read under a label; ``None`` if they know none."""
    try:
        name = codecs.lookup(_READ_AS.get(label.lower(), label)).name if label else None
    except (LookupError, ValueError):
        return None
    return name if name in _CODECS else None


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without a BOM: markup's every second byte is null."""
    head = data[:400]
    if len(head) < 8:
        return None
    even, odd = head[::2].count(0), head[1::2].count(0)
    if odd > len(head) * _NULLS and not even:
        return "utf-16-le"
    return "utf-16-be" if even > len(head) * _NULLS and not odd else None


_SIGNATURES = (
    b"%PDF-",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"\x7fELF",
    b"RIFF",
    b"OggS",
    b"\x00asm",
    b"MZ\x90",
)


def _is_binary(data: bytes) -> bool:
    if data.startswith(_SIGNATURES):
        return True
    head = data[:4096]
    return b"<" not in data[:65536] and head.count(0) > len(head) // 20
