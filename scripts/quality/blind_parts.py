"""Advertising, dialogs and inserts that no list knows, on pages written blind; default level.

What must go has house-built names and words in ten languages; what must stay looks like it.
"""

from __future__ import annotations

from playwright.sync_api import sync_playwright

from capture.browser.find import find_browser
from capture.clean.request import CleanRequest
from capture.options import CleanLevel
from scripts.quality._cases import cases, outcomes, report


def main() -> None:
    untouched = CleanRequest(page_url="", level=CleanLevel.NONE)
    path = str(find_browser().path)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path)
        for title, end in (("parts written blind", ""), ("parts, second set", "_2")):
            must_go = outcomes(browser, list(cases(f"parts{end}")), untouched)
            must_stay = outcomes(browser, list(cases(f"stay{end}")), untouched)
            report(title, must_go, must_stay)


if __name__ == "__main__":
    main()
