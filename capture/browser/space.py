"""Whether a browser failed for want of room in the folder for temporary files."""

from __future__ import annotations

import os
import shutil
import tempfile

from capture.errors import CaptureError

# A snapshot of a heavy page is 50 MB, and Chromium writes it there first.
NEEDED_BYTES = 64 << 20


def failure(message: str) -> CaptureError:
    """Return the error for what the browser could not do, with the disk as its cause if it is full.

    Chromium says of a full disk no more than that it failed.
    """
    # Python turns to another folder when this one takes nothing; the browser does not.
    folder = os.environ.get("TMPDIR") or tempfile.gettempdir()
    try:
        free = shutil.disk_usage(folder).free
    except OSError:
        free = 0
    if free >= NEEDED_BYTES:
        return CaptureError(message, retryable=True)
    return CaptureError(
        f"{message}: the folder for temporary files has {free / 1e6:.1f} MB left ({folder})",
        remedy="free some space, or set TMPDIR to another folder",
        retryable=True,
    )
