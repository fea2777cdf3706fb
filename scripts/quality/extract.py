"""The extraction's figures beside the anchors', on the shared pages and with the shared metrics.

``python -m scripts.quality.extract [every Nth page]``; anchors are measured where they are installed
(``pip install trafilatura readability-lxml resiliparse``).
"""

from __future__ import annotations

import gzip
import importlib.util
import json
import logging
import os
import re
import statistics
import sys
import time
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

from capture.extract.dates import read_date
from capture.extract.extract import extract
from capture.extract.values import Extraction

SETS = ("aeb", "mozilla", "wcxb-dev")
# What `python -m scripts.train.extract --cv` found on pages of hosts that the model had not seen.
HELD_OUT = Path(__file__).resolve().parents[1] / "train" / "held_out.json"
Tool = Callable[[str], str]
Found = TypeVar("Found")


def shared() -> Path:
    folder = os.environ.get("CAPTURE_SHARED")
    return Path(folder) if folder else Path(__file__).resolve().parents[3] / "shared"


def scorer(folder: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("evaluate", folder / "evaluate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def anchors() -> dict[str, Tool]:
    """The tools people use today, as their makers' documentation calls them; those that are installed."""
    logging.disable(logging.CRITICAL)
    tools: dict[str, Tool] = {}
    if importlib.util.find_spec("trafilatura"):
        import trafilatura

        tools["trafilatura"] = lambda markup: trafilatura.extract(markup) or ""
    if importlib.util.find_spec("resiliparse"):
        from resiliparse.extract.html2text import extract_plain_text

        tools["resiliparse"] = lambda markup: extract_plain_text(
            markup, main_content=True, alt_texts=False
        )
    if importlib.util.find_spec("readability"):
        import lxml.html
        from readability import Document

        tools["readability-lxml"] = lambda markup: lxml.html.fromstring(
            Document(markup).summary(html_partial=True)
        ).text_content()
    return tools


def pages(folder: Path, name: str, step: int) -> Iterator[tuple[str, dict[str, Any], str, str]]:
    index = json.loads((folder / "index" / f"{name}.json").read_text("utf-8"))
    for number, (key, facts) in enumerate(index.items()):
        if number % step == 0:
            stored = (folder / "pages" / name / f"{key}.html.gz").read_bytes()
            markup = gzip.decompress(stored).decode("utf-8", "replace")
            yield key, facts, markup, (folder / "ref" / name / f"{key}.txt").read_text("utf-8")


def same(one: str, other: str) -> bool:
    def key(text: str) -> str:
        plain = unicodedata.normalize("NFKC", text).replace("’", "'").casefold()
        return " ".join(sorted(re.findall(r"\w+", plain)))

    return key(one) == key(re.sub(r"^by ", "", other, flags=re.IGNORECASE))


@dataclass(frozen=True, slots=True)
class Said:
    """What a tool says of a page: three strings, None where it does not look for such a thing."""

    title: str | None = None
    author: str | None = None
    date: str | None = None


def our_facts(found: Extraction) -> Said:
    facts = found.metadata
    return Said(
        title=facts.title.value if facts.title else "",
        author=" ".join(a.value for a in facts.authors),
        date=facts.published.value[:10] if facts.published else "",
    )


def metadata_anchors() -> dict[str, tuple[Callable[[str], Said], Said]]:
    """The same tools' metadata and htmldate's dates, each with what it says when it finds nothing."""
    tools: dict[str, tuple[Callable[[str], Said], Said]] = {}
    if importlib.util.find_spec("trafilatura"):
        from trafilatura.metadata import extract_metadata

        def of_trafilatura(markup: str) -> Said:
            facts = extract_metadata(markup)
            return Said(facts.title or "", facts.author or "", facts.date or "")

        tools["trafilatura"] = of_trafilatura, Said("", "", "")
    if importlib.util.find_spec("readability"):
        from readability import Document

        tools["readability-lxml"] = (
            lambda markup: Said(title=Document(markup).short_title() or ""),
            Said(title=""),
        )
    if importlib.util.find_spec("htmldate"):
        from htmldate import find_date

        tools["htmldate"] = (
            lambda markup: Said(date=find_date(markup, original_date=True) or ""),
            Said(date=""),
        )
    return tools


def judge_metadata(said: Said, truth: dict[str, Any], tally: dict[str, list[bool]]) -> None:
    if said.title is not None:
        tally["title"].append(same(said.title, truth.get("title") or ""))
    if said.author is not None:
        named = truth.get("byline")
        right = same(said.author, named) if named else bool(said.author)
        tally["author" if named else "false author"].append(right)
    if said.date is not None:
        wanted = (read_date(truth.get("publishedTime") or "") or "")[:10]
        right = said.date == wanted if wanted else bool(said.date)
        tally["date" if wanted else "false date"].append(right)


def print_metadata(name: str, tool: str, tally: dict[str, list[bool]]) -> None:
    shares = (
        f"{what} {sum(tally[what]) / len(tally[what]):.3f} ({len(tally[what])})"
        for what in ("title", "author", "date", "false date", "false author")
        if tally[what]
    )
    print(f"{name:9} {tool:17} metadata   {'  '.join(shares)}")


def row(evaluate: ModuleType, name: str, outputs: dict[str, tuple[str, str, str]]) -> str:
    metric = evaluate.DEFAULT.get(name, "bag")
    rows = []
    for key, (kind, words, truth) in outputs.items():
        if metric == "shingle":
            scored = evaluate.shingle(words, truth)
        else:
            scored = evaluate.bag(
                words, truth, evaluate.CJK if metric == "bagcjk" else evaluate.WORD
            )
        rows.append((key, kind, scored))
    parts = [f"F1 {evaluate.total(rows, metric)['F1']:.3f}"]
    kinds = sorted({k for _, k, _ in rows if k})
    by_kind = ((k, [r for r in rows if r[1] == k]) for k in kinds)
    parts += [f"{k} {evaluate.total(r, metric)['F1']:.3f}" for k, r in by_kind]
    return "  ".join(parts)


def measure(folder: Path, name: str, step: int) -> None:
    evaluate = scorer(folder)
    tools: dict[str, Tool] = {"page-capture": lambda markup: "", **anchors()}
    outputs: dict[str, dict[str, tuple[str, str, str]]] = defaultdict(dict)
    spent: dict[str, list[float]] = defaultdict(list)
    readers = metadata_anchors()
    tallies: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for key, facts, markup, truth in pages(folder, name, step):
        for tool, call in tools.items():
            start = time.process_time()
            if tool == "page-capture":
                found = extract(markup)
                words = found.text
            else:
                words = attempted(call, markup, "")
            spent[tool].append((time.process_time() - start) * 1000)
            if tool == "page-capture" and facts.get("meta"):
                judge_metadata(our_facts(found), facts["meta"], tallies[tool])
            outputs[tool][key] = (facts.get("type") or "", words, truth)
        for tool, (read, nothing) in readers.items() if facts.get("meta") else ():
            judge_metadata(attempted(read, markup, nothing), facts["meta"], tallies[tool])
    recorded = (
        json.loads(HELD_OUT.read_text("utf-8"))[name] if HELD_OUT.is_file() else "not recorded"
    )
    print(f"{name:9} page-capture      held out   {recorded}")
    for tool in tools:
        seen = "in-sample" if tool == "page-capture" else "same pages"
        cpu = statistics.median(spent[tool])
        print(
            f"{name:9} {tool:17} {seen:10} {row(evaluate, name, outputs[tool])}  CPU {cpu:.0f} ms"
        )
    for tool, tally in tallies.items():
        print_metadata(name, tool, tally)


def attempted(call: Callable[[str], Found], markup: str, nothing: Found) -> Found:
    try:
        return call(markup)
    except Exception:  # noqa: BLE001  # an anchor that fails on a page has nothing to say of it
        return nothing


def main() -> None:
    folder = shared() / "extract"
    if not folder.is_dir():
        print("extraction: no shared pages here; skipped")
        return
    step = int(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1].isdecimal() else 1
    print(
        "The block model was trained on these pages. What to expect of others is the line `held out`:"
    )
    print("five folds by host, recorded by `python -m scripts.train.extract --cv`.")
    for name in SETS:
        measure(folder, name, step)


if __name__ == "__main__":
    main()
