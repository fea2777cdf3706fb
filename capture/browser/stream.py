"""Reading what the browser hands over as a stream of its protocol."""

from __future__ import annotations

import base64
import math
import time

from playwright.sync_api import CDPSession

# 1 MB took 0.2 s on a machine seven times overloaded, and a second where each character is escaped
# on the way.
CHUNK_BYTES = 1 << 20


def read_stream(
    session: CDPSession, handle: str, *, most: int, until: float = math.inf
) -> bytes | None:
    """Return a stream's bytes; ``None``, and it is closed, when there are more than ``most``.

    So it is when its end has not come at ``until``, a moment of `time.monotonic`.
    """
    body = bytearray()
    while len(body) <= most and time.monotonic() < until:
        part = session.send("IO.read", {"handle": handle, "size": CHUNK_BYTES})
        data = str(part["data"])
        body += base64.b64decode(data) if part.get("base64Encoded") else data.encode()
        if part["eof"]:
            return bytes(body)
    session.send("IO.close", {"handle": handle})
    return None
