"""The comparison beside odiff and pixelmatch, as a table.

Set ODIFF and PIXELMATCH to their programs (npm: odiff-bin, pixelmatch).  CPU seconds of a process
of its own, start and decoding included, the least of some runs, and its peak memory.  The column
"function" is the comparison alone, in a program that runs already.
"""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

WIDTH = 1280
HEIGHTS = (800, 8_000, 30_000)
RUNS = 3
# The CPU of the function alone is what a check, which has all loaded, pays for a page.
OURS = """
import sys, time
from pathlib import Path
from capture.compare.judge import compare_paths
began = time.process_time()
found = compare_paths(Path(sys.argv[1]), Path(sys.argv[2])).picture
took = time.process_time() - began
print(found.changed_pixels, *(k.value for k in found.kinds), f"{took:.3f}", sep=", ")
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU seconds, peak MB and the last line that was said."""

    cpu: float
    peak: int
    said: str

    def __str__(self) -> str:
        return f"{self.cpu:.2f} s, {self.peak} MB"


def main() -> None:
    peers = [
        (n, v) for n, v in (("odiff", "ODIFF"), ("pixelmatch", "PIXELMATCH")) if v in os.environ
    ]
    columns = ["`capture diff`", "function", "found", *(name for name, _ in peers)]
    print("| 1280 × | change |", *(f" {column} |" for column in columns), sep="")
    print("| --- " * (2 + len(columns)) + "|")
    with tempfile.TemporaryDirectory() as folder:
        for height in HEIGHTS:
            for change in ("identical", "word", "paragraph"):
                pair = _pair(Path(folder), height, change)
                whole = _least([sys.executable, "-m", "capture", "diff"], pair)
                *found, seconds = _least([sys.executable, "-c", OURS], pair).said.split(", ")
                cells = [str(whole), f"{float(seconds):.2f} s", ", ".join(found)]
                cells += [_peer(name, os.environ[variable], pair) for name, variable in peers]
                print(f"| {height:,} | {change} | {' | '.join(cells)} |", flush=True)


def _peer(name: str, program: str, pair: tuple[Path, Path]) -> str:
    """Return what another program took; and how many pixels it calls changed, if it says so."""
    cost = _least([program], pair, *(("--aa", "--parsable-stdout") if name == "odiff" else ()))
    counted = re.search(r"different pixels: (\d+)|^(\d+);", cost.said)
    number = next((group for group in counted.groups() if group), "") if counted else ""
    return f"{cost}" + (f", {int(number):,} px" if number else "")


def _pair(folder: Path, height: int, change: str) -> tuple[Path, Path]:
    one, two = folder / "one.png", folder / "two.png"
    one.write_bytes(_page(height, "identical"))
    two.write_bytes(_page(height, change))
    return one, two


def _page(height: int, change: str) -> bytes:
    image = Image.new("RGB", (WIDTH, height), "white")
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(17)
    random = np.random.default_rng(1)
    words = ["river", "signal", "window", "paper", "garden", "distance", "number", "harbour"]
    top, line = 20, 0
    while top < height - 30:
        text = " ".join(words[i] for i in random.integers(0, len(words), 14))
        if line == 2 and change == "paragraph":
            for _ in range(4):
                draw.text((40, top), "A line that was put in " * 4, "black", font)
                top += 28
        if line == height // 56 and change == "word":
            text = text.replace(text.split()[3], "changed", 1)
        draw.text((40, top), f"{line} {text}", "black", font)
        top, line = top + 28, line + 1
    buffer = io.BytesIO()
    image.save(buffer, "PNG", compress_level=3)
    return buffer.getvalue()


def _least(command: list[str], pair: tuple[Path, Path], *flags: str) -> Cost:
    costs = [_cost([*command, str(pair[0]), str(pair[1]), *flags]) for _ in range(RUNS)]
    return min(costs, key=lambda cost: cost.cpu)


def _cost(arguments: list[str]) -> Cost:
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    said = process.stdout.read().decode() if process.stdout else ""
    _, _, usage = os.wait4(process.pid, 0)
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024, said.strip())


if __name__ == "__main__":
    main()
