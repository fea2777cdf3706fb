"""What the page is asking the network for, as far as settling needs to know."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import CDPSession, Error, Page, Request

from capture.browser.deadline import TimeUp, give_up_after
from capture.browser.world import NAVIGATIONS_BORNE

# Never finish by design; waiting for them would be waiting for ever.
ENDLESS_TYPES = frozenset({"eventsource", "websocket", "media", "ping"})
# A fetch that is open longer than this is a long poll (Socket.IO's default is 25 s, Meteor's 30 s;
# ordinary interface calls answer well within 5 s).
LONG_POLL_SECONDS = 5.0
# The HTML standard, the largest page that people read as one, is 14 MB.  A larger one is parsed for
# the whole budget (2.5 MB a second on a busy machine) and rendered for longer than anyone waits.
MAX_DOCUMENT_BYTES = 16 * 1024 * 1024
# A page that is being parsed answers between two chunks; one whose script spins never does.
ANSWER_SECONDS = 1.0


@dataclass  # no slots: Playwright notes its wrapper on the listener's owner
class Traffic:
    """Counts requests under way.  Attach before navigating."""

    under_way: dict[Request, float] = field(default_factory=dict)
    started: int = 0
    failed: int = 0
    broken_off: bool = False  # the document itself ended before its end
    documents: int = 0  # how often the page asked for a document of its own
    lost: str = ""  # where the page last failed to go, and why: "net::ERR_… at https://…"

    def attach(self, page: Page) -> None:
        """Listen to ``page`` for as long as it lives."""
        page.on("request", self._start)
        page.on("requestfinished", self._finish)
        page.on("requestfailed", self._fail)

    @property
    def restless(self) -> bool:
        """Whether the page replaces itself more often than one that is on its way somewhere."""
        return self.documents > NAVIGATIONS_BORNE

    def waiting_for(self) -> list[str]:
        """Addresses of requests that are worth waiting for."""
        now = time.monotonic()
        return [
            request.url
            for request, since in self.under_way.items()
            if request.resource_type not in ENDLESS_TYPES
            and not _is_of_a_worker(request)
            and not (request.resource_type in ("fetch", "xhr") and now - since > LONG_POLL_SECONDS)
        ]

    def _start(self, request: Request) -> None:
        self.started += 1
        self.documents += _is_of_the_page(request) and request.redirected_from is None
        self.under_way[request] = time.monotonic()

    def _finish(self, request: Request) -> None:
        self.under_way.pop(request, None)

    def _fail(self, request: Request) -> None:
        self.failed += 1
        self.under_way.pop(request, None)
        if not _is_of_the_page(request) or request.failure == "net::ERR_ABORTED":
            return
        if _is_shown(request):
            self.broken_off = True
        else:
            self.lost = f"{request.failure} at {request.url}"


class DocumentWeight:
    """How much of the page's own document has come, unpacked: what the gate cannot see.

    Counts from `watch` on, which only a page that takes its time is worth: it has Chromium report
    every request once more (60 requests: 110 ms of 1,060).
    """

    def __init__(self, session: CDPSession) -> None:
        self.bytes = 0
        self._session = session
        self._loader = ""

    def watch(self) -> None:
        """Begin to count; does nothing when it has begun, or while the page does not answer."""
        if self._loader:
            return
        with suppress(Error, TimeUp), give_up_after(ANSWER_SECONDS, "the page's frames"):
            tree = self._session.send("Page.getFrameTree")
            self._session.send("Network.enable", {"maxTotalBufferSize": 0})
            self._session.on("Network.dataReceived", self._count)
            self._loader = str(tree["frameTree"]["frame"]["loaderId"])

    def is_too_much(self) -> bool:
        """Tell whether the document is larger than what can be rendered; counts from now on."""
        self.watch()
        return self.bytes > MAX_DOCUMENT_BYTES

    def _count(self, event: dict[str, Any]) -> None:
        if event["requestId"] == self._loader:
            self.bytes += int(event["dataLength"])


def _is_of_the_page(request: Request) -> bool:
    """Tell whether ``request`` is for a document of the page itself, not of a frame in it."""
    try:
        return request.is_navigation_request() and request.frame.parent_frame is None
    except Error:
        return False  # a navigation that never had a frame


def _is_of_a_worker(request: Request) -> bool:
    """Tell whether ``request`` is for a worker's own script.

    A shared worker's is never said to end.  Chromium names its user agent in what documents ask
    for, and not yet in these.
    """
    return request.resource_type == "script" and "user-agent" not in request.headers


def _is_shown(request: Request) -> bool:
    shown = request.frame.url.partition("#")[0]
    return shown == request.url.partition("#")[0]
