"""``original.mhtml``: Chromium's snapshot of the page, with what it leaves out put in.

Chromium reads a part of an MHTML file for whatever its page asks for by that address, but does not
write all of them (seen with 156): fonts are missing; style sheets are written anew, without the
shorthands whose ``var()`` a longhand follows; style elements become links before all others, which
changes what overrides what, without their media, and with addresses relative to nothing; those of
shadow roots are missing, as are sheets that scripts have made.
"""

from __future__ import annotations

import base64
import quopri
import re
from collections.abc import Iterable
from html import escape, unescape
from itertools import count
from urllib.parse import urljoin

from playwright.sync_api import Error

from capture.browser.launch import OpenPage
from capture.browser.space import failure
from capture.browser.world import World, script
from capture.errors import CaptureError
from capture.render.html import inline_css
from capture.render.resources import CSS, Resource
from capture.values import Frozen

_BOUNDARY = re.compile(rb'boundary="([^"\r\n]+)"')
_LOCATION = re.compile(rb"^Content-Location: (\S+)", re.MULTILINE)
# Where the snapshot has a style element: a link to a part of its own, at the head's beginning.
_STYLE_LINK = re.compile(rb'<link rel="stylesheet" type="text/css" href="(cid:css-[^"\s]+)" />')
_LINK = re.compile(rb'<link\b(?:[^>"]|"[^"]*")*>')
_HREF = re.compile(rb'\shref="([^"]*)"')
_INPUT = re.compile(rb'<input\b(?:[^>"]|"[^"]*")*>')
_SHADOW = re.compile(rb'<template shadowmode="open"[^>]*>')
_HEAD, _HEAD_END = re.compile(rb"<head\b[^>]*>"), re.compile(rb"(?=</head>)")
_ADDRESS = re.compile(r"[!-~]+")
# "An @charset rule" (CSS Syntax, 3.2): what the sheet was encoded in, which it is no longer.
_CHARSET = re.compile(r'\A@charset "[^"\n]*";')


class Sheet(Frozen):
    """A style sheet's text and media, and how many of its document's links are before it.

    -1 is behind everything: a sheet that scripts have made.
    """

    text: str
    media: str
    after: int


class Styles(Frozen):
    """A document's style elements, those of its shadow roots, and what their addresses refer to.

    ``links`` are the addresses of its link elements; ``ticked`` numbers those of its ``inputs``
    that are checked otherwise than the markup says.
    """

    url: str
    base: str
    links: tuple[str, ...]
    sheets: tuple[Sheet, ...]
    shadows: tuple[tuple[Sheet, ...], ...] = ()
    inputs: int = 0
    ticked: tuple[tuple[int, bool], ...] = ()


def snapshot(opened: OpenPage) -> bytes:
    """Return the page as Chromium writes it; raises `CaptureError` when it does not."""
    try:
        answer = opened.world.session.send("Page.captureSnapshot", {"format": "mhtml"})
    except Error as error:
        said = error.message.rpartition(": ")[2]
        raise failure(f"the browser made no snapshot of the page ({said})") from error
    return str(answer["data"]).encode()


def written_styles(world: World) -> tuple[Styles, ...]:
    """Return the style elements of the page's documents as they were written; only looks.

    None where the page cannot be asked: its snapshot is then kept as Chromium writes it.
    """
    try:
        found = world.run(script(__package__, "styles.js"))
    except CaptureError:
        return ()
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
    documents = {one.url: one for one in styles}
    replaced: set[str] = set()
    put: list[bytes] = []
    for part in parts:
        at = _location(part)
        document = documents.pop(at, None)
        if document:
            part, stood_in = _with_styles(part, document)
            replaced |= stood_in
        one = given.pop(at, None)
        if at not in replaced:  # written after the page that they belong to
            put.append(_part(one) if one and one.media_type == CSS else part)
    put += [_part(one) for one in given.values() if _ADDRESS.fullmatch(one.url)]
    return mark.join((head, *put, end))


def _location(part: bytes) -> str:
    found = _LOCATION.search(part.partition(b"\r\n\r\n")[0])
    return found[1].decode("ascii", "replace") if found else ""


def _with_styles(part: bytes, styles: Styles) -> tuple[bytes, set[str]]:
    """Put style elements back where they were; leave a document that does not match.

    Returns the addresses of the parts that stood for them, too.
    """
    head, gap, body = part.partition(b"\r\n\r\n")
    written = b"Content-Transfer-Encoding: quoted-printable" in head
    text = _ticked(quopri.decodestring(body), styles) if written else b""
    stood_in = [one.decode("ascii", "replace") for one in _STYLE_LINK.findall(text)]
    text = _STYLE_LINK.sub(b"", text)
    begin, end = _HEAD.search(text), _HEAD_END.search(text)
    links = _places(text, styles.links)
    shadows = [one.end() for one in _SHADOW.finditer(text)]
    shape = sum(one.after >= 0 for one in styles.sheets), len(styles.shadows)
    if not begin or not end or links is None or shape != (len(stood_in), len(shadows)):
        return part, set()
    places = [begin.end(), *(max(begin.end(), link) for link in links), end.end()]
    put = [(places[one.after], one) for one in styles.sheets]
    for place, sheets in zip(shadows, styles.shadows, strict=True):
        put += [(place, one) for one in sheets]
    text = _with_elements(text, put, styles.base)
    return head + gap + quopri.encodestring(text) + b"\r\n", set(stood_in)


def _places(text: bytes, links: tuple[str, ...]) -> list[int] | None:
    """Return where in the markup each of the links ends, or the one before where it is left out.

    Those are disabled.  ``None`` where they do not match.
    """
    if text.count(b"<link") > len(links):  # one that is no tag could make the search long
        return None
    ends: list[int] = []
    for tag in _LINK.finditer(text):
        said = _HREF.search(tag[0])
        address = unescape(said[1].decode("utf-8", "replace")) if said else ""
        before = ends[-1] if ends else 0
        while len(ends) < len(links) and links[len(ends)] != address:
            ends.append(before)
        if len(ends) == len(links):
            return None
        ends.append(tag.end())
    return ends + [ends[-1] if ends else 0] * (len(links) - len(ends))


def _ticked(text: bytes, styles: Styles) -> bytes:
    """Tick the boxes as they are now: menus are often opened and closed by one that is not seen."""
    if not styles.ticked or text.count(b"<input") != styles.inputs:
        return text
    now = dict(styles.ticked)
    numbers = count()

    def one(tag: re.Match[bytes]) -> bytes:
        checked = now.get(next(numbers))
        if checked is None:
            return tag[0]
        bare = tag[0].replace(b' checked=""', b"")
        return bare.replace(b"<input", b'<input checked=""', 1) if checked else bare

    return _INPUT.sub(one, text)


def _with_elements(text: bytes, put: list[tuple[int, Sheet]], base: str) -> bytes:
    pieces: list[bytes] = []
    before = 0
    for place, sheet in sorted(put, key=lambda one: one[0]):
        pieces += (text[before:place], _element(sheet, base))
        before = place
    return b"".join((*pieces, text[before:]))


def _element(sheet: Sheet, base: str) -> bytes:
    """Return a style element in ASCII, which is the same in the page's own encoding."""
    whole = inline_css(sheet.text, lambda named: urljoin(base, named))
    plain = re.sub(r"[^\x00-\x7f]", lambda c: f"\\{ord(c[0]):x} ", whole)
    media = f' media="{escape(sheet.media)}"' if sheet.media else ""
    return f"<style{media}>{plain}</style>".encode("ascii", "xmlcharrefreplace")


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
