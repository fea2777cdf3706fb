"""Waiting until a page is all there, on a budget that always ends.

In order: the load event, what the user waits for, then rounds of quiet layout and quiet network;
scripted pages are scrolled through once in between.  Nothing sleeps for a fixed time.
"""

from __future__ import annotations

import time

from playwright.sync_api import Error
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from capture.browser.deterministic import freeze
from capture.browser.launch import OpenPage
from capture.browser.traffic import MAX_DOCUMENT_BYTES, DocumentWeight, Traffic
from capture.browser.values import ImageCount, Settled
from capture.browser.world import script
from capture.browser.yielding import stop_endless_scripts, why_stopped
from capture.errors import CaptureError, UsageError
from capture.options import Options

# How long a layout must hold still.  A page without scripts cannot change after it loaded; one with
# scripts gets six frames, and once it has shown that it changes by itself or asks for more, the
# 500 ms that Playwright and Puppeteer take for "idle".
QUIET_STATIC_MS = 0
QUIET_SCRIPTED_MS = 100
QUIET_LIVELY_MS = 500
# When the layout has held still this long and only the network chatters on (beacons, polls), the
# page is taken as it is, and marked.
CHATTER_SECONDS = 5.0
# How far a page may grow while it is scrolled before it counts as endless: a long article's worth.
ENDLESS_GROWTH_PX = 30_000
# What is rendered of a document that was too large to be loaded: a book of 500 pages.  Four times
# that is 450,000 px, and photographing them took a busy machine 75 s of the 120 that there are.
SHORTENED = {"characters": 1_000_000, "elements": 50_000}
# How often to look whether the document was broken off while waiting for its load event.
LOAD_ROUND_MS = 500
# How long a page that has used up its budget may take to answer: see `navigate.MIN_BUDGET_MS`.
ANSWER_MS = 3_000
# At most this share of the budget goes to scrolling, so that images still get their time.
SCROLL_SHARE = 0.6


class _Budget:
    def __init__(self, milliseconds: int) -> None:
        self._end = time.monotonic() + milliseconds / 1000

    @property
    def left_ms(self) -> int:
        return max(0, round((self._end - time.monotonic()) * 1000))


def settle(
    opened: OpenPage,
    traffic: Traffic,
    options: Options,
    budget_ms: int,
    weight: DocumentWeight | None = None,
) -> Settled:
    """Wait for the page in ``opened``; never raises because time ran out.

    ``budget_ms`` is what is left of the visit's budget, ``weight`` what has been counted of the
    document already.  Raises `CaptureError` when the page is gone or the user's own expression or
    script fails.
    """
    budget = _Budget(budget_ms)
    reasons: list[str] = []
    weight = weight or DocumentWeight(opened.world.session)
    _await_load(opened, traffic, weight, budget, reasons)
    if stop_endless_scripts(opened, max(ANSWER_MS, budget.left_ms)):
        reasons.append(why_stopped(traffic))
    began = time.monotonic()
    _await_user(opened, options, budget, reasons)
    first = _quiet(opened, traffic, QUIET_STATIC_MS, budget)
    scripted = bool(first["scripted"])
    if scripted:
        _scroll(opened, budget, reasons)
    images = _images(opened, budget, reasons)
    if scripted:
        _rest(opened, traffic, budget, reasons)
        images = _images(opened, budget, reasons) if images.pending else images
    if options.wait_ms:
        opened.page.wait_for_timeout(options.wait_ms)
    unstable = freeze(opened.page, opened.world) if options.deterministic else ()
    _mask(opened, options)
    return Settled(
        settled=not reasons,
        reasons=tuple(dict.fromkeys(reasons)),
        took_ms=round((time.monotonic() - began) * 1000),
        images=images,
        scripted=scripted,
        unstable=unstable,
    )


def _mask(opened: OpenPage, options: Options) -> None:
    if options.mask and opened.world.run(script(__package__, "mask.js"), list(options.mask)) < 0:
        raise UsageError(f"a mask is not a CSS selector: {', '.join(options.mask)}")


def _await_load(
    opened: OpenPage,
    traffic: Traffic,
    weight: DocumentWeight,
    budget: _Budget,
    reasons: list[str],
) -> None:
    """Wait for the load event, which never comes for a document that was broken off."""
    while not traffic.broken_off:
        try:
            limit = max(1, min(LOAD_ROUND_MS, budget.left_ms))
            opened.page.wait_for_load_state("load", timeout=limit)
        except PlaywrightTimeout:
            if _given_up(opened, weight, budget, reasons):
                return
        except Error as error:
            raise CaptureError(f"the page is gone: {error.message}", retryable=True) from error
        else:
            break
    if traffic.broken_off:
        reasons.append("the server broke off before the page's end")


