"""A page from a file: what of this machine it may show.

Chromium lets a ``file:`` page put any file of the machine into an image, a frame, a style sheet or
a script, which a capture would then publish.  Here it gets the folder that it lies in and what is
below, and of that only regular files that are not hidden: a saved page's pictures, not the keys
beside it.  Links that lead out of the folder lead nowhere; the folder itself may be one.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

from playwright.sync_api import Error, Page

# A page may ask ten million times; the ledger needs the first thousand.
MAX_NOTED = 1_000
OUTSIDE = "file: outside the folder of the page"
HIDDEN = "file: hidden"
NO_FILE = "file: not a regular file"
OTHER_MACHINE = "file: on another machine"


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """A file that a page asked for and did not get."""

    url: str
    resource_type: str
    rule: str


@dataclass  # no slots: Playwright notes its wrapper on the listener's owner
class OwnFiles:
    """The files of the page at ``typed_url``; nothing at all when that is no ``file:`` address."""

    typed_url: str
    _refused: dict[RefusedFile, None] = field(default_factory=dict)

    @property
    def refused(self) -> tuple[RefusedFile, ...]:
        """What the page was kept from, each address and kind once."""
        return tuple(self._refused)

    def refusal(self, url: str) -> str | None:
        """Return the rule against loading the ``file:`` address ``url``, ``None`` if it may be."""
        typed = _path_of(self.typed_url)
        if typed is None:
            return OUTSIDE
        if urlsplit(url).netloc not in ("", "localhost"):
            return OTHER_MACHINE
        asked = _path_of(url)
        if asked is None:
            return NO_FILE
        return None if asked == typed else _refusal(asked, self._folder(typed))

    def _folder(self, typed: Path) -> Path:
        """Return the folder whose files are the page's own: where it lies, not where a link leads.

        A page that is a link has its pictures beside the link; the folder that it leads to was
        never named.
        """
        if typed.is_dir():
            return typed
        parts = unquote_to_bytes(urlsplit(self.typed_url).path)
        return Path(os.fsdecode(parts)).parent.resolve()

    @contextmanager
    def attached(self, page: Page) -> Iterator[None]:
        """Keep the page, and all below it, to its files."""
        browser = page.context.browser
        # A page from the web is kept from files by Chromium, and `scheme_refusal` looks after it.
        if _path_of(self.typed_url) is None or browser is None:
            yield
            return
        session = browser.new_browser_cdp_session()

        def paused(event: dict[str, Any]) -> None:
            answer = {"requestId": event["requestId"]}
            # The page may have gone while we looked: then there is nothing to answer.
            with suppress(Error):
                if self._refuse(event):
                    # A page that is told "aborted" stays where it is; other reasons replace it.
                    session.send("Fetch.failRequest", {**answer, "errorReason": "Aborted"})
                else:
                    session.send("Fetch.continueRequest", answer)

        session.on("Fetch.requestPaused", paused)
        session.send("Fetch.enable", {"patterns": [{"urlPattern": "file:*"}]})
        try:
            yield
        finally:
            with suppress(Error):
                session.detach()

    def _refuse(self, event: dict[str, Any]) -> bool:
        url = event["request"]["url"]
        rule = self.refusal(url)
        if rule and len(self._refused) < MAX_NOTED:
            self._refused[RefusedFile(url, event["resourceType"].lower(), rule)] = None
        return rule is not None


def _path_of(url: str) -> Path | None:
    """Return the real path of a ``file:`` address, links followed; ``None`` when it has none."""
    with suppress(ValueError, OSError, RuntimeError):
        parts = urlsplit(url)
        if parts.scheme == "file":
            return Path(os.fsdecode(unquote_to_bytes(parts.path))).resolve()
    return None


def _refusal(asked: Path, folder: Path) -> str | None:
    if not asked.is_relative_to(folder):
        return OUTSIDE
    if any(part.startswith(".") for part in asked.relative_to(folder).parts):
        return HIDDEN
    # What is not there at all is Chromium's to report.
    return NO_FILE if asked.exists() and not asked.is_file() else None
