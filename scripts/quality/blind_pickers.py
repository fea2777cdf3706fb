"""The language-picker detector on pages written by someone who had not read it.

Each page is cleaned twice at the default level, once with ``--keep-pickers``: what both lose is
other chrome and counts neither for nor against.
"""

from __future__ import annotations

from playwright.sync_api import sync_playwright

from capture.browser.find import find_browser
from capture.clean.request import CleanRequest
from scripts.quality._cases import cases, outcomes, report


def main() -> None:
    kept = CleanRequest(page_url="", keep_pickers=True)
    path = str(find_browser().path)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path)
        for number in ("", "_2"):
            must_go = outcomes(browser, list(cases(f"pickers{number}")), kept)
            must_stay = outcomes(browser, list(cases(f"look_alikes{number}")), kept)
            report(f"pickers written blind{number}", must_go, must_stay)


if __name__ == "__main__":
    main()
