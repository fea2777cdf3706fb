"""Train the block model anew: ``python -m scripts.train.extract`` (needs lightgbm and rapidfuzz).

Truth: each block's share of words that a longest common subsequence with the page's known main text
keeps.  Two forests, one of plain boosted trees and one of extremely randomised ones, are averaged in the
log-odds: in five-fold cross-validation by host that beat either alone (docs/decisions/extract.md).
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
from rapidfuzz.distance import LCSseq

from capture.extract.carriers import read_carriers
from capture.extract.features import all_columns
from capture.extract.page import _WORD, Block, parse, read_page
from capture.extract.says import what_it_says
from scripts.quality.extract import SETS, pages, shared

MODEL = Path("capture/extract/models/blocks.json.gz")
PLAIN = {"objective": "cross_entropy", "num_leaves": 24, "learning_rate": 0.12, "min_data_in_leaf": 40, "feature_fraction": 0.3,
         "bagging_fraction": 0.7, "bagging_freq": 1, "lambda_l2": 2, "max_bin": 63, "max_depth": 7,
         "min_sum_hessian_in_leaf": 0.3, "seed": 1, "num_threads": 1, "verbose": -1}  # fmt: skip
FORESTS = (
    (PLAIN, 80),
    ({**PLAIN, "extra_trees": True, "learning_rate": 0.15, "feature_fraction": 0.6}, 140),
)
# A page's long tail of one-word blocks teaches little: past this many, short blocks are sampled.
MOST_BLOCKS = 250


def grams(words: list[str]) -> Counter[tuple[str, ...]]:
    return Counter(tuple(words[i : i + 4]) for i in range(len(words) - 3))


def shares(blocks: list[Block], truth: str) -> np.ndarray:
    """Each block's share of words that belong to the truth, each word of the truth used once."""
    words = [_WORD.findall(b.text.lower()) for b in blocks]
    wanted = _WORD.findall(truth.lower())
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


def rows() -> tuple[list[str], np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    names: list[str] = []
    features, shares_, weights = [], [], []
    for name in SETS:
        for _, _, markup, truth in pages(shared() / "extract", name, 1):
            page = read_page(parse(markup))
            if not page.blocks:
                continue
            columns = all_columns(page, what_it_says(read_carriers(page.root)))
            names = list(columns)
            share = shares(page.blocks, truth)
            words = np.array([b.words for b in page.blocks], float)
            weight = np.minimum(
                words / max(60.0, float((share * words).sum())), 0.3
            ) * 10 + 1 / len(words)
            chosen = np.arange(len(words))
            if len(words) > MOST_BLOCKS:
                sampled = rng.choice(len(words), MOST_BLOCKS, replace=False)
                weight = weight * np.where(words >= 15, 1, len(words) / MOST_BLOCKS)
                chosen = np.union1d(sampled, np.flatnonzero(words >= 15))
            features.append(
                np.column_stack([np.asarray(c, np.float32) for c in columns.values()])[chosen]
            )
            shares_.append(share[chosen])
            weights.append(weight[chosen])
    return names, np.concatenate(features), np.concatenate(shares_), np.concatenate(weights)


class Flat:
    """Trees flattened into the arrays that `capture.extract.forest` reads."""

    def __init__(self) -> None:
        self.roots: list[int] = []
        self.feature: list[int] = []
        self.threshold: list[float] = []
        self.children: list[int] = []
        self.value: list[float] = []
        self.depth = 0

    def add(self, node: dict[str, Any], depth: int, scale: float) -> int:
        at = len(self.feature)
        leaf = "split_feature" not in node
        self.feature.append(0 if leaf else node["split_feature"])
        self.threshold.append(0.0 if leaf else float(f"{np.float32(node['threshold']):.6g}"))
        self.children += [at, at]
        self.value.append(round(node["leaf_value"] * scale, 5) if leaf else 0.0)
        self.depth = max(self.depth, depth)
        if not leaf:
            self.children[2 * at] = self.add(node["left_child"], depth + 1, scale)
            self.children[2 * at + 1] = self.add(node["right_child"], depth + 1, scale)
        return at


def main() -> None:
    names, features, share, weight = rows()
    flat = Flat()
    for parameters, count in FORESTS:
        data = lightgbm.Dataset(features, share, weight=weight)
        for tree in lightgbm.train(parameters, data, count).dump_model()["tree_info"]:
            flat.roots.append(flat.add(tree["tree_structure"], 0, 1 / len(FORESTS)))
    written = json.dumps({"names": names, **vars(flat)}, separators=(",", ":"))
    MODEL.write_bytes(gzip.compress(written.encode(), mtime=0))
    print(f"{MODEL}: {len(flat.roots)} trees, {len(flat.feature)} nodes")


if __name__ == "__main__":
    main()
