"""Answers that are no page: a PDF, a picture, a download."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin

from playwright.sync_api import APIResponse, Download, Error, Response

from capture.browser.answer import headers_of
from capture.browser.gate_policy import scheme_refusal
from capture.browser.launch import OpenPage
from capture.browser.own_headers import OwnHeaders, own_headers
from capture.browser.values import Settled, Visit
from capture.errors import CaptureError, PolicyRefused
from capture.options import Options
from capture.urls import redact

# A document that is no page is held in memory once; the largest PDF on arXiv is about 100 MB.
MAX_FILE_BYTES = 200 * 1024 * 1024
# A browser follows 20 redirects (the Fetch standard); so does asking again for a download.
MAX_REDIRECTS = 20
# What asking again for a download may take: the largest PDF on arXiv at 2 MB a second.
DOWNLOAD_MS = 60_000


@dataclass(frozen=True, slots=True)
class PlainDocument:
    """An answer that is not a page (a PDF, a picture, plain text), as it was served."""

    visit: Visit
    body: bytes


def body_of(response: Response) -> bytes:
    """Return an answer's body; raises `CaptureError` when it is too large to keep."""
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
    opened: OpenPage, downloads: list[Download], url: str, options: Options, started_at: datetime
) -> PlainDocument:
    """Keep a PDF, which this browser may only download; refuse other downloads."""
    for download in downloads:
        download.cancel()
    found = downloads[-1].url if downloads else url
    # The same browser context asks again: a download gives neither status nor headers.
    response = _ask_again(opened, found, own_headers(options, url))
    media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    body = response.body() if media_type == "application/pdf" else b""
    if not body.startswith(b"%PDF-"):
        raise CaptureError(
            f"{redact(found)} is a download ({media_type or 'of no stated type'}), not a page",
            remedy="save it with a download tool",
        )
    visit = Visit(
        requested_url=redact(url),
        final_url=redact(response.url),
        redirects=(),
        status=response.status,
        status_text=response.status_text,
        headers=headers_of(response.headers),
        media_type=media_type,
        title="",
        started_at=started_at,
        settled=Settled(settled=True),
    )
    return PlainDocument(visit, body)


def _ask_again(opened: OpenPage, url: str, own: OwnHeaders) -> APIResponse:
    """Get ``url``, a redirect at a time, each with the user's headers for it."""
    for _ in range(MAX_REDIRECTS):
        response = opened.context.request.get(
            url,
            headers=own.for_url(url),
            timeout=DOWNLOAD_MS,
            fail_on_status_code=False,
            max_redirects=0,
        )
        where = response.headers.get("location", "")
        if not where or not 300 <= response.status < 400:
            return response
        try:
            url = urljoin(url, where)
        except ValueError as error:
            raise CaptureError(f"{redact(url)}: it redirects to no address ({error})") from error
        if refusal := scheme_refusal(url):
            raise PolicyRefused(f"{redact(url)}: {refusal}")
    raise CaptureError(f"{redact(url)}: it redirects in a loop", remedy="try it with --cookies")
