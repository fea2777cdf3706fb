"""`capture page` beside the shortest Playwright script, and beside shot-scraper.

One local article page: 30 images, 3 web fonts, 60 requests in all; once with its images loaded at
once, so that all make the same picture, and once with lazy images, which the two peers leave out.
Medians of interleaved rounds in one run; ratios are what to read, as machines differ.  shot-scraper
is found on PATH or through SHOT_SCRAPER, and skipped where it is not.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import psutil
from PIL import Image, ImageChops
from playwright.sync_api import Browser, sync_playwright

from capture.browser.find import find_browser
from capture.browser.flags import FLAGS
from capture.options import Options
from capture.pipeline import Capturer

ROUNDS = int(os.environ.get("ROUNDS", "7"))
IMAGES, SCRIPTS, STYLES, FONTS = 30, 14, 12, 3
PAGES = {"index.html": "", "lazy.html": "loading=lazy"}
WORDS = "The river rose before dawn and the town that had slept through its warnings woke. " * 8


class Quiet(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


def build(folder: Path) -> None:
    """Write the page: with the document it makes 60 requests."""
    for number in range(IMAGES):
        _photo(number).save(folder / f"{number}.jpg", quality=80)
    font = next(Path("/usr/share/fonts").rglob("NotoSans-Regular.ttf"), None)
    for number in range(FONTS):
        data = font.read_bytes() if font else b""
        (folder / f"{number}.ttf").write_bytes(data)
    for number in range(STYLES):
        (folder / f"{number}.css").write_text(f".s{number}{{margin:{number}px 0}}")
    for number in range(SCRIPTS):
        (folder / f"{number}.js").write_text(f"window.part{number} = {number};")
    faces = "".join(f"@font-face{{font-family:f{n};src:url({n}.ttf)}}" for n in range(FONTS))
    heads = "".join(f"<link rel=stylesheet href={n}.css>" for n in range(STYLES))
    scripts = "".join(f"<script src={n}.js></script>" for n in range(SCRIPTS))
    for name, how in PAGES.items():
        body = "".join(_part(number, how) for number in range(IMAGES))
        (folder / name).write_text(
            f"<!doctype html><html lang=en><title>The river</title><style>{faces}body{{"
            f"max-width:44rem;margin:auto}}</style>{heads}<article><h1>The river</h1>{body}"
            f"</article>{scripts}"
        )


def _part(number: int, how: str) -> str:
    return (
        f"<h2 style='font-family:f{number % FONTS}'>Part {number}</h2><p>{WORDS}</p>"
        f"<figure><img src={number}.jpg width=640 height=360 {how}><figcaption>Picture {number}"
        "</figcaption></figure>"
    )


def _photo(number: int) -> Image.Image:
    """A picture that packs like a photograph: broad shapes, and grain on top."""
    size = (640, 360)
    shapes = [Image.effect_noise((16, 9), 90 + number + band).resize(size) for band in range(3)]
    grain = Image.effect_noise(size, 8).convert("RGB")
    return ImageChops.add(Image.merge("RGB", shapes), grain, 2)


def plain(browser: Browser, url: str, folder: Path) -> None:
    """The shortest script that makes the same three files, without cleaning."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(url)
    page.screenshot(path=folder / "a.png", full_page=True)
    page.pdf(path=folder / "a.pdf", tagged=True, outline=True)
    (folder / "a.txt").write_text(page.inner_text("body"))
    context.close()


def shot_scraper(command: str, url: str, folder: Path) -> None:
    """Three commands, as its users run them; it finds the browser that Playwright downloaded."""
    for verb, name in (("shot", "b.png"), ("pdf", "b.pdf"), ("html", "b.html")):
        subprocess.run(
            [command, verb, url, "-o", str(folder / name)], check=True, capture_output=True
        )


class Peak(threading.Thread):
    """The most memory that this process and all below it held together, in MB."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.most = 0.0
        self._over = threading.Event()

    def run(self) -> None:
        own = psutil.Process()
        while not self._over.wait(0.05):
            total = 0
            for process in (own, *own.children(recursive=True)):
                try:
                    total += process.memory_info().rss
                except psutil.Error:
                    continue
            self.most = max(self.most, total / 1e6)

    def stop(self) -> float:
        self._over.set()
        return self.most


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        site = folder / "site"
        site.mkdir()
        build(site)
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        for page in PAGES:
            print(f"{page}:")
            measure(f"http://127.0.0.1:{server.server_port}/{page}", folder)
        server.shutdown()


def measure(url: str, folder: Path) -> None:
    """Run every method in turn, ``ROUNDS`` times, and print medians and ratios."""
    peer = os.environ.get("SHOT_SCRAPER") or shutil.which("shot-scraper")
    with sync_playwright() as playwright:
        path = str(find_browser(None, playwright).path)
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS[1:]))
        bare, full = Options(originals=False), Options()
        with Capturer(folder / "archive", playwright=playwright) as capturer:
            methods: dict[str, Callable[[], object]] = {
                "plain Playwright script": lambda: plain(browser, url, folder),
                "capture, no originals": lambda: capturer.capture(url, bare),
                "capture, everything": lambda: capturer.capture(url, full),
            }
            if peer:
                methods["shot-scraper, 3 commands"] = lambda: shot_scraper(peer, url, folder)
            for work in methods.values():
                work()  # warm
            peak = Peak()
            peak.start()
            times: dict[str, list[float]] = {name: [] for name in methods}
            for _ in range(ROUNDS):
                for name, work in methods.items():
                    times[name].append(timed(work))
            most = peak.stop()
        browser.close()
    report(times, most)


def report(times: dict[str, list[float]], most: float) -> None:
    base = statistics.median(times["plain Playwright script"])
    for name, taken in times.items():
        middle = statistics.median(taken)
        print(f"{name:28s} {middle * 1000:7.0f} ms   {middle / base:5.2f} ×")
    print(f"peak memory of the process tree (two browsers): {most:.0f} MB")


if __name__ == "__main__":
    main()
