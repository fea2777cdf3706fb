"""The isolated world: where every in-page script of this project runs.

Page code has no way in: the world has its own globals and prototypes and shares only the DOM with
the page (Chrome DevTools Protocol, ``Page.createIsolatedWorld``).  Scripts are ``.js`` files that
hold one arrow function each, ``(argument) => …``; arguments go as data.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib import resources
from typing import Any

from playwright.sync_api import CDPSession, Error, Page

from capture.errors import CaptureError

WORLD_NAME = "capture"
# A consent redirect, a meta refresh and a client-side locale redirect can follow one another; a
# page that replaces its document more often while one script runs is in a loop.
NAVIGATIONS_BORNE = 4


@cache
def script(package: str, name: str) -> str:
    """Return the in-page script ``name`` (``pickers.js``) of ``package``'s ``js`` folder."""
    return resources.files(package).joinpath("js", name).read_text("utf-8")


class World:
    """Runs functions in an isolated world of one page: the top frame's, or ``frame_id``'s.

    ``session`` is the page's CDP session, which callers share so that one page has one.
    """

    def __init__(
        self, page: Page, session: CDPSession | None = None, frame_id: str | None = None
    ) -> None:
        self.page = page
        self.frame_id = frame_id
        self.session = session or page.context.new_cdp_session(page)
        self._context: int | None = None

    def run(self, source: str, argument: Any = None, *, timeout_ms: float = 30_000) -> Any:
        """Call the arrow function in ``source`` with ``argument``; return its JSON value.

        A promise is awaited.  Raises `CaptureError` when the script throws, runs past
        ``timeout_ms`` or the page has gone.
        """
        why = "the page keeps navigating away from itself"
        for _ in range(NAVIGATIONS_BORNE):
            try:
                context = self._context if self._context is not None else self._enter()
                return self._call(context, source, argument, timeout_ms)
            except _ContextGone:
                self._context = None
            except _Terminated:
                why = "an in-page script was stopped each time it ran"
        raise CaptureError(why, retryable=True)

    @property
    def context(self) -> int:
        """The isolated world's execution context id, for protocol calls that take one."""
        return self._context if self._context is not None else self._enter()

    def _enter(self) -> int:
        try:
            tree = {} if self.frame_id else self.session.send("Page.getFrameTree")
            frame = self.frame_id or tree["frameTree"]["frame"]["id"]
            answer = self.session.send(
                "Page.createIsolatedWorld", {"frameId": frame, "worldName": WORLD_NAME}
            )
        except Error as error:
            raise CaptureError(f"the page is gone: {error.message}", retryable=True) from error
        context = int(answer["executionContextId"])
        self._call(context, script("capture.browser", "dom.js"), None, 10_000)
        self._context = context
        return context

    def _call(self, context: int, source: str, argument: Any, timeout_ms: float) -> Any:
        # The argument travels as one JSON string: as a structured argument 46,000 rules took 25 s,
        # as a string 70 ms (measured before the project began).
        # The result comes back as JSON made in the page, its strings well-formed: half a surrogate
        # pair, as a cut through an emoji leaves it, fails the protocol call with "Internal error".
        data = json.dumps(json.dumps(argument))
        expression = (
            f"(async (text) => JSON.stringify(await ({source})(JSON.parse(text)), (key, value) => "
            f"typeof value === 'string' ? value.toWellFormed() : value))({data})"
        )
        try:
            answer = self.session.send(
                "Runtime.evaluate",
                {
                    "expression": expression,
                    "contextId": context,
                    "awaitPromise": True,
                    "returnByValue": True,
                    "timeout": timeout_ms,
                },
            )
        except Error as error:
            # "Cannot find context", "Execution context was destroyed"; or it went with its process.
            if re.search("context|navigated or closed", error.message, re.IGNORECASE):
                raise _ContextGone from error
            if "Internal error" in error.message:  # what a script stopped from outside ends with
                raise _Terminated from error
            raise CaptureError(f"the page is gone: {error.message}", retryable=True) from error
        details = answer.get("exceptionDetails")
        if details:
            thrown = details.get("exception", {}).get("description") or details.get("text", "")
            raise CaptureError(f"an in-page script failed: {thrown}")
        value = answer["result"].get("value")
        return None if value is None else json.loads(value)


class _Terminated(Exception):
    """Scripts were stopped because the page's never yield, and ours was among them."""


class _ContextGone(Exception):
    """The document was replaced: its execution context no longer exists."""
