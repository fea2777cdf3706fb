"""Draws the demo page's pictures: simple shapes, nobody's photograph."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont

BANNERS = {
    "banner-wide": ((728, 90), "Belvarde, des chambres avec vue", "Réserver", (13, 59, 102)),
    "banner-wide2": ((728, 90), "Belvarde, l’hiver au chaud", "J’en profite", (120, 40, 60)),
    "banner-box": ((300, 250), "Week-end au calme", "Réserver", (28, 84, 70)),
}
CARDS = {"card1": (70, 110, 160), "card2": (150, 110, 60), "card3": (80, 130, 90)}


def draw(folder: Path) -> None:
    """Write every picture of the demo page into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    _depot().save(folder / "depot.jpg", quality=82)
    _plan().save(folder / "plan.png", optimize=True)
    _logo((194, 37, 58), "C").save(folder / "logo.png", optimize=True)
    _logo((46, 64, 110), "M").save(folder / "source.png", optimize=True)
    for name, (size, slogan, call, colour) in BANNERS.items():
        _banner(size, slogan, call, colour).save(folder / f"{name}.jpg", quality=80)
    for name, colour in CARDS.items():
        _card(colour).save(folder / f"{name}.jpg", quality=75)
    Image.new("P", (1, 1)).save(folder / "blank.gif", transparency=0)


def _gradient(size: tuple[int, int], top: tuple[int, ...], bottom: tuple[int, ...]) -> Image.Image:
    column = Image.new("RGB", (1, size[1]))
    for y in range(size[1]):
        share = y / size[1]
        mixed = tuple(round(a + (b - a) * share) for a, b in zip(top, bottom, strict=True))
        column.putpixel((0, y), mixed)  # type: ignore[arg-type]
    return column.resize(size)


def _depot() -> Image.Image:
    image = _gradient((1200, 675), (24, 32, 58), (66, 60, 72))
    pen = ImageDraw.Draw(image)
    for x in range(80, 1200, 220):  # lamps along the hall
        pen.polygon([(x, 60), (x + 120, 60), (x + 190, 330), (x - 70, 330)], fill=(74, 78, 100))
        pen.rectangle((x, 50, x + 120, 62), fill=(250, 240, 200))
    image = image.filter(ImageFilter.GaussianBlur(7))
    pen = ImageDraw.Draw(image)
    pen.polygon([(0, 675), (1200, 675), (1200, 560), (0, 610)], fill=(96, 94, 98))
    pen.polygon(
        [(150, 560), (150, 230), (1120, 170), (1200, 210), (1200, 560)], fill=(236, 234, 228)
    )
    pen.polygon([(150, 430), (1200, 400), (1200, 470), (150, 500)], fill=(228, 108, 32))
    for x in range(210, 1160, 150):
        pen.rounded_rectangle((x, 265, x + 95, 385), 12, fill=(40, 58, 84))
        pen.rectangle((x, 300, x + 95, 306), fill=(120, 146, 176))
    pen.ellipse((165, 505, 205, 545), fill=(255, 246, 190))
    pen.line([(0, 632), (1200, 580)], fill=(190, 186, 180), width=6)
    return image


def _plan() -> Image.Image:
    image = Image.new("RGB", (1200, 630), (250, 249, 245))
    pen = ImageDraw.Draw(image)
    lines = {
        (212, 60, 70): [(80, 120), (420, 120), (600, 300), (1120, 300)],
        (40, 110, 190): [(120, 540), (420, 300), (600, 300), (900, 90), (1120, 90)],
        (60, 150, 90): [(80, 300), (420, 300), (700, 540), (1120, 540)],
        (230, 160, 40): [(420, 60), (420, 580)],
    }
    for colour, points in lines.items():
        pen.line(points, fill=colour, width=16, joint="curve")
    for colour, points in lines.items():
        for x, y in points:
            pen.ellipse(
                (x - 15, y - 15, x + 15, y + 15), fill=(255, 255, 255), outline=colour, width=6
            )
    return image


def _logo(colour: tuple[int, int, int], letter: str) -> Image.Image:
    image = Image.new("RGB", (96, 96), colour)
    pen = ImageDraw.Draw(image)
    pen.text((48, 48), letter, fill=(255, 255, 255), font=ImageFont.load_default(60), anchor="mm")
    return image


def _banner(
    size: tuple[int, int], slogan: str, call: str, colour: tuple[int, int, int]
) -> Image.Image:
    image = _gradient(size, colour, tuple(min(255, c + 70) for c in colour))
    pen = ImageDraw.Draw(image)
    wide = size[0] > 2 * size[1]
    at = (24, size[1] // 2) if wide else (24, 70)
    pen.text(at, slogan, fill=(255, 255, 255), font=ImageFont.load_default(26), anchor="lm")
    box = (size[0] - 170, size[1] // 2 - 20) if wide else (24, size[1] - 70)
    pen.rounded_rectangle((*box, box[0] + 150, box[1] + 40), 20, fill=(255, 209, 102))
    centre = (box[0] + 75, box[1] + 20)
    pen.text(centre, call, fill=(60, 44, 0), font=ImageFont.load_default(20), anchor="mm")
    return image


def _card(colour: tuple[int, int, int]) -> Image.Image:
    image = _gradient((480, 270), tuple(min(255, c + 80) for c in colour), colour)
    pen = ImageDraw.Draw(image)
    pen.polygon([(0, 270), (160, 110), (290, 220), (380, 150), (480, 230), (480, 270)], fill=colour)
    pen.ellipse((350, 30, 410, 90), fill=(255, 244, 214))
    return image
