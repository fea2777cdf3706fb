"""Sort-friendly keys for addresses, as CDXJ indexes and replay tools use them.

The rules are the Internet Archive's URL canonicalizer's: scheme, ``www.``, user, default port and
fragment gone, host reversed, everything lower case, query in alphabetical order, session ids gone.
"""

from __future__ import annotations

import re
from urllib.parse import SplitResult, quote_from_bytes, unquote_to_bytes, urlsplit

_WWW = re.compile(r"www\d*\.")
_SAFE = "!\"$&'()*+,-./:;<=>?@[\\]^_`{|}~"
_PORTS = {"http": 80, "https": 443}
# Session ids that the canonicalizer knows, in its order; the last of each is taken.
_PATH_SESSION = re.compile(r"/(?:\((?:[a-z]\([0-9a-z]{24}\))+\)|\([0-9a-z]{24}\))/(?=[^?]+\.aspx)")
_QUERY_SESSIONS = tuple(
    re.compile(rf"{name}(?:&|$)")
    for name in (
        "jsessionid=[0-9a-z]{32}",
        "phpsessid=[0-9a-z]{32}",
        "sid=[0-9a-z]{32}",
        "aspsessionid[a-z]{8}=[a-z]{24}",
        "cfid=[^&]+&cftoken=[^&]+",
    )
)
# Unescaping is repeated until nothing changes; nobody escapes an honest address ten times.
_MAX_UNESCAPES = 10


def surt(url: str) -> str:
    """Return the key of ``url``; an address that cannot be read is its own key."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return url
    if parts.scheme not in _PORTS or not host:
        return url
    key = ",".join(reversed(_host(host).split(".")))
    if port and port != _PORTS[parts.scheme]:
        key += f":{port}"
    query = _query(parts)
    return f"{key}){_path(parts.path)}" + (f"?{query}" if query else "")


def _host(host: str) -> str:
    try:
        host = host.encode("ascii").decode()
    except UnicodeEncodeError:
        try:
            host = host.encode("idna").decode()
        except UnicodeError:
            host = quote_from_bytes(host.encode("utf-8", "replace"))
    host = host.replace("..", ".").strip(".").lower()
    return _WWW.sub("", host, count=1) if _WWW.match(host) else host


def _path(path: str) -> str:
    kept: list[str] = []
    unescaped = _unescaped(path)
    for part in unescaped.split(b"/")[1:]:
        if part == b"..":
            kept[-1:] = []
        elif part != b".":
            kept.append(_escaped(part))
    last = kept[-1:] or [""]
    clean = "/" + "/".join([*(part for part in kept[:-1] if part), *last])
    clean = _PATH_SESSION.sub("/", clean.lower())
    return clean[:-1] if len(clean) > 1 and clean.endswith("/") else clean


def _query(parts: SplitResult) -> str:
    query = _escaped(_unescaped(parts.query)).lower()
    for session in _QUERY_SESSIONS:
        query = session.sub("", query)
    return "&".join(
        "=".join(pair) for pair in sorted(tuple(arg.split("=", 1)) for arg in query.split("&"))
    )


def _unescaped(text: str) -> bytes:
    raw = text.encode("utf-8", "replace")
    for _ in range(_MAX_UNESCAPES):
        once = unquote_to_bytes(raw)
        if once == raw:
            break
        raw = once
    return raw


def _escaped(raw: bytes) -> str:
    return quote_from_bytes(raw, safe=_SAFE)
