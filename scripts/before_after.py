"""Draws docs/before-after.png: the demo page as it is served, and as it is kept."""

from __future__ import annotations

import tempfile
from pathlib import Path

from PIL import Image

from capture.demo.server import serve_demo
from capture.pipeline import Capturer

TARGET = Path(__file__).parents[1] / "docs" / "before-after.png"
SIZE = (560, 1000)
GAP = 24


def main() -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        serve_demo() as demo,
        Capturer(folder) as capturer,
    ):
        bundle = capturer.capture(demo.address("tokens"))
        sheet = Image.new("RGB", (2 * SIZE[0] + GAP, SIZE[1]), "#888")
        for place, name in enumerate(("original.png", "page.png")):
            with Image.open(bundle.path / name) as picture:
                scale = SIZE[0] / picture.width
                small = picture.resize((SIZE[0], round(picture.height * scale)))
                sheet.paste(small, (place * (SIZE[0] + GAP), 0))
        sheet.quantize(128).save(TARGET, optimize=True)


if __name__ == "__main__":
    main()
