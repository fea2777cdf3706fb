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
_BLANKS = re.compile(r"\n{3,}")
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


def inline_text(node: Element) -> str:
    """Return the words of one block, with line breaks where the page has them."""
    parts = [node.text or ""]
    for child in node:
        if child.tag == "br":
            parts.append("\n")
        elif child.tag not in ("p", "img", *_CONTAINERS):
            parts.append(inline_text(child))
        parts.append(child.tail or "")
    return "".join(parts)


def plain_text(root: Element) -> str:
    """Write the content tree as text; blocks are set apart by a blank line, items and rows are not."""
    lines: list[str] = []
    _write(root, lines, "")
    return _BLANKS.sub("\n\n", "\n".join(lines)).strip("\n ")


def _write(node: Element, lines: list[str], indent: str) -> None:
    tag = node.tag
    if tag == "tr":
        cells = [" ".join(_cell(c).split("\n")) for c in node if c.tag in ("td", "th")]
        lines.append(" | ".join(c for c in cells if c))
    elif tag == "li":
        _item(node, lines, indent)
    elif tag in ("ul", "ol") and indent:
        _children(node, lines, indent)
    elif tag in _CONTAINERS or tag in ("dt", "dd"):
        if tag in ("dt", "dd"):
            lines.append(indent + inline_text(node))
        else:
            lines.append("")
        _children(node, lines, indent)
        lines.append("") if tag not in ("dt", "dd") else None
    elif tag == "img":
        pass
    else:
        lines.extend(
            ["", inline_text(node), ""] if tag != "pre" else ["", inline_text(node).strip("\n"), ""]
        )
        _children(node, lines, indent)


def _children(node: Element, lines: list[str], indent: str) -> None:
    for child in node:
        if child.tag in _BLOCKISH:
            _write(child, lines, indent)


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
    parts = [inline_text(node)]
    lines: list[str] = []
    _children(node, lines, "")
    return " ".join(p for p in (*parts, *lines) if p.strip())


def _item(node: Element, lines: list[str], indent: str) -> None:
    own = inline_text(node)
    marker = _marker(node)
    inner: list[str] = []
    _children(node, inner, indent + "  ")
    inner = [line for line in inner if line.strip()]
    if not own.strip() and inner:
        own = inner.pop(0).strip()
    lines.append(f"{indent}{marker} {own}")
    lines.extend(line if line.startswith(indent + "  ") else f"{indent}  {line}" for line in inner)


def _marker(node: Element) -> str:
    parent = node.getparent()
    if parent is None or parent.tag != "ol":
        return "-"
    start = int(parent.get("start") or 1)
    return f"{start + sum(1 for _ in node.itersiblings('li', preceding=True))}."
