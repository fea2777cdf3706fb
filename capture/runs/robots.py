"""robots.txt, respected when the user asks for it (RFC 9309)."""

from __future__ import annotations

import time
from collections import OrderedDict
from dataclasses import dataclass
from urllib.parse import urlsplit

from protego import Protego

from capture.errors import CaptureError
from capture.runs.fetch import USER_AGENT, Judge, Refused, fetch, judge_for
from capture.runs.fetch import public_only as fetch_public

# RFC 9309 asks for at least 500 KiB to be read, and not to use a copy older than a day.
MAX_BYTES = 512 * 1024
FRESH_S = 24 * 3600.0
_KEPT_HOSTS = 1024
# A host that asks for more than this between pages has not thought of a crawler with a deadline.
LONGEST_DELAY_S = 60.0


@dataclass(frozen=True, slots=True)
class Permission:
    """Whether a page may be asked for, and how long the host wants to be left alone after."""

    allowed: bool
    delay_s: float = 0.0


class Robots:
    """Answers for many pages, one download a host and day."""

    def __init__(self, agent: str = USER_AGENT) -> None:
        self._agent = agent
        self._known: OrderedDict[str, tuple[float, Protego]] = OrderedDict()

    def permission(self, url: str, *, public_only: bool = False) -> Permission:
        """Say whether ``url`` may be captured; ``public_only`` asks no private address.

        Raises `CaptureError` (retryable) when the host's robots.txt cannot be read: the RFC takes
        that for "everything forbidden" until it can.
        """
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https"):
            return Permission(allowed=True)
        address = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}/robots.txt"
        rules = self._rules(address, fetch_public if public_only else judge_for(address))
        delay = rules.crawl_delay(self._agent) or 0.0
        return Permission(rules.can_fetch(url, self._agent), min(float(delay), LONGEST_DELAY_S))

    def _rules(self, address: str, judge: Judge) -> Protego:
        known = self._known.get(address)
        if known and time.monotonic() - known[0] < FRESH_S:
            return known[1]
        rules = Protego.parse(_read(address, judge))
        self._known[address] = (time.monotonic(), rules)
        if len(self._known) > _KEPT_HOSTS:
            self._known.popitem(last=False)
        return rules


def _read(address: str, judge: Judge) -> str:
    try:
        fetched = fetch(address, judge, max_bytes=MAX_BYTES, cut=True)
    except Refused as error:
        if 400 <= error.status < 500 and error.status != 429:
            return ""  # "unavailable" in the RFC's words: no rules
        raise _unreachable(address, error) from error
    except CaptureError as error:
        raise _unreachable(address, error) from error
    with fetched.body:
        return fetched.body.read().decode("utf-8", "replace")


def _unreachable(address: str, error: CaptureError) -> CaptureError:
    return CaptureError(f"{address} cannot be read ({error.args[0]})", retryable=True)
