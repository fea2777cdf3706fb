"""Stopping requests that the filter lists name, before they leave.

Two nets, because each alone is too slow or too coarse:

* Whole hosts (nine of ten rules) are refused by the gate when Chromium asks it for a connection:
  for frames of every origin, workers and websockets alike, at no cost to any other request.
* What depends on path or kind is held up by a ``Fetch`` session on the browser itself, which sees
  the frames of other processes and workers too.  It looks at everything: most of its cost is there
  as soon as it is on, and asking Chromium to look for a thousand fragments of addresses first, so
  as to hold up fewer, costs more than holding up all, and leaves those out that spell theirs in
  capitals.

The session belongs to the pipe that Playwright holds; no port is opened.  One visit has the browser
at a time, so a request that the browser reports is the visit's.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import CDPSession, Error, Page, Request

from capture.browser.gate_policy import HostRule, host_named_by
from capture.filters.engine import Engine, Verdict

# A page may ask ten million times; the ledger needs the first ten thousand and the count.
MAX_NOTED = 10_000
# What Playwright reports when the gate refuses a connection.
_REFUSED = "ERR_SOCKS"


@dataclass(frozen=True, slots=True)
class StoppedRequest:
    """A request that never left, and the line that stopped it."""

    url: str
    resource_type: str
    rule: str
    list_name: str
    line: int


class Blocking:
    """The filter lists at work on one visit to ``page_url``."""

    def __init__(self, engine: Engine, page_url: str) -> None:
        self._engine, self._page_url = engine, page_url
        self._hosts: dict[str, Verdict | None] = {}
        self._stopped: dict[tuple[str, str], StoppedRequest] = {}
        self._main_frame = ""
        self.stopped_total = 0

    @property
    def stopped(self) -> tuple[StoppedRequest, ...]:
        """What was stopped, each address and kind once, and hosts of which no more is known."""
        hosts = {host_named_by(one.url) for one in self._stopped.values()}
        rest = (
            _note(f"https://{host}/", "connection", verdict)
            for host, verdict in self._hosts.items()
            if verdict is not None and host not in hosts
        )
        return (*self._stopped.values(), *rest)

    def block_host(self, host: str) -> HostRule | None:
        """Answer the gate (from its thread) whether ``host`` may be connected to."""
        if host not in self._hosts:
            if len(self._hosts) >= MAX_NOTED:
                return None
            self._hosts[host] = self._engine.decide_host(host, self._page_url)
        verdict = self._hosts[host]
        return None if verdict is None else HostRule(verdict.rule, verdict.list_name)

    @contextmanager
    def attached(self, page: Page) -> Iterator[None]:
        """Stop what the page and all below it asks for, until the block ends."""
        browser = page.context.browser
        if browser is None:
            raise ValueError("a persistent context has no browser to attach to")
        self._main_frame = _main_frame(page)
        session = browser.new_browser_cdp_session()
        page.on("requestfailed", self._failed)
        session.on("Fetch.requestPaused", lambda event: self._paused(session, event))
        session.send("Fetch.enable", {"patterns": [{"urlPattern": "*"}]})
        try:
            yield
        finally:
            with suppress(Error):
                session.detach()

    def _paused(self, session: CDPSession, event: dict[str, Any]) -> None:
        verdict = self._judge(event)
        answer = {"requestId": event["requestId"]}
        # The page may have gone while we looked: then there is nothing to answer.
        with suppress(Error):
            if verdict is not None and verdict.blocked:
                session.send("Fetch.failRequest", {**answer, "errorReason": "BlockedByClient"})
            else:
                session.send("Fetch.continueRequest", answer)

    def _judge(self, event: dict[str, Any]) -> Verdict | None:
        request, kind = event["request"], event["resourceType"].lower()
        source = _source(request["headers"]) or self._page_url
        if kind == "document":
            if event["frameId"] == self._main_frame:
                return None  # the user asked for it
            kind = "subdocument"
        verdict = self._engine.decide(
            request["url"], source, kind, top_url=self._page_url, method=request["method"]
        )
        if verdict is not None and verdict.blocked:
            self._remember(request["url"], kind, verdict)
        return verdict

    def _failed(self, request: Request) -> None:
        """Name the request behind a connection that the gate refused."""
        verdict = self._hosts.get(host_named_by(request.url))
        if verdict is not None and _REFUSED in (request.failure or ""):
            self._remember(request.url, request.resource_type, verdict)

    def _remember(self, url: str, kind: str, verdict: Verdict) -> None:
        self.stopped_total += 1
        if len(self._stopped) < MAX_NOTED:
            self._stopped.setdefault((url, kind), _note(url, kind, verdict))


def _main_frame(page: Page) -> str:
    session = page.context.new_cdp_session(page)
    try:
        return str(session.send("Page.getFrameTree")["frameTree"]["frame"]["id"])
    finally:
        session.detach()


def _note(url: str, kind: str, verdict: Verdict) -> StoppedRequest:
    return StoppedRequest(url, kind, verdict.rule, verdict.list_name, verdict.line)


def _source(headers: dict[str, str]) -> str:
    """Return the address of the document that asks, as far as it says."""
    named = {name.lower(): value for name, value in headers.items()}
    return named.get("referer") or named.get("origin", "").replace("null", "")
