"""What cross-origin frames say about themselves: the page's own scripts cannot look inside them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from playwright.sync_api import CDPSession, Error

from capture.browser.world import World, script
from capture.errors import CaptureError

# Pages with more frames than this are advertising farms or editors; the first ones show which.
MOST_FRAMES = 60
# A frame that does not answer within this is busy with itself: it is judged from outside.
ANSWER_MS = 1500


def frame_evidence(world: World) -> list[dict[str, Any]]:
    """Return what `frame.js` says, and the frame element's ref, for frames of other origins."""
    found = []
    for frame_id, session in _foreign_frames(world):
        try:
            inside = World(world.page, session, frame_id)
            said = inside.run(script("capture.clean", "frame.js"), None, timeout_ms=ANSWER_MS)
            ref = _owner(world, frame_id)
        except (Error, CaptureError):
            continue  # it has gone, or does not answer
        if ref is not None:
            found.append({**said, "ref": ref})
    return found


def _foreign_frames(world: World) -> Iterator[tuple[str, CDPSession]]:
    """Yield each child frame of another origin with the session that reaches it."""
    tree = world.session.send("Page.getFrameTree")["frameTree"]
    here = tree["frame"].get("securityOrigin")
    seen = 0
    for child in tree.get("childFrames", ()):
        if child["frame"].get("securityOrigin") != here and seen < MOST_FRAMES:
            seen += 1
            yield child["frame"]["id"], world.session
    yield from _other_processes(world, MOST_FRAMES - seen)


def _other_processes(world: World, most: int) -> Iterator[tuple[str, CDPSession]]:
    for frame in world.page.main_frame.child_frames[: max(0, most)]:
        try:
            session = world.page.context.new_cdp_session(frame)
        except Error:
            continue  # it shares the page's process, and was in the page's own tree
        try:
            yield str(session.send("Page.getFrameTree")["frameTree"]["frame"]["id"]), session
        except Error:
            continue
        finally:
            session.detach()


def _owner(world: World, frame_id: str) -> int | None:
    """Return the ref of the element that holds the frame."""
    session = world.session
    session.send("DOM.enable")
    owner = session.send("DOM.getFrameOwner", {"frameId": frame_id})
    resolved = session.send(
        "DOM.resolveNode",
        {"backendNodeId": owner["backendNodeId"], "executionContextId": world.context},
    )
    answer = session.send(
        "Runtime.callFunctionOn",
        {
            "objectId": resolved["object"]["objectId"],
            "functionDeclaration": "function () { return globalThis.captureDom.ref(this); }",
            "returnByValue": True,
        },
    )
    value = answer["result"].get("value")
    return int(value) if value is not None else None
