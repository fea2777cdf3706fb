"""The same page gives the same picture: time stands still, chance is seeded, what moves is stopped.

Three steps.  Launch flags for what only the browser can stop (animated images).  Before navigation:
the page clock, paused, and seeds.  After settling: the clock is run for a fixed span, so that
what timers bring is there, and everything that still moves is brought to a stand.

What a server sends in another order or with other content each time stays so: that takes masks.
"""

from __future__ import annotations

import hashlib
import json
import time
from datetime import UTC, datetime

from playwright.sync_api import CDPSession, Error, Page, Request

from capture.browser.flags import with_blink_setting
from capture.browser.foreign import foreign_frames
from capture.browser.traffic import ENDLESS_TYPES
from capture.browser.world import World, script
from capture.errors import CaptureError

# In the past, so that nothing dated "today" comes and goes; no leap day, no clock change, no
# holiday; a Wednesday noon in UTC.  Playwright's Python clock counts in seconds.
EPOCH = datetime(2025, 1, 15, 12, 0, 0, tzinfo=UTC)
EPOCH_S = EPOCH.timestamp()
# The clock is paused one second on, because it can only be paused at a time to come.
PAUSED_S = EPOCH_S + 1
# Long enough for what pages put off on purpose (carousels' first slide change is at 3 to 5 s and
# should not be seen; late banners and reveal effects come within 2 s).
SPAN_MS = 3000
# Run in steps, so that what a timer requests can arrive before the next one runs.
STEPS = 6
# A worker's or a request's answer arrives in real time between the steps.
# On a busy machine it takes longer, as the step itself does (at load 20 on two cores what was asked
# for in a step was heard of more than 60 ms after it, 9 times in 30).
STEP_PAUSE_MS = 60
LONGEST_PAUSE_MS = 500
# For all steps together: a page that polls is not waited for for ever.
ANSWERS_MS = 3000
ANSWER_ROUND_MS = 20
SEED = 20250115
MEDIA_MS = 3000
# How often an element's animations are brought to their end; one that then begins anew answers its
# own end, as some carousels do, and is left standing at the end without its page being told.
MOST_ENDS = 3
# An animated illustration has some 100 kB; what has more is a map or a hostile file.
LARGEST_SVG = 2_000_000
# Addresses of drawings looked at; each is fetched once, from the browser's cache.
MOST_SVG = 200
# Two equal pictures in a row are the guard; under load a third or fourth was needed in 3 of 30.
GUARD_TRIES = 5

BLINK_SETTING = "imageAnimationPolicy=2"
# A tile of which a part changed is drawn anew whole: the part alone has its own rounding at curves
# (12 px of a rounded corner in a sticky header: 2 pictures in 10 captures, 1 with the flag).
WHOLE_TILES = "--disable-partial-raster"


