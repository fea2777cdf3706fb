"""What cross-origin frames say about themselves: the page's own scripts cannot look inside them."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Error

from capture.browser.foreign import foreign_frames
from capture.browser.world import World, script
from capture.errors import CaptureError

# A frame that does not answer within this is busy with itself: it is judged from outside.
ANSWER_MS = 1500


def frame_evidence(world: World) -> list[dict[str, Any]]:
    """Return what `frame.js` says, and the frame element's ref, for frames of other origins."""
    found = []
    for frame_id, session in foreign_frames(world):
        try:
            inside = World(world.page, session, frame_id)
            said = inside.run(script("capture.clean", "frame.js"), None, timeout_ms=ANSWER_MS)
            ref = _owner(world, frame_id)
        except (Error, CaptureError):
            continue  # it has gone, or does not answer
        if ref is not None:
            found.append({**said, "ref": ref})
    return found


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
