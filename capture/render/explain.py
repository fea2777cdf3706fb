"""``explain.png``: the untouched page with every removal and every refusal drawn on it."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw, ImageFont

from capture.clean.values import Box, Candidate, Kind, Ledger

# Told apart by people who confuse red and green too (Okabe and Ito's palette).
COLOURS = {
    Kind.AD: "#d55e00",
    Kind.AD_LABEL: "#d55e00",
    Kind.PICKER: "#0072b2",
    Kind.CONSENT: "#cc79a7",
    Kind.USER: "#000000",
}
OTHERS = "#009e73"
KEPT = "#666666"
FONT_PX = 13


def explain(original: bytes, ledger: Ledger, scale: float) -> bytes:
    """Draw a box for each candidate: filled where it went, dashed grey where it was kept.

    ``original`` is the untouched page's PNG at ``scale`` device px per CSS px.
    """
    with Image.open(io.BytesIO(original)) as opened:
        picture = opened.convert("RGB")
    draw = ImageDraw.Draw(picture, "RGBA")
    font = ImageFont.load_default(FONT_PX * scale)
    for kept in ledger.kept:
        _outline(draw, _corners(kept.candidate.box, scale), scale)
    for removal in ledger.removed:
        _fill(draw, removal.candidate, scale, font)
    out = io.BytesIO()
    picture.save(out, "PNG", compress_level=1)
    return out.getvalue()


def _corners(box: Box, scale: float) -> tuple[float, float, float, float]:
    return (
        box.x * scale,
        box.y * scale,
        (box.x + max(1, box.width)) * scale,
        (box.y + max(1, box.height)) * scale,
    )


def _fill(
    draw: ImageDraw.ImageDraw,
    candidate: Candidate,
    scale: float,
    font: ImageFont.FreeTypeFont | ImageFont.ImageFont,
) -> None:
    colour = COLOURS.get(candidate.kind, OTHERS)
    corners = _corners(candidate.box, scale)
    draw.rectangle(corners, fill=f"{colour}40", outline=colour, width=round(2 * scale))
    said = f"{candidate.kind}: {candidate.rule or candidate.detector}"[:80]
    left, top = corners[0], max(0.0, corners[1])
    width = draw.textlength(said, font=font)
    draw.rectangle((left, top, left + width + 6, top + (FONT_PX + 5) * scale), fill=colour)
    draw.text((left + 3, top + 1), said, fill="white", font=font)


def _outline(
    draw: ImageDraw.ImageDraw, corners: tuple[float, float, float, float], scale: float
) -> None:
    left, top, right, bottom = corners
    dash = 6 * scale
    for start in range(int(left), int(right), int(2 * dash)):
        for y in (top, bottom):
            draw.line((start, y, min(start + dash, right), y), fill=KEPT, width=round(scale))
    for start in range(int(top), int(bottom), int(2 * dash)):
        for x in (left, right):
            draw.line((x, start, x, min(start + dash, bottom)), fill=KEPT, width=round(scale))