def deterministic_launch_args(flags: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return ``flags`` with those that a deterministic capture needs.

    Images do not animate (GIF, WebP, APNG: alone enough for one picture in six of six captures).
    """
    return (*with_blink_setting(flags, BLINK_SETTING), WHOLE_TILES)


def apply_deterministic(page: Page) -> None:
    """Stop the clock and seed chance; call before the page goes anywhere."""
    page.clock.install(time=EPOCH_S)
    page.clock.pause_at(PAUSED_S)
    argument = {"seed": SEED, "epoch_ms": EPOCH_S * 1000, "span_ms": SPAN_MS}
    source = script("capture.browser", "deterministic.js")
    page.add_init_script(f"({source})({json.dumps(argument)})")


def hold_animations(session: CDPSession) -> None:
    """Have animations wait for `freeze`, which lets them run with the clock.

    In real time one that takes as long as the page takes to settle has ended in one capture and not
    in the next, with all that the page does at its end.  ``session`` must be the page's last one: a
    later one lets them go.
    """
    session.send("Animation.enable")
    session.send("Animation.setPlaybackRate", {"playbackRate": 0})


def freeze(page: Page, world: World) -> tuple[str, ...]:
    """Run the clock for its span, then stop what moves; return what may still move.

    Call after the page has settled and lazy content has been scrolled in.
    """
    notes: list[str] = []
    # A script that draws a video's frames should find the first, however long the page took.
    _stop_media(world)
    answers = _Answers(page)
    step = script("capture.browser", "deterministic_step.js")
    for _ in range(STEPS):
        world.run(step, {"ms": SPAN_MS // STEPS})
        began = time.monotonic()
        try:
            page.clock.run_for(SPAN_MS // STEPS)
        except Error as error:
            # What a timer of the page's own throws is thrown here too, when all of them have run.
            if page.is_closed() or "closed" in error.message or "crashed" in error.message:
                notes.append(f"the page's clock could not be run: {error.message.splitlines()[0]}")
                break
        took_ms = (time.monotonic() - began) * 1000
        page.wait_for_timeout(min(max(STEP_PAUSE_MS, took_ms), LONGEST_PAUSE_MS))
        answers.wait()
    answers.close()
    notes += stop_moving(world)
    return tuple(dict.fromkeys([*notes, *_guard(page, world)]))


class _Answers:
    """What the page asks for while its clock runs, and how long it is still waited for.

    An answer that comes before one step of the clock today and after it tomorrow leaves another
    time on the page; so the clock waits for answers.
    """

    def __init__(self, page: Page) -> None:
        self._page = page
        self._waiting: set[Request] = set()
        self._left_ms = ANSWERS_MS
        page.on("request", self._asked)
        page.on("requestfinished", self._answered)
        page.on("requestfailed", self._answered)

    def _asked(self, request: Request) -> None:
        if request.resource_type not in ENDLESS_TYPES:
            self._waiting.add(request)

    def _answered(self, request: Request) -> None:
        self._waiting.discard(request)

    def wait(self) -> None:
        """Wait until all that was asked for is there, as long as there is patience left."""
        asked = bool(self._waiting)
        while self._waiting and self._left_ms > 0:
            self._page.wait_for_timeout(ANSWER_ROUND_MS)
            self._left_ms -= ANSWER_ROUND_MS
        if asked:  # what the page does with an answer comes a few tasks after it
            self._page.wait_for_timeout(STEP_PAUSE_MS)

    def close(self) -> None:
        """Stop listening."""
        self._page.remove_listener("request", self._asked)
        self._page.remove_listener("requestfinished", self._answered)
        self._page.remove_listener("requestfailed", self._answered)


def stop_moving(world: World) -> list[str]:
    """Stop animations, media, SMIL, marquees and carets; return what may still move."""
    _stop_media(world)
    argument = {
        "media_ms": MEDIA_MS,
        "largest_svg": LARGEST_SVG,
        "most_svg": MOST_SVG,
        "ends": MOST_ENDS,
    }
    source = script("capture.browser", "deterministic_freeze.js")
    notes: list[str] = world.run(source, argument)
    lost = _in_foreign_frames(world, source, argument)
    return [*notes, f"{lost} frame(s) of another origin were not frozen"] if lost else notes


def _stop_media(world: World) -> None:
    """Bring videos and sounds back to their start; their time is not the page clock's."""
    source = script("capture.browser", "deterministic_media.js")
    world.run(source, {"media_ms": MEDIA_MS})
    _in_foreign_frames(world, source, {"media_ms": MEDIA_MS})


def _in_foreign_frames(world: World, source: str, argument: dict[str, int]) -> int:
    """Run a script in each frame of another origin; return in how many it could not be run."""
    lost = 0
    for frame_id, session in foreign_frames(world, deep=True):
        try:
            inside = World(world.page, session, frame_id)
            inside.run(source, argument, timeout_ms=2 * MEDIA_MS)
        except (Error, CaptureError):
            lost += 1
    return lost


def _guard(page: Page, world: World) -> list[str]:
    """Look until two pictures in a row are equal; stop again what started in between."""
    last = ""
    for _ in range(GUARD_TRIES):
        seen = hashlib.sha256(page.screenshot(full_page=True)).hexdigest()
        if seen == last:
            return []
        last = seen
        stop_moving(world)
    return [f"the page did not hold still: {GUARD_TRIES} pictures, no two in a row equal"]
