"""What can still be made of a page when it does not come to an end."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from html import unescape
from typing import TypeVar

from capture.browser.deadline import PageCrashed, TimeUp
from capture.browser.launch import BrowserSession
from capture.extract.document import as_document
from capture.extract.extract import extract
from capture.extract.values import Extraction, Metadata
from capture.options import Options
from capture.render.aside import Aside
from capture.render.html import self_contained
from capture.render.values import Rendering, text_artifacts

T = TypeVar("T")

# Dense markup (a word an element) takes `self_contained` 1.4 s of a core a megabyte, the extractor
# 10 s; plain prose takes a fifteenth of that.  Together 25 s at worst.
MAX_SNAPSHOT_BYTES = 8 * 1024 * 1024
MAX_READ_CHARACTERS = 1_500_000
# What either of them may take on a busy machine.
STEP_SECONDS = 30.0
# Neither looks past the next "<", so that nothing is looked at twice.
_UNSEEN = re.compile(r"<(script|style|template|noscript)\b[^<>]*+>[^<]*+", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*+>?")


def salvage(mhtml: bytes, url: str, options: Options, why: str, pool: Aside) -> Rendering:
    """Make the text and the single file of the snapshot taken before cleaning; needs no browser.

    ``why`` becomes the reason that the bundle is partial.  What a large page has beyond its first
    megabytes is left out, and said to be; so is what takes more than its time.
    """
    html = _in_time(pool, partial(self_contained, mhtml[:MAX_SNAPSHOT_BYTES]))
    read = (html or "")[:MAX_READ_CHARACTERS]
    extraction = _in_time(pool, partial(read_page, read, url, options))
    lost = "page.pdf and page.png are missing, the text is of the page before cleaning"
    found = extraction or bare_text(read)
    return Rendering(
        artifacts=text_artifacts(found, html or ""),
        extraction=found,
        pdf=None,
        blank=False,
        cut=(
            f"{why}: {lost}",
            *_cuts("page.html", len(mhtml), MAX_SNAPSHOT_BYTES),
            *_cuts("page.txt", len(html or ""), MAX_READ_CHARACTERS),
            *_late("page.html is missing", html),
            *_late("page.txt is all of the page's text", extraction),
        ),
        user_agent=options.user_agent or "",
        viewport=(options.width, options.height, options.scale_factor or 1.0),
    )


def why_ended(error: BaseException, session: BrowserSession) -> str:
    """Say in a few words what ended the rendering."""
    if isinstance(error, PageCrashed):
        return str(error)
    if isinstance(error, TimeUp) or session.watchdog.fired_for:
        return "rendering did not come to an end within its time"
    return "the browser died"


def _in_time(pool: Aside, work: Callable[[], T]) -> T | None:
    return pool.within(STEP_SECONDS, work, lambda: None).result()


def read_page(html: str, url: str, options: Options) -> Extraction:
    """Extract a page's main content as it is kept."""
    return as_document(extract(html, url), ascii_only=options.ascii)


def bare_text(html: str) -> Extraction:
    """Return all text between tags: what takes no understanding, and no time."""
    text = unescape(_TAG.sub("\n", _UNSEEN.sub("", html)))
    lines = (line.strip() for line in text.splitlines())
    text = "\n".join(line for line in lines if line)
    return Extraction(kind="other", text=text, markdown=text, html="", metadata=Metadata())


def _cuts(name: str, size: int, most: int) -> tuple[str, ...]:
    return (f"the page is larger than can be saved: {name} is cut",) if size > most else ()


def _late(what: str, made: object) -> tuple[str, ...]:
    return (f"making it did not end within its time: {what}",) if made is None else ()
