"""PDF/A and PDF/UA of the stored pages, printed in the page layout with scripts and network off.

Reads ``extract/pages`` and ``langpick/cases`` under CAPTURE_SHARED (or ``../shared``); every
CAPTURE_PDF_STEP-th page (default 1, all of them), from CAPTURE_PDF_FROM on.  Level A and UA-1 are
judged on the rules alone: each file is identified as accessible for the validator, whether or not
something in it was guessed; what a capture would really claim is counted beside it.
"""

from __future__ import annotations

import gzip
import os
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import patch

from playwright.sync_api import Browser, Error, Page, Playwright, Route, sync_playwright

from capture.browser.find import find_browser
from capture.browser.world import World
from capture.errors import CaptureError
from capture.render.pdf import PrintHung, PrintRequest, prepare_for_print, print_page
from capture.render.pdfa.finish import finish
from capture.render.pdfa.notes import Notes
from capture.render.pdfa.validate import available, validate
from capture.render.pdfa.values import DocumentFacts, Level
from capture.render.pdfread import check_text

ADDRESS = "http://page.invalid/"
MOMENT = datetime(2026, 11, 22, tzinfo=UTC)
FACTS = DocumentFacts(title="A stored page", source_url=ADDRESS, captured_at=MOMENT)
REQUEST = PrintRequest(source_url=ADDRESS, captured_at=MOMENT)


@dataclass(slots=True)
class Tally:
    """Counts over the pages."""

    passed: Counter[str] = field(default_factory=Counter)
    broken: Counter[str] = field(default_factory=Counter)
    claims: Counter[str] = field(default_factory=Counter)
    raw_bytes: int = 0
    bytes: int = 0
    sheets: int = 0
    pages: int = 0
    seconds: list[float] = field(default_factory=list)
    shares: list[float] = field(default_factory=list)


def stored_pages() -> Iterator[tuple[str, bytes]]:
    """Yield each stored page's name and HTML."""
    shared = Path(os.environ.get("CAPTURE_SHARED") or Path(__file__).parents[3] / "shared")
    files = sorted(shared.glob("extract/pages/*/*.html.gz"))
    files += sorted(shared.glob("langpick/cases/*/page.html"))
    first, step = (
        int(os.environ.get(f"CAPTURE_PDF_{n}", d)) for n, d in (("FROM", 0), ("STEP", 1))
    )
    for file in files[first::step]:
        packed = file.suffix == ".gz"
        name = file.name if packed else f"{file.parent.name}/page.html"
        yield name, gzip.decompress(file.read_bytes()) if packed else file.read_bytes()


def printed(browser: Browser, html: bytes, request: PrintRequest) -> tuple[bytes, str]:
    """Print one page; return the raw PDF and the text that the page showed."""
    context = browser.new_context(java_script_enabled=False)
    try:
        page = context.new_page()
        page.route("**/*", lambda route: _answer(route, html))
        page.goto(ADDRESS, wait_until="load")
        world = World(page)
        prep = prepare_for_print(world, request)
        return print_page(page, world.session, request, prep), _text(page)
    finally:
        with suppress(Error):
            context.close()


def _answer(route: Route, html: bytes) -> None:
    if route.request.url == ADDRESS:
        route.fulfill(body=html, content_type="text/html")
    else:
        route.abort()


def _text(page: Page) -> str:
    return str(page.evaluate("() => document.body ? document.body.innerText : ''"))


def judge(raw: bytes, text: str, name: str, tally: Tally) -> None:
    """Finish and validate one PDF."""
    started = time.process_time()
    done = finish(raw, FACTS)
    tally.seconds.append(time.process_time() - started)
    tally.claims[done.conformance] += 1
    tally.raw_bytes += len(raw)
    tally.bytes += len(done.data)
    tally.sheets += done.pages
    tally.shares.append(check_text(done.data, text))
    if tally.shares[-1] < 0.99:
        print(f"   {name}: holds {tally.shares[-1]:.3f} of the words", flush=True)
    verdicts = [validate(done.data, "2u")]
    # As if nothing had been guessed, so that the rules of level A are what is judged.
    with (
        patch.object(Notes, "guessed", property(lambda _notes: False)),
        patch("capture.render.pdfa.finish.validate", lambda _data, profile: _Agreed(profile)),
        patch("capture.render.pdfa.finish._MOST_VALIDATED", 1_000_000),
    ):
        data = finish(raw, FACTS, Level.A2A).data
    verdicts += [validate(data, "2a"), validate(data, "ua1")]
    for verdict in verdicts:
        tally.passed[verdict.profile] += verdict.conforms
        tally.broken.update(rule.split(":")[0] for rule in verdict.broken)
        for rule in verdict.broken:
            print(f"   {name}: {verdict.profile} {rule[:150]}", flush=True)
    tally.passed["2a and ua1"] += all(v.conforms for v in verdicts[1:])


class _Agreed:
    conforms = True

    def __init__(self, profile: str) -> None:
        self.profile = profile


def _launched(playwright: Playwright, path: Path) -> Browser:
    return playwright.chromium.launch(executable_path=path)


def main() -> None:
    pages = list(stored_pages())
    if not pages or not available():
        print("skipped: no stored pages, or page-validation is not installed")
        return
    tally = Tally()
    with sync_playwright() as playwright:
        path = find_browser(None, playwright).path
        browser = _launched(playwright, path)
        for name, html in pages:
            try:
                raw, text = printed(browser, html, REQUEST)
            except (CaptureError, Error) as error:
                kind = "hung" if isinstance(error, PrintHung) else "not printed"
                tally.broken[kind] += 1
                print(f"   {name}: {kind}: {error}", flush=True)
                if not browser.is_connected():
                    browser = _launched(playwright, path)
                continue
            finally:
                tally.pages += 1
            judge(raw, text, name, tally)
    report(tally)


def report(tally: Tally) -> None:
    """Print the figures."""
    seconds, shares = sorted(tally.seconds), sorted(tally.shares)
    for profile in ("2u", "2a", "ua1", "2a and ua1"):
        print(f"{profile:12} {tally.passed[profile]} of {tally.pages} pages pass")
    print(f"claims       {dict(tally.claims.most_common())}")
    print(f"broken       {dict(tally.broken.most_common())}")
    print(f"bytes        {tally.bytes / max(1, tally.raw_bytes):.2f} of Chromium's tagged output")
    print(
        f"finish       median {seconds[len(seconds) // 2]:.3f} s, "
        f"{sum(seconds) / max(1, tally.sheets):.4f} s a sheet (CPU, validation of claims included)"
    )
    whole = sum(share >= 0.99 for share in shares)
    print(
        f"text         {whole} of {len(shares)} hold ≥ 99 % of the words shown; "
        f"1st percentile {shares[len(shares) // 100]:.3f}"
    )


if __name__ == "__main__":
    main()
