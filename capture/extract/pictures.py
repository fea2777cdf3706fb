"""Which pictures stand among the kept text, and where they are."""

from __future__ import annotations

import re

import numpy as np

from capture.extract.elements import Element
from capture.extract.links import absolute
from capture.extract.page import Page

_SMALL = 80  # CSS px; icons, avatars and tracking pixels are smaller than the smallest picture of an article
_DECOR = re.compile(
    r"avatar|icon|logo|emoji|spinner|pixel|badge|gravatar|sprite|placeholder|spacer", re.IGNORECASE
)
_LAZY = ("data-src", "data-original", "data-lazy-src", "data-src-large", "data-hi-res-src")


def address(node: Element, base: str | None) -> str:
    """Return the picture's address; empty for an icon, an avatar, a pixel or a placeholder."""
    size = [node.get(n) or "" for n in ("width", "height")]
    if any(s.isdecimal() and int(s[:6]) < _SMALL for s in size):
        return ""
    if _DECOR.search(f"{node.get('class') or ''} {node.get('id') or ''}"[:400]):
        return ""
    source = next((node.get(n) for n in _LAZY if node.get(n)), "") or node.get("src") or ""
    if source.startswith("data:"):
        source = ""
    if not source and node.get("srcset"):
        source = (
            node.get("srcset").split(",")[-1].split()[0]
            if node.get("srcset").split(",")[-1].split()
            else ""
        )
    return absolute(source, base)


def pictures(page: Page, keep: np.ndarray) -> list[int]:
    """Images that stand among kept text: the first element above with any text is mostly kept."""
    words = np.array([b.words for b in page.blocks], float)
    kept = np.concatenate(([0.0], np.cumsum(words * keep)))
    every = np.concatenate(([0.0], np.cumsum(words)))
    chosen = []
    for number in (n for n, tag in enumerate(page.tags) if tag == "img"):
        at = page.above[number]
        while at > 0 and page.first_block[at] == page.stop_block[at]:
            at = page.above[at]
        first, stop = page.first_block[at], page.stop_block[at]
        inside, total = kept[stop] - kept[first], every[stop] - every[first]
        if total and inside / total > 0.5 and inside > 0:
            chosen.append(number)
    return chosen
