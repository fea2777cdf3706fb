"""Printing a page, under a watchdog: how, on which paper, and what its margins say."""

from __future__ import annotations

import base64
import os
import re
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib import resources

from playwright.sync_api import CDPSession, Error, Page

from capture.browser.deadline import give_up_page
from capture.errors import CaptureError, UsageError

_PX_PER_MM = 96 / 25.4
_MM_PER_INCH = 25.4

# Width and height in mm, portrait.
PAPERS: dict[str, tuple[float, float]] = {
    "a3": (297, 420),
    "a4": (210, 297),
    "a5": (148, 210),
    "letter": (215.9, 279.4),
    "legal": (215.9, 355.6),
}
# CLDR, supplemental/measurementData: where paper is US Letter; everywhere else it is A4.
_LETTER_REGIONS = frozenset(re.findall("..", "BZCACLCOCRGTMXNIPAPHPRSVUSVE"))

# Wide enough for a hole punch and the foot line; browsers print with 10 mm.
DEFAULT_MARGIN_MM = 15.0
# So that two tries fit into the two minutes that the pipeline gives to rendering.
DEFAULT_TIMEOUT_MS = 40_000.0
# Renderer killed, the browser answers within milliseconds; this long later it is hung itself.
_GRACE_S = 5.0
_LONGEST_ADDRESS = 90  # characters of the foot line's address at 7 pt on A5


@dataclass(frozen=True, slots=True)
class PrintRequest:
    """How to print; ``paper`` is a name of `PAPERS`, ``margin_mm`` goes all round.

    ``safe`` moves every list marker inside its item: for a second try, after Chromium hung on the
    first.  The foot line says ``source_url`` and ``captured_at`` (UTC) beside the page number.
    """

    paper: str = "a4"
    landscape: bool = False
    margin_mm: float = DEFAULT_MARGIN_MM
    source_url: str = ""
    captured_at: datetime | None = None
    foot: bool = True
    background: bool = True
    light: bool = True
    timeout_ms: float = DEFAULT_TIMEOUT_MS
    safe: bool = False

    @property
    def size_mm(self) -> tuple[float, float]:
        """Width and height of the sheet as it lies; raises `UsageError` for an unknown paper."""
        try:
            width, height = PAPERS[self.paper.lower()]
        except KeyError:
            names = ", ".join(PAPERS)
            raise UsageError(
                f"no paper called {self.paper}", remedy=f"use one of {names}"
            ) from None
        return (height, width) if self.landscape else (width, height)

    @property
    def content_px(self) -> int:
        """Width of the text area in CSS px."""
        return round((self.size_mm[0] - 2 * self.margin_mm) * _PX_PER_MM)

    @property
    def tallest_px(self) -> int:
        """Height of the text area in CSS px."""
        return round((self.size_mm[1] - 2 * self.margin_mm) * _PX_PER_MM)

    @property
    def wide_px(self) -> int:
        """Width of the text area of a landscape page in CSS px."""
        return round((max(self.size_mm) - 2 * self.margin_mm) * _PX_PER_MM)


class PrintHung(CaptureError):
    """Chromium did not come back from printing; the page is gone, a browser may be too.

    Caught by whoever retries with ``PrintRequest.safe``.
    """


def paper_for(locale: str) -> str:
    """Return ``letter`` or ``a4``, by the region of a locale such as ``en-US``."""
    region = re.search(r"[-_]([A-Za-z]{2})\b", locale)
    return "letter" if region and region[1].upper() in _LETTER_REGIONS else "a4"


def print_page(page: Page, session: CDPSession, request: PrintRequest, scale: float = 1.0) -> bytes:
    """Print the page as tagged, outlined PDF, ``scale`` times its size.

    Always ends: when Chromium does not come back within ``request.timeout_ms``, its renderers are
    killed, then the browser, and `PrintHung` is raised.  Raises `CaptureError` when printing fails.
    """
    return _printed(page, session, _print_options(request, scale), request.timeout_ms)


def _printed(
    page: Page, session: CDPSession, options: dict[str, object], timeout_ms: float
) -> bytes:
    with _watchdog(page, timeout_ms) as hung:
        try:
            answer = session.send("Page.printToPDF", options)
        except Error as error:
            if hung.is_set():
                raise PrintHung(
                    f"Chromium did not finish printing within {timeout_ms / 1000:g} s",
                    retryable=True,
                ) from error
            raise CaptureError(f"printing failed: {error.message}", retryable=True) from error
    return base64.b64decode(answer["data"])


