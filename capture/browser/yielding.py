"""A page whose script never yields: noticed, stopped, and captured as it stands.

Every in-page script of ours waits for the page's own to return.  One that never does (an endless
loop, a miner, a wasm kernel on the main thread) would hold a capture until the watchdog kills the
browser, and the page with it.  V8 can be interrupted from outside; its scripts then stay off.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from playwright.sync_api import Error
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from capture.browser.launch import OpenPage
from capture.browser.traffic import Traffic
from capture.errors import CaptureError

# How often to look whether the document was broken off.
ROUND_MS = 500.0
_NEVER_YIELDS = "the page's own script never yields: it was stopped"
_LEAVES = "the page keeps navigating away from itself: its scripts were stopped"


def stop_endless_scripts(
    opened: OpenPage, patience_ms: float, broken_off: Callable[[], bool] = lambda: False
) -> bool:
    """Wait for the page to answer; if it does not within ``patience_ms``, stop its scripts.

    A document that was ``broken_off``, or should be, may have nothing to answer with.

    The question is asked with a locator, which runs in Playwright's isolated world and, unlike a
    CDP evaluation, ends when its time is up.  Returns whether scripts were stopped.
    """
    ends = time.monotonic() + patience_ms / 1000
    while True:
        left_ms = (ends - time.monotonic()) * 1000
        try:
            limit = max(1.0, min(left_ms, ROUND_MS))
            opened.page.wait_for_selector(":root", state="attached", timeout=limit)
        except PlaywrightTimeout:
            if broken_off():
                return False
            if left_ms <= ROUND_MS:
                return stop_scripts(opened)
        except Error:
            return False  # the page went on to another document: whoever asks next will see
        else:
            return False


def why_stopped(traffic: Traffic) -> str:
    """Return the reason for the manifest when scripts had to be stopped."""
    return _LEAVES if traffic.restless else _NEVER_YIELDS


def hold_still(opened: OpenPage) -> None:
    """Let the page go nowhere from now on: what stands there is captured.

    A page that reloads itself, by a script or by a ``meta`` element that no stopping of scripts
    reaches, is otherwise gone whenever it is asked something.
    """
    session = opened.world.session
    with suppress(Error):
        main = session.send("Page.getFrameTree")["frameTree"]["frame"]["id"]

        def paused(event: dict[str, Any]) -> None:
            answer = {"requestId": event["requestId"]}
            with suppress(Error):
                if event["frameId"] == main:
                    # Told "aborted", a page stays where it is; other reasons replace it.
                    session.send("Fetch.failRequest", {**answer, "errorReason": "Aborted"})
                else:
                    session.send("Fetch.continueRequest", answer)

        session.on("Fetch.requestPaused", paused)
        session.send("Fetch.enable", {"patterns": [{"resourceType": "Document"}]})


def stop_scripts(opened: OpenPage) -> bool:
    """Stop what the page is running, for good; returns false when the page has gone."""
    session = opened.world.session
    try:
        # Both are served while scripts run (V8's interrupts), in this order so that nothing the
        # page has queued runs in between.
        session.send("Emulation.setScriptExecutionDisabled", {"value": True})
        session.send("Runtime.terminateExecution")
        opened.world.run("() => { captureDom.timersStopped(); }")
    except (Error, CaptureError):
        return False
    return True
