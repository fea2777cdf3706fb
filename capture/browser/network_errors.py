"""Chromium's network errors (``net::ERR_…``) as a cause and a remedy a person can use.

The names are from Chromium's ``net/base/net_error_list.h``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from capture.errors import CaptureError, PolicyRefused


@dataclass(frozen=True, slots=True)
class _Explanation:
    pattern: str
    cause: str
    remedy: str
    retryable: bool = False


EXPLANATIONS: tuple[_Explanation, ...] = (
    _Explanation("NAME_NOT_RESOLVED|NAME_RESOLUTION", "no such host", "check the spelling", True),
    _Explanation("CONNECTION_REFUSED", "the server refuses the connection", "is it running?", True),
    _Explanation(
        "CONNECTION_(RESET|CLOSED|ABORTED|FAILED)|EMPTY_RESPONSE|SOCKET_NOT_CONNECTED",
        "the server broke the connection off",
        "try again later",
        True,
    ),
    _Explanation(
        "CONNECTION_TIMED_OUT|TIMED_OUT", "the server does not answer", "try again later", True
    ),
    _Explanation("ADDRESS_UNREACHABLE|NETWORK_CHANGED", "no route to the server", "", True),
    _Explanation(
        "INTERNET_DISCONNECTED", "this machine has no network", "check the connection", True
    ),
    _Explanation("TOO_MANY_REDIRECTS", "it redirects in a loop", "try it with --cookies"),
    _Explanation(
        "SSL_PROTOCOL_ERROR",
        "the server does not speak TLS there, or breaks it",
        "write http:// for a site without TLS",
    ),
    _Explanation(
        "CERT_|SSL_|BAD_SSL|ECH_",
        "its certificate or TLS is not valid",
        "capture it with --ignore-https-errors if you trust it",
    ),
    _Explanation("PROXY|TUNNEL", "the proxy does not work", "check --proxy-server", True),
    _Explanation("INVALID_URL|UNKNOWN_URL_SCHEME|DISALLOWED_URL", "not an address", "check it"),
    _Explanation("INVALID_REDIRECT", "it redirects to no address", ""),
    _Explanation("UNSAFE_PORT", "browsers refuse that port", "serve it on another port"),
    _Explanation("FILE_NOT_FOUND", "no such file", "check the path"),
    _Explanation("ACCESS_DENIED", "the file may not be read", "check its permissions"),
    _Explanation(
        "INVALID_HTTP_RESPONSE|INVALID_RESPONSE|CONTENT_|INVALID_CHUNKED|RESPONSE_HEADERS",
        "the server's answer is broken",
        "try again later",
        True,
    ),
    _Explanation("HTTP2_|QUIC_|SPDY", "the server breaks the HTTP/2 protocol", "", True),
    _Explanation("INVALID_AUTH|UNSUPPORTED_AUTH", "its login is refused", "check --auth"),
    _Explanation("ABORTED", "the page broke its own loading off", "", True),
)
REFUSED = re.compile("BLOCKED_BY_(CLIENT|ADMINISTRATOR|PRIVATE|LOCAL)")


def explain(message: str, url: str) -> CaptureError:
    """Turn Playwright's ``message`` about ``url`` into an error to raise."""
    found = re.search(r"(?:net::)?ERR_[A-Z0-9_]+", message)
    name = found[0].removeprefix("net::") if found else ""
    if name == "ERR_UNSAFE_REDIRECT":
        return PolicyRefused(f"{url} redirects to a scheme that no page may open ({name})")
    if REFUSED.search(name):
        return PolicyRefused(f"{url} is refused by policy ({name})")
    for known in EXPLANATIONS:
        if name and re.search(known.pattern, name):
            cause = f"{url}: {known.cause} ({name})"
            return CaptureError(cause, remedy=known.remedy, retryable=known.retryable)
    first = message.strip().splitlines()[0] if message.strip() else "no reason given"
    return CaptureError(f"{url} could not be loaded: {name or first[:200]}", retryable=True)
