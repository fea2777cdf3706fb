"""How a long run behaves: memory, what is left behind, throughput beside bare Playwright.

    python scripts/bench/runs.py [PAGES] [WORKERS]

Both sides capture the same local pages and make a PDF, a full-page PNG and the text of each.  The
figure to look at is pages per CPU second of the whole process tree: wall time on a shared machine
says little.
"""

from __future__ import annotations

import json
import multiprocessing
import resource
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import psutil
from playwright.sync_api import sync_playwright

from capture.browser.find import find_browser
from capture.options import Config
from capture.runs.batch import Plan
from capture.runs.outcome import Outcome, State
from capture.runs.page import PageSettings
from capture.runs.processes import tree_rss
from capture.runs.seeds import make_seed
from capture.runs.session import run_batch
from capture.runs.state import Claim, Counts

SENTENCE = "the quick reader of a long page finds what was meant to be found in every paragraph"
WORDS = SENTENCE.split(" ")


def page_html(number: int) -> str:
    """An article of 3 to 40 paragraphs with three pictures and the usual trimmings."""
    paragraphs = "".join(
        f"<p>{' '.join(WORDS[(number + i * 7 + k) % len(WORDS)] for k in range(60))}.</p>"
        for i in range(3 + number * 37 % 38)
    )
    return (
        f"<!doctype html><html lang=en><head><title>Page {number}</title>"
        "<style>body{font:16px/1.5 serif;margin:0}header{position:sticky;top:0;background:#eee}"
        "main{max-width:40em;margin:auto}aside{float:right;width:15em}</style></head><body>"
        "<header><nav><a href=/>Home</a> <a href=/news>News</a></nav></header>"
        f"<main><h1>Article number {number}</h1><img src=/{number}-a.svg width=600 height=300>"
        f"{paragraphs}<img src=/{number}-b.svg width=600 height=200></main>"
        "<div class=cookie-banner style='position:fixed;bottom:0'>We use cookies "
        "<button>Accept</button></div><footer>Imprint</footer></body></html>"
    )


SVG = (
    "<svg xmlns='http://www.w3.org/2000/svg' width='600' height='300'>"
    "<rect width='600' height='300' fill='#{:06x}'/></svg>"
)


class Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        number = int("0" + "".join(c for c in self.path if c.isdigit()))
        svg = self.path.endswith(".svg")
        body = (SVG.format(number * 7919 % 0xFFFFFF) if svg else page_html(number)).encode()
        self.send_response(200)
        self.send_header("Content-Type", "image/svg+xml" if svg else "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@contextmanager
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()


class Watch:
    """Notes the memory of everything below this process after each page."""

    def __init__(self) -> None:
        self.rss: list[int] = []
        self.failed: list[str] = []

    def started(self, counts: Counts) -> None:
        pass

    def page(self, claim: Claim, outcome: Outcome, state: State) -> None:
        self.rss.append(tree_rss())
        if state is State.FAILED:
            self.failed.append(outcome.reason)
        if len(self.rss) % 25 == 0:
            sys.stderr.write(f"{len(self.rss)} pages, {self.rss[-1] >> 20} MiB\n")


def _children_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def ours(base: str, pages: int, workers: int, watch: Watch, folder: Path, **flags: object) -> float:
    seeds = (make_seed(f"{base}/{n}") for n in range(pages))
    settings = PageSettings(folder, Config(), dict(flags))
    run_batch(seeds, settings, Plan(per_host=64, delay_s=0), watch, workers=workers)
    return sum(f.stat().st_size for f in folder.rglob("*") if f.is_file()) / pages


def bare(base: str, pages: int, workers: int, folder: Path) -> None:
    """The pool that somebody would write in an hour: a context a page, three artifacts."""
    context = multiprocessing.get_context("spawn")
    processes = [
        context.Process(target=_bare_worker, args=(base, range(w, pages, workers), str(folder)))
        for w in range(workers)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()


def _bare_worker(base: str, numbers: range, folder: str) -> None:
    path = str(find_browser().path)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path)
        for number in numbers:
            context = browser.new_context()
            page = context.new_page()
            page.goto(f"{base}/{number}", wait_until="networkidle")
            page.screenshot(path=f"{folder}/{number}.png", full_page=True)
            page.pdf(path=f"{folder}/{number}.pdf", tagged=True, outline=True)
            Path(folder, f"{number}.txt").write_text(page.inner_text("body"))
            context.close()
        browser.close()


def measured(work: partial[object]) -> tuple[float, float]:
    cpu, began = _children_cpu(), time.monotonic()
    work()
    return _children_cpu() - cpu, time.monotonic() - began


def main() -> None:
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    workers = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    with site() as base, tempfile.TemporaryDirectory() as kept, tempfile.TemporaryDirectory() as t:
        tempfile.tempdir = t
        watch = Watch()
        cpu, wall = measured(partial(ours, base, pages, workers, watch, Path(kept, "ours")))
        zombies = [
            p.pid
            for p in psutil.Process().children(recursive=True)
            if p.status() == psutil.STATUS_ZOMBIE
        ]
        left = [p.name for p in Path(t).iterdir()]
        early = statistics.median(watch.rss[max(0, pages // 10 - 10) : pages // 10 + 10])
        late = statistics.median(watch.rss[-20:])
        run = {
            "pages": pages,
            "workers": workers,
            "failed": len(watch.failed),
            "memory_mib_at_a_tenth": early / 2**20,
            "memory_mib_at_the_end": late / 2**20,
            "memory_end_over_tenth": late / early,
            "zombies": len(zombies),
            "temporary_files_left": len(left),
            "cpu_s_a_page": cpu / pages,
            "wall_s_a_page": wall / pages,
        }
        show(run)  # before the rest, which takes as long again
        few = min(pages, max(20, min(60, pages // 4)))
        plain = measured(partial(ours, base, few, workers, Watch(), Path(kept, "plain")))
        taped = measured(partial(ours, base, few, workers, Watch(), Path(kept, "taped"), wacz=True))
        lean = measured(
            partial(
                ours,
                base,
                few,
                workers,
                Watch(),
                Path(kept, "lean"),
                originals=False,
                pdf_a="none",
                clean="none",
            )
        )
        Path(kept, "bare").mkdir()
        rival = measured(partial(bare, base, few, workers, Path(kept, "bare")))
    figures = {
        "cpu_s_a_page_three_artifacts_only": lean[0] / few,
        "wall_s_a_page_three_artifacts_only": lean[1] / few,
        "cpu_s_a_page_bare_playwright": rival[0] / few,
        "wall_s_a_page_bare_playwright": rival[1] / few,
        "recording_costs_cpu": taped[0] / plain[0] - 1,
        "recording_costs_wall": taped[1] / plain[1] - 1,
        "throughput_beside_bare_same_artifacts": rival[0] / few / (lean[0] / few),
        "throughput_beside_bare_full_bundle": rival[0] / few / (cpu / pages),
    }
    show(figures)


def show(figures: dict[str, float]) -> None:
    sys.stdout.write(json.dumps({k: round(v, 3) for k, v in figures.items()}, indent=1) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
