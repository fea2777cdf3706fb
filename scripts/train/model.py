"""Fitting the block model: symmetric boosted trees (catboost), as the arrays `capture.extract.forest` reads."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from catboost import CatBoostClassifier, Pool

from capture.extract.forest import Forest
from scripts.train.corpus import Sample

# Chosen by held-out F1 (docs/decisions/extract.md); one thread, so that a run repeats.
SETTINGS = {
    "loss_function": "CrossEntropy", "iterations": 300, "depth": 6, "learning_rate": 0.1, "l2_leaf_reg": 5, "rsm": 0.15,
    "bootstrap_type": "Bernoulli", "subsample": 0.7, "border_count": 64, "random_seed": 1, "thread_count": 1,
    "verbose": 0, "allow_writing_files": False,
}  # fmt: skip
# One forest's held-out F1 moves by up to .006 from seed to seed; three as one stand above the mean seed on all sets
# (docs/decisions/extract.md).
SEEDS = (1, 2, 3)
# A page's long tail of one-word blocks teaches little: past this many, short blocks are sampled.
MOST_BLOCKS = 300
PROSE_WORDS = 15
# Leaves are stored as multiples of this: log-odds to the fourth decimal.
UNIT = 2e-4


def fit(samples: Sequence[Sample]) -> Forest:
    """Fit the model to these pages: several forests of different draws, which vote as one."""
    return together([fit_once(samples, seed) for seed in SEEDS])


def fit_once(samples: Sequence[Sample], seed: int) -> Forest:
    """Fit one forest, by one draw of blocks and columns."""
    rng = np.random.default_rng(seed)
    drawn = [_drawn(s, rng) for s in samples if len(s.words)]
    rows, share, weight = (np.concatenate([d[i] for d in drawn]) for i in range(3))
    model = CatBoostClassifier(**{**SETTINGS, "random_seed": seed})
    model.fit(Pool(rows, share, weight=weight))
    names = next(s.columns for s in samples if s.columns)
    return forest(model, names)


def together(forests: Sequence[Forest]) -> Forest:
    """Join forests into one whose log-odds are the mean of theirs."""
    names = sorted({n for f in forests for n in f.names})
    place = {n: i for i, n in enumerate(names)}
    return Forest(
        names=tuple(names),
        feature=np.concatenate(
            [np.array([place[n] for n in f.names], np.int16)[f.feature] for f in forests]
        ),
        threshold=np.concatenate([f.threshold for f in forests]),
        leaves=np.concatenate([f.leaves for f in forests]) / np.float32(len(forests)),
        bias=sum(f.bias for f in forests) / len(forests),
    )


def _drawn(sample: Sample, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Draw a page's blocks and weigh them: by their part in the page's F1, so that pages count alike."""
    words, share = sample.words, sample.share
    weight = np.minimum(words / max(60.0, float((share * words).sum())), 0.3) * 10 + 1 / len(words)
    chosen = np.arange(len(words))
    if len(words) > MOST_BLOCKS:
        drawn = rng.choice(len(words), MOST_BLOCKS, replace=False)
        weight = weight * np.where(words >= PROSE_WORDS, 1, len(words) / MOST_BLOCKS)
        chosen = np.union1d(drawn, np.flatnonzero(words >= PROSE_WORDS))
    return sample.rows[chosen], share[chosen], weight[chosen]


def forest(model: CatBoostClassifier, names: tuple[str, ...]) -> Forest:
    """Turn catboost's trees into arrays; only the columns that a tree asks about are kept."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.json"
        model.save_model(str(path), format="json")
        told = json.loads(path.read_text("utf-8"))
    floats = told["features_info"]["float_features"]
    columns = [f["flat_feature_index"] for f in floats]
    trees, levels = told["oblivious_trees"], SETTINGS["depth"]
    feature = np.zeros((len(trees), levels), np.int16)
    threshold = np.full((len(trees), levels), np.inf, np.float32)
    leaves = np.zeros((len(trees), 1 << levels), np.float32)
    for number, tree in enumerate(trees):
        for level, split in enumerate(tree["splits"]):
            feature[number, level] = columns[split["float_feature_index"]]
            threshold[number, level] = split["border"]
        leaves[number, : len(tree["leaf_values"])] = tree["leaf_values"]
    scale, (bias,) = told["scale_and_bias"]
    used = np.unique(feature)
    return Forest(
        names=tuple(names[u] for u in used),
        feature=np.searchsorted(used, feature).astype(np.int16),
        threshold=threshold,
        leaves=leaves * np.float32(scale),
        bias=float(bias),
    )


def save(model: Forest, path: Path) -> None:
    """Store the model: a few arrays, no code."""
    leaves = np.round(model.leaves / UNIT).astype(np.int16)
    np.savez_compressed(
        path, names=np.array(model.names), feature=model.feature, threshold=model.threshold,
        leaves=leaves, unit=np.array(UNIT), bias=np.array(model.bias),
    )  # fmt: skip


def probabilities(model: Forest, sample: Sample) -> np.ndarray:
    """Return a probability for each of a page's blocks."""
    at = [sample.columns.index(n) for n in model.names] if len(sample.words) else []
    rows = sample.rows[:, at] if at else np.zeros((0, len(model.names)), np.float32)
    return model.probability(rows)
