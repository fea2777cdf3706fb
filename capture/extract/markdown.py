"""The content tree as Markdown (CommonMark with GitHub's tables and footnotes)."""

from __future__ import annotations

import re

from capture.extract.elements import Element
from capture.extract.plaintext import inline_text

_HEADINGS = {f"h{n}": "#" * n for n in range(1, 7)}
_BLOCKS = frozenset(
    ("p", "ul", "ol", "li", "blockquote", "table", "tr", "td", "th", "figure", "figcaption", "pre", "dl", "dt", "dd",
     "caption", "img", *_HEADINGS)
)  # fmt: skip
_ESCAPE = re.compile(r"([\\`*_\[\]<])")
_LINE_START = re.compile(r"^(\s*)(#{1,6}\s|[-+>]\s|\d{1,9}[.)]\s|={3,}$|-{3,}$)")
_MARK = re.compile(r"\[?(\w{1,4}|[*†‡§])\]?$")
_BACK = re.compile(r"^[\s↩︎↑^⤴️]*$")


class _Writer:
    def __init__(self, root: Element) -> None:
        self.notes = _footnotes(root)
        self.blocks: list[str] = []

    def children(self, node: Element) -> list[str]:
        """Markdown blocks of the block children, and of the loose words before and between them."""
        out: list[str] = []
        loose = [_escape(node.text or "")]
        for child in node:
            if child.tag in _BLOCKS:
                out.append(_line("".join(loose)))
                out.extend(self.block(child))
                loose = [_escape(child.tail or "")]
            else:
                loose += [self.inline(child), _escape(child.tail or "")]
        out.append(_line("".join(loose)))
        return [o for o in out if o.strip()]

    def block(self, node: Element) -> list[str]:
        tag = node.tag
        if tag in _HEADINGS:
            words = " ".join(self.words(node).split("\n"))
            return [f"{_HEADINGS[tag]} {words}"] if words.strip() else []
        if tag == "pre":
            return [_fence(node)]
        if tag in ("ul", "ol"):
            return [self.listing(node)]
        if tag == "blockquote":
            return [
                "\n>\n".join(
                    "\n".join(f"> {x}" for x in b.split("\n")) for b in self.children(node)
                )
            ]
        if tag == "table":
            return self.table(node)
        if tag == "img":
            return [_image(node)]
        if tag == "dl":
            return [self.definitions(node)]
        note = self.notes.get(node.get("id") or "")
        if tag == "p" and note:
            return [f"[^{note}]: {self.words(node)}"]
        return self.children(node)

    def words(self, node: Element) -> str:
        """Write the inline content of a node, blocks inside it left out."""
        parts = [_escape(node.text or "")]
        for child in node:
            if child.tag not in _BLOCKS:
                parts.append(self.inline(child))
            parts.append(_escape(child.tail or ""))
        return _line("".join(parts))

    def inline(self, node: Element) -> str:
        tag = node.tag
        if tag == "br":
            return "  \n"
        if tag == "code":
            return _code(inline_text(node))
        inner = "".join(
            [_escape(node.text or ""), *(self.inline(c) + _escape(c.tail or "") for c in node)]
        )
        if tag == "a":
            return self.link(node, inner)
        mark = {"em": "*", "strong": "**", "del": "~~"}.get(tag, "")
        if tag in ("sub", "sup") and inner.strip() and not inner.startswith("[^"):
            return f"<{tag}>{inner}</{tag}>"
        return _wrapped(inner, mark)

    def link(self, node: Element, inner: str) -> str:
        href = node.get("href") or ""
        if href.startswith("#"):
            note = self.notes.get(href[1:])
            if note and _MARK.match(inline_text(node).strip()):
                return f"[^{note}]"
            return "" if _BACK.match(inline_text(node)) else inner
        if not href or not inner.strip():
            return inner
        before, core, after = _parted(inner)
        return f"{before}[{core}]({_target(href)}){after}"

    def listing(self, node: Element) -> str:
        lines = []
        count = int(node.get("start") or 1)
        for item in node:
            note = self.notes.get(item.get("id") or "")
            marker = f"[^{note}]:" if note else f"{count}." if node.tag == "ol" else "-"
            count += 1
            blocks = self.children(item)
            pad = "    " if note else " " * (len(marker) + 1)
            body = (
                "\n".join(blocks) if all("\n\n" not in b for b in blocks) else "\n\n".join(blocks)
            )
            rest = "\n".join(pad + x if x else x for x in body.split("\n"))
            lines.append(f"{marker} {rest.lstrip()}" if body.strip() else "")
        return "\n".join(x for x in lines if x)

    def table(self, node: Element) -> list[str]:
        rows = [
            [self.cell(c) for c in r if c.tag in ("td", "th") for _ in range(1)]
            for r in node
            if r.tag == "tr"
        ]
        rows = [r for r in rows if any(c.strip() for c in r)]
        captions = [self.words(c) for c in node if c.tag == "caption"]
        if not rows:
            return captions
        width = max(len(r) for r in rows)
        rows = [r + [""] * (width - len(r)) for r in rows]
        lines = [f"| {' | '.join(r)} |" for r in rows]
        lines.insert(1, "|" + " --- |" * width)
        return [*captions, "\n".join(lines)]

    def cell(self, node: Element) -> str:
        return (
            "<br>".join(self.children(node))
            .replace("  \n", "<br>")
            .replace("\n", "<br>")
            .replace("|", "\\|")
        )

    def definitions(self, node: Element) -> str:
        lines = []
        for child in node:
            body = "\n".join(self.children(child))
            lines.append(
                f"**{body}**"
                if child.tag == "dt" and "*" not in body
                else f": {body}"
                if child.tag == "dd"
                else body
            )
        return "\n".join(line for line in lines if line.strip())


