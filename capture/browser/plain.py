"""Answers that are no page: a PDF, a picture, a download."""

from __future__ import annotations

import re
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
# A page that is sent as a download was not meant to be looked at.
_KEPT = re.compile(r"application/pdf|text/(?!html\b)[\w.+-]+")
_RECODED = "the server's own bytes could not be had again: the text is kept as UTF-8"
# What asking again for a download may take: the largest PDF on arXiv at 2 MB a second.
DOWNLOAD_MS = 60_000


@dataclass(frozen=True, slots=True)
class PlainDocument:
    """An answer that is not a page (a PDF, a picture, plain text), as it was served."""

    visit: Visit
    body: bytes


def plain_document(
    opened: OpenPage, response: Response, visit: Visit, options: Options
) -> PlainDocument:
    """Keep what an address gave, as it was served; raises `CaptureError` if that is too large."""
    body = _body_of(response)
    if _is_binary(visit.media_type) or _has_length(response, body):
        return PlainDocument(visit, body)
    # Of a text the browser gives the letters, as UTF-8; which bytes they were it does not tell.
    try:
        again = _ask_again(opened, response.url, own_headers(options, visit.requested_url))
        if again.status == response.status:
            return PlainDocument(visit, again.body())
    except (Error, CaptureError):
        pass
    settled = Settled(settled=False, reasons=(_RECODED,))
    return PlainDocument(visit.model_copy(update={"settled": settled}), body)


def _is_binary(media_type: str) -> bool:
    picture = media_type.startswith("image/") and not media_type.endswith("+xml")
    return picture or media_type == "application/pdf"


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
    opened: OpenPage, downloads: list[Download], url: str, options: Options, started_at: datetime
) -> PlainDocument:
    """Keep a PDF or a text, which this browser may only download; refuse other downloads."""
    for download in downloads:
        download.cancel()
    found = downloads[-1].url if downloads else url
    # The same browser context asks again: a download gives neither status nor headers.
    response = _ask_again(opened, found, own_headers(options, url))
    media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    body = response.body() if _KEPT.fullmatch(media_type) else b""
    if media_type == "application/pdf" and not body.startswith(b"%PDF-"):
        body = b""
    if not body:
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
