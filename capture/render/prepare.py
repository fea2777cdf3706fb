"""Making a visited page ready for paper, and seeing to it that the paper holds the text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from playwright.sync_api import Page

from capture.browser.world import World, script
from capture.render.pdf import PrintRequest, page_rules, print_page, style
from capture.render.pdfread import absent_passages, text

# 10 pt text at 0.6 is 6 pt: the smallest print that newspapers used for tables.
_SMALLEST_ZOOM = 0.6
# Chromium shrinks an overflowing page by itself, but by no more than this; past it content is cut.
_CHROMIUM_SHRINKS = 1.45
_SMALLEST_SCALE = 0.4
# Below this share of the text, a print style sheet drops content and not only navigation.
PRINT_SHEET_KEEPS = 0.9
# A picture and its caption share a sheet; a block that was a screen tall keeps under half of one.
_PICTURE_SHARE, _SCREEN_SHARE = 0.92, 0.45
# Pictures of a frame that was set into the page come from the browser's cache.
_FRAME_IMAGES_MS = 2000
# Layouts with more than one height tell what is as tall as the screen.
_SCREEN_HEIGHTS = (1000, 600)


@dataclass(frozen=True, slots=True)
class PrintPrep:
    """What making the page ready did.

    ``media`` is the CSS medium printed under, ``letters_kept`` the share of the text that the
    site's print style sheet keeps, ``scale`` what the page is printed at.  ``notes`` are sentences
    for the manifest, one for each thing a reader of the PDF should know.
    """

    media: Literal["print", "screen"] = "print"
    letters_kept: float = 1.0
    scale: float = 1.0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Printed:
    """A page as Chromium printed it."""

    raw: bytes
    prep: PrintPrep = field(default_factory=PrintPrep)


def print_whole(world: World, request: PrintRequest, expected: str) -> Printed:
    """Make the page ready and print it; what of the ``expected`` text is missing is shown, then.

    Closed tabs, slides and clipped boxes cannot be told from clutter by their looks; the text that
    was extracted from them can.  Changes the page.  Raises what `print_page` raises.
    """
    prep = prepare_for_print(world, request)
    first = Printed(print_page(world.page, world.session, request, prep.scale), prep)
    absent = absent_passages(text(first.raw), expected)
    if not absent or not _run(world, "print_reveal.js", passages=absent):
        return first
    fitted = _fitted(world, request, anew=True)
    _guard(world, request)
    note = "parts that the page holds back are shown, because their text is in page.txt"
    prep = replace(prep, scale=_scale(fitted, request), notes=(*prep.notes, note))
    return Printed(print_page(world.page, world.session, request, prep.scale), prep)


def prepare_for_print(world: World, request: PrintRequest) -> PrintPrep:
    """Make the page printable; changes the document, the media and the viewport, so it runs last.

    Raises `CaptureError` when the page has gone.
    """
    page = world.page
    unrolled = world.run(script(__package__, "print_unroll.js"))
    page.emulate_media(media="screen", color_scheme="light", reduced_motion="reduce")
    before = _letters(world)
    _lay_out(page, request.content_px, _SCREEN_HEIGHTS[0])
    page.emulate_media(media="print")
    kept = _letters(world) / before if before else 1.0
    media: Literal["print", "screen"] = "print" if kept >= PRINT_SHEET_KEEPS else "screen"
    if media == "screen":
        page.emulate_media(media="screen")
    dress(world, page_rules(request), style("page.css"))
    _run(world, "print_filters.js", safe=request.safe)
    _frames(world, request)
    _screens(world, request)
    _run(world, "print_columns.js", width=request.content_px, tallest=request.tallest_px)
    fitted = _fitted(world, request)
    defused = _guard(world, request)
    return PrintPrep(
        media=media,
        letters_kept=round(min(kept, 1.0), 3),
        scale=_scale(fitted, request),
        notes=tuple(_notes(unrolled, fitted, media, defused)),
    )


def dress(world: World, *sheets: str) -> None:
    """Give every document and shadow root of the page these style sheets."""
    _run(world, "print_style.js", css="".join(sheets))


def fit(
    world: World,
    request: PrintRequest,
    smallest_zoom: float,
    *,
    light: bool,
    wide_px: int | None = None,
) -> Any:
    """Fit what is too wide or too tall for the paper; see ``print_fit.js`` for the answer.

    ``wide_px`` is the width of a turned sheet's text, where its margins are not the request's.
    """
    _run(world, "print_narrow.js", width=request.content_px)
    return _run(
        world,
        "print_fit.js",
        width=request.content_px,
        tallest=round(request.tallest_px * _PICTURE_SHARE),
        wideWidth=request.wide_px if wide_px is None else wide_px,
        smallestZoom=smallest_zoom,
        light=light,
    )


def _run(world: World, name: str, **argument: object) -> Any:
    return world.run(script(__package__, name), argument)


def _letters(world: World) -> int:
    return int(world.run(script(__package__, "print_letters.js")))


def _lay_out(page: Page, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})


def _frames(world: World, request: PrintRequest) -> None:
    counts = _run(world, "print_frames.js", tallest=request.tallest_px)
    if counts["opened"]:
        world.run(script("capture.browser", "images.js"), {"budget": _FRAME_IMAGES_MS})


def _screens(world: World, request: PrintRequest) -> None:
    tall = _run(world, "print_screens.js")
    if not tall:
        return
    _lay_out(world.page, request.content_px, _SCREEN_HEIGHTS[1])
    tallest = round(request.tallest_px * _SCREEN_SHARE)
    _run(world, "print_screens.js", tall=tall, tallest=tallest)


def _fitted(world: World, request: PrintRequest, *, anew: bool = False) -> Any:
    return fit(world, request, _SMALLEST_ZOOM, light=request.light and not anew)


def _guard(world: World, request: PrintRequest) -> int:
    return int(_run(world, "print_guard.js", safe=request.safe))


def _scale(fitted: dict[str, int], request: PrintRequest) -> float:
    needed, width = fitted["overflow"], request.content_px
    if needed <= width * _CHROMIUM_SHRINKS:
        return 1.0
    return max(_SMALLEST_SCALE, round(width / needed, 2))


def _notes(
    unrolled: dict[str, int], fitted: dict[str, int], media: str, defused: int
) -> Iterator[str]:
    if media == "screen":
        yield "the site's print style sheet drops text and was not used"
    if unrolled["unrolled"]:
        yield f"{unrolled['unrolled']} inner scrollers unrolled"
    if unrolled["revealed"]:
        yield f"{unrolled['revealed']} parts that wait for scrolling shown"
    if defused:
        yield f"{defused} empty list items that Chromium hangs on defused"
    if fitted["turned"]:
        yield f"{fitted['turned']} wide tables put on landscape pages"
    if fitted["tiny"]:
        yield f"{fitted['tiny']} tables are too wide to read well on this paper"
    if fitted["lightened"]:
        yield "a dark page printed light"
