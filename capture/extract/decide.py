"""Which blocks are the page's content: the model's probabilities, and the rules that stand above them."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from capture.extract.cut import best_cut
from capture.extract.elements import FLAGS, Element
from capture.extract.page import Block, Page

Bools = NDArray[np.bool_]
# A translation key that leaked into the page: words joined by _ or - in a line of its own, or a
# relative time whose unit is such a key.
_LEAKED_KEY = re.compile(
    r"(?:\d{1,3}\s)?[a-z]{2,20}(?:_[a-z]{2,20}){1,6}|[a-z]{3,20}(?:-[a-z]{2,20}){2,6}|[a-z]+(?:\.[a-z_]+){2,6}"
)
# Settings, columns and functions are named so in documentation; `<code>` may hold spans of its own.
_NAMING = frozenset(("code", "pre", "kbd", "samp", "tt", "var", "td", "th", "dt"))
_CODE_LEVELS = 4
# An invitation to subscribe is one sentence with its button; a paragraph that links to a newsletter is longer.
_LONGEST_INVITATION = 30
_SIGN_UP = re.compile(
    r"news-?letter|subscri|sign-?up|abonn|inscription|suscri|iscri(?:viti|zione)|assine|anmeld|zapisz|podpis",
    re.IGNORECASE,
)
# A page whose surest block is less sure than this has no content of its own: in cross-validation of
# the 4 pages under it three had an empty truth, and the next one up stood at 0.33.
_LEAST_SURE = 0.2
# How far blocks of one make decide together. Held-out F1 with 0 and 0.6: aeb .957, .957;
# mozilla .957, .959; wcxb-dev .868, .870.
_COMMON_VOTE = 0.6
_LEVELS_ALIKE = 2
_MANY = 8  # this many others, and the common vote has its full weight
_SUREST = (1e-4, 1 - 1e-4)  # one block's certainty must not decide for all


def is_leaked_key(text: str) -> bool:
    """Say whether a line is a translation key that the site failed to translate."""
    return len(text) <= 60 and _LEAKED_KEY.fullmatch(text.strip()) is not None


def _names_something(page: Page, block: Block) -> bool:
    """Say whether a line stands in code or in a cell: what looks like a key there is what it says."""
    at = block.slots[0][0]
    for _ in range(_CODE_LEVELS):
        if at < 0:
            return False
        if page.tags[at] in _NAMING:
            return True
        at = page.above[at]
    return False


def is_solicitation(page: Page, block: Block) -> bool:
    """Say whether a line is paid for, or is a sentence that ends in a link to sign up."""
    if block.words > _LONGEST_INVITATION:
        return False
    links = [page.elements[n] for n in _links_of(page, block)]
    if any("sponsored" in (a.get("rel") or "").lower().split() for a in links):
        return block.link_chars > len(block.text) / 2
    if not links or not 0 < block.link_chars < len(block.text):
        return False
    target = (links[-1].get("href") or "")[:300]
    return bool(_SIGN_UP.search(target)) and _ends_with(block, links[-1])


def _links_of(page: Page, block: Block) -> list[int]:
    found = []
    for number, tail in block.slots:
        at = page.above[number] if tail else number
        for _ in range(4):
            if at < 0:
                break
            if page.tags[at] == "a":
                found.append(at)
                break
            at = page.above[at]
    return found


def _ends_with(block: Block, link: Element) -> bool:
    words = " ".join("".join(t for t in link.itertext() if isinstance(t, str)).split())
    return bool(words) and block.text.rstrip(" .!»”").endswith(words.rstrip(" .!"))


def pooled(page: Page, probability: NDArray[np.float32]) -> NDArray[np.float32]:
    """Let blocks of one make vote together: the items of a list, the paragraphs of an article, the posts of a thread.

    Blocks are of one make when their elements and the two above have the same tags and class names.
    """
    if not len(probability):
        return probability
    at = np.array([b.owner for b in page.blocks])
    make = page.signature[at]
    for _ in range(_LEVELS_ALIKE):
        at = np.maximum(page.parent[at], 0)
        make = make * 1_000_003 + page.signature[at]  # wraps around: only equality counts
    _, group, count = np.unique(make, return_inverse=True, return_counts=True)
    sure = np.clip(probability, *_SUREST).astype(np.float64)
    odds = np.log(sure / (1 - sure))
    mean = np.bincount(group, odds) / count
    trust = _COMMON_VOTE * np.minimum(1, (count[group] - 1) / _MANY)
    return np.asarray(1 / (1 + np.exp(-((1 - trust) * odds + trust * mean[group]))), np.float32)


def decide(page: Page, probability: NDArray[np.float32], dropped: frozenset[int]) -> Bools:
    """Choose the blocks to keep; ``dropped`` are block numbers that a rule has taken out already."""
    words = np.array([max(1, b.words) for b in page.blocks], float)
    out = np.array(
        [
            i in dropped
            or (is_leaked_key(b.text) and not _names_something(page, b))
            or (b.links > 0 and is_solicitation(page, b))
            for i, b in enumerate(page.blocks)
        ],
        bool,
    )
    probability = np.where(out, np.float32(0), probability)
    if probability.max(initial=0) < _LEAST_SURE:
        return np.zeros(len(out), bool)
    keep: Bools = best_cut(np.where(out, np.float32(0), pooled(page, probability)), words) & ~out
    _whole_tables(page, keep, words, out)
    _captions(page, keep, out)
    return keep


def _whole_tables(page: Page, keep: Bools, words: NDArray[np.float64], out: Bools) -> None:
    """Keep or leave a data table whole: half its cells say nothing."""
    kept = np.concatenate(([0.0], np.cumsum(words * keep)))
    every = np.concatenate(([0.0], np.cumsum(words)))
    for number in (n for n, tag in enumerate(page.tags) if tag == "table"):
        node = page.elements[number]
        if next(node.iterdescendants("table", "p", "ul"), None) is not None:
            continue
        first, stop = page.first_block[number], page.stop_block[number]
        total = every[stop] - every[first]
        if total and stop - first >= 4:
            keep[first:stop] = ((kept[stop] - kept[first]) / total > 0.5) & ~out[first:stop]


def _captions(page: Page, keep: Bools, out: Bools) -> None:
    """Keep the caption of a figure inside the content."""
    bit = 1 << FLAGS.index("figcaption")
    kept = np.flatnonzero(keep)
    if not len(kept):
        return
    for number in np.flatnonzero(page.flags & bit):
        first, stop = page.first_block[number], page.stop_block[number]
        if kept[0] < first and stop - 1 < kept[-1] and stop - first <= 4:
            near = keep[max(0, first - 4) : stop + 4]
            if near.mean() >= 0.5:
                keep[first:stop] = ~out[first:stop]
