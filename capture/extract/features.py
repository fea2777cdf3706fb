"""What the block model is told about each block: one row of numbers a block.

Four kinds of evidence: the block's own text, the elements above it, its neighbours, and the page.
`NAMES` is the order of the columns; a model stores the names it was trained with and refuses others.
"""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from capture.extract import phrases, tokens
from capture.extract.page import FLAGS, HEADINGS, Page

Floats = NDArray[np.float32]
# No ancestor of that sort: further away than any that counts.
_FAR = 40
_LEVELS = 5
# A paragraph that carries prose: the length at which Readability and jusText start to trust one.
_PROSE_WORDS = 20
_OWNERS = ("p", "div", "li", "td", "th", "dd", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "button", "figcaption",
           "pre", "blockquote", "span", "section", "article", "body", "label", "summary", "center")  # fmt: skip
_OWNER_CODE = {tag: i + 1 for i, tag in enumerate(_OWNERS)}
_SENTENCE_END = re.compile(r"[.!?…。！？।؟](?:[\s\"”’»)\]]|$)")
_COMMAS = re.compile(r"[,،、，;；]")
_DIGIT = re.compile(r"\d")
_UPPER = re.compile(r"[A-ZА-ЯÀ-Ý]")


def feature_names() -> list[str]:
    """Return the columns' names, in order."""
    own = ["words", "chars", "link_density", "links", "word_length", "sentences", "commas", "digits", "upper",
           "ends_stop", "ends_colon", "question", "owner", "is_title", "in_description", "is_link",
           "duplicates", "seen_before"]  # fmt: skip
    own += [f"phrase_{n}" for n in phrases.NAMES]
    above = [f"flag_{n}" for n in FLAGS] + [f"group_{n}" for n in tokens.NAMES]
    for level in range(_LEVELS):
        above += [
            f"l{level}_{n}"
            for n in ("words", "density", "blocks", "mean", "prose", "links", "siblings", "share")
        ]
    above += ["depth", "repeat_owner", "repeat_parent", "repeat_grand"]
    above += ["top_up", "top_down", "top_words", "wide_up", "wide_down"]
    place = ["index", "index_share", "word_share", "words_after", "from_h1", "after_h1", "prose_before", "prose_after",
             "prose_index"]  # fmt: skip
    near = [
        f"{n}{d:+d}"
        for d in (-3, -2, -1, 1, 2, 3)
        for n in ("words", "density", "owner", "same_parent", "phrase")
    ]
    page = ["page_words", "page_blocks", "page_density", "page_prose", "page_h1", "page_articles", "page_repeat",
            "page_top_share", "page_paragraphs"]  # fmt: skip
    return own + above + place + near + page


def _folded(text: str) -> str:
    return re.sub(r"\W+", " ", text.lower()).strip()


def _distances(page: Page, bits: NDArray[np.int64], count: int) -> NDArray[np.int8]:
    """Count the steps from each element up to the nearest one (itself included) with each bit."""
    own = (bits[:, None] >> np.arange(count)) & 1 == 1
    out = np.where(own, 0, _FAR).astype(np.int8)
    order = np.argsort(page.depth, kind="stable")
    cuts = np.flatnonzero(np.diff(page.depth[order])) + 1
    for level in np.split(order, cuts)[1:]:
        out[level] = np.minimum(out[level], np.minimum(out[page.parent[level]] + 1, _FAR))
    return out


