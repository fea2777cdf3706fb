"""PDF/A and PDF/UA of the stored pages, printed in the page layout with scripts and network off.

Reads ``extract/pages`` and ``langpick/cases`` under CAPTURE_SHARED (or ``../shared``); every
CAPTURE_PDF_STEP-th page (default 1, all of them), from CAPTURE_PDF_FROM on.  With
CAPTURE_PDF_STAMPS, a file outside the repository, each page's outcome is a line there: a run takes
up where the last one ended, stops after CAPTURE_PDF_MINUTES, and reports on all that is stamped.
Outcomes are those of the code that made them; a new file measures anew.

Level A and UA-1 are judged on the rules alone: each file is identified as accessible for the
validator, whether or not something in it was guessed; what a capture would really claim is counted
beside it.
"""

from __future__ import annotations

import gzip
import os
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import patch

from playwright.sync_api import Browser, Error, Playwright, Route, sync_playwright

from capture.browser.find import find_browser
from capture.browser.world import World, script
from capture.errors import CaptureError
from capture.extract.extract import extract
from capture.render.artifacts import MAX_HTML_CHARACTERS
from capture.render.pdf import PrintHung, PrintRequest
from capture.render.pdfa.finish import finish
from capture.render.pdfa.notes import Notes
from capture.render.pdfa.validate import available, validate
from capture.render.pdfa.values import DocumentFacts, Level
from capture.render.pdfread import missing_words, share_found, text
from capture.render.prepare import print_whole
from capture.values import Frozen

ADDRESS = "http://page.invalid/"
MOMENT = datetime(2026, 11, 22, tzinfo=UTC)
FACTS = DocumentFacts(title="A stored page", source_url=ADDRESS, captured_at=MOMENT)
REQUEST = PrintRequest(source_url=ADDRESS, captured_at=MOMENT)
WHOLE = 0.99


class Outcome(Frozen):
    """What became of one page; ``error`` is why it was not printed.

    ``extracted`` and ``shown`` are the shares of the words that the extraction found and that the
    page showed on the screen that the PDF holds; ``broken`` holds the rules by profile.
    """

    name: str
    error: str = ""
    raw_bytes: int = 0
    bytes: int = 0
    sheets: int = 0
    finish_s: float = 0
    claim: str = ""
    extracted: float = 0
    shown: float = 0
    missing: tuple[str, ...] = ()
    broken: dict[str, tuple[str, ...]] = {}

    def passes(self, *profiles: str) -> bool:
        """Say whether the page was printed and breaks no rule of these profiles."""
        return not self.error and not any(self.broken.get(profile) for profile in profiles)


class Printout(Frozen):
    """A raw PDF, and what the page said: by extraction and on the screen."""

    raw: bytes
    extracted: str
    shown: str


def shared() -> Path:
    return Path(os.environ.get("CAPTURE_SHARED") or Path(__file__).parents[3] / "shared")


def stored_pages() -> Iterator[tuple[str, bytes]]:
    """Yield each stored page's name and HTML."""
    root = shared()
    files = sorted(root.glob("extract/pages/*/*.html.gz"))
    files += sorted(root.glob("langpick/cases/*/page.html"))
    first, step = (
        int(os.environ.get(f"CAPTURE_PDF_{n}", d)) for n, d in (("FROM", 0), ("STEP", 1))
    )
    for file in files[first::step]:
        packed = file.suffix == ".gz"
        yield (
            str(file.relative_to(root)),
            gzip.decompress(file.read_bytes()) if packed else file.read_bytes(),
        )


def printed(browser: Browser, html: bytes, request: PrintRequest) -> Printout:
    """Print one page, as a capture would after cleaning."""
    context = browser.new_context(java_script_enabled=False)
    try:
        page = context.new_page()
        page.route("**/*", lambda route: _answer(route, html))
        page.goto(ADDRESS, wait_until="load")
        world = World(page)
        kept = world.run(script("capture.render", "serialize.js"), {"limit": MAX_HTML_CHARACTERS})
        shown = str(world.run("() => document.body ? document.body.innerText : ''"))
        found = extract(kept["html"], ADDRESS).text
        return Printout(raw=print_whole(world, request, found).raw, extracted=found, shown=shown)
    finally:
        with suppress(Error):
            context.close()


def _answer(route: Route, html: bytes) -> None:
    if route.request.url == ADDRESS:
        route.fulfill(body=html, content_type=_media_type(html))
    else:
        route.abort()


def _media_type(html: bytes) -> str:
    """Return what the page's server said, where its bytes leave no doubt."""
    try:
        html.decode()
    except UnicodeDecodeError:
        return "text/html"
    return "text/html; charset=utf-8"


