"""What the block model is told about each block: named columns, one value a block.

Five kinds of evidence: the block's own text, the elements above it, its place, its neighbours, and what
the page says of itself.  A model stores the columns' names, and is given those columns.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from capture.extract import phrases, tokens
from capture.extract.cards import cards
from capture.extract.elements import FLAGS, HEADINGS
from capture.extract.headed import headed
from capture.extract.page import Page
from capture.extract.regions import region
from capture.extract.sheet import Columns, Floats, Sheet, element_density, ranges, sheet_of
from capture.extract.topic import topic

# No ancestor of that sort: further away than any that counts.
_FAR = 40
_LEVELS = 5
_SENTENCE_END = re.compile(r"[.!?…。！？।؟](?:[\s\"”’»)\]]|$)")
_DIGIT = re.compile(r"\d")
_UPPER = re.compile(r"[A-ZА-ЯÀ-Ý]")
_ASCII_DIGITS, _ASCII_UPPER = b"0123456789", b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_WORDS = re.compile(r"\w+")
# Shorter than this, an articleBody in JSON-LD is a teaser and says nothing about what belongs.
_WHOLE_BODY = 400


@dataclass(frozen=True, slots=True)
class Says:
    """What the page says of itself: title, description, the article's words, and kinds declared."""

    title: str = ""
    description: str = ""
    body: str = ""
    kinds: tuple[bool, ...] = ()


KINDS = ("article", "forum", "product", "list", "og_article", "og_website")


def features(page: Page, says: Says, names: Sequence[str]) -> Floats:
    """Return the named columns, one row a block."""
    columns = all_columns(page, says)
    return np.column_stack([np.asarray(columns[n], np.float32) for n in names])


def all_columns(page: Page, says: Says) -> Columns:
    """Return every column there is."""
    sheet = sheet_of(page)
    columns, title_at = _own(sheet, says)
    columns |= _above(sheet)
    columns |= region(sheet)
    columns |= cards(sheet) | headed(sheet)
    columns |= _place(sheet, title_at)
    columns |= _neighbours(sheet)
    n = len(page.blocks)
    facts = dict(zip(KINDS, says.kinds or (False,) * len(KINDS), strict=True))
    facts["has_body"] = len(says.body) > _WHOLE_BODY
    return columns | {f"says_{k}": np.full(n, v) for k, v in facts.items()}


def folded(text: str) -> str:
    """Lower case, words only: two texts that read alike are equal."""
    return " ".join(_WORDS.findall(text.lower()))


def _count(text: str, pattern: re.Pattern[str], plain: bytes) -> int:
    """Count the characters of one sort; in ASCII by leaving them out, which takes no match object each."""
    if text.isascii():
        return len(text) - len(text.encode().translate(None, plain))
    return len(pattern.findall(text))


def _own(sheet: Sheet, says: Says) -> tuple[Columns, int]:
    texts = [b.text for b in sheet.page.blocks]
    words, chars = sheet.words, sheet.chars
    keys = [folded(t) for t in texts]
    goal, blurb = folded(says.title), folded(says.description)
    body = folded(says.body) if len(says.body) > _WHOLE_BODY else ""
    is_title = [len(k) > 8 and (k == goal or (len(k) > 15 and k in goal)) for k in keys]
    counts: dict[str, int] = {}
    seen = []
    for key in keys:
        seen.append(key in counts)
        counts[key] = counts.get(key, 0) + 1
    columns: Columns = {
        "words": words, "chars": chars, "link_density": sheet.density, "links": sheet.links,
        "word_length": chars / np.maximum(words, 1),
        "sentences": np.array([len(_SENTENCE_END.findall(t)) for t in texts]),
        "commas": sheet.commas,
        "digits": np.array([_count(t, _DIGIT, _ASCII_DIGITS) for t in texts]) / np.maximum(chars, 1),
        "upper": np.array([_count(t, _UPPER, _ASCII_UPPER) for t in texts]) / np.maximum(chars, 1),
        "ends_stop": np.array([bool(_SENTENCE_END.search(t[-2:])) for t in texts]),
        "ends_colon": np.array([t[-1] in ":：" for t in texts]),
        "question": np.array(["?" in t or "？" in t for t in texts]),
        "owner": sheet.codes, "is_title": np.array(is_title),
        "in_description": np.array([len(k) > 20 and (k in blurb or (len(blurb) > 60 and k.startswith(blurb[:60]))) for k in keys]),
        "in_body": np.array([(1 if k[:300] in body else -1) if body else 0 for k in keys]),
        "duplicates": np.array([counts[k] for k in keys]), "seen_before": np.array(seen),
    }  # fmt: skip
    columns |= topic(sheet, keys, goal)
    columns |= {f"phrase_{n}": (sheet.masks >> i) & 1 for i, n in enumerate(phrases.NAMES)}
    headed = (i for i, t in enumerate(is_title) if t and sheet.tags[i] in HEADINGS)
    first_h1 = (i for i, t in enumerate(sheet.tags) if t == "h1")
    return columns, next(headed, next(first_h1, -1))


