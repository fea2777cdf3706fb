"""Train the block model anew: ``python -m scripts.train.extract`` (needs catboost and rapidfuzz).

``--cv`` trains nothing that is kept: it prints the F1 on pages of hosts that the model has not seen
(five folds by host), beside the anchors on the same pages, and records it for ``make quality``.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np

from capture.extract.carriers import read_carriers
from capture.extract.extract import main_text
from capture.extract.markup import parse
from capture.extract.page import read_page
from scripts.quality.extract import HELD_OUT, SETS, anchors, attempted, pages, row, scorer, shared
from scripts.train.corpus import Sample, samples
from scripts.train.model import fit, save

MODELS = Path("capture/extract/models")
FOLDS = 5


def folds(found: list[Sample]) -> list[int]:
    """Deal the hosts out, kind by kind, so that each fold has its share of every kind."""
    first: dict[str, str] = {}
    for sample in found:
        first.setdefault(sample.host, sample.kind)
    mixed = sorted(first, key=lambda h: (first[h], hashlib.sha256(h.encode()).hexdigest()))
    dealt = {host: number % FOLDS for number, host in enumerate(mixed)}
    return [dealt[s.host] for s in found]


def held_out(found: list[Sample]) -> dict[tuple[str, str], np.ndarray]:
    """Return each page's probabilities by a model that saw no page of its host."""
    fold = folds(found)
    result = {}
    for number in range(FOLDS):
        seen = [(s, f) for s, f in zip(found, fold, strict=True) if f != number]
        model = fit([s for s, _ in seen], [f for _, f in seen])
        for sample, f in zip(found, fold, strict=True):
            if f == number:
                result[sample.name, sample.key] = model.probability(sample)
    return result


def validate() -> None:
    """Print and record the held-out figures beside the anchors'."""
    by_page = held_out(samples())
    evaluate, record = scorer(shared() / "extract"), {}
    for name in SETS:
        texts: dict[str, dict[str, tuple[str, str, str]]] = defaultdict(dict)
        for key, facts, markup, truth in pages(shared() / "extract", name, 1):
            kind = facts.get("type") or ""
            page = read_page(parse(markup))
            own = main_text(page, read_carriers(page.root), by_page[name, key])
            texts["page-capture"][key] = (kind, own, truth)
            for tool, call in anchors().items() if "--alone" not in sys.argv else ():
                texts[tool][key] = (kind, attempted(call, markup, ""), truth)
        for tool, outputs in texts.items():
            seen = "held out  " if tool == "page-capture" else "same pages"
            print(f"{name:9} {tool:17} {seen} {row(evaluate, name, outputs)}", flush=True)
        record[name] = row(evaluate, name, texts["page-capture"])
    HELD_OUT.write_text(json.dumps(record, indent=1) + "\n", "utf-8")


def main() -> None:
    if "--cv" in sys.argv:
        validate()
        return
    found = samples()
    looks = fit(found, folds(found))
    for name, model in (("blocks", looks.first), ("second", looks.second)):
        path = MODELS / f"{name}.npz"
        save(model, path)
        size = path.stat().st_size
        print(f"{path}: {len(model.feature)} trees, {len(model.names)} columns, {size} bytes")


if __name__ == "__main__":
    main()
