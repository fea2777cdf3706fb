"""The words of class names and ids that Readability's scoring goes by (Mozilla's Readability.js, Apache-2.0)."""

from __future__ import annotations

import re
from functools import lru_cache

UNLIKELY, PERHAPS, SHARE = 1, 2, 4
_UNLIKELY_WORDS = re.compile(
    r"ad-break|agegate|-ad-|banner|breadcrumbs|combx|comment|community|cover-wrap|disqus|extra|footer|gdpr|header|legends|menu|"
    r"pager|pagination|popup|related|remark|replies|rss|shoutbox|sidebar|skyscraper|social|sponsor|supplemental"
)
_PERHAPS_WORDS = re.compile(r"and|article|body|column|content|main|mathjax|shadow")
_SHARE_WORDS = re.compile(r"(?:\b|_)(?:share|sharedaddy)(?:\b|_)")
_GOOD_WORDS = re.compile(r"article|blog|body|content|entry|main|page|post|story|text")
_BAD_WORDS = re.compile(
    r"-ad-|\bhid\b|hidden|banner|combx|com-|comment|contact|footer|gdpr|masthead|media|meta|outbrain|promo|related|scroll|share|"
    r"shoutbox|shopping|sidebar|skyscraper|sponsor|tags|widget"
)
NAMED = 25.0  # points that a telling class name or id adds or takes
_LONGEST_ATTRIBUTE = 300  # longer, it is data


@lru_cache(maxsize=16384)
def told_by(name: str, identity: str) -> tuple[int, float]:
    """Return what an element's class name and id say together: bits, and points for its score."""
    if not name and not identity:
        return 0, 0.0
    low, own = name[:_LONGEST_ATTRIBUTE].lower(), identity[:_LONGEST_ATTRIBUTE].lower()
    both = f"{low} {own}"
    bits = SHARE if "share" in both and _SHARE_WORDS.search(both) else 0
    if _UNLIKELY_WORDS.search(both):
        bits |= UNLIKELY if not _PERHAPS_WORDS.search(both) else UNLIKELY | PERHAPS
    return bits, _points(low) + _points(own)


@lru_cache(maxsize=8192)
def _points(low: str) -> float:
    return NAMED * (bool(_GOOD_WORDS.search(low)) - bool(_BAD_WORDS.search(low)))
