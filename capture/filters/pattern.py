"""URL patterns of network rules, as a function from URL to whether it matches.

The syntax is EasyList's: ``|`` an end of the URL, ``||`` the start of a host label, ``*`` anything,
``^`` a separator or the end, ``/…/`` a regular expression.

Time is bounded whatever the URL: wildcards become atomic groups, so that no part is tried twice,
and regular expressions run in an engine with a clock.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

# Longer URLs are matched by their beginning: servers refuse over 8 KiB, and a filter that needs a
# token further on has never been seen.
MAX_URL = 8192
# The slowest regular expression of the seven default lists takes 0.2 ms on the longest URL of the
# shared set; 100 ms is for machines under load, and one overrun retires the rule.
REGEX_SECONDS = 0.1
# Longest in today's lists: 1,060 characters.
MAX_REGEX = 4096

_SEPARATOR = r"(?:[^\w.%\-]|\Z)"
_JS_NAMED_GROUP = re.compile(r"\(\?<(?=[A-Za-z_])")
_JS_BACKREFERENCE = re.compile(r"\\k<(\w+)>")


@dataclass(frozen=True, slots=True)
class Target:
    """A URL to match: as given, in lower case, and where its host's labels begin."""

    url: str
    lower: str
    host_start: int
    host_end: int

    def label_starts(self) -> list[int]:
        """Offsets at which a ``||`` pattern may begin."""
        text, end = self.lower, self.host_end
        starts = [self.host_start]
        at = text.find(".", self.host_start, end)
        while at >= 0:
            starts.append(at + 1)
            at = text.find(".", at + 1, end)
        return starts


Matcher = Callable[[Target], bool]


def target(url: str) -> Target:
    """Prepare ``url`` for matching."""
    url = url[:MAX_URL]
    start = url.find("://")
    start = start + 3 if start >= 0 else 0
    end = min((i for c in "/?#" if (i := url.find(c, start)) >= 0), default=len(url))
    at = url.rfind("@", start, end)
    if at >= 0:
        url = url[:start] + url[at + 1 :]
        end -= at + 1 - start
    colon = url.rfind(":", start, end)
    if colon >= 0 and url[colon + 1 : end].isdigit():
        end = colon
    return Target(url, url.lower(), start, end)


def is_regex(pattern: str) -> bool:
    """Whether ``pattern`` is written between slashes."""
    return len(pattern) > 2 and pattern[0] == "/" and pattern[-1] == "/"


def compile_pattern(pattern: str, *, match_case: bool = False, checked: bool = False) -> Matcher:
    """Return the matcher for ``pattern``; raises `ValueError` when it is no valid pattern.

    ``checked`` says that this was found out before: checking an expression takes up to 1 ms.
    """
    if is_regex(pattern):
        if not checked:
            check_regex(pattern[1:-1])
        expression = bounded_regex(pattern[1:-1], match_case=match_case)
        return lambda target: expression.search(target.url)
    if not match_case:
        pattern = pattern.lower()
    if pattern.startswith("||"):
        return _host_anchored(pattern[2:].lstrip("*"), match_case, pattern[2:3] == "*")
    left = pattern.startswith("|")
    body = pattern[1:] if left else pattern
    return _anchored(body, left=left, match_case=match_case)


def _anchored(body: str, *, left: bool, match_case: bool) -> Matcher:
    right = body.endswith("|")
    body = body[:-1] if right else body
    if not _special(body):
        return partial(_literal_matcher(left, right), body, match_case)
    return partial(_search, re.compile(_expression(body, left=left, right=right)), match_case)


def _special(body: str) -> bool:
    return "*" in body or "^" in body


def _text(target: Target, match_case: bool) -> str:
    return target.url if match_case else target.lower


def _literal_matcher(left: bool, right: bool) -> Callable[[str, bool, Target], bool]:
    if left and right:
        return lambda body, case, target: _text(target, case) == body
    if left:
        return lambda body, case, target: _text(target, case).startswith(body)
    if right:
        return lambda body, case, target: _text(target, case).endswith(body)
    return lambda body, case, target: body in _text(target, case)


