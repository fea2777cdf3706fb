"""Frames of other origins, which a page's own scripts cannot look into."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from playwright.sync_api import CDPSession, Error

from capture.browser.world import World

# Pages with more frames than this are advertising farms or editors; the first ones show which.
MOST_FRAMES = 60


def foreign_frames(world: World, *, deep: bool = False) -> Iterator[tuple[str, CDPSession]]:
    """Yield each frame of another origin than its parent's, with the session that reaches it.

    Those of the page itself, or with ``deep`` those inside other frames too.  A session holds until
    the next frame is asked for.
    """
    seen = 0
    for frame_id in _foreign_in(world.session, deep=deep):
        if seen == MOST_FRAMES:
            return
        seen += 1
        yield frame_id, world.session
    yield from _other_processes(world, MOST_FRAMES - seen, deep=deep)


def _foreign_in(session: CDPSession, *, deep: bool) -> list[str]:
    """Return the frames of a process's tree whose parent cannot look into them."""
    found: list[str] = []
    waiting: list[dict[str, Any]] = [session.send("Page.getFrameTree")["frameTree"]]
    while waiting:
        tree = waiting.pop()
        children = tree.get("childFrames", ())
        here = tree["frame"].get("securityOrigin")
        found += [c["frame"]["id"] for c in children if c["frame"].get("securityOrigin") != here]
        waiting += children if deep else ()
    return found


def _other_processes(world: World, most: int, *, deep: bool) -> Iterator[tuple[str, CDPSession]]:
    main = world.page.main_frame
    frames = [f for f in world.page.frames if f is not main] if deep else main.child_frames
    for frame in frames[: max(0, most)]:
        try:
            session = world.page.context.new_cdp_session(frame)
        except Error:
            continue  # it shares its parent's process, and was in that one's tree
        try:
            yield str(session.send("Page.getFrameTree")["frameTree"]["frame"]["id"]), session
            if deep:
                for frame_id in _foreign_in(session, deep=True):
                    yield frame_id, session
        except Error:
            continue
        finally:
            session.detach()