def _given_up(
    opened: OpenPage, weight: DocumentWeight, budget: _Budget, reasons: list[str]
) -> bool:
    """Tell whether to wait no longer for the load event; says why, and stops what still loads."""
    if weight.is_too_much():
        stop_loading(opened)
        opened.world.run(script(__package__, "shorten.js"), SHORTENED)
        reasons.append(
            f"the document is larger than {MAX_DOCUMENT_BYTES >> 20} MiB: "
            "loading was stopped, and the page is cut to its first part"
        )
        return True
    if _went_nowhere(opened):
        reasons.append("the page left for a file that it may not see before its own end")
        return True
    if not budget.left_ms:
        reasons.append("the load event did not come within the budget")
        stop_loading(opened)
        return True
    return False


def _went_nowhere(opened: OpenPage) -> bool:
    """Tell whether the page is all there, but tried to leave for a file that it may not see.

    Chromium then reads no further, and fires no load event.
    """
    left = any(one.resource_type == "document" for one in opened.files.refused)
    return left and opened.world.run("() => document.readyState") == "complete"


def stop_loading(opened: OpenPage) -> None:
    """Take the page as it is: what is still to come would come while it is being written down."""
    try:
        opened.world.session.send("Page.stopLoading")
    except Error as error:
        raise CaptureError(f"the page is gone: {error.message}", retryable=True) from error


def _await_user(opened: OpenPage, options: Options, budget: _Budget, reasons: list[str]) -> None:
    """Run the user's script and wait for the user's expression, both in the page's own world."""
    try:
        if options.javascript:
            opened.page.evaluate(options.javascript)
        if options.wait_for:
            opened.page.wait_for_function(options.wait_for, timeout=max(1, budget.left_ms))
    except PlaywrightTimeout:
        reasons.append(f"--wait-for did not come true: {options.wait_for}")
    except Error as error:
        first = error.message.splitlines()[0]
        raise CaptureError(f"the script given for the page failed: {first}") from error


def _quiet(opened: OpenPage, traffic: Traffic, quiet_ms: int, budget: _Budget) -> dict[str, bool]:
    limit = min(budget.left_ms, max(quiet_ms * 3, 1000))
    answer: dict[str, bool] = opened.world.run(
        script("capture.browser", "quiet.js"), {"quiet": quiet_ms, "budget": limit}
    )
    return answer


def _scroll(opened: OpenPage, budget: _Budget, reasons: list[str]) -> None:
    answer = opened.world.run(
        script("capture.browser", "scroll.js"),
        {"budget": budget.left_ms * SCROLL_SHARE, "growth": ENDLESS_GROWTH_PX},
        timeout_ms=budget.left_ms + 5_000,
    )
    if answer["endless"]:
        reasons.append(f"the page grows as it is scrolled: stopped at {answer['height']} px")
    if answer["unfinished"]:
        reasons.append("the budget ended before the page was scrolled through")


def _images(opened: OpenPage, budget: _Budget, reasons: list[str]) -> ImageCount:
    answer = opened.world.run(
        script("capture.browser", "images.js"),
        {"budget": budget.left_ms},
        timeout_ms=budget.left_ms + 5_000,
    )
    count = ImageCount(**answer)
    if count.pending and not budget.left_ms:
        reasons.append(f"{count.pending} of {count.seen} images did not come within the budget")
    return count


def _rest(opened: OpenPage, traffic: Traffic, budget: _Budget, reasons: list[str]) -> None:
    """Watch in rounds until layout and network are quiet together, or the budget ends."""
    quiet_ms = QUIET_SCRIPTED_MS
    still_since = time.monotonic()
    while budget.left_ms:
        before = traffic.started
        answer = _quiet(opened, traffic, quiet_ms, budget)
        waiting = traffic.waiting_for()
        if answer["changes"]:
            still_since = time.monotonic()
        if answer["stable"] and not waiting and traffic.started == before:
            return
        if answer["stable"] and time.monotonic() - still_since > CHATTER_SECONDS:
            reasons.append(_chatter(waiting))
            return
        quiet_ms = QUIET_LIVELY_MS
    reasons.append("the page did not come to rest within the budget")


def _chatter(waiting: list[str]) -> str:
    example = f", such as {waiting[0][:120]}" if waiting else ""
    return f"the network never idled ({len(waiting)} requests under way{example})"