def page_rules(request: PrintRequest) -> str:
    """Return the ``@page`` rules: size, margin, and the foot line."""
    width, height = request.size_mm
    margin = request.margin_mm
    foot = _foot_line(request) if request.foot else ""
    small, large = sorted((width, height))
    return f"""
@page {{ size: {width:g}mm {height:g}mm !important; margin: {margin:g}mm !important; {foot} }}
@page capture-wide {{ size: {large:g}mm {small:g}mm !important; margin: {margin:g}mm !important; }}
.capture-wide {{ page: capture-wide; break-before: page; break-after: page; }}
"""


def _foot_line(request: PrintRequest) -> str:
    style = (
        "font-size: 7pt; line-height: 1.2; font-weight: 400; font-style: normal; color: #555; "
        "writing-mode: horizontal-tb; vertical-align: top; padding-top: 3mm;"
    )
    moment = request.captured_at
    date = moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC") if moment else ""
    said = " · ".join(part for part in (shortened(request.source_url), date) if part)
    return f"""
  @bottom-left {{ content: {css_string(said)}; {style} text-align: left; width: 85%; }}
  @bottom-center {{ content: none; }}
  @bottom-right {{ content: counter(page) " / " counter(pages); {style} text-align: right; }}
"""


def shortened(address: str, longest: int = _LONGEST_ADDRESS) -> str:
    """Return an address that fits the foot line, its middle left out where it must be."""
    if len(address) <= longest:
        return address
    half = longest // 2
    return f"{address[:half]}…{address[-half + 1 :]}"


def css_string(text: str, *, keep: str = "") -> str:
    """Return a CSS string: nothing in the text can end it, unless ``keep`` names it."""
    plain = " .,:;/-_·…" + keep
    # The space belongs to the escape: without it the text's own would go.
    kept = (c if c.isalnum() or c in plain else f"\\{ord(c):06x} " for c in text)
    return '"' + "".join(kept) + '"'


def _print_options(request: PrintRequest, scale: float) -> dict[str, object]:
    width, height = (side / _MM_PER_INCH for side in request.size_mm)
    margin = request.margin_mm / _MM_PER_INCH
    return {
        "paperWidth": width,
        "paperHeight": height,
        "marginTop": margin,
        "marginBottom": margin,
        "marginLeft": margin,
        "marginRight": margin,
        "scale": scale,
        "printBackground": request.background,
        "preferCSSPageSize": True,
        "generateTaggedPDF": True,
        "generateDocumentOutline": True,
    }


@contextmanager
def _watchdog(page: Page, timeout_ms: float) -> Iterator[threading.Event]:
    """Kill the renderers, then the browser, unless the block ends in time.

    Playwright's sync calls cannot be given up, and a hung renderer blocks even closing its page;
    a call does return when the process it waits for dies.  Killed renderers leave the browser
    usable (measured), so it goes only if it does not answer either.
    """
    renderers, browsers = _processes(page)
    ended, hung = threading.Event(), threading.Event()

    def watch() -> None:
        if ended.wait(timeout_ms / 1000):
            return
        hung.set()
        give_up_page(page)
        _kill(renderers)
        if not ended.wait(_GRACE_S):
            _kill(browsers)

    thread = threading.Thread(target=watch, name="print-watchdog", daemon=True)
    thread.start()
    try:
        yield hung
    finally:
        ended.set()
        thread.join()


def _processes(page: Page) -> tuple[list[int], list[int]]:
    """Return the ids of the renderers and of the browser; none for a browser somewhere else."""
    browser = page.context.browser
    if browser is None:
        return [], []
    try:
        session = browser.new_browser_cdp_session()
        found = session.send("SystemInfo.getProcessInfo")["processInfo"]
        session.detach()
    except Error:
        return [], []
    ids = {
        kind: [int(p["id"]) for p in found if p["type"] == kind] for kind in ("renderer", "browser")
    }
    return ids["renderer"], ids["browser"]


def _kill(processes: list[int]) -> None:
    for process in processes:
        try:
            os.kill(process, signal.SIGKILL)
        except ProcessLookupError:
            continue


@cache
def style(name: str) -> str:
    """Return one of the style sheets beside this module."""
    return resources.files("capture.render").joinpath("css", name).read_text("utf-8")