def markdown(root: Element, title: str = "") -> str:
    """Write the content tree as Markdown, under its title when one is given."""
    blocks = _Writer(root).children(root)
    if title:
        blocks.insert(0, f"# {_line(_escape(title))}")
    return "\n\n".join(b.strip("\n") for b in blocks if b.strip()).strip()


def _footnotes(root: Element) -> dict[str, str]:
    """Anchors of the page's notes, each with its label: those that a mark in the text points to."""
    targets = {n.get("id") for n in root.iter("li", "p", "dd") if n.get("id")}
    notes: dict[str, str] = {}
    for link in root.iter("a"):
        anchor = link.get("href") or ""
        words = inline_text(link).strip()
        if anchor.startswith("#") and anchor[1:] in targets and _MARK.match(words):
            label = _MARK.match(words).group(1)  # type: ignore[union-attr]
            notes.setdefault(anchor[1:], label if label.isalnum() else str(len(notes) + 1))
    return notes


def _escape(text: str) -> str:
    return _ESCAPE.sub(r"\\\1", text)


def _line(text: str) -> str:
    text = text.strip(" \n")
    return _LINE_START.sub(
        lambda m: f"{m[1]}\\{m[2]}" if not m[2][0].isdigit() else f"{m[1]}{m[2][:-2]}\\{m[2][-2:]}",
        text,
    )


def _parted(text: str) -> tuple[str, str, str]:
    core = text.strip(" \n")
    start = text.find(core)
    return text[:start], core, text[start + len(core) :]


def _wrapped(text: str, mark: str) -> str:
    if not mark or not text.strip():
        return text
    before, core, after = _parted(text)
    return f"{before}{mark}{core}{mark}{after}"


def _target(href: str) -> str:
    return (
        href.replace(" ", "%20")
        .replace("(", "%28")
        .replace(")", "%29")
        .replace("\n", "")
        .replace("<", "%3C")
    )


def _code(text: str) -> str:
    ticks = "`" * (max((len(m) for m in re.findall("`+", text)), default=0) + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{ticks}{pad}{text}{pad}{ticks}" if text.strip() else text


def _fence(node: Element) -> str:
    text = inline_text(node).strip("\n")
    ticks = "`" * max(3, max((len(m) for m in re.findall("`+", text)), default=0) + 1)
    language = (node.get("class") or "").removeprefix("language-")
    return f"{ticks}{language}\n{text}\n{ticks}"


def _image(node: Element) -> str:
    parent = node.getparent()
    captioned = (
        parent is not None and parent.tag == "figure" and parent.find("figcaption") is not None
    )
    alt = "" if captioned else _escape(node.get("alt") or "")
    return f"![{alt}]({_target(node.get('src') or '')})"
