"""``--header``: the user's own headers, for the site that the user named and nobody else.

Playwright's extra headers go to every host that a page loads from, which hands a token to whoever
serves the page's advertisements.  Here a ``Fetch`` session on the browser adds them to the requests
of one site (its registrable domain, by the Public Suffix List; an address or a bare name is its
own), redirect by redirect, and never over plain HTTP when the address named was HTTPS.  Only that
site's requests are held up for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Error, Page

from capture.browser.gate_policy import host_named_by
from capture.filters.hosts import host
from capture.options import Options


@dataclass(frozen=True)  # no slots: Playwright notes its wrapper on the listener's owner
class OwnHeaders:
    """The headers that a user gave, and the address they were given for."""

    headers: tuple[tuple[str, str], ...]
    named_url: str

    def for_url(self, url: str) -> dict[str, str]:
        """Return the headers that a request for ``url`` carries; none to another site."""
        return dict(self.headers) if self._is_own(url) else {}

    def _is_own(self, url: str) -> bool:
        site = host(host_named_by(self.named_url)).domain
        if not site or host(host_named_by(url)).domain != site:
            return False
        return urlsplit(url).scheme == "https" or urlsplit(self.named_url).scheme == "http"

    @contextmanager
    def attached(self, page: Page) -> Iterator[None]:
        """Add the headers to what the page and all below it asks of the site."""
        browser, site = page.context.browser, host(host_named_by(self.named_url)).domain
        if not self.headers or not site or browser is None:
            yield
            return
        session = browser.new_browser_cdp_session()

        def paused(event: dict[str, Any]) -> None:
            # The page may have gone while we looked: then there is nothing to answer.
            with suppress(Error):
                session.send("Fetch.continueRequest", self._answer(event))

        session.on("Fetch.requestPaused", paused)
        # Wider than the site, for the patterns know no hosts; `for_url` decides.
        written = f"[{site}]" if ":" in site else site
        patterns = [f"*://*{written}/*", f"*://*{written}:*"]
        session.send("Fetch.enable", {"patterns": [{"urlPattern": one} for one in patterns]})
        try:
            yield
        finally:
            with suppress(Error):
                session.detach()

    def _answer(self, event: dict[str, Any]) -> dict[str, Any]:
        request = event["request"]
        added = self.for_url(request["url"])
        if not added:
            return {"requestId": event["requestId"]}
        given = {name.lower() for name in added}
        kept = {
            name: value for name, value in request["headers"].items() if name.lower() not in given
        }
        headers = [{"name": name, "value": value} for name, value in {**kept, **added}.items()]
        return {"requestId": event["requestId"], "headers": headers}


def own_headers(options: Options, url: str) -> OwnHeaders:
    """Return the headers of ``options`` for a visit to ``url``."""
    given = tuple((name, value.get_secret_value()) for name, value in options.headers)
    return OwnHeaders(given, url)
