"""What a server says about when to come back."""

from __future__ import annotations

import email.utils
import time


def parse_retry_after(value: str | None) -> float | None:
    """Read a ``Retry-After`` header (seconds or a date) as seconds from now, else ``None``."""
    if not value:
        return None
    if value.strip().isascii() and value.strip().isdigit() and len(value.strip()) < 10:
        return float(value)
    try:
        when = email.utils.parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    try:
        return max(0.0, when.timestamp() - time.time())
    except (ValueError, OverflowError):
        return None
