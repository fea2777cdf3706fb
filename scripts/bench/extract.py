"""CPU time of the extraction's stages, in ms a page: ``python -m scripts.bench.extract``."""

from __future__ import annotations

import statistics
import time
from collections import defaultdict

import numpy as np

from capture.extract.carriers import read_carriers
from capture.extract.extract import extract
from capture.extract.features import all_columns
from capture.extract.forest import load
from capture.extract.markup import parse
from capture.extract.page import read_page
from capture.extract.says import what_it_says
from scripts.quality.extract import pages, shared


def main() -> None:
    folder = shared() / "extract"
    if not folder.is_dir():
        print("extraction: no shared pages here; skipped")
        return
    spent: dict[str, list[float]] = defaultdict(list)
    model = load("blocks")
    for name in ("aeb", "mozilla", "wcxb-dev"):
        for _, _, markup, _ in pages(folder, name, 8):
            marks = [time.process_time()]
            root = parse(markup)
            marks.append(time.process_time())
            page = read_page(root)
            marks.append(time.process_time())
            if not page.blocks:
                continue
            says = what_it_says(read_carriers(root))
            columns = all_columns(page, says)
            marks.append(time.process_time())
            model.probability(
                np.column_stack([np.asarray(columns[n], np.float32) for n in model.names])
            )
            marks.append(time.process_time())
            extract(markup)
            marks.append(time.process_time())
            for stage, start, stop in zip(
                ("parse", "blocks", "features", "forest", "whole"), marks, marks[1:], strict=False
            ):
                spent[stage].append((stop - start) * 1000)
    for stage, times in spent.items():
        print(
            f"{stage:9} median {statistics.median(times):6.1f} ms  90% {statistics.quantiles(times, n=10)[-1]:6.1f} ms"
        )


if __name__ == "__main__":
    main()