def _ranges(page: Page, per_block: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sum over the blocks inside each element."""
    total = np.concatenate(([0.0], np.cumsum(per_block)))
    return np.asarray(total[page.stop_block] - total[page.first_block])


def _candidate(
    page: Page, weight: NDArray[np.float64], owners: NDArray[np.int32], density: Floats
) -> int:
    """Find the element that Readability would pick: prose scores for parent, grandparent and up."""
    score = np.zeros(len(page.elements))
    level = page.parent[owners]
    for share in (1.0, 0.5, 1 / 6, 1 / 9, 1 / 12):
        alive = level >= 0
        np.add.at(score, level[alive], weight[alive] * share)
        level = np.where(alive, page.parent[np.maximum(level, 0)], -1)
    return int(np.argmax(score * (1 - density)))


def _fork(
    page: Page, owners: NDArray[np.int32], target: int
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """How far a block and `target` are from the element they share: steps up, steps down."""
    up = np.full(len(owners), -1, np.int32)
    shared = np.zeros(len(owners), np.int32)
    node, steps = target, 0
    while node >= 0:
        inside = (up < 0) & (owners >= node) & (owners <= page.last[node])
        up[inside] = steps
        shared[inside] = node
        node, steps = int(page.parent[node]), steps + 1
    up[up < 0] = steps
    return up, page.depth[owners] - page.depth[shared]


def features(page: Page, title: str = "", description: str = "") -> Floats:
    """One row a block; `title` and `description` as the page's head gives them."""
    blocks = page.blocks
    n = len(blocks)
    texts = [b.text for b in blocks]
    owners = np.array([b.owner for b in blocks], np.int32)
    words = np.array([b.words for b in blocks], np.float64)
    chars = np.array([len(t) for t in texts], np.float64)
    link_chars = np.array([b.link_chars for b in blocks], np.float64)
    links = np.array([b.links for b in blocks], np.float64)
    density = link_chars / np.maximum(chars, 1)
    sentences = np.array([len(_SENTENCE_END.findall(t)) for t in texts], np.float64)
    commas = np.array([len(_COMMAS.findall(t)) for t in texts], np.float64)
    tags = [page.elements[o].tag for o in owners]
    codes = np.array([_OWNER_CODE.get(t, 0) for t in tags], np.float64)
    masks = np.array([phrases.mask(t) for t in texts], np.int64)
    folded = [_folded(t) for t in texts]
    goal, blurb = _folded(title), _folded(description)
    is_title = np.array(
        [bool(f) and len(f) > 8 and (f == goal or (len(f) > 15 and f in goal)) for f in folded]
    )
    in_blurb = np.array(
        [len(f) > 20 and (f in blurb or f.startswith(blurb[:80] or "\n")) for f in folded]
    )
    hashes = np.array([hash(f) for f in folded], np.int64)
    _, inverse, counts = np.unique(hashes, return_inverse=True, return_counts=True)
    first: dict[int, int] = {}
    seen = np.array([first.setdefault(int(h), i) < i for i, h in enumerate(hashes)])
    own = [
        words, chars, density, links, chars / np.maximum(words, 1), sentences, commas,
        np.array([len(_DIGIT.findall(t)) for t in texts]) / np.maximum(chars, 1),
        np.array([len(_UPPER.findall(t)) for t in texts]) / np.maximum(chars, 1),
        np.array([bool(_SENTENCE_END.search(t[-2:])) for t in texts]), np.array([t[-1] in ":：" for t in texts]),
        np.array(["?" in t or "？" in t for t in texts]), codes, is_title, in_blurb, density > 0.95, counts[inverse], seen,
    ]  # fmt: skip
    own += [(masks >> i) & 1 for i in range(len(phrases.NAMES))]

    prose = (words >= _PROSE_WORDS) & (density < 0.33)
    e_words, e_links = _ranges(page, words), _ranges(page, links)
    e_chars, e_link_chars = _ranges(page, chars), _ranges(page, link_chars)
    e_prose = _ranges(page, words * prose)
    e_blocks = (page.stop_block - page.first_block).astype(np.float64)
    e_density = e_link_chars / np.maximum(e_chars, 1)
    total_words = max(1.0, float(words.sum()))
    siblings = _sibling_counts(page)
    _, sig_inverse, sig_counts = np.unique(page.signature, return_inverse=True, return_counts=True)
    repeats = sig_counts[sig_inverse]
    above: list[NDArray[np.generic]] = list(_distances(page, page.flags, len(FLAGS))[owners].T)
    above += list(_distances(page, page.groups, len(tokens.NAMES))[owners].T)
    chain = [owners]
    for _ in range(_LEVELS - 1):
        chain.append(np.maximum(page.parent[chain[-1]], 0))
    for at in chain:
        above += [e_words[at], e_density[at], e_blocks[at], e_words[at] / np.maximum(e_blocks[at], 1),
                  e_prose[at] / np.maximum(e_words[at], 1), e_links[at], siblings[at], e_words[at] / total_words]  # fmt: skip
    above += [page.depth[owners], repeats[owners], repeats[chain[1]], repeats[chain[2]]]
    weight = np.where((chars >= 25) & (density < 0.5), 1 + commas + np.minimum(chars / 100, 3), 0.0)
    top = _candidate(page, weight, owners, e_density.astype(np.float32))
    wide = int(page.parent[top]) if page.parent[top] >= 0 else top
    wide_share = e_words[top] / total_words
    up, down = _fork(page, owners, top)
    up2, down2 = _fork(page, owners, wide)
    above += [up, down, np.full(n, e_words[top]), up2, down2]

    index = np.arange(n)
    before = np.cumsum(words) - words
    h1 = next((i for i in range(n) if is_title[i] and tags[i] in HEADINGS), -1)
    if h1 < 0:
        h1 = next((i for i, t in enumerate(tags) if t == "h1"), -1)
    prose_index = np.cumsum(prose)
    place = [
        index, index / max(1, n), before / total_words, total_words - before,
        np.clip(index - h1, -99, 99) if h1 >= 0 else np.full(n, -100),
        before - before[h1] if h1 >= 0 else np.full(n, -1.0),
        _since(prose), _since(prose[::-1])[::-1], prose_index / max(1, int(prose.sum())),
    ]  # fmt: skip
    near: list[NDArray[np.generic]] = []
    parents = page.parent[owners]
    for shift in (-3, -2, -1, 1, 2, 3):
        same = _shifted(parents, shift, -9) == parents
        near += [_shifted(words, shift, 0), _shifted(density, shift, 1), _shifted(codes, shift, -1), same,
                 _shifted(masks > 0, shift, 0)]  # fmt: skip
    facts = [total_words, n, float(link_chars.sum() / max(1, chars.sum())), float(words[prose].sum() / total_words),
             tags.count("h1"), int(((page.flags >> FLAGS.index("article")) & 1).sum()), int(repeats.max()), wide_share,
             tags.count("p")]  # fmt: skip
    rest = [np.full(n, f) for f in facts]
    return np.column_stack(
        [np.asarray(c, np.float32) for c in [*own, *above, *place, *near, *rest]]
    )


def _sibling_counts(page: Page) -> NDArray[np.int64]:
    """How many children of the same parent look the same (tag and class)."""
    key = page.parent.astype(np.int64) * (1 << 31) + page.signature
    _, inverse, counts = np.unique(key, return_inverse=True, return_counts=True)
    return np.asarray(counts[inverse], np.int64)


def _since(marked: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Blocks since the last marked one before this; 99 where there was none."""
    n = len(marked)
    at = np.where(marked, np.arange(n), -1)
    last = np.concatenate(([-1], np.maximum.accumulate(at)[:-1])) if n else at
    return np.where(last >= 0, np.minimum(np.arange(n) - last, 99), 99)


def _shifted(values: NDArray[np.generic], shift: int, fill: float) -> NDArray[np.generic]:
    out = np.full(len(values), fill, values.dtype)
    if shift > 0:
        out[:-shift] = values[shift:]
    else:
        out[-shift:] = values[:shift]
    return out if len(values) > abs(shift) else np.full(len(values), fill, values.dtype)
