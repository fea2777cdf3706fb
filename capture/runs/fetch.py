"""Fetching the small files that steer a run: sitemaps, feeds, robots.txt.

Pages are never fetched here; they go through the browser.  Everything is bounded: time, bytes,
redirects, and the addresses that a public source may name.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import IO
from urllib.parse import urljoin, urlsplit

from capture.browser.addresses import is_public
from capture.browser.patience import parse_retry_after
from capture.errors import CaptureError, PolicyRefused
from capture.urls import host_of, redact

USER_AGENT = "page-capture"
# A sitemap is at most 50 MiB by its protocol; feeds and robots.txt are far smaller.
MAX_BYTES = 64 * 1024 * 1024
# Connecting and each read; the whole of a download is bounded by TOTAL_S.
TIMEOUT_S = 20.0
TOTAL_S = 300.0
# Above this a downloaded file goes to disk.
_SPOOL_BYTES = 1024 * 1024
_CHUNK = 64 * 1024

Judge = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Fetched:
    """A downloaded file, open at its start, and the address it came from in the end."""

    url: str
    body: IO[bytes]


class Refused(CaptureError):
    """The server answered, but with an error status, kept in ``status``."""

    def __init__(self, message: str, status: int, retry_after_s: float | None) -> None:
        passing = status in (408, 429) or status >= 500
        super().__init__(message, retryable=passing, retry_after_s=retry_after_s)
        self.status = status


@lru_cache(maxsize=4096)  # a list names few hosts; one look-up each
def is_private_host(host: str) -> bool:
    """Say whether any address of ``host`` is not on the public internet; False if it has none."""
    try:
        found = {str(info[4][0]) for info in socket.getaddrinfo(host, None)}
    except (OSError, UnicodeError):
        return False
    return not all(is_public(address) for address in found)


def web_only(url: str) -> None:
    """Raise `PolicyRefused` when ``url`` is not of the web: a list from there names no files."""
    if not url.startswith(("http://", "https://")):
        raise PolicyRefused(
            f"{redact(url)[:200]} is no web address, but a list from the web names it"
        )


def public_only(url: str) -> None:
    """Raise `PolicyRefused` when ``url`` leads to an address that is not public."""
    web_only(url)
    if is_private_host(host_of(url)):
        raise PolicyRefused(f"{redact(url)} is at a private address, named by a public source")


def anything(_: str) -> None:
    """Refuse nothing: for what the user wrote down."""


def judge_for(source: str) -> Judge:
    """Return what a list fetched from ``source`` may name: a public one no private address."""
    return web_only if is_private_host(host_of(source)) else public_only


def fetch(
    url: str, judge: Judge = anything, *, max_bytes: int = MAX_BYTES, cut: bool = False
) -> Fetched:
    """Download ``url``; raises `CaptureError` (`Refused` for a status), `PolicyRefused`.

    What is larger than ``max_bytes`` is an error, or with ``cut`` is left out.
    """
    judge(url)
    request = urllib.request.Request(url, headers={"User-Agent": USER_AGENT})  # noqa: S310
    opener = urllib.request.OpenerDirector()
    for handler in _handlers(judge):
        opener.add_handler(handler)
    try:
        with opener.open(request, timeout=TIMEOUT_S) as answer:
            return Fetched(answer.geturl(), _download(answer, url, max_bytes, cut=cut))
    except urllib.error.HTTPError as error:
        wait = parse_retry_after(error.headers.get("Retry-After"))
        raise Refused(f"{redact(url)} answered {error.code}", error.code, wait) from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise CaptureError(f"{redact(url)} cannot be read: {error}", retryable=True) from error


def _handlers(judge: Judge) -> list[urllib.request.BaseHandler]:
    # Built by hand: the stock opener also reads file:, ftp: and data: addresses.
    public = judge is public_only
    return [
        urllib.request.ProxyHandler(),
        _PublicHTTP() if public else urllib.request.HTTPHandler(),
        _PublicHTTPS() if public else urllib.request.HTTPSHandler(),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.UnknownHandler(),
        _JudgedRedirects(judge),
    ]


def _connect_publicly(host: str, port: int, timeout: float | None) -> socket.socket:
    """Connect to an address of ``host`` that was looked at: a second look-up may say another."""
    error: OSError = OSError(f"{host} has no address")
    for family, kind, protocol, _, address in socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM
    ):
        if not is_public(str(address[0])):
            raise PolicyRefused(f"{host} is at a private address, named by a public source")
        connection = socket.socket(family, kind, protocol)
        connection.settimeout(timeout)
        try:
            connection.connect(address)
        except OSError as failed:
            error = failed
            connection.close()
        else:
            return connection
    raise error


class _PublicConnection(http.client.HTTPConnection):
    def connect(self) -> None:
        self.sock = _connect_publicly(self.host, self.port, self.timeout)


class _PublicTLSConnection(http.client.HTTPSConnection):
    def connect(self) -> None:
        plain = _connect_publicly(self.host, self.port, self.timeout)
        self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)


def _by_proxy(request: urllib.request.Request) -> bool:
    """Tell whether the user's proxy is asked, which looks the name up itself."""
    return request.host != urlsplit(request.full_url).netloc


class _PublicHTTP(urllib.request.HTTPHandler):
    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return super().http_open(req) if _by_proxy(req) else self.do_open(_PublicConnection, req)


class _PublicHTTPS(urllib.request.HTTPSHandler):
    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        if _by_proxy(req):
            return super().https_open(req)
        return self.do_open(_PublicTLSConnection, req)


class _JudgedRedirects(urllib.request.HTTPRedirectHandler):
    max_redirections = 5  # what robots.txt's RFC 9309 asks a crawler to follow

    def __init__(self, judge: Judge) -> None:
        self._judge = judge

    def http_error_302(  # type: ignore[no-untyped-def]
        self, req, fp, code, msg, headers
    ) -> http.client.HTTPResponse | None:
        # Before the stock handler, which answers a forbidden scheme with a plain HTTP error.
        web_only(urljoin(req.full_url, headers.get("Location", "")))
        return super().http_error_302(req, fp, code, msg, headers)

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302

    def redirect_request(  # type: ignore[no-untyped-def]
        self, req, fp, code, msg, headers, newurl
    ) -> urllib.request.Request | None:
        self._judge(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _download(
    answer: http.client.HTTPResponse, url: str, max_bytes: int, *, cut: bool
) -> IO[bytes]:
    body: IO[bytes] = tempfile.SpooledTemporaryFile(_SPOOL_BYTES)  # noqa: SIM115 (returned)
    ends = time.monotonic() + TOTAL_S
    left = max_bytes
    while chunk := answer.read(_CHUNK):
        left -= len(chunk)
        if left < 0 and cut:
            body.write(chunk[:left])
            break
        if left < 0:
            raise CaptureError(f"{redact(url)} is larger than {max_bytes} bytes")
        if time.monotonic() > ends:
            raise CaptureError(f"{redact(url)} did not end within {TOTAL_S:.0f} s", retryable=True)
        body.write(chunk)
    body.seek(0)
    return body
