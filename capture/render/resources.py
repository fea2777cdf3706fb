"""What a page shows and Chromium's snapshot leaves out, or does not tell as it was.

Fonts; pictures that only custom properties name; and style sheets as they were served.  The
snapshot's are written anew, which loses a shorthand with ``var()`` that a longhand follows (seen
with Chromium 156).
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import CDPSession, Error

from capture.browser.deadline import TimeUp, give_up_after
from capture.browser.stream import read_stream
from capture.browser.world import World, script
from capture.errors import CaptureError

# A page in Chinese with three weights of its own has 15 MB of fonts.
MAX_BYTES = 48 * 1024 * 1024
# A page of 500 pictures that only scripts name is a gallery, which the snapshot has.
MAX_RESOURCES = 500
# From the browser's cache one takes 5 ms; a server may forbid keeping its fonts, and be slow.
MAX_SECONDS = 5.0
CSS = "text/css"
_SHEET = "Stylesheet"
_KINDS = frozenset({"Font", "Image", _SHEET})
_LOCATION = re.compile(rb"^Content-Location: (\S+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Resource:
    """Something that the page loaded, with the media type that it came with."""

    url: str
    media_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class _Wanted:
    frame: str
    url: str
    media_type: str


def left_out(world: World, mhtml: bytes, known: tuple[Resource, ...] = ()) -> tuple[Resource, ...]:
    """Return what the page has loaded and ``mhtml`` does not hold, and style sheets as served.

    What is ``known`` from an earlier look is not asked for again.  The others come from the
    browser's memory or cache, and anew from where the page had them if that was not allowed to keep
    them.  What does not come in time is left out, as are frames of other sites.
    """
    held = {found.decode("ascii", "replace") for found in _LOCATION.findall(mhtml)}
    before = {one.url: one for one in known}
    found: list[Resource] = []
    session = world.session
    with suppress(Error, TimeUp), give_up_after(MAX_SECONDS, "the page's fonts"):
        session.send("Page.enable")
        left = MAX_BYTES
        for wanted in _wanted(session.send("Page.getResourceTree")["frameTree"], held):
            one = before.get(wanted.url) or _read(session, wanted, left)
            if one.body:
                found.append(one)
                left -= len(one.body)
    return _as_served(world, found)


def _as_served(world: World, found: list[Resource]) -> tuple[Resource, ...]:
    """Leave out the style sheets that scripts have changed; all, where the page cannot be asked."""
    texts = {one.url: one.body.decode() for one in found if one.media_type == CSS}
    try:
        changed = world.run(script(__package__, "sheets.js"), {"texts": texts}) if texts else ()
    except CaptureError:
        changed = tuple(texts)
    return tuple(one for one in found if one.url not in changed)


def _wanted(tree: dict[str, Any], held: set[str]) -> list[_Wanted]:
    found: dict[str, _Wanted] = {}
    todo = [tree]
    while todo and len(found) < MAX_RESOURCES:
        here = todo.pop()
        todo += here.get("childFrames", ())
        for one in here["resources"]:
            url = str(one["url"])
            kind = str(one["type"])
            if kind in _KINDS and url.startswith("http") and (kind == _SHEET or url not in held):
                media_type = CSS if kind == _SHEET else str(one["mimeType"])
                wanted = _Wanted(str(here["frame"]["id"]), url, media_type)
                found.setdefault(url, wanted)
    return list(found.values())[:MAX_RESOURCES]


def _read(session: CDPSession, wanted: _Wanted, limit: int) -> Resource:
    read = _held if wanted.media_type == CSS else _loaded
    return Resource(wanted.url, wanted.media_type, read(session, wanted, limit))


def _held(session: CDPSession, wanted: _Wanted, limit: int) -> bytes:
    """Return a style sheet's text, as UTF-8; nothing of one that is longer than ``limit``."""
    asked = {"frameId": wanted.frame, "url": wanted.url}
    with suppress(Error):  # no longer in memory
        text = str(session.send("Page.getResourceContent", asked)["content"])
        return text.encode("utf-8", "replace") if len(text) <= limit else b""
    return b""


def _loaded(session: CDPSession, wanted: _Wanted, limit: int) -> bytes:
    """Return a resource's bytes; nothing of one that fails or is longer than ``limit``."""
    answer = session.send(
        "Network.loadNetworkResource",
        {
            "frameId": wanted.frame,
            "url": wanted.url,
            "options": {"disableCache": False, "includeCredentials": True},
        },
    )["resource"]
    if not answer["success"] or not 200 <= answer.get("httpStatusCode", 0) < 300:
        return b""
    return read_stream(session, answer["stream"], most=limit) or b""
