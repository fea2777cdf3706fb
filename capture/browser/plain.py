"""Answers that are no page: a PDF, a picture, a download."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Error, Response
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from capture.browser.answer import headers_of, redirects_of
from capture.browser.launch import OpenPage
from capture.browser.stream import read_stream
from capture.browser.traffic import DocumentWeight, Traffic
from capture.browser.values import Settled, Visit
from capture.errors import CaptureError
from capture.options import Options
from capture.urls import redact

# A document that is no page is held in memory once; the largest PDF on arXiv is about 100 MB.
MAX_FILE_BYTES = 200 * 1024 * 1024
# A page that is sent as a download was not meant to be looked at.
_KEPT = re.compile(r"application/pdf|text/(?!html\b)[\w.+-]+")
_RECODED = "the server's own bytes could not be had again: the text is kept as UTF-8"
# How long a text is read for: ten times what the slowest machine took for a megabyte of escapes.
AGAIN_SECONDS = 10.0
# What a download may take: the largest PDF on arXiv at 2 MB a second.
DOWNLOAD_SECONDS = 60.0
# A disk takes 100 MB between two looks at most.
POLL_MS = 50
# Between two looks at what has come of a document; unpacked, it comes at 300 MB a second at most.
ROUND_MS = 200.0
PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class PlainDocument:
    """An answer that is not a page (a PDF, a picture, plain text), as it was served."""

    visit: Visit
    body: bytes


def await_end(
    opened: OpenPage, traffic: Traffic, weight: DocumentWeight, url: str, budget_ms: int
) -> None:
    """Wait until a document has come to its end, within time and size; raises `CaptureError`."""
    ends = time.monotonic() + budget_ms / 1000
    while not traffic.broken_off:
        weight.watch()
        if weight.bytes > MAX_FILE_BYTES:
            raise CaptureError(f"{redact(url)} is over {MAX_FILE_BYTES} bytes, too large to keep")
        try:
            opened.page.wait_for_load_state("load", timeout=ROUND_MS)
        except PlaywrightTimeout:
            if time.monotonic() < ends:
                continue
            raise CaptureError(
                f"{redact(url)} did not come to its end within the budget",
                remedy="try a longer --timeout",
                retryable=True,
            ) from None
        except Error as error:
            raise CaptureError(f"the document is gone: {error.message}", retryable=True) from error
        return


def plain_document(
    opened: OpenPage, response: Response, visit: Visit, options: Options
) -> PlainDocument:
    """Keep what an address gave, as it was served; raises `CaptureError` if that is too large."""
    body = _body_of(response)
    if _is_binary(visit.media_type) or _has_length(response, body):
        return PlainDocument(visit, body)
    # Of a text the browser gives the letters, as UTF-8; which bytes they were it does not tell.
    served = _Served(opened, response.status).bytes_of(response.url, options.timeout_ms)
    if served is not None:
        return PlainDocument(visit, served)
    settled = Settled(settled=False, reasons=(_RECODED,))
    return PlainDocument(visit.model_copy(update={"settled": settled}), body)


def _is_binary(media_type: str) -> bool:
    picture = media_type.startswith("image/") and not media_type.endswith("+xml")
    return picture or media_type == PDF


def _has_length(response: Response, body: bytes) -> bool:
    """Tell whether ``body`` is as long as what the server sent, and so the same bytes."""
    headers = response.headers
    return "content-encoding" not in headers and headers.get("content-length") == str(len(body))


def _body_of(response: Response) -> bytes:
    length = response.headers.get("content-length", "0")
    if length.isdigit() and int(length) > MAX_FILE_BYTES:
        raise CaptureError(f"{redact(response.url)} is {length} bytes, too large to keep")
    try:
        body = response.body()
    except Error as error:
        raise CaptureError(f"the document could not be read: {error.message}") from error
    if len(body) > MAX_FILE_BYTES:
        raise CaptureError(f"{redact(response.url)} is {len(body)} bytes, too large to keep")
    return body


def downloaded(
    opened: OpenPage,
    url: str,
    response: Response | None,
    started_at: datetime,
    go_again: Callable[[], object],
) -> PlainDocument:
    """Keep a PDF or a text, which this browser may only download; refuse other downloads.

    ``response`` said that it is one.  Nothing is written to disk for a page, which could fill it in
    a second: ``go_again`` goes there once more, with a folder to put the file in.
    """
    media_type = _media_type(response)
    kept = response is not None and _KEPT.fullmatch(media_type)
    body = _file(opened, url, go_again) if kept else b""
    if media_type == PDF and not body.startswith(b"%PDF-"):
        body = b""
    if response is None or not body:
        where = redact(response.url if response else url)
        raise CaptureError(
            f"{where} is a download ({media_type or 'of no stated type'}), not a page",
            remedy="save it with a download tool",
        )
    visit = Visit(
        requested_url=redact(url),
        final_url=redact(response.url),
        redirects=redirects_of(response),
        status=response.status,
        status_text=response.status_text,
        headers=headers_of(response.headers),
        media_type=media_type,
        title="",
        started_at=started_at,
        settled=Settled(settled=True),
    )
    return PlainDocument(visit, body)


def _media_type(response: Response | None) -> str:
    said = response.headers.get("content-type", "") if response else ""
    return said.partition(";")[0].strip().lower()


def _file(opened: OpenPage, url: str, go_again: Callable[[], object]) -> bytes:
    """Have the browser write the file, as far as it may be long; raises `CaptureError`."""
    browser = opened.context.browser
    assert browser is not None
    target = opened.world.session.send("Target.getTargetInfo")["targetInfo"]
    session = browser.new_browser_cdp_session()
    news: list[dict[str, Any]] = []
    session.on("Browser.downloadProgress", lambda event: news.append(event))
    with TemporaryDirectory(prefix="capture-download-", ignore_cleanup_errors=True) as folder:
        own = {"browserContextId": target["browserContextId"]}
        allowed = {"behavior": "allowAndName", "downloadPath": folder, "eventsEnabled": True}
        session.send("Browser.setDownloadBehavior", {**own, **allowed})
        try:
            go_again()
            return _grown(opened, url, Path(folder), news)
        finally:
            session.send("Browser.setDownloadBehavior", {**own, "behavior": "deny"})
            for guid in {event["guid"] for event in news}:
                with suppress(Error):
                    session.send("Browser.cancelDownload", {**own, "guid": guid})
            session.detach()


def _grown(opened: OpenPage, url: str, folder: Path, news: list[dict[str, Any]]) -> bytes:
    """Wait for the download to end, within time and size."""
    ends = time.monotonic() + DOWNLOAD_SECONDS
    while not (news and news[-1]["state"] != "inProgress"):
        # What is packed is far longer on the disk than it was on the wire.
        if _bytes_in(folder) > MAX_FILE_BYTES:
            raise CaptureError(f"{redact(url)} is over {MAX_FILE_BYTES} bytes, too large to keep")
        if time.monotonic() > ends or (news and opened.gate.over_budget):
            raise CaptureError(
                f"{redact(url)} did not end within {DOWNLOAD_SECONDS:.0f} s", retryable=True
            )
        opened.page.wait_for_timeout(POLL_MS)
    file = folder / str(news[-1]["guid"])
    if news[-1]["state"] != "completed" or file.stat().st_size > MAX_FILE_BYTES:
        raise CaptureError(f"{redact(url)}: the server broke the download off", retryable=True)
    return file.read_bytes()


def _bytes_in(folder: Path) -> int:
    """Return how much the folder holds; the browser renames a file there when it has it whole."""
    size = 0
    for file in folder.iterdir():
        with suppress(FileNotFoundError):
            size += file.stat().st_size
    return size


class _Served:
    """The bytes of an answer, taken from the browser's network before they are read as text.

    The browser asks for it as it asked at first, with the same login, headers and gate; no more is
    taken than may be kept, whatever it unpacks to.
    """

    def __init__(self, opened: OpenPage, status: int) -> None:
        self._page = opened.page
        self._status = status
        self._session = opened.context.new_cdp_session(opened.page)
        self._body: bytes | None = None
        self._ends = 0.0

    def bytes_of(self, url: str, timeout_ms: float) -> bytes | None:
        """Return the bytes at ``url``, ``None`` when it no longer answers as it did."""
        self._session.on("Fetch.requestPaused", self._paused)
        pattern = {"urlPattern": "*", "resourceType": "Document", "requestStage": "Response"}
        self._session.send("Fetch.enable", {"patterns": [pattern]})
        self._ends = time.monotonic() + AGAIN_SECONDS
        with suppress(Error):  # what was taken never arrives
            self._page.goto(url, wait_until="commit", timeout=timeout_ms + AGAIN_SECONDS * 1000)
        with suppress(Error):
            self._session.detach()
        return self._body

    def _paused(self, event: dict[str, Any]) -> None:
        request, status = {"requestId": event["requestId"]}, event.get("responseStatusCode", 0)
        with suppress(Error):  # the page may have gone while we looked
            if 300 <= status < 400:
                self._session.send("Fetch.continueRequest", request)
                return
            if status == self._status:
                taken = self._session.send("Fetch.takeResponseBodyAsStream", request)
                self._body = read_stream(
                    self._session, taken["stream"], most=MAX_FILE_BYTES, until=self._ends
                )
            self._session.send("Fetch.failRequest", {**request, "errorReason": "Aborted"})
