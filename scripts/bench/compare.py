"""The comparison beside odiff and pixelmatch (set ODIFF and PIXELMATCH to their programs).

CPU seconds of a process of its own, start and decoding included, and its peak memory.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

WIDTH = 1280
HEIGHTS = (800, 8_000, 30_000)
OURS = """
import sys
from pathlib import Path
from capture.compare.judge import compare_paths
found = compare_paths(Path(sys.argv[1]), Path(sys.argv[2])).picture
print(found.changed_pixels, *(f"{k.value}" for k in found.kinds))
"""


def main() -> None:
    programs: dict[str, list[str]] = {"capture": [sys.executable, "-c", OURS]}
    for name, variable in (("odiff", "ODIFF"), ("pixelmatch", "PIXELMATCH")):
        if os.environ.get(variable):
            programs[name] = [os.environ[variable]]
    with tempfile.TemporaryDirectory() as folder:
        for height in HEIGHTS:
            for change in ("identical", "word", "paragraph"):
                pair = _pair(Path(folder), height, change)
                for name, command in programs.items():
                    _measure(name, command, pair, f"{WIDTH}x{height} {change}")


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


def _measure(name: str, command: list[str], pair: tuple[Path, Path], what: str) -> None:
    arguments = [*command, str(pair[0]), str(pair[1])]
    arguments += ["--aa"] if name == "odiff" else []
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    said = process.stdout.read().decode().strip().splitlines() if process.stdout else []
    _, _, usage = os.wait4(process.pid, 0)
    cpu, peak = usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024
    print(f"{what:24} {name:10} {cpu:6.2f} s CPU {peak:5} MB  {said[-1] if said else ''}")


if __name__ == "__main__":
    main()
