"""Keys under which rules are filed, and the keys that a request or a page asks for.

Every rule lies under keys of which any request it matches has at least one; so a request meets a
few dozen of 200,000 rules.  Keys are CRC-32 numbers: two that collide cost one needless look at a
rule, never a wrong verdict.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from zlib import crc32

from capture.filters.conditions import HostCondition
from capture.filters.hosts import Host
from capture.filters.network import NetworkRule
from capture.filters.pattern import Target, is_regex

# uBlock Origin looks for tokens in as many characters; longer URLs repeat themselves.
MAX_TOKENISED = 2048
_TOKEN = re.compile(r"[0-9a-z%]+")
_HOST_ANCHOR = re.compile(r"\|\|([a-z0-9.-]*[a-z0-9]|\[[0-9a-f:]+\])(?=[\^/:?]|\|$)")
# In nearly every URL: a rule filed under one of these would be looked at each time.
_USELESS = frozenset({"http", "https", "www", "com"})

ALWAYS = crc32(b"*")


def key(kind: str, text: str) -> int:
    """Return the number for ``text`` in its name space.

    t: tokens of URLs, h: hosts asked, s: hosts asking, c: pages' hosts, g: classes and ids.
    """
    return crc32(f"{kind}:{text}".encode("utf-8", "surrogatepass"))


def request_keys(target: Target, host: Host, source: Host) -> set[int]:
    """Return the keys of all rules that may match the request."""
    keys = {key("t", token) for token in _TOKEN.findall(target.lower[:MAX_TOKENISED])}
    keys.update(key("h", name) for name in host.suffixes)
    keys.update(key("h", name) for name in host.entities)
    keys.update(key("s", name) for name in source.suffixes)
    keys.update(key("s", name) for name in source.entities)
    keys.add(ALWAYS)
    return keys


def host_key(rule: NetworkRule) -> int | None:
    """Return the key of the host that ``rule`` begins with, if it names one whole."""
    if not rule.pattern.startswith("||"):
        return None
    match = _HOST_ANCHOR.match(rule.pattern.lower())
    return key("h", match[1].strip("[]")) if match else None


def other_keys(rule: NetworkRule, tokens: list[int], frequency: Callable[[int], int]) -> list[int]:
    """Return the keys of a rule without such a host: its rarest token, else its hosts."""
    if tokens:
        return [min(tokens, key=frequency)]
    if (names := _names(rule.to)) is not None:
        return [key("h", name) for name in names]
    if (names := _names(rule.source)) is not None:
        return [key("s", name) for name in names]
    return [ALWAYS]


def _names(condition: HostCondition | None) -> frozenset[str] | None:
    """Return the names one of which must hold, ``None`` when other hosts may pass too."""
    if condition is None or condition.included.expressions or not condition.included.names:
        return None
    return condition.included.names


def pattern_tokens(pattern: str) -> list[int]:
    """Return keys of the tokens that every URL matching ``pattern`` contains whole."""
    text = regex_skeleton(pattern[1:-1]) if is_regex(pattern) else pattern
    return [key("t", token) for token in _whole_tokens(text.lower()) if token not in _USELESS]


def _whole_tokens(text: str) -> Iterator[str]:
    """Yield the runs that cannot be part of a longer one in the URL."""
    for match in _TOKEN.finditer(text):
        before = text[match.start() - 1 : match.start()]
        after = text[match.end() : match.end() + 1]
        if before in ("", "*") or after in ("", "*") or len(match[0]) < 2:
            continue
        yield match[0]


def regex_skeleton(source: str) -> str:
    """Reduce an expression to its literal characters, with ``*`` for everything else.

    Alternatives at the top level leave nothing that every match must hold.
    """
    out: list[str] = []
    at, depth = 0, 0
    while at < len(source):
        char, width = source[at], 1
        if char == "\\":
            escaped = source[at + 1 : at + 2]
            if escaped in "kxucpP":  # what they stand for takes more characters
                return ""
            width, char = 2, escaped if escaped and not escaped.isalnum() else "*"
        elif char == "[":
            width, char = _class_width(source, at), "*"
        elif char in "()":
            depth += 1 if char == "(" else -1
            char = "*"
        elif char == "|" and depth == 0:
            return ""
        elif char in "^$.+?{*|":
            char = "*"
        at += width
        quantified = source[at : at + 1] in ("?", "*", "{")
        if quantified and source[at : at + 1] == "{":
            at = source.find("}", at) + 1 or len(source)
        out.append("*" if depth or quantified else char)
    return "".join(out)


def _class_width(source: str, at: int) -> int:
    end = at + 1
    while end < len(source) and source[end] != "]":
        end += 2 if source[end] == "\\" else 1
    return end + 1 - at