def judged(name: str, out: Printout) -> Outcome:
    """Finish and validate one PDF."""
    started = time.process_time()
    done = finish(out.raw, FACTS)
    seconds = time.process_time() - started
    held = text(done.data)
    # As if nothing had been guessed, so that the rules of level A are what is judged.
    with (
        patch.object(Notes, "guessed", property(lambda _notes: False)),
        patch("capture.render.pdfa.finish.validate", lambda _data, profile: _Agreed(profile)),
        patch("capture.render.pdfa.finish._MOST_VALIDATED", 1_000_000),
    ):
        accessible = finish(out.raw, FACTS, Level.A2A).data
    verdicts = [
        validate(done.data, "2u"), validate(accessible, "2a"), validate(accessible, "ua1")
    ]  # fmt: skip
    return Outcome(
        name=name,
        raw_bytes=len(out.raw),
        bytes=len(done.data),
        sheets=done.pages,
        finish_s=round(seconds, 4),
        claim=done.conformance,
        extracted=share_found(held, out.extracted),
        shown=share_found(held, out.shown),
        missing=tuple(missing_words(held, out.extracted))[:20],
        broken={v.profile: tuple(rule[:150] for rule in v.broken) for v in verdicts if v.broken},
    )


class _Agreed:
    conforms = True

    def __init__(self, profile: str) -> None:
        self.profile = profile


def _launched(playwright: Playwright, path: Path) -> Browser:
    return playwright.chromium.launch(executable_path=path)


def _failed(name: str, error: Exception) -> Outcome:
    kind = "hung" if isinstance(error, PrintHung) else "not printed"
    return Outcome(name=name, error=f"{kind}: {str(error).splitlines()[0][:200]}")


def outcomes(pages: Iterator[tuple[str, bytes]], done: set[str]) -> Iterator[Outcome]:
    """Measure the pages that are not done yet, until the time is up."""
    minutes = float(os.environ.get("CAPTURE_PDF_MINUTES", "inf"))
    ends = time.monotonic() + minutes * 60
    with sync_playwright() as playwright:
        path = find_browser(None, playwright).path
        browser = _launched(playwright, path)
        for name, html in pages:
            if time.monotonic() > ends:
                break
            if name in done:
                continue
            try:
                yield judged(name, printed(browser, html, REQUEST))
            except (CaptureError, Error) as error:
                yield _failed(name, error)
                if not browser.is_connected():
                    browser = _launched(playwright, path)


def _say(one: Outcome) -> None:
    if one.error:
        print(f"   {one.name}: {one.error}", flush=True)
    for profile, rules in one.broken.items():
        for rule in rules:
            print(f"   {one.name}: {profile} {rule}", flush=True)
    if not one.error and one.extracted < WHOLE:
        lost = " ".join(one.missing[:8])
        print(f"   {one.name}: holds {one.extracted:.3f} of the words; {lost}", flush=True)


def main() -> None:
    if next(stored_pages(), None) is None or not available():
        print("skipped: no stored pages, or page-validation is not installed")
        return
    stamps = Path(os.environ.get("CAPTURE_PDF_STAMPS", os.devnull))
    lines = stamps.read_text("utf-8").splitlines() if stamps.is_file() else []
    found = [Outcome.model_validate_json(line) for line in lines]
    with stamps.open("a", encoding="utf-8") as file:
        for one in outcomes(stored_pages(), {one.name for one in found}):
            file.write(one.model_dump_json() + "\n")
            file.flush()
            found.append(one)
            _say(one)
    report(found)


def report(found: list[Outcome]) -> None:
    """Print the figures."""
    made = [one for one in found if not one.error]
    for profiles in (("2u",), ("2a",), ("ua1",), ("2a", "ua1")):
        passed = sum(one.passes(*profiles) for one in found)
        print(f"{' and '.join(profiles):12} {passed} of {len(found)} pages pass")
    rules = Counter(
        rule.split(":")[0] for one in made for broken in one.broken.values() for rule in broken
    )
    errors = Counter(one.error.split(":")[0] for one in found if one.error)
    print(f"claims       {dict(Counter(one.claim for one in made).most_common())}")
    print(f"broken       {dict((rules + errors).most_common())}")
    print(
        f"bytes        {sum(o.bytes for o in made) / max(1, sum(o.raw_bytes for o in made)):.2f}"
        " of Chromium's tagged output"
    )
    seconds = sorted(one.finish_s for one in made) or [0]
    print(
        f"finish       median {seconds[len(seconds) // 2]:.3f} s, "
        f"{sum(seconds) / max(1, sum(o.sheets for o in made)):.4f} s a sheet"
        " (CPU, validation of claims included)"
    )
    for said, shares in (
        ("extracted", sorted(one.extracted for one in made)),
        ("shown", sorted(one.shown for one in made)),
    ):
        whole = sum(share >= WHOLE for share in shares)
        lowest = shares[len(shares) // 100] if shares else 0
        print(
            f"{said:12} {whole} of {len(shares)} hold ≥ 99 % of the words; "
            f"1st percentile {lowest:.3f}"
        )


if __name__ == "__main__":
    main()
