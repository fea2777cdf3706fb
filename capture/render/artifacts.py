"""From the page in the browser to artifacts, in the order that keeps each of them true.

The text and the screenshot of the cleaned page, which only look; then the single file, which
freezes the page; the PDF last, because paper changes the layout.  What needs no browser runs in a
thread while the browser goes on.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from functools import partial

from capture.browser.launch import OpenPage
from capture.browser.values import Visit
from capture.browser.world import script
from capture.clean.values import Ledger
from capture.errors import CaptureError, UsageError
from capture.extract.values import Extraction
from capture.options import CleanLevel, Options
from capture.render.aside import Aside
from capture.render.explain import explain
from capture.render.html import self_contained
from capture.render.originals import Originals
from capture.render.paper import finish_paper, level_of, print_paper
from capture.render.pdfa.values import Attachment, Level
from capture.render.resources import Resource, left_out
from capture.render.salvage import bare_text, read_page
from capture.render.screenshot import photograph
from capture.render.snapshot import snapshot
from capture.render.values import EXPLAIN_NAME, Artifact, Rendering, text_artifacts

# The largest page of the development sets serialises to 6 M characters.  Extraction takes 0.6 s of
# a core a million characters of prose and 100 µs an element.
MAX_HTML_CHARACTERS = 10_000_000
MAX_HTML_ELEMENTS = 300_000
# What reading the page, making its single file and finishing its PDF may each take.  The slowest
# within those sizes takes 30 s of an idle core; three times that would leave nothing of the time
# that rendering has.
STEP_SECONDS = 45.0
_UNREAD = "reading the page did not end within its time: page.txt is all of its text"
_UNMADE = "making one file of the page did not end within its time: page.html is missing"
# Frozen pictures come from the browser's own cache: 3 s are for a disk that is busy.
FROZEN_IMAGES_MS = 3000


def open_frameset(opened: OpenPage) -> tuple[str, ...]:
    """Make one page of a frameset, of which no more than a screenful is shown, printed or kept.

    Returns sentences for the ledger; none for any other page, which is left as it is.
    """
    counts = opened.world.run(script(__package__, "unframe.js"))
    if not counts["frames"]:
        return ()
    opened.world.run(script("capture.browser", "images.js"), {"budget": FROZEN_IMAGES_MS})
    lost = f"; {counts['empty']} of other sites are empty" if counts["empty"] else ""
    return (f"the page's {counts['frames']} frames are set into one page{lost}",)


def render_page(
    opened: OpenPage,
    visit: Visit,
    options: Options,
    pool: Aside,
    attach: Callable[[Rendering], tuple[Attachment, ...]],
    before: Originals,
) -> Rendering:
    """Render the cleaned page; changes it beyond further use.

    ``attach`` makes the files that a PDF/A-3 carries, from everything but the PDF.  ``before`` is
    what was kept before cleaning; with its picture, where that left the page as it was.
    """
    facts = _page_facts(opened)
    within = _isolate(opened, options.selector) if options.selector else None
    html, html_cut = _serialize(opened)
    late: list[str] = []
    reading = _reading(pool, html, visit.final_url, options, late)
    changed = within is not None or _unroll(opened, options)
    shooting = photograph(opened, pool, within) if changed or not before.shot else before.shot
    _freeze(opened)
    mhtml = snapshot(opened)
    single = _single(pool, mhtml, left_out(opened.world, mhtml, before.parts), late)
    printed = print_paper(opened, visit, options, reading, single)
    extraction, picture = reading.result(), shooting.result()
    empty = picture.blank and not extraction.text.strip()
    rendering = Rendering(
        artifacts=(
            Artifact("page.png", "image/png", picture.png),
            *text_artifacts(extraction, single.result()),
        ),
        extraction=extraction,
        pdf=None,
        blank=picture.blank,
        cut=(*_cuts(picture.cut, html_cut, empty), *late, *printed.cut),
        user_agent=str(facts["agent"]),
        viewport=(int(facts["width"]), int(facts["height"]), float(facts["scale"])),
    )
    attached = attach(rendering) if level_of(options) in (Level.A3U, Level.A3A) else ()
    paper = finish_paper(printed, visit, options, extraction, pool, attached)
    pdf = Artifact("page.pdf", "application/pdf", paper.data)
    return replace(
        rendering,
        artifacts=(pdf, *rendering.artifacts),
        pdf=paper.facts,
        cut=(*rendering.cut, *paper.cut),
    )


def _png(name: str, data: bytes) -> Artifact:
    return Artifact(name, "image/png", data)


def explain_cleaning(
    originals: tuple[Artifact, ...], ledger: Ledger, rendering: Rendering, options: Options
) -> tuple[Artifact, ...]:
    """Return the picture that ``--explain`` asks for; it is drawn on the untouched page."""
    page = next((item for item in originals if item.name == "original.png"), None)
    if not options.explain or page is None:
        return ()
    drawn = explain(page.data, ledger, rendering.viewport[2])
    return (Artifact(EXPLAIN_NAME, "image/png", drawn),)


def _cuts(shot_cut: bool, html_cut: bool, empty: bool) -> list[str]:
    said = {
        "the page is empty: it shows nothing, and says nothing": empty,
        "the page is larger than a screenshot can be in its time: page.png is cut": shot_cut,
        "the page is larger than can be read: page.txt is cut": html_cut,
    }
    return [sentence for sentence, holds in said.items() if holds]


def _page_facts(opened: OpenPage) -> dict[str, str | float]:
    facts: dict[str, str | float] = opened.world.run(
        "() => ({ agent: navigator.userAgent, width: innerWidth, height: innerHeight,"
        " scale: devicePixelRatio })"
    )
    return facts


def _isolate(opened: OpenPage, selector: str) -> tuple[int, int]:
    """Leave one element on the page; return how far right and down it reaches, in CSS px."""
    reach = opened.world.run(script(__package__, "isolate.js"), selector)
    if reach == "unreadable":
        raise UsageError(f"not a CSS selector: {selector!r}", remedy="check --selector")
    if not reach:
        raise CaptureError(f"nothing on the page matches --selector {selector!r}")
    return int(reach[0]), int(reach[1])


def _unroll(opened: OpenPage, options: Options) -> bool:
    """Let app shells stand at their full height; return whether there was one."""
    if options.clean is CleanLevel.NONE:
        return False
    return bool(opened.world.run(script(__package__, "unroll_screens.js")))


def _freeze(opened: OpenPage) -> None:
    """Make the page ready for one file; what is loaded anew by it is waited for."""
    opened.world.run(script(__package__, "freeze.js"))
    opened.world.run(script("capture.browser", "images.js"), {"budget": FROZEN_IMAGES_MS})


def _reading(
    pool: Aside, html: str, url: str, options: Options, late: list[str]
) -> Future[Extraction]:
    def instead() -> Extraction:
        late.append(_UNREAD)
        return bare_text(html)

    return pool.within(STEP_SECONDS, partial(read_page, html, url, options), instead)


def _single(pool: Aside, mhtml: bytes, more: tuple[Resource, ...], late: list[str]) -> Future[str]:
    def instead() -> str:
        late.append(_UNMADE)
        return ""

    return pool.within(STEP_SECONDS, partial(self_contained, mhtml, more), instead)


def _serialize(opened: OpenPage) -> tuple[str, bool]:
    limits = {"limit": MAX_HTML_CHARACTERS, "elements": MAX_HTML_ELEMENTS}
    answer = opened.world.run(script(__package__, "serialize.js"), limits)
    return answer["html"], answer["cut"]
