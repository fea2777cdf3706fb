"""The one door to PyMuPDF: reading PDFs back.

MuPDF is not thread-safe: call from one thread at a time.
"""

from __future__ import annotations

# mypy: disable-error-code="no-untyped-call"
# PyMuPDF has no types of its own.
import re
import unicodedata
from collections import Counter
from functools import cache

import pymupdf

# An A0 poster at 96 dpi is 14 million px; the largest page that a PDF can have is 370 million, and
# takes 1.5 GB before anybody can say that it is too large.
MAX_DRAWN = 100_000_000
# Arabic shaping, ligatures and width variants differ between a page and its print.
_WORD = re.compile(r"\w+")
# A shorter word is found by chance inside others.
_TORN_LETTERS = 4
# Words looked for one by one; a text that misses more than this is not merely torn.
_MOST_TORN = 2000
# Nonspacing marks, but for the variation selectors of plane 14, are all between these.
_MARKS = (0x300, 0x1F000)
_MADE = re.compile(r"D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)\d\d(?:Z|[+-]00)")
_SAID = ("title", "author", "subject", "keywords")
# Fewer are a footnote mark or a label read twice, not a passage.
_FEW_WORDS = 4
_MOST_PASSAGES = 500
_LIST_MARK = re.compile(r"^[\s>#*+|-]*(?:\d{1,4}[.)]\s)?")
# Chinese, Japanese and Thai do not space their words: compared character by character.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
# A reader of PDFs sets numbers among right-to-left letters without the space between them.
_BESIDE_DIGITS = re.compile(r"(?<=[\u0590-\u08ff])(?<!\d)(?=\d)|(?<=\d)(?=[\u0590-\u08ff])(?!\d)")


def page_count(data: bytes) -> int:
    """Return how many pages a PDF has."""
    with pymupdf.open(stream=data, filetype="pdf") as document:
        return int(document.page_count)


def text(data: bytes) -> str:
    """Return a PDF's text, a form feed between pages."""
    flags = pymupdf.TEXTFLAGS_TEXT & ~pymupdf.TEXT_MEDIABOX_CLIP
    with pymupdf.open(stream=data, filetype="pdf") as document:
        return "\f".join(page.get_text("text", flags=flags) for page in document)


def facts(data: bytes) -> dict[str, str]:
    """Return what a PDF says of itself and what it leads to, none of which its pages show.

    Title, author, subject, keywords, language, bookmarks and attachments' names; ``links`` are the
    addresses, one a line, sorted, as often as they are linked.
    """
    with pymupdf.open(stream=data, filetype="pdf") as document:
        known = {name: document.metadata.get(name) or "" for name in _SAID}
        known["language"] = _language(document)
        known["bookmarks"] = " / ".join(entry[1] for entry in document.get_toc())
        known["attachments"] = ", ".join(sorted(document.embfile_names()))
        links = [link.get("uri") for page in document for link in page.links()]
    known["links"] = "\n".join(sorted(uri for uri in links if uri))
    return {name: value for name, value in known.items() if value}


def made_at(data: bytes) -> str:
    """Return when a PDF says that it was made, as its foot lines say it; ``""`` if not in UTC."""
    with pymupdf.open(stream=data, filetype="pdf") as document:
        made = _MADE.match(document.metadata.get("creationDate") or "")
    return "{}-{}-{} {}:{} UTC".format(*made.groups()) if made else ""


def _language(document: pymupdf.Document) -> str:
    kind, value = document.xref_get_key(document.pdf_catalog(), "Lang")
    return str(value) if kind == "string" else ""


def destinations(data: bytes) -> dict[str, int]:
    """Return the named destinations (anchors that links point to) and their pages, from 1."""
    with pymupdf.open(stream=data, filetype="pdf") as document:
        named = document.resolve_names()
    return {str(n): int(at["page"]) + 1 for n, at in named.items() if at.get("page", -1) >= 0}


def picture(data: bytes, number: int, *, dpi: int = 72) -> bytes:
    """Return one page (counted from 0) as PNG.

    Raises `ValueError` for a page too large to draw, `RuntimeError` for one that is broken.
    """
    with pymupdf.open(stream=data, filetype="pdf") as document:
        page = document[number]
        if page.rect.width * page.rect.height * (dpi / 72) ** 2 > MAX_DRAWN:
            raise ValueError(f"page {number + 1} is too large to draw")
        png: bytes = page.get_pixmap(dpi=dpi).tobytes("png")
        return png


def check_text(data: bytes, expected: str) -> float:
    """Return the share of ``expected``'s words that a PDF's text holds; 1.0 when there are none.

    A word counts as often as it is expected.  Words that the PDF breaks over two lines, or that
    kerning tore apart, are looked for in the text without its spaces.
    """
    return share_found(text(data), expected)


def share_found(found: str, expected: str) -> float:
    """Return the share of ``expected``'s words that ``found`` holds."""
    total = len(_words(expected))
    return 1.0 - missing_words(found, expected).total() / total if total else 1.0


def missing_words(found: str, expected: str) -> Counter[str]:
    """Return the words of ``expected`` that ``found`` lacks, and how often it lacks them."""
    wanted = Counter(_words(expected))
    said = _words(found)
    missing = wanted - Counter(said)
    if not missing or len(missing) > _MOST_TORN:
        return missing
    run = "".join(said)
    return Counter({w: n for w, n in missing.items() if not _torn(w, wanted[w], run)})


def absent_passages(found: str, expected: str) -> list[str]:
    """Return passages that ``found`` lacks or holds too seldom, letters and digits run together.

    A passage is a line; one whose words are all there, in whatever order, is not absent.
    """
    missing = missing_words(found, expected)
    if missing.total() < _FEW_WORDS:
        return []
    run = "".join(_words(found))
    lines = (_words(_LIST_MARK.sub("", line)) for line in expected.splitlines())
    passages = Counter("".join(words) for words in lines if any(w in missing for w in words))
    most = passages.most_common(_MOST_PASSAGES)
    return [one for one, times in most if one and run.count(one) < times]


def _torn(word: str, wanted: int, run: str) -> bool:
    return len(word) >= _TORN_LETTERS and run.count(word) >= wanted


@cache
def _unmarked() -> dict[int, None]:
    """Map marks that sit on letters, and the soft hyphen, to nothing.

    A PDF's reader sets marks beside their letters, or at the end of the line, as it finds them.
    """
    marks = (c for c in range(*_MARKS) if unicodedata.category(chr(c)) == "Mn")
    return dict.fromkeys((0xAD, *marks))


def _words(said: str) -> list[str]:
    folded = unicodedata.normalize("NFKC", said).casefold().translate(_unmarked())
    spaced = _UNSPACED.sub(r" \g<0> ", folded)
    spaced = _BESIDE_DIGITS.sub(" ", spaced)
    return _WORD.findall(spaced)
