"""What a page is kept from doing for ever while it is looked at: leaving itself, downloading."""

from __future__ import annotations

from playwright.sync_api import Download, Request

from capture.browser.launch import OpenPage
from capture.browser.traffic import Traffic
from capture.browser.yielding import hold_still, stop_scripts

# Three are a page's way of handing out a file to a browser that did not take the first; each may
# take as much of the disk, for as long as it takes Chromium to refuse it, as the page likes.
MOST_DOWNLOADS = 3
HELD = "the page keeps navigating away from itself: it was kept where it was"
FLOODED = "the page keeps starting downloads: its scripts were stopped"


class Restraint:
    """Watches one page, from before it is loaded until it is closed."""

    def __init__(self, opened: OpenPage, traffic: Traffic) -> None:
        self._opened = opened
        self._traffic = traffic
        self._downloads = 0
        self.reason = ""
        opened.page.on("request", self._requested)
        opened.page.on("download", self._downloading)

    def _requested(self, _: Request) -> None:
        if self._traffic.restless and not self.reason:
            self.reason = HELD
            hold_still(self._opened)

    def _downloading(self, _: Download) -> None:
        self._downloads += 1
        if self._downloads > MOST_DOWNLOADS and self.reason != FLOODED:
            self.reason = FLOODED
            stop_scripts(self._opened)
