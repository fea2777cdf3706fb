"""One PDF a page from each tool that makes them of web pages, on five pages of the project's own.

Every tool runs as its users run it: one command, one page, one process.  ``s`` are wall seconds,
``CPU`` those of the command and all that it started, medians of PEER_ROUNDS runs (3).  ``capture
page`` cleans the page, and writes page.html, page.png and the texts besides; the others make the
PDF alone.  ``words`` is the share of the page's own text, its navigation left out, that the PDF
holds.  percollate, shot-scraper and WeasyPrint are found on PATH, or through PERCOLLATE,
SHOT_SCRAPER and WEASYPRINT; what is not installed is left out.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median

from lxml import html as lxml_html
from pikepdf import Pdf
from playwright.sync_api import Browser, sync_playwright

from capture.browser.world import World
from capture.extract.extract import extract
from capture.render.copy import CopySource, reader_request, typeset
from capture.render.pdf import PrintRequest
from capture.render.pdfa.finish import finish
from capture.render.pdfa.validate import available, validate
from capture.render.pdfa.values import DocumentFacts
from capture.render.pdfread import share_found, text
from capture.render.prepare import print_whole
from scripts.bench._print_pages import build

ROUNDS = int(os.environ.get("PEER_ROUNDS", "3"))
LONGEST_S = 600
MOMENT = datetime(2026, 11, 22, tzinfo=UTC)
_NOT_THE_TEXT = "//script|//style|//title|//nav|//footer|//header|//aside|//*[@class='cookie']"
_PLAYWRIGHT = """
import sys
from playwright.sync_api import sync_playwright
browser, url, pdf = sys.argv[1:]
with sync_playwright() as playwright:
    page = playwright.chromium.launch(executable_path=browser).new_page()
    page.goto(url)
    page.pdf(path=pdf, tagged=True, outline=True)
