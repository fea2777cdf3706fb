"""The shared pages as the block model learns from them: measured once, kept in the temporary folder.

Truth: each block's share of words that a longest common subsequence with the page's known main text
keeps.
"""

from __future__ import annotations

import hashlib
import pickle
import re
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
from rapidfuzz.distance import LCSseq

from capture.extract.carriers import Carriers, read_carriers
from capture.extract.features import all_columns
from capture.extract.markup import parse
from capture.extract.page import WORD, Block, read_page
from capture.extract.says import what_it_says
from capture.extract.second import Setting, setting
from scripts.quality.extract import SETS, pages, shared

EXTRACT = Path(__file__).resolve().parents[2] / "capture" / "extract"
# What a block's measures come from: when one of these changes, the pages are measured anew.
SOURCES = ("cards", "carriers", "elements", "features", "headed", "headline", "markup", "page", "phrases", "readable", "readable_names",
           "readable_tree", "regions", "says", "second", "sheet", "tokens", "topic")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sample:
    """One page: where it is from, its blocks' measures (a row a block), words and truth."""

    name: str
    key: str
    kind: str
    host: str
    columns: tuple[str, ...]
    rows: np.ndarray
    words: np.ndarray
    share: np.ndarray
    around: Setting | None


def samples() -> list[Sample]:
    """Measure every shared page, or read what the same code measured before."""
    code = b"".join((EXTRACT / f"{name}.py").read_bytes() for name in SOURCES)
    code += Path(__file__).read_bytes()
    kept = (
        Path(tempfile.gettempdir())
        / f"page-capture-corpus-{hashlib.sha256(code).hexdigest()[:16]}.pickle"
    )
    if kept.is_file():
        return list(pickle.loads(kept.read_bytes()))  # written by this function alone
    found = [
        _sample(name, key, str(facts.get("type") or name), facts["url"], markup, truth)
        for name in SETS
        for key, facts, markup, truth in pages(shared() / "extract", name, 1)
    ]
    kept.write_bytes(pickle.dumps(found))
    return found


def _sample(name: str, key: str, kind: str, url: str, markup: str, truth: str) -> Sample:
    page = read_page(parse(markup))
    carriers = read_carriers(page.root)
    columns = all_columns(page, what_it_says(carriers)) if page.blocks else {}
    rows = [np.asarray(c, np.float32) for c in columns.values()]
    return Sample(
        name, key, kind, _host(url, key, carriers), tuple(columns),
        np.column_stack(rows) if rows else np.zeros((0, 0), np.float32),
        np.array([b.words for b in page.blocks], float),
        shares(page.blocks, truth) if page.blocks else np.zeros(0),
        setting(page) if page.blocks else None,
    )  # fmt: skip


def _host(url: str, key: str, carriers: Carriers) -> str:
    """Name the site: the address's, or (where addresses were made up) the page's own, or its name's."""
    if "fakehost" in url:
        links = (
            n.get("href") or ""
            for n in carriers.root.iter("link")
            if "canonical" in (n.get("rel") or "")
        )
        url = next((v for v, _ in carriers.meta("og:url")), "") or next(links, "")
    return urlsplit(url).netloc.removeprefix("www.") or re.sub(r"-\d+$", "", key)


def grams(words: list[str]) -> Counter[tuple[str, ...]]:
    return Counter(tuple(words[i : i + 4]) for i in range(len(words) - 3))


def shares(blocks: list[Block], truth: str) -> np.ndarray:
    """Each block's share of words that belong to the truth, each word of the truth used once."""
    words = [WORD.findall(b.text.lower()) for b in blocks]
    wanted = WORD.findall(truth.lower())
    numbers: dict[str, int] = {}
    flat = [numbers.setdefault(w, len(numbers)) for ws in words for w in ws]
    owner = [i for i, ws in enumerate(words) for _ in ws]
    hits = np.zeros(len(blocks))
    if flat and wanted:
        for step in LCSseq.opcodes(flat, [numbers.setdefault(w, len(numbers)) for w in wanted]):
            if step.tag == "equal":
                np.add.at(hits, owner[step.src_start : step.src_end], 1)
    share = hits / np.maximum(1, [len(w) for w in words])
    left = grams(wanted)
    for value, ws in zip(share, words, strict=True):
        if value >= 0.8:
            left.subtract(grams(ws))
    for i, ws in enumerate(words):  # text that the truth has in another order
        if share[i] < 0.8 and len(ws) >= 6:
            own = grams(ws)
            found = sum(min(c, max(0, left[g])) for g, c in own.items()) / own.total()
            if found > share[i]:
                share[i] = found
                left.subtract(own)
    return share
