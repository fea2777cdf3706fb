"""Addresses that are no page: a PDF, a picture or plain text is archived as it was served."""

from __future__ import annotations

import re
from email.message import Message

from capture.browser.plain import PlainDocument
from capture.errors import CaptureError, UsageError
from capture.extract.charset import decode
from capture.render import pdfread
from capture.render.values import Artifact
from capture.urls import redact

# Suffixes for what browsers show by themselves (the WHATWG's "supported" image types, and text).
SUFFIXES = {
    "application/ecmascript": "js",
    "application/javascript": "js",
    "application/json": "json",
    "application/pdf": "pdf",
    "application/x-javascript": "js",
    "application/xml": "xml",
    "image/apng": "png",
    "image/avif": "avif",
    "image/bmp": "bmp",
    "image/gif": "gif",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/svg+xml": "svg",
    "image/vnd.microsoft.icon": "ico",
    "image/webp": "webp",
    "image/x-icon": "ico",
    "text/calendar": "ics",
    "text/css": "css",
    "text/csv": "csv",
    "text/javascript": "js",
    "text/markdown": "md",
    "text/tab-separated-values": "tsv",
    "text/vcard": "vcf",
    "text/vtt": "vtt",
    "text/xml": "xml",
    "text/yaml": "yaml",
}
# Every other kind of text, and what is one of these three underneath (RFC 6838, 4.2.8), by its end.
_KINDS = (
    (re.compile(r"[\w.-]+/[\w.-]+\+json"), "json"),
    (re.compile(r"[\w.-]+/[\w.-]+\+xml"), "xml"),
    (re.compile(r"text/[\w.+-]+"), "txt"),
)


def keep_document(document: PlainDocument) -> tuple[Artifact, ...]:
    """Return the document as ``original.<suffix>``, and its text as ``page.txt``."""
    media_type = document.visit.media_type
    suffix = suffix_of(media_type)
    if not suffix:
        where = redact(document.visit.final_url)
        raise CaptureError(f"{where} is {media_type or 'of no stated type'}, not a page")
    text = _text(media_type, document)
    return (
        Artifact(f"original.{suffix}", media_type, document.body),
        Artifact("page.txt", "text/plain; charset=utf-8", text.encode("utf-8", "replace")),
    )


def suffix_of(media_type: str) -> str:
    """Return how the name of such a document's file ends, nothing for what is not kept."""
    more = (suffix for kind, suffix in _KINDS if kind.fullmatch(media_type))
    return SUFFIXES.get(media_type) or next(more, "")


def _text(media_type: str, document: PlainDocument) -> str:
    if media_type == "application/pdf":
        try:
            return pdfread.text(document.body)
        except Exception as error:
            raise CaptureError(f"the PDF cannot be read: {error}") from error
    if media_type.startswith("image/") and media_type != "image/svg+xml":
        return ""
    try:
        return decode(document.body, _charset(document))
    except UsageError:  # too long to look at closely, or not quite text
        return document.body.decode("utf-8", "replace")


def _charset(document: PlainDocument) -> str | None:
    said = Message()
    said["Content-Type"] = dict(document.visit.headers).get("content-type", "")
    return said.get_content_charset()
