"""Recorded traffic as WARC 1.1 records, written one by one as the exchanges end.

Secrets of the visitor do not go on record: ``Authorization``, ``Proxy-Authorization``, ``Cookie``,
``Set-Cookie`` and headers that the user added are left out, and each record that lost one says so.
"""

from __future__ import annotations

import base64
import string
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote, urlsplit

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from capture.archive.surt import surt
from capture.browser.record import Exchange, Headers
from capture.urls import redact

SECRET_HEADERS = frozenset(
    {"authorization", "proxy-authorization", "cookie", "set-cookie", "set-cookie2"}
)
# The browser hands out decoded bodies, so what described the coding describes them no more.
_CODING_HEADERS = frozenset({"content-encoding", "transfer-encoding", "content-length"})
REDACTED = "WARC-Capture-Redacted"
# What a request body adds to an index key, as replay tools limit it.
_MAX_POST_KEY = 4096


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """One answer's line of the CDXJ index: key, time, and where its record lies in the WARC."""

    key: str
    timestamp: str
    url: str
    media_type: str
    status: int
    digest: str
    offset: int
    length: int
    method: str = "GET"


class WarcFile:
    """A ``.warc.gz`` being written.  Use as a context manager; `write` is a recorder's sink."""

    def __init__(
        self, path: Path, *, software: str, user_secrets: Iterable[str] = (), title: str = ""
    ) -> None:
        self.path = path
        self.index: list[IndexEntry] = []
        self._secrets = SECRET_HEADERS | {name.lower() for name in user_secrets}
        self._seen: set[tuple[str, str, str]] = set()
        self._file = path.open("wb")
        self._writer = WARCWriter(self._file, gzip=True, warc_version="WARC/1.1")
        self._write_info(software, title)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the file; it is whole then."""
        self._file.close()

    def _write_info(self, software: str, title: str) -> None:
        facts = {
            "software": software,
            "format": "WARC File Format 1.1",
            "conformsTo": "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
            "description": "Bodies are as decoded by the browser; headers that carry secrets of "
            f"the visitor are left out and named in {REDACTED}.",
        }
        if title:
            facts["isPartOf"] = " ".join(title.split())
        self._writer.write_record(self._writer.create_warcinfo_record(self.path.name, facts))

    def write(self, exchange: Exchange) -> None:
        """Write the records of one exchange; an exact repetition is written once."""
        if not exchange.status:
            self._write_failure(exchange)
            return
        response = self._response(exchange)
        digest = str(response.rec_headers.get_header("WARC-Payload-Digest"))
        mark = (exchange.method, exchange.url, digest)
        if mark in self._seen:
            return
        self._seen.add(mark)
        entry = self._append(response, exchange, digest)
        request = self._request(exchange)
        request.rec_headers.add_header(
            "WARC-Concurrent-To", response.rec_headers.get_header("WARC-Record-ID")
        )
        self._writer.write_record(request)
        self.index.append(entry)

    def write_resource(self, uri: str, media_type: str, body: bytes, at: datetime) -> None:
        """Write a file that belongs to the page (its PDF, its screenshot) as a resource record."""
        record = self._writer.create_warc_record(
            uri,
            "resource",
            payload=BytesIO(body),
            length=len(body),
            warc_content_type=media_type,
            warc_headers_dict={"WARC-Date": _warc_date(at)},
        )
        offset = self._file.tell()
        self._writer.write_record(record)
        digest = str(record.rec_headers.get_header("WARC-Payload-Digest"))
        length = self._file.tell() - offset
        self.index.append(
            IndexEntry(uri, _timestamp(at), uri, media_type, 200, digest, offset, length)
        )

    def _append(self, record: ArcWarcRecord, exchange: Exchange, digest: str) -> IndexEntry:
        offset = self._file.tell()
        self._writer.write_record(record)
        media_type = _header(exchange.response_headers, "content-type").partition(";")[0].strip()
        return IndexEntry(
            key=_key(exchange),
            timestamp=_timestamp(exchange.started_at),
            url=redact(exchange.url),
            media_type=media_type or "application/octet-stream",
            status=exchange.status,
            digest=digest,
            offset=offset,
            length=self._file.tell() - offset,
            method=exchange.method,
        )

    def _response(self, exchange: Exchange) -> ArcWarcRecord:
        kept, redacted = self._without_secrets(exchange.response_headers)
        plain = [(n, v) for n, v in kept if n.lower() not in _CODING_HEADERS]
        plain += [(f"x-orig-{n}", v) for n, v in kept if n.lower() in _CODING_HEADERS]
        plain.append(("Content-Length", str(len(exchange.body))))
        phrase = _one_line(exchange.status_text) or _phrase(exchange.status)
        status = f"{exchange.status} {phrase}"
        extra = self._record_headers(exchange, redacted)
        if exchange.address:
            extra["WARC-IP-Address"] = exchange.address
        if exchange.missing:
            extra["WARC-Truncated"] = "length"
        record = self._writer.create_warc_record(
            redact(exchange.url),
            "response",
            payload=BytesIO(exchange.body),
            length=len(exchange.body),
            http_headers=StatusAndHeaders(status, _sane(plain), protocol="HTTP/1.1"),
            warc_headers_dict=extra,
        )
        self._writer.ensure_digest(record, block=False, payload=True)
        return record

    def _request(self, exchange: Exchange) -> ArcWarcRecord:
        kept, redacted = self._without_secrets(exchange.request_headers)
        parts = urlsplit(exchange.url)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        if not _header(kept, "host"):
            kept = (("Host", parts.netloc.rpartition("@")[2]), *kept)
        body = exchange.request_body or b""
        return self._writer.create_warc_record(
            redact(exchange.url),
            "request",
            payload=BytesIO(body),
            length=len(body),
            http_headers=StatusAndHeaders(
                _one_line(f"{exchange.method} {target} HTTP/1.1"),
                _sane(list(kept)),
                is_http_request=True,
            ),
            warc_headers_dict=self._record_headers(exchange, redacted),
        )

    def _write_failure(self, exchange: Exchange) -> None:
        text = f"method: {exchange.method}\r\nfailure: {exchange.missing}\r\n".encode()
        record = self._writer.create_warc_record(
            redact(exchange.url),
            "metadata",
            payload=BytesIO(text),
            length=len(text),
            warc_content_type="application/warc-fields",
            warc_headers_dict={"WARC-Date": _warc_date(exchange.started_at)},
        )
        self._writer.write_record(record)

    def _without_secrets(self, headers: Headers) -> tuple[Headers, tuple[str, ...]]:
        kept = tuple((n, v) for n, v in headers if n.lower() not in self._secrets)
        gone = sorted({n.lower() for n, _ in headers} & self._secrets)
        return kept, tuple(gone)

    def _record_headers(self, exchange: Exchange, redacted: tuple[str, ...]) -> dict[str, Any]:
        headers = {"WARC-Date": _warc_date(exchange.started_at)}
        return headers | ({REDACTED: ", ".join(redacted)} if redacted else {})


def _header(headers: Headers, name: str) -> str:
    return next((value for key, value in headers if key.lower() == name), "")


def _sane(headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
    # A value with a line break would start a header of its own in the record.
    return [(_one_line(name), _one_line(value)) for name, value in headers]


def _one_line(text: str) -> str:
    """Return ``text`` in one line of ASCII; what is not, percent-encoded as warcio does values."""
    one = " ".join(text.splitlines())
    return one if one.isascii() else quote(one, safe=string.printable)


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"


def _warc_date(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _timestamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%d%H%M%S%f")[:17]


def _key(exchange: Exchange) -> str:
    """Return the index key; a request with a body is told apart as pywb's ``__wb_method`` does."""
    url = redact(exchange.url).partition("#")[0]
    if exchange.method == "GET":
        return surt(url)
    extra = f"__wb_method={exchange.method}"
    body = exchange.request_body or b""
    if body:
        form = "x-www-form-urlencoded" in _header(exchange.request_headers, "content-type")
        text = body.decode("utf-8", "replace") if form else ""
        post = text or f"__wb_post_data={base64.b64encode(body).decode()}"
        extra += f"&{post[:_MAX_POST_KEY]}"
    return surt(f"{url}{'&' if '?' in url else '?'}{extra}")
