"""The content tree as plain text: one line a heading, paragraph, item, row or caption."""

from __future__ import annotations

import re
import unicodedata

from capture.extract.elements import Element

_ASCII = str.maketrans({
    "‘": "'", "’": "'", "‚": "'", "‛": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‹": "'", "›": "'",
    "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "…": "...", "•": "*", "·": "*", "×": "x", "€": "EUR",
    "£": "GBP", "©": "(c)", "®": "(r)", "™": "(tm)", "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE",
    "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ł": "l", "Ł": "L", "þ": "th", "Þ": "Th", "ð": "d", "ı": "i",
    "°": " deg", "½": "1/2", "¼": "1/4", "¾": "3/4", "\u00ad": "", "\u200b": "", "\ufeff": "",
})  # fmt: skip
# Wider than any table of the shared pages; a page's own number must not make more.
_WIDEST = 40
_BLANKS = re.compile(r"\n{3,}")
_TRAILING = re.compile(r"[ |]+$")  # cells that are empty to a row's end
_CONTAINERS = frozenset(("article", "ul", "ol", "blockquote", "table", "figure", "dl"))


def to_ascii(text: str) -> str:
    """Write Latin text in ASCII: plain quotes, dashes and spaces, letters without their accents.

    A character that has no ASCII form (another script's letter) stays as it is: dropping it would
    lose content.
    """
    out = []
    for char in text.translate(_ASCII):
        if char.isascii():
            out.append(char)
        elif unicodedata.category(char) == "Zs":
            out.append(" ")
        else:
            plain = unicodedata.normalize("NFKD", char).encode("ascii", "ignore").decode()
            out.append(plain or char)
    return "".join(out)


def quoted(node: Element) -> tuple[str, str]:
    """Return the quotation marks that a browser sets around `<q>`; none where the page wrote its own."""
    words = "".join(t for t in node.itertext() if isinstance(t, str)).strip()
    return ("", "") if not words or words[0] in "\"“„«‹‘'「" else ("“", "”")


def inline_text(node: Element, without: frozenset[str] = frozenset()) -> str:
    """Return the words of one block, with line breaks where the page has them.

    ``without`` names kids whose words are written as blocks of their own.
    """
    parts = [node.text or ""]
    for child in node:
        if child.tag == "br":
            parts.append("\n")
        elif child.tag == "q":
            first, last = quoted(child)
            parts.append(f"{first}{inline_text(child)}{last}")
        elif child.tag not in ("p", "img", *_CONTAINERS) and child.tag not in without:
            parts.append(inline_text(child))
        parts.append(child.tail or "")
    return "".join(parts)


def grid(table: Element) -> list[list[Element | None]]:
    """Return a table's cells row by row, every row as wide as the widest; None under a cell that spans.

    Spans are cut at the table's own width, so that no number in a page makes it larger.
    """
    rows = [[c for c in r if c.tag in ("td", "th")] for r in table if r.tag == "tr"]
    width = max((sum(min(_span(c, "colspan"), _WIDEST) for c in r) for r in rows), default=0)
    width = min(width, max(_WIDEST, max((len(r) for r in rows), default=0)))
    pending = [0] * width
    out: list[list[Element | None]] = []
    for row in rows:
        line: list[Element | None] = [None] * width
        at = 0
        for cell in row:
            while at < width and pending[at]:
                at += 1
            if at >= width:
                break
            line[at] = cell
            for _ in range(min(_span(cell, "colspan"), width - at)):
                pending[at] = max(pending[at], _span(cell, "rowspan"))
                at += 1
        pending = [max(0, p - 1) for p in pending]
        out.append(line)
    return out


def _span(cell: Element, name: str) -> int:
    value = cell.get(name) or ""
    return max(1, int(value[:4])) if value.isdecimal() else 1


def plain_text(root: Element) -> str:
    """Write the content tree as text; blocks are set apart by a blank line, items and rows are not."""
    lines: list[str] = []
    _write(root, lines, "")
    lines = [line if line.strip(" \n") else "" for line in lines]
    return _BLANKS.sub("\n\n", "\n".join(lines)).strip("\n ")


def _write(node: Element, lines: list[str], indent: str, place: int = 0) -> None:
    """Write one element; ``place`` is how many items of its list stand before it."""
    tag = node.tag
    if tag == "table":
        _table(node, lines, indent)
    elif tag == "li":
        _item(node, lines, indent, place)
    elif tag in ("ul", "ol") and indent:
        _children(node, lines, indent)
    elif tag in ("dt", "dd"):
        lines.append(indent + inline_text(node, _BLOCKISH))
        _children(node, lines, indent)
    elif tag in _CONTAINERS:
        lines.append("")
        _children(node, lines, indent)
        lines.append("")
    elif tag == "img":
        pass
    else:
        text = inline_text(node, _BLOCKISH)
        lines.extend(["", text.strip("\n") if tag == "pre" else text, ""])
        _children(node, lines, indent)


def _table(node: Element, lines: list[str], indent: str) -> None:
    lines.append("")
    lines.extend(indent + inline_text(c) for c in node if c.tag == "caption")
    for row in grid(node):
        cells = [" ".join(_cell(c).split("\n")) if c is not None else "" for c in row]
        if any(cells):
            lines.append(indent + _TRAILING.sub("", " | ".join(cells)))
    lines.append("")


def _children(node: Element, lines: list[str], indent: str) -> None:
    place = 0
    for child in node:
        if child.tag in _BLOCKISH:
            _write(child, lines, indent, place)
        place += child.tag == "li"


_BLOCKISH = frozenset(
    (
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "tr",
        "dt",
        "dd",
        "pre",
        "figcaption",
        "caption",
        *_CONTAINERS,
    )
)


def _cell(node: Element) -> str:
    parts = [inline_text(node, _BLOCKISH)]
    lines: list[str] = []
    _children(node, lines, "")
    return " ".join(p for p in (*parts, *lines) if p.strip())


def _item(node: Element, lines: list[str], indent: str, place: int) -> None:
    own = inline_text(node, _BLOCKISH)
    marker = _marker(node, place)
    inner: list[str] = []
    _children(node, inner, indent + "  ")
    inner = [line for line in inner if line.strip()]
    if not own.strip() and inner:
        own = inner.pop(0).strip()
    if not own.strip():
        return
    lines.append(f"{indent}{marker} {own}")
    lines.extend(line if line.startswith(indent + "  ") else f"{indent}  {line}" for line in inner)


def _marker(node: Element, place: int) -> str:
    parent = node.getparent()
    if parent is None or parent.tag != "ol":
        return "-"
    start = int(parent.get("start") or 1)
    return f"{start + place}."
