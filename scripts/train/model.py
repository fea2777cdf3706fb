"""Fitting the block model: symmetric boosted trees (catboost), as the arrays `capture.extract.forest` reads."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from catboost import CatBoostClassifier, Pool

from capture.extract.forest import Forest
from capture.extract.second import second_columns, second_look
from scripts.train.corpus import Sample

# Chosen by held-out F1 (docs/decisions/extract.md); one thread, so that a run repeats.
COMMON = {
    "loss_function": "CrossEntropy", "l2_leaf_reg": 5, "bootstrap_type": "Bernoulli", "subsample": 0.7,
    "border_count": 32, "thread_count": 1, "verbose": 0, "allow_writing_files": False,
}  # fmt: skip
SETTINGS = COMMON | {"iterations": 140, "depth": 6, "learning_rate": 0.15, "rsm": 0.15}
SECOND = COMMON | {"iterations": 150, "depth": 5, "learning_rate": 0.08, "rsm": 0.3}
# One forest's held-out F1 moves by up to .006 from seed to seed; three as one stand above the mean seed on all sets
# (docs/decisions/extract.md).
SEEDS = (1, 2, 3)
# Blocks drawn of a page, half of them by weight and half at random, weighted so that nothing is skewed: 110
# give what 300 gave, in a quarter of the time.
DRAWN_BLOCKS = 110
# Leaves are stored as multiples of this: log-odds to the fourth decimal.
UNIT = 2e-4


@dataclass(frozen=True, slots=True)
class Looks:
    """The block model, and the one that looks again."""

    first: Forest
    second: Forest

    def probability(self, sample: Sample) -> np.ndarray:
        """Return the probabilities that both looks give a page's blocks."""
        given = probabilities(self.first, sample)
        return given if sample.around is None else second_look(sample.around, given, self.second)


def fit(samples: Sequence[Sample], groups: Sequence[int]) -> Looks:
    """Fit both looks; the second sees of each group of hosts what a first look gives that saw none of it."""
    blind: dict[tuple[str, str], np.ndarray] = {}
    for group in sorted(set(groups)):
        apart = fit_once([s for s, g in zip(samples, groups, strict=True) if g != group], SEEDS[0])
        for sample, g in zip(samples, groups, strict=True):
            if g == group:
                blind[sample.name, sample.key] = probabilities(apart, sample)
    return Looks(
        first=together([fit_once(samples, seed) for seed in SEEDS]),
        second=fit_second(samples, blind),
    )


def fit_once(samples: Sequence[Sample], seed: int) -> Forest:
    """Fit one forest, by one draw of blocks and columns."""
    rng = np.random.default_rng(seed)
    drawn = [_drawn(s, s.rows, rng) for s in samples if len(s.words)]
    return _fitted(drawn, next(s.columns for s in samples if s.columns), SETTINGS, seed)


def fit_second(samples: Sequence[Sample], given: dict[tuple[str, str], np.ndarray]) -> Forest:
    """Fit the second look to probabilities of a first that has not seen the pages."""
    rng = np.random.default_rng(SEEDS[0])
    drawn = []
    names: tuple[str, ...] = ()
    for s in samples:
        if s.around is not None:
            columns = second_columns(s.around, given[s.name, s.key])
            names = tuple(columns)
            rows = np.column_stack([np.asarray(c, np.float32) for c in columns.values()])
            drawn.append(_drawn(s, rows, rng))
    return _fitted(drawn, names, SECOND, SEEDS[0])


def _fitted(
    drawn: list[tuple[np.ndarray, np.ndarray, np.ndarray]],
    names: tuple[str, ...],
    settings: dict[str, object],
    seed: int,
) -> Forest:
    rows, share, weight = (np.concatenate([d[i] for d in drawn]) for i in range(3))
    model = CatBoostClassifier(**settings, random_seed=seed)
    model.fit(Pool(rows, share, weight=weight))
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


def _drawn(
    sample: Sample, rows: np.ndarray, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Draw a page's blocks and weigh them: by their part in the page's F1, so that pages count alike."""
    words, share = sample.words, sample.share
    weight = np.minimum(words / max(60.0, float((share * words).sum())), 0.3) * 10 + 1 / len(words)
    if len(words) <= DRAWN_BLOCKS:
        return rows, share, weight
    odds = np.minimum(1, DRAWN_BLOCKS / 2 * (weight / weight.sum() + 1 / len(words)))
    chosen = rng.random(len(words)) < odds
    return rows[chosen], share[chosen], (weight / odds)[chosen]


def forest(model: CatBoostClassifier, names: tuple[str, ...]) -> Forest:
    """Turn catboost's trees into arrays; only the columns that a tree asks about are kept."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.json"
        model.save_model(str(path), format="json")
        told = json.loads(path.read_text("utf-8"))
    floats = told["features_info"]["float_features"]
    columns = [f["flat_feature_index"] for f in floats]
    trees = told["oblivious_trees"]
    levels = max(len(t["splits"]) for t in trees)
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
