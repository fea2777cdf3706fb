"""The words that marked content shows."""

from __future__ import annotations

import struct
from collections import defaultdict
from functools import cached_property

from pikepdf import Name, Object

from capture.render.pdfa import cmap
from capture.render.pdfa.content import Shown
from capture.render.pdfa.marks import Painted
from capture.render.pdfa.tree import Node

Key = tuple[int, int]


class Fonts:
    """The fonts of a document, each ToUnicode read once."""

    def __init__(self) -> None:
        self._meanings: dict[Key, dict[int, str]] = {}

    def meanings(self, font: Object) -> dict[int, str]:
        """Return what the font's codes mean; the caller may correct it in place."""
        key = font.objgen
        if key not in self._meanings:
            self._meanings[key] = cmap.read(font)
        return self._meanings[key]

    def font(self, painted: Painted, name: bytes) -> Object | None:
        """Return the font a stream calls ``name``."""
        fonts = painted.resources.get("/Font")
        found: Object | None = None
        if fonts is not None:
            found = fonts.get("/" + name.decode("latin-1"))
        return found

    def text(self, painted: Painted, shown: Shown) -> str:
        """Return the characters of one string, by its font's ToUnicode."""
        font = self.font(painted, shown.font)
        if font is None:
            return ""
        meanings = self.meanings(font)
        return "".join(meanings.get(code, "") for code in codes_of(shown.codes, digits_of(font)))


def digits_of(font: Object) -> int:
    """Return how many hexadecimal digits a code of this font has."""
    return 4 if font.get("/Subtype") == Name.Type0 else 2


def codes_of(hexadecimal: bytes, digits: int) -> list[int]:
    """Split a string into its codes."""
    data = bytes.fromhex(hexadecimal[: len(hexadecimal) // digits * digits].decode("ascii"))
    return list(struct.unpack(f">{len(data) // 2}H", data) if digits == 4 else data)


class Words:
    """Text by structure element, read only for the elements that are asked about."""

    def __init__(self, contents: list[Painted], fonts: Fonts) -> None:
        self._contents = contents
        self._fonts = fonts

    @cached_property
    def _shown(self) -> dict[tuple[Key, int], list[tuple[Painted, Shown]]]:
        found = defaultdict(list)
        for painted in self._contents:
            key = painted.holder.objgen
            for shown in painted.found.shown:
                if shown.mcid is not None:
                    found[(key, shown.mcid)].append((painted, shown))
        return found

    def of(self, node: Node) -> str:
        """Return the text below an element, white space folded."""
        parts: list[str] = []
        for leaf in node.leaves():
            content = leaf.content()
            if content is not None:
                parts += self._content(content[0].objgen, content[1])
        return " ".join("".join(parts).split())

    def _content(self, holder: Key, mcid: int) -> list[str]:
        parts: list[str] = []
        span: int | None = None
        for painted, shown in self._shown.get((holder, mcid), ()):
            if shown.actual is None:
                parts.append(self._fonts.text(painted, shown))
            elif shown.span != span:
                parts.append(cmap.actual_text(shown.actual))
            span = shown.span
        return parts
