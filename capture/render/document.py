"""Addresses that are no page: a PDF, a picture or plain text is archived as it was served."""

from __future__ import annotations

from capture.browser.plain import PlainDocument
from capture.errors import CaptureError
from capture.render import pdfread
from capture.render.values import Artifact
from capture.urls import redact

# Suffixes for what browsers show by themselves (the WHATWG's "supported" image types, and text).
SUFFIXES = {
    "application/json": "json",
    "application/pdf": "pdf",
    "application/xml": "xml",
    "image/avif": "avif",
    "image/bmp": "bmp",
    "image/gif": "gif",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/svg+xml": "svg",
    "image/webp": "webp",
    "image/x-icon": "ico",
    "text/css": "css",
    "text/csv": "csv",
    "text/javascript": "js",
    "text/markdown": "md",
    "text/plain": "txt",
    "text/xml": "xml",
}


def keep_document(document: PlainDocument) -> tuple[Artifact, ...]:
    """Return the document as ``original.<suffix>``, and its text as ``page.txt``."""
    media_type = document.visit.media_type
    suffix = SUFFIXES.get(media_type)
    if suffix is None:
        where = redact(document.visit.final_url)
        raise CaptureError(f"{where} is {media_type or 'of no stated type'}, not a page")
    text = _text(media_type, document.body)
    return (
        Artifact(f"original.{suffix}", media_type, document.body),
        Artifact("page.txt", "text/plain; charset=utf-8", text.encode("utf-8", "replace")),
    )


def _text(media_type: str, body: bytes) -> str:
    if media_type == "application/pdf":
        try:
            return pdfread.text(body)
        except Exception as error:
            raise CaptureError(f"the PDF cannot be read: {error}") from error
    if media_type.startswith("image/") and media_type != "image/svg+xml":
        return ""
    for encoding in ("utf-8-sig", "utf-16" if body[:2] in (b"\xff\xfe", b"\xfe\xff") else "cp1252"):
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    return body.decode("latin-1")