def _host_anchored(body: str, match_case: bool, floating: bool) -> Matcher:
    if floating:
        return _anchored(body, left=False, match_case=match_case)
    right = body.endswith("|")
    body = body[:-1] if right else body
    if not _special(body) and not right:
        return partial(_host_literal, body, match_case)
    expression = re.compile(_expression(body, left=True, right=right))
    return partial(_host_expression, expression, match_case)


def _host_literal(body: str, match_case: bool, target: Target) -> bool:
    text = _text(target, match_case)
    at = text.find(body, target.host_start)
    while 0 <= at < target.host_end:
        if at == target.host_start or text[at - 1] == ".":
            return True
        at = text.find(body, at + 1)
    return False


def _host_expression(expression: re.Pattern[str], match_case: bool, target: Target) -> bool:
    text = _text(target, match_case)
    return any(expression.match(text, at) for at in target.label_starts())


def _search(expression: re.Pattern[str], match_case: bool, target: Target) -> bool:
    return expression.match(_text(target, match_case)) is not None


def _expression(body: str, *, left: bool, right: bool) -> str:
    """Translate; leftmost is enough for each part but the last, so each is tried once."""
    parts = [_part(part) for part in re.split(r"\*+", body)]
    first, rest = parts[0], parts[1:]
    head = first if left else _atomic(first)
    if not rest:
        return _ended(first, left) if right else head
    last = rest.pop()
    middle = "".join(_atomic(part) for part in rest if part)
    tail = f".*{last}\\Z" if right and last else _atomic(last)
    return head + middle + tail


def _ended(part: str, left: bool) -> str:
    return f"{part}\\Z" if left else f".*{part}\\Z"


def _atomic(part: str) -> str:
    return f"(?>.*?{part})" if part else ""


def _part(text: str) -> str:
    return "".join(_SEPARATOR if c == "^" else re.escape(c) for c in text)


class BoundedRegex:
    """A list's regular expression; compiled when first asked, retired when it runs too long."""

    __slots__ = ("_compiled", "_flags", "_source")

    def __init__(self, source: str, flags: int = 0) -> None:
        self._source, self._flags = source, flags
        self._compiled: Any = None

    def search(self, text: str) -> bool:
        """Whether it matches within ``text``; a retired one never does."""
        if self._compiled is False:
            return False
        try:
            if self._compiled is None:
                self._compiled = _compile_regex(self._source, self._flags)
            return self._compiled.search(text, timeout=REGEX_SECONDS) is not None
        except (TimeoutError, ValueError):
            self._compiled = False
            return False


@lru_cache(maxsize=4096)
def bounded_regex(source: str, *, match_case: bool = True) -> BoundedRegex:
    """Return the one expression object for ``source``, so that a retired one stays retired."""
    return BoundedRegex(source, 0 if match_case else int(re.IGNORECASE))


def _compile_regex(source: str, flags: int = 0) -> Any:
    """Compile a JavaScript expression with the engine that takes ``timeout=``.

    Raises `ValueError` when it is invalid.  The import waits until the first such rule is met: it
    takes 50 ms.
    """
    import regex  # type: ignore[import-untyped,unused-ignore]

    try:
        return regex.compile(_from_javascript(source), flags | regex.ASCII | regex.V0)
    except (regex.error, OverflowError, RecursionError) as error:
        raise ValueError(f"not a regular expression: {error}") from error


def check_regex(source: str) -> None:
    """Raise `ValueError` when a list's expression is too long or invalid.

    The standard library's parser answers for most, being there already; what it does not know is
    left to the other.
    """
    if len(source) > MAX_REGEX:
        raise ValueError("the regular expression is too long")
    try:
        re.compile(_from_javascript(source))
    except (re.error, OverflowError, RecursionError):
        _compile_regex(source)


def _from_javascript(source: str) -> str:
    """Return ``source`` with groups named as Python names them; the rest is written alike."""
    return _JS_BACKREFERENCE.sub(r"(?P=\1)", _JS_NAMED_GROUP.sub("(?P<", source))
