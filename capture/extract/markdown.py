"""The content tree as Markdown (CommonMark with GitHub's tables and footnotes)."""

from __future__ import annotations

import re
from itertools import groupby, pairwise

from capture.extract.elements import Element
from capture.extract.escape import escape, target
from capture.extract.inline import inline_markdown, is_note, loose_markdown
from capture.extract.plaintext import grid, inline_text

_HEADINGS = {f"h{n}": "#" * n for n in range(1, 7)}
_BLOCKS = frozenset(
    ("p", "ul", "ol", "li", "blockquote", "table", "tr", "td", "th", "figure", "figcaption", "pre", "dl", "dt", "dd",
     "caption", "img", *_HEADINGS)
)  # fmt: skip
_BOLD = re.compile(r"\*\*((?:(?!\*\*).)+)\*\*")  # a heading is bold by itself
# Lists that touch would be read as one: every other one takes the other marker.
_BULLETS, _STOPS = "-*", ".)"


class _Writer:
    def __init__(self, root: Element) -> None:
        self.notes = _footnotes(root)

    def children(self, node: Element) -> list[str]:
        """Markdown blocks of the block children, and of the loose words before and between them."""
        out: list[str] = []
        lists = 0
        loose: list[Element] = []
        text = node.text or ""
        for child in node:
            if child.tag not in _BLOCKS:
                loose.append(child)
                continue
            words = loose_markdown(text, loose, self.notes, _BLOCKS)
            out.append(words)
            lists = lists + 1 if child.tag in ("ul", "ol", "dl") and not words else 0
            out.extend(self.block(child, lists))
            text, loose = child.tail or "", []
        out.append(loose_markdown(text, loose, self.notes, _BLOCKS))
        return [o for o in out if o.strip()]

    def block(self, node: Element, lists: int = 0) -> list[str]:
        tag = node.tag
        if tag in _HEADINGS:
            words = re.sub(r"\s*\n\s*", " ", self.words(node))
            words = re.sub(r"(#+)$", r"\\\1", _not_bold(words))
            return [f"{_HEADINGS[tag]} {words}"] if words.strip() else []
        if tag == "pre":
            return [_fence(node)] if inline_text(node).strip() else []
        if tag in ("ul", "ol"):
            return self.listing(node, lists)
        if tag == "blockquote":
            inner = "\n\n".join(self.children(node))
            return ["\n".join(f"> {x}".rstrip() for x in inner.split("\n"))] if inner else []
        if tag == "table":
            return self.table(node)
        if tag == "img":
            return [_image(node)]
        if tag == "dl":
            return self.definitions(node, lists)
        note = self.notes.get(node.get("id") or "")
        if tag == "p" and note:
            return [f"[^{note}]: {self.words(node)}"]
        return self.children(node)

    def words(self, node: Element) -> str:
        """Write the inline content of a node, blocks inside it left out."""
        return inline_markdown(node, self.notes, _BLOCKS)

    def listing(self, node: Element, lists: int) -> list[str]:
        items, notes = [], []
        count = int(node.get("start") or 1)
        for item in node:
            note = self.notes.get(item.get("id") or "")
            blocks = self.children(item)
            if not blocks:
                continue
            if note:
                notes.append(_hung(f"[^{note}]:", blocks, 4))
                continue
            marker = (
                f"{count}{_STOPS[(lists + 1) % 2]}"
                if node.tag == "ol"
                else _BULLETS[(lists + 1) % 2]
            )
            items.append(_hung(marker, blocks, len(marker) + 1))
            count += 1
        loose = any("\n\n" in i for i in items)
        return [*(["\n\n".join(items) if loose else "\n".join(items)] if items else []), *notes]

    def table(self, node: Element) -> list[str]:
        captions = [self.words(c) for c in node if c.tag == "caption"]
        rows = [[(c, self.cell(c) if c is not None else "") for c in row] for row in grid(node)]
        rows = [r for r in rows if any(words for _, words in r)]
        if not rows:
            return captions
        width = len(rows[0])
        if not all(c is None or c.tag == "th" or _is_bold(c) for c, _ in rows[0]):
            rows.insert(
                0, [(None, "")] * width
            )  # GitHub's tables have a head; this one has nothing to put there
        lines = [f"| {' | '.join(words for _, words in r)} |" for r in rows]
        lines.insert(1, "|" + " --- |" * width)
        return [*captions, "\n".join(lines)]

    def cell(self, node: Element) -> str:
        words = "\n".join(self.children(node))
        return re.sub(r"\s*\n\s*", "<br>", words).replace("|", "\\|")

    def definitions(self, node: Element, lists: int) -> list[str]:
        """Write terms and what they mean as items, for CommonMark has nothing else: `- **Term**: meaning`."""
        items = []
        bullet = _BULLETS[(lists + 1) % 2]
        groups = [list(g) for _, g in groupby(node, key=lambda c: c.tag == "dd")]
        pending: list[str] = []
        for group in groups:
            blocks = [b for c in group for b in self.children(c)]
            if group[0].tag != "dd":
                items += [_hung(bullet, [t], 2) for t in pending]
                pending = [f"**{b}**" if "*" not in b and "\n" not in b else b for b in blocks]
                continue
            term = ", ".join(pending)
            pending = []
            if term and blocks and not re.match(r"[-*>#|`]|\d+[.)]\s|!\[", blocks[0]):
                blocks = [f"{term}: {blocks[0]}", *blocks[1:]]
            else:
                blocks = [term, *blocks] if term else blocks
            items.append(_hung(bullet, blocks, 2) if blocks else "")
        items += [_hung(bullet, [t], 2) for t in pending]
        items = [i for i in items if i]
        return ["\n".join(items)] if items else []


def markdown(root: Element, title: str = "") -> str:
    """Write the content tree as Markdown, under its title when one is given."""
    blocks = _Writer(root).children(root)
    if title:
        blocks.insert(0, f"# {' '.join(escape(title).split())}")
    return "\n\n".join(b.strip("\n") for b in blocks if b.strip()).strip("\n")


def _hung(marker: str, blocks: list[str], indent: int) -> str:
    """Write an item's blocks under its marker: a list stands close under its line, other blocks apart."""
    body = blocks[0]
    for before, block in pairwise(blocks):
        close = re.match(r"[-*] |1[.)] ", block) and not re.match(r"[-*>|#`]|\d+[.)] ", before)
        body += ("\n" if close else "\n\n") + block
    pad = " " * indent
    return f"{marker} " + "\n".join(
        pad + x if x and n else x for n, x in enumerate(body.split("\n"))
    )


def _footnotes(root: Element) -> dict[str, str]:
    """Anchors of the page's notes, each with its label: those that a mark in the text points to."""
    targets = {n.get("id") for n in root.iter("li", "p", "dd") if n.get("id")}
    notes: dict[str, str] = {}
    for link in root.iter("a"):
        anchor = link.get("href") or ""
        label = is_note(inline_text(link))
        if anchor.startswith("#") and anchor[1:] in targets and label:
            label = label if label.isalnum() else str(len(notes) + 1)
            notes.setdefault(anchor[1:], label)
    return notes


def _is_bold(cell: Element) -> bool:
    strong = "".join(inline_text(s) for s in cell.iter("strong")).split()
    return (
        bool(strong)
        and strong == " ".join(t for t in cell.itertext() if isinstance(t, str)).split()
    )


def _not_bold(words: str) -> str:
    found = _BOLD.fullmatch(words)
    return found[1] if found else words


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
    alt = "" if captioned else escape(" ".join((node.get("alt") or "").split()), linked=True)
    return f"![{alt}]({target(node.get('src') or '')})"