"""


@dataclass(frozen=True, slots=True)
class Tool:
    """A command with ``{url}``, ``{pdf}`` and ``{folder}`` in it, the last two its own to fill."""

    name: str
    command: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """A PDF, and the wall and CPU seconds of each run that made it."""

    pdf: Path
    wall: list[float]
    cpu: list[float]


def tools(chromium: Path) -> Iterator[Tool]:
    """Yield the tools that are here."""
    browser = str(chromium)
    root = ("--no-sandbox",) if os.geteuid() == 0 else ()
    options = ("--headless", "--no-pdf-header-footer", "--print-to-pdf={pdf}", "{url}")
    yield Tool("chromium --print-to-pdf", (browser, *root, *options))
    yield Tool("page.pdf, tagged", (sys.executable, "-c", _PLAYWRIGHT, browser, "{url}", "{pdf}"))
    for peer in _peers(root):
        path = os.environ.get(peer.name.upper().replace("-", "_")) or shutil.which(peer.name)
        if path:
            yield Tool(peer.name, (path, *peer.command))
    capture = (sys.executable, "-m", "capture")
    page = ("page", "--no-originals", "-o", "{folder}", "{url}")
    yield Tool("**capture page**", (*capture, *page))
    yield Tool("**capture print**", (*capture, "print", "{url}", "-o", "{pdf}"))


def _peers(root: tuple[str, ...]) -> Iterator[Tool]:
    yield Tool("shot-scraper", ("pdf", "{url}", "-o", "{pdf}"))
    yield Tool("percollate", ("pdf", *root, "-o", "{pdf}", "{url}"))
    yield Tool("weasyprint", ("--pdf-variant", "pdf/a-2u", "--pdf-tags", "{url}", "{pdf}"))


def compare(chromium: Path) -> None:
    """Print the tables, as Markdown."""
    print("| page | tool | sheets | kB | s | CPU s | words | tags | outline | language | ", end="")
    print("PDF/A-2u | PDF/UA-1 |\n" + "|---" * 12 + "|")
    # What percollate's Puppeteer is to start; the other tools find theirs by themselves.
    os.environ.setdefault("PUPPETEER_EXECUTABLE_PATH", str(chromium))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        names = build(folder)
        with _served(folder) as address:
            for page, file in names.items():
                expected = _own_text((folder / file).read_text("utf-8"))
                for tool in tools(chromium):
                    made = _run(tool, f"{address}/{file}")
                    print(f"| {page} | {tool.name} | {_told(made, expected)} |", flush=True)
            like_for_like(chromium, {page: f"{address}/{file}" for page, file in names.items()})


def like_for_like(chromium: Path, pages: dict[str, str]) -> None:
    """Print the bytes of our PDFs beside Chromium's tagged output of the very same sheets.

    A tool that leaves words out makes a smaller file.  Both layouts are printed from the page.html
    of a capture: once as Chromium wrote it, and finished.
    """
    print("\n| page | layout | sheets | Chromium's kB | finished kB | share |\n" + "|---" * 6 + "|")
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium)
        for page, url in pages.items():
            folder = Path(name) / page
            command = ("-m", "capture", "page", "--no-originals", "-o", str(folder), url)
            subprocess.run((sys.executable, *command), capture_output=True, check=True)
            html = next(folder.rglob("page.html")).read_text("utf-8")
            for layout, raw in _printed(browser, html, url):
                done = finish(raw, DocumentFacts(title=page, source_url=url, captured_at=MOMENT))
                sizes = f"{len(raw) / 1000:.0f} | {len(done.data) / 1000:.0f}"
                share = len(done.data) / len(raw)
                print(f"| {page} | {layout} | {done.pages} | {sizes} | {share:.2f} |", flush=True)


def _printed(browser: Browser, html: str, url: str) -> Iterator[tuple[str, bytes]]:
    context = browser.new_context(java_script_enabled=False)
    world = World(context.new_page())
    world.page.set_content(html)
    request = PrintRequest(source_url=url, captured_at=MOMENT)
    yield "page", print_whole(world, request, extract(html, url).text).raw
    source = CopySource(html, url, "", MOMENT)
    made = typeset(World(context.new_page()), source, reader_request("en-GB", "auto"))
    if made is not None:
        yield "reader", made.raw
    context.close()


def _told(made: Made | None, expected: str) -> str:
    if made is None:
        return " | ".join(["no PDF", *[""] * 9])
    data = made.pdf.read_bytes()
    with Pdf.open(made.pdf) as pdf:
        sheets, root = len(pdf.pages), pdf.Root
        language = str(root.get("/Lang", "")) or "none"
        has = [_yes("/StructTreeRoot" in root), _yes("/Outlines" in root), language]
    has += [_yes(validate(data, profile).conforms) for profile in ("2u", "ua1") if available()]
    figures = [
        str(sheets),
        f"{len(data) / 1000:.0f}",
        f"{median(made.wall):.1f}",
        f"{median(made.cpu):.1f}",
        f"{100 * share_found(text(data), expected):.0f} %",
    ]
    return " | ".join(figures + has)


def _yes(true: bool) -> str:
    return "yes" if true else "no"


def _run(tool: Tool, url: str) -> Made | None:
    wall, cpu = [], []
    for _ in range(ROUNDS):
        folder = Path(tempfile.mkdtemp())
        pdf = folder / "made.pdf"
        command = [part.format(url=url, pdf=pdf, folder=folder) for part in tool.command]
        began, used = time.perf_counter(), _children_s()
        try:
            subprocess.run(command, capture_output=True, cwd=folder, timeout=LONGEST_S, check=False)
        except subprocess.TimeoutExpired:
            return None
        wall.append(time.perf_counter() - began)
        cpu.append(_children_s() - used)
        found = [pdf] if pdf.is_file() else list(folder.rglob("page.pdf"))
        if not found:
            return None
    return Made(found[0], wall, cpu)


def _children_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _own_text(page: str) -> str:
    tree = lxml_html.document_fromstring(page)
    for other in tree.xpath(_NOT_THE_TEXT):
        other.drop_tree()
    return " ".join(tree.itertext())


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
