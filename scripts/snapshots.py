"""Serves the pages of the project's own snapshots: the demo page, and a report of a fixed check.

``capture check`` starts it, as `capture.toml` says.  The report is as `write_report` writes it but
for its font, which is the demo page's, so that it has the same lines on every machine (its policy
lets no font in, and is left out for that).  ``CHANGED`` in the environment asks for pages in which
one thing is different, for the test that such things are found.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import threading
import time
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np

from capture.compare.facts import Environment, Snapshot
from capture.compare.judge import Rules, compare_captures
from capture.compare.picture import Picture, encode_png
from capture.compare.report import render_report
from capture.compare.values import Comparison
from capture.demo import server
from capture.demo.server import serve_demo

DEMO_PORT, REPORT_PORT = 8931, 8930
FONT = """<style>
@font-face { font-family: Demo; font-weight: 400; src: url(NotoSans-Regular.woff2) }
@font-face { font-family: Demo; font-weight: 600 700; src: url(NotoSans-Bold.woff2) }
* { font-family: Demo !important }
</style></head>"""
# What a change must be to be seen on a machine with another browser and other fonts: a word, a
# colour, a part that came, and one that is gone.
CHANGES = {
    "word": ("Tancrède Hourvari", "Tancrède Ourvari"),
    "colour": ('class="headline"', 'class="headline" style="color:#5a1020"'),
    "inserted": (
        '<p class="standfirst">',
        '<p style="background:#ffe8b0;padding:20px">!</p><p class="standfirst">',
    ),
    "deleted": ('<div class="comment">', '<div class="comment" hidden>'),
}


def main() -> None:
    """Serve until interrupted."""
    with tempfile.TemporaryDirectory() as folder:
        server.SITE = _site(Path(folder, "site"), os.environ.get("CHANGED", ""))
        _serve(_report(Path(folder, "report")))
        with serve_demo(DEMO_PORT):
            parent = os.getppid()
            while os.getppid() == parent:  # a check that was killed leaves no server behind
                time.sleep(0.5)


def _site(folder: Path, change: str) -> Path:
    shutil.copytree(server.SITE, folder)
    if change:
        page = folder / "plain" / "index.html"
        old, new = CHANGES[change]
        text = page.read_text("utf-8")
        if old not in text:
            raise SystemExit(f"the demo page has no {old!r} any more")
        page.write_text(text.replace(old, new, 1), "utf-8")
    return folder


def _serve(folder: Path) -> None:
    handler = partial(_Quiet, directory=str(folder))
    served = ThreadingHTTPServer(("127.0.0.1", REPORT_PORT), handler)
    threading.Thread(target=served.serve_forever, daemon=True).start()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


def _report(folder: Path) -> Path:
    shutil.copytree(server.SITE / "fonts", folder)
    page = render_report(_comparisons(folder / "captures"), (("basket", "no answer within 30 s"),))
    page = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
    page = page.replace("</head>", FONT).replace("→", "»")  # the font has no arrow
    (folder / "index.html").write_text(page, "utf-8")
    return folder


def _comparisons(folder: Path) -> tuple[Comparison, ...]:
    before = _page()
    after = np.concatenate([before[:260], _paragraph(4)[:100], before[260:]])
    after[44:58, 260:330] = (20, 60, 160)
    text = "Opening hours: Monday to Friday, nine to five."
    one = _capture(folder / "one", before, text, "Opening hours")
    two = _capture(folder / "two", after, text.replace("Friday", "Saturday"), "Hours")
    other = _capture(folder / "other", before, text, "Opening hours", browser="2")
    return (
        compare_captures("opening hours", one, two, Rules()),
        compare_captures("contact", one, other, Rules()),
    )


def _capture(folder: Path, picture: Picture, text: str, title: str, browser: str = "1") -> Path:
    folder.mkdir(parents=True)
    (folder / "page.png").write_bytes(encode_png(picture))
    (folder / "page.txt").write_text(text, "utf-8")
    snapshot = Snapshot(
        url="https://example.org/hours",
        environment=Environment(browser=browser),
        facts={"title": title, "removed.advertising": "3" if title == "Hours" else "4"},
    )
    (folder / "snapshot.json").write_text(snapshot.model_dump_json(), "utf-8")
    return folder


def _page() -> Picture:
    return np.concatenate([_paragraph(seed) for seed in range(6)])


def _paragraph(seed: int) -> Picture:
    """Return 120 rows of grey bars that look like lines of words from afar."""
    random = np.random.default_rng(seed)
    block = np.full((120, 640, 3), 255, np.uint8)
    for line in range(4):
        left = 20
        while left < 540:
            width = int(random.integers(20, 80))
            block[20 + 22 * line : 32 + 22 * line, left : left + width] = 90
            left += width + 8
    return block


if __name__ == "__main__":
    main()
