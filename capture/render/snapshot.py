"""``original.mhtml``: Chromium's snapshot of the page, with what it leaves out put in.

Chromium reads a part of an MHTML file for whatever its page asks for by that address, but does not
write all of them (seen with 156): fonts are missing; style sheets are written anew, without the
shorthands whose ``var()`` a longhand follows; and style elements become links before all others,
which changes what overrides what, without their media, and with addresses relative to nothing.
"""

from __future__ import annotations

import base64
import quopri
import re
from collections.abc import Iterable
from html import escape
from itertools import pairwise
from urllib.parse import urljoin

from playwright.sync_api import Error

from capture.browser.launch import OpenPage
from capture.browser.space import failure
from capture.browser.world import World, script
from capture.render.html import inline_css
from capture.render.resources import CSS, Resource
from capture.values import Frozen

_BOUNDARY = re.compile(rb'boundary="([^"\r\n]+)"')
_LOCATION = re.compile(rb"^Content-Location: (\S+)", re.MULTILINE)
# Where the snapshot has a style element: a link to a part of its own, at the head's beginning.
_STYLE_LINK = re.compile(rb'<link rel="stylesheet" type="text/css" href="(cid:css-[^"\s]+)" />')
_LINK = re.compile(rb'<link\b(?:[^>"]|"[^"]*")*>')
_ADDRESS = re.compile(r"[!-~]+")
# "An @charset rule" (CSS Syntax, 3.2): what the sheet was encoded in, which it is no longer.
_CHARSET = re.compile(r'\A@charset "[^"\n]*";')


class Sheet(Frozen):
    """A style element's text and media, and how many of its document's links are before it."""

    text: str
    media: str
    after: int


class Styles(Frozen):
    """A document's style elements, and what their addresses refer to."""

    url: str
    base: str
    links: int
    sheets: tuple[Sheet, ...]


def snapshot(opened: OpenPage) -> bytes:
    """Return the page as Chromium writes it; raises `CaptureError` when it does not."""
    try:
        answer = opened.world.session.send("Page.captureSnapshot", {"format": "mhtml"})
    except Error as error:
        said = error.message.rpartition(": ")[2]
        raise failure(f"the browser made no snapshot of the page ({said})") from error
    return str(answer["data"]).encode()


def written_styles(world: World) -> tuple[Styles, ...]:
    """Return the style elements of the page's documents as they were written; only looks."""
    found = world.run(script(__package__, "styles.js"))
    return tuple(Styles.model_validate(one) for one in found)


def completed(mhtml: bytes, more: Iterable[Resource], styles: Iterable[Styles] = ()) -> bytes:
    """Return the snapshot with ``more`` in it, and its style elements as they were written.

    Style sheets among ``more`` take the place of those that the snapshot has.
    """
    said = _BOUNDARY.search(mhtml)
    mark = b"--" + said[1] if said else b""
    if not mark or mhtml.count(mark) < 2:
        return mhtml
    head, *parts, end = mhtml.split(mark)
    given = {one.url: one for one in more}
    documents = {one.url: one for one in styles if one.sheets}
    for number, part in enumerate(parts):
        document = documents.pop(_location(part), None)
        if document:
            parts[number], sheets = _with_styles(part, document)
            given |= {one.url: one for one in sheets}
    put = [_part(given.pop(at)) if _is_sheet(given.get(at := _location(p))) else p for p in parts]
    put += [_part(one) for one in given.values() if _ADDRESS.fullmatch(one.url)]
    return mark.join((head, *put, end))


def _location(part: bytes) -> str:
    found = _LOCATION.search(part.partition(b"\r\n\r\n")[0])
    return found[1].decode("ascii", "replace") if found else ""


def _is_sheet(one: Resource | None) -> bool:
    return one is not None and one.media_type == CSS


def _with_styles(part: bytes, styles: Styles) -> tuple[bytes, list[Resource]]:
    """Put the links that stand for style elements where those were; leave what does not match."""
    head, gap, body = part.partition(b"\r\n\r\n")
    text = quopri.decodestring(body)
    stand_ins = list(_STYLE_LINK.finditer(text))
    written = b"Content-Transfer-Encoding: quoted-printable" in head
    if not written or len(stand_ins) != len(styles.sheets):
        return part, []
    text = _STYLE_LINK.sub(b"", text)
    places = [stand_ins[0].start(), *(link.end() for link in _LINK.finditer(text))]
    if len(places) != styles.links + 1:
        return part, []
    pieces = [text[start:end] for start, end in pairwise((0, *places, len(text)))]
    sheets: list[Resource] = []
    for stand_in, sheet in zip(stand_ins, styles.sheets, strict=True):
        address = stand_in[1].decode("ascii", "replace")
        pieces[sheet.after] += _link(address, sheet.media)
        whole = inline_css(sheet.text, lambda named: urljoin(styles.base, named))
        sheets.append(Resource(address, CSS, whole.encode("utf-8", "replace")))
    return head + gap + quopri.encodestring(b"".join(pieces)) + b"\r\n", sheets


def _link(address: str, media: str) -> bytes:
    said = f' media="{escape(media)}"' if media else ""
    return f'<link rel="stylesheet" type="text/css" href="{address}"{said} />'.encode()


def _part(one: Resource) -> bytes:
    body = one.body
    if one.media_type == CSS:
        # Without one, a sheet is read in its page's encoding.
        text = _CHARSET.sub("", body.decode("utf-8", "replace"))
        body = f'@charset "utf-8";{text}'.encode()
    lines = base64.encodebytes(body).replace(b"\n", b"\r\n")
    known = _ADDRESS.fullmatch(one.media_type)
    kind = one.media_type if known else "application/octet-stream"
    head = (
        f"Content-Type: {kind}",
        "Content-Transfer-Encoding: base64",
        f"Content-Location: {one.url}",
    )
    return "\r\n".join(("", *head, "", "")).encode("ascii") + lines + b"\r\n"