def _distances(page: Page, bits: NDArray[np.int64], count: int) -> NDArray[np.int8]:
    """Count the steps from each element up to the nearest one (itself included) with each bit."""
    own = (bits[:, None] >> np.arange(count)) & 1 == 1
    out = np.where(own, 0, _FAR).astype(np.int8)
    order = np.argsort(page.depth, kind="stable")
    cuts = np.flatnonzero(np.diff(page.depth[order])) + 1
    for level in np.split(order, cuts)[1:]:
        out[level] = np.minimum(out[level], np.minimum(out[page.parent[level]] + 1, _FAR))
    return out


def _above(sheet: Sheet) -> Columns:
    page, owners = sheet.page, sheet.owners
    words, chars = ranges(page, sheet.words), ranges(page, sheet.chars)
    links, density = ranges(page, sheet.links), element_density(sheet)
    prose = ranges(page, sheet.words * sheet.prose)
    blocks = (page.stop_block - page.first_block).astype(np.float64)
    total = max(1.0, float(sheet.words.sum()))
    siblings = _counts(page.parent.astype(np.int64) * (1 << 31) + page.signature)
    repeats = _counts(page.signature)
    flags = _distances(page, page.flags, len(FLAGS))[owners]
    groups = _distances(page, page.groups, len(tokens.NAMES))[owners]
    columns: Columns = {f"flag_{n}": flags[:, i] for i, n in enumerate(FLAGS)}
    columns |= {f"group_{n}": groups[:, i] for i, n in enumerate(tokens.NAMES)}
    at = owners
    for level in range(_LEVELS):
        columns |= {
            f"l{level}_words": words[at], f"l{level}_density": density[at], f"l{level}_blocks": blocks[at],
            f"l{level}_mean": words[at] / np.maximum(blocks[at], 1),
            f"l{level}_prose": prose[at] / np.maximum(words[at], 1), f"l{level}_links": links[at],
            f"l{level}_siblings": siblings[at], f"l{level}_share": words[at] / total,
        }  # fmt: skip
        columns[f"l{level}_repeat"] = repeats[at]
        at = np.maximum(page.parent[at], 0)
    columns["depth"] = page.depth[owners]
    columns["page_density"] = np.full(len(owners), sheet.link_chars.sum() / max(1, chars[0]))
    columns["page_prose"] = np.full(len(owners), prose[0] / total)
    return columns


def _place(sheet: Sheet, title_at: int) -> Columns:
    n, words, prose = len(sheet.owners), sheet.words, sheet.prose
    index = np.arange(n)
    before = np.cumsum(words) - words
    total = max(1.0, float(words.sum()))
    at = max(0, title_at)
    return {
        "index": index, "index_share": index / max(1, n), "word_share": before / total,
        "words_after": total - before,
        "from_h1": np.clip(index - at, -99, 99) if title_at >= 0 else np.full(n, -100),
        "after_h1": before - before[at] if title_at >= 0 else np.full(n, -1.0),
        "prose_before": _since(prose), "prose_after": _since(prose[::-1])[::-1],
        "prose_index": np.cumsum(prose) / max(1, int(prose.sum())),
    }  # fmt: skip


def _neighbours(sheet: Sheet) -> Columns:
    parents = sheet.page.parent[sheet.owners]
    columns: Columns = {}
    for shift in (-3, -2, -1, 1, 2, 3):
        columns |= {
            f"words{shift:+d}": shifted(sheet.words, shift, 0),
            f"density{shift:+d}": shifted(sheet.density, shift, 1),
            f"owner{shift:+d}": shifted(sheet.codes, shift, -1),
            f"furniture{shift:+d}": shifted(sheet.masks & 1, shift, 0),
            f"same_parent{shift:+d}": shifted(parents, shift, -9) == parents,
        }
    return columns


def _counts(keys: NDArray[np.int64]) -> NDArray[np.int64]:
    """How often each key occurs."""
    _, inverse, counts = np.unique(keys, return_inverse=True, return_counts=True)
    return np.asarray(counts[inverse], np.int64)


def _since(marked: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Blocks since the last marked one before this; 99 where there was none."""
    n = len(marked)
    at = np.where(marked, np.arange(n), -1)
    last = np.concatenate(([-1], np.maximum.accumulate(at)[:-1])) if n else at
    return np.where(last >= 0, np.minimum(np.arange(n) - last, 99), 99)


def shifted(values: NDArray[np.generic], shift: int, fill: float) -> NDArray[np.generic]:
    """Return what stands ``shift`` places further on (back, if negative); ``fill`` past the ends."""
    out = np.full(len(values), fill, values.dtype)
    if len(values) > abs(shift):
        if shift > 0:
            out[:-shift] = values[shift:]
        else:
            out[-shift:] = values[:shift]
    return out
