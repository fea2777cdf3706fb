"""The page before cleaning, as picture and as MHTML: what the cleaning is answerable to."""

from __future__ import annotations

from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass

from playwright.sync_api import Error

from capture.browser.deadline import TimeUp, give_up_after
from capture.browser.launch import OpenPage
from capture.errors import CaptureError
from capture.options import Options
from capture.render.aside import Aside
from capture.render.resources import Resource, left_out
from capture.render.screenshot import Screenshot, photograph
from capture.render.snapshot import completed, snapshot, written_styles
from capture.render.values import Artifact

# 120,000 px took 4 s; beyond this the time is better spent on the cleaned page.
ORIGINAL_PICTURE_SECONDS = 30.0
_UNTAKEN = "the page could not be photographed before cleaning: original.png is missing"
_UNDRAWN = "the picture before cleaning did not end within its time: original.png is missing"


@dataclass(frozen=True, slots=True)
class Originals:
    """The page as it was before cleaning; neither is there when no originals were asked for.

    ``parts`` are what ``mhtml`` holds besides what Chromium had written.
    """

    shot: Future[Screenshot] | None = None
    mhtml: bytes = b""
    parts: tuple[Resource, ...] = ()
    lost: tuple[str, ...] = ()

    def artifacts(self) -> tuple[Artifact, ...]:
        """Return the files; waits for the picture, which is missing when its time was up."""
        picture: tuple[Artifact, ...] = ()
        if self.shot is not None:
            with suppress(TimeUp):
                picture = (Artifact("original.png", "image/png", self.shot.result().png),)
        page = (Artifact("original.mhtml", "multipart/related", self.mhtml),) if self.mhtml else ()
        return (*picture, *page)

    @property
    def missing(self) -> tuple[str, ...]:
        """Why the picture is not there, if it was to be; waits for it."""
        late = self.shot is not None and isinstance(self.shot.exception(), TimeUp)
        return (*self.lost, *((_UNDRAWN,) if late else ()))


def keep_originals(opened: OpenPage, options: Options, pool: Aside) -> Originals:
    """Keep the page as it is before cleaning, as picture and as MHTML.

    What needs the browser is done on return.
    """
    if not options.originals:
        return Originals()
    written = snapshot(opened)
    parts = left_out(opened.world, written)
    mhtml = completed(written, parts, written_styles(opened.world))
    try:
        with give_up_after(ORIGINAL_PICTURE_SECONDS, "the picture before cleaning"):
            return Originals(photograph(opened, pool), mhtml, parts)
    except TimeUp as late:
        lost = f"{late.args[0]}: original.png is missing"
    except (Error, CaptureError):
        lost = _UNTAKEN
    return Originals(None, mhtml, parts, (lost,))
