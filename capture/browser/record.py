"""Recording what a page asks for and gets, while it loads.

Every request of the browser context is recorded when it ends: frames of other sites, workers and
redirects included, with the headers as they went over the wire.  Bodies are the decoded ones (the
browser gives no others); what is not kept is said in the exchange, never silently left out.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from playwright.sync_api import BrowserContext, Error, Page, Request, Response

# Chromium keeps response bodies for its tools up to this size; larger ones cannot be read back.
MAX_BODY_BYTES = 50 * 1024 * 1024
# What one page may put on record, since the packed record passes through memory once; the largest
# news pages with video previews come to 200 MB.
MAX_TOTAL_BYTES = 512 * 1024 * 1024
# How long to wait at the end for bodies that are still being read.
DRAIN_SECONDS = 10.0
_POLL_MS = 20
Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer.

    ``status`` is 0 and ``missing`` says why when there was no answer.  ``body`` is ``b""`` and
    ``missing`` says why when an answer's body is not kept.
    """

    url: str
    method: str
    resource_type: str
    started_at: datetime
    request_headers: Headers
    request_body: bytes | None
    status: int = 0
    status_text: str = ""
    response_headers: Headers = ()
    body: bytes = b""
    address: str | None = None
    missing: str = ""


Sink = Callable[[Exchange], None]


@dataclass(slots=True)
class RecordingFacts:
    """What a recording came to: answers kept, answers without a body and why, bytes kept."""

    exchanges: int = 0
    bytes: int = 0
    missing: list[str] = field(default_factory=list)


class Recorder:
    """Hands each finished exchange of a context to ``sink``, one after another."""

    def __init__(self, sink: Sink, address_of: Callable[[str], str | None] | None = None) -> None:
        self._sink = sink
        self._address_of = address_of
        self._under_way = 0
        self._stopped = False
        self.facts = RecordingFacts()

    def finished(self, request: Request) -> None:
        """Record a request that was answered to the end."""
        self._record(request, "")

    def failed(self, request: Request) -> None:
        """Record a request that was not, with the browser's reason."""
        self._record(request, request.failure or "failed")

    def drain(self, page: Page) -> None:
        """Wait until what ended is recorded; then take nothing more."""
        ends = time.monotonic() + DRAIN_SECONDS
        while self._under_way and time.monotonic() < ends:
            page.wait_for_timeout(_POLL_MS)
        self._stopped = True

    def _record(self, request: Request, failure: str) -> None:
        if self._stopped or not request.url.startswith(("http://", "https://")):
            return
        self._under_way += 1
        try:
            exchange = self._exchange(request, failure)
        except Error:
            return  # the page went away while its traffic was read
        finally:
            self._under_way -= 1
        if not self._stopped:
            self._note(exchange)
            self._sink(exchange)

    def _note(self, exchange: Exchange) -> None:
        self.facts.exchanges += 1
        self.facts.bytes += len(exchange.body)
        if exchange.missing:
            self.facts.missing.append(f"{exchange.url}: {exchange.missing}")

    def _exchange(self, request: Request, failure: str) -> Exchange:
        response = request.response() if not failure else None
        started = request.timing["startTime"]
        asked = Exchange(
            url=request.url,
            method=request.method,
            resource_type=request.resource_type,
            started_at=datetime.fromtimestamp(started / 1000, UTC)
            if started > 0
            else datetime.now(UTC),
            request_headers=_pairs(request.headers_array()),
            request_body=request.post_data_buffer,
            missing=failure,
        )
        return asked if response is None else self._answered(asked, response)

    def _answered(self, asked: Exchange, response: Response) -> Exchange:
        body, missing = self._body(response)
        return replace(
            asked,
            status=response.status,
            status_text=response.status_text,
            response_headers=_pairs(response.headers_array()),
            body=body,
            address=self._address(response),
            missing=missing,
        )

    def _body(self, response: Response) -> tuple[bytes, str]:
        if response.status in (204, 304) or 300 <= response.status < 400:
            return b"", ""
        said = response.headers.get("content-length", "")
        if said.isdigit() and int(said) > MAX_BODY_BYTES:
            return b"", f"the body is {said} bytes, over the {MAX_BODY_BYTES} that are kept"
        if self.facts.bytes > MAX_TOTAL_BYTES:
            return b"", f"over the {MAX_TOTAL_BYTES} bytes that are kept of one page"
        try:
            return response.body(), ""
        except Error as error:
            return b"", f"the browser no longer has the body ({error.message.splitlines()[0]})"

    def _address(self, response: Response) -> str | None:
        if self._address_of:
            return self._address_of(response.url)
        server = response.server_addr()
        return server["ipAddress"] if server else None


def _pairs(headers: list[dict[str, str]] | list) -> Headers:  # type: ignore[type-arg]
    return tuple((h["name"], h["value"]) for h in headers if not h["name"].startswith(":"))


@contextmanager
def recording(
    context: BrowserContext, sink: Sink, address_of: Callable[[str], str | None] | None = None
) -> Iterator[Recorder]:
    """Record the context's traffic into ``sink`` until the block ends; enter before navigating.

    Call `Recorder.drain` when the page has settled.  ``address_of`` gives a host's address where
    the browser sees only a proxy's.
    """
    recorder = Recorder(sink, address_of)
    context.on("requestfinished", recorder.finished)
    context.on("requestfailed", recorder.failed)
    try:
        yield recorder
    finally:
        recorder._stopped = True
        context.remove_listener("requestfinished", recorder.finished)
        context.remove_listener("requestfailed", recorder.failed)
