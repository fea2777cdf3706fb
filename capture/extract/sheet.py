"""The measures of a page's blocks and elements that several kinds of evidence share."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from capture.extract import phrases
from capture.extract.page import Page

Floats = NDArray[np.float32]
Columns = dict[str, NDArray[np.generic]]
# A paragraph that carries prose: the length at which Readability and jusText start to trust one.
_PROSE_WORDS = 20
_OWNERS = [
    "p",
    "div",
    "li",
    "td",
    "th",
    "dd",
    "dt",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "button",
    "figcaption",
    "pre",
    "blockquote",
    "span",
    "section",
    "article",
    "body",
    "label",
    "summary",
    "center",
]
_OWNER_CODE = {tag: i + 1 for i, tag in enumerate(_OWNERS)}
_COMMAS = ",،、，;；"


@dataclass(slots=True)
class Sheet:
    """The measures that several kinds of evidence share."""

    page: Page
    owners: NDArray[np.int32]
    words: NDArray[np.float64]
    chars: NDArray[np.float64]
    link_chars: NDArray[np.float64]
    links: NDArray[np.float64]
    density: NDArray[np.float64]
    commas: NDArray[np.float64]
    prose: NDArray[np.bool_]
    tags: list[str]
    codes: NDArray[np.float64]
    masks: NDArray[np.int64]


def sheet_of(page: Page) -> Sheet:
    """Measure a page's blocks."""
    blocks = page.blocks
    owners = np.array([b.owner for b in blocks], np.int32)
    words = np.array([b.words for b in blocks], np.float64)
    chars = np.array([len(b.text) for b in blocks], np.float64)
    link_chars = np.array([b.link_chars for b in blocks], np.float64)
    density = link_chars / np.maximum(chars, 1)
    tags = [page.tags[b.owner] for b in blocks]
    return Sheet(
        page=page,
        owners=owners,
        words=words,
        chars=chars,
        link_chars=link_chars,
        links=np.array([b.links for b in blocks], np.float64),
        density=density,
        prose=(words >= _PROSE_WORDS) & (density < 0.33),
        tags=tags,
        codes=np.array([_OWNER_CODE.get(t, 0) for t in tags], np.float64),
        commas=np.array([sum(map(b.text.count, _COMMAS)) for b in blocks], np.float64),
        masks=np.array([phrases.mask(b.text) for b in blocks], np.int64),
    )


def ranges(page: Page, per_block: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sum over the blocks inside each element."""
    total = np.concatenate(([0.0], np.cumsum(per_block)))
    return np.asarray(total[page.stop_block] - total[page.first_block])


def element_density(sheet: Sheet) -> NDArray[np.float64]:
    """Return the share of letters in links, of each element."""
    chars = ranges(sheet.page, sheet.chars)
    return ranges(sheet.page, sheet.link_chars) / np.maximum(chars, 1)
