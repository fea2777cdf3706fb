"""The server's half of SOCKS 5 (RFC 1928) as pure functions: bytes in, values out.

SOCKS rather than an HTTP proxy, because every connection becomes a plain tunnel: the gate never
parses a page's HTTP, so no header can be smuggled past it, and the bytes a server sends reach
Chromium as they would without it.  Chromium sends names, not addresses (``socks5://`` resolves at
the proxy), which is what lets the gate check the address it connects to.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from ipaddress import IPv4Address, IPv6Address

NO_AUTHENTICATION = b"\x05\x00"
NO_ACCEPTABLE_METHOD = b"\x05\xff"
_CONNECT = 1
_IPV4, _NAME, _IPV6 = 1, 3, 4


class Reply(IntEnum):
    """What a request is answered with; Chromium shows all but the first as a failed connection."""

    SUCCEEDED = 0
    FAILED = 1
    REFUSED_BY_RULE = 2
    HOST_UNREACHABLE = 4
    CONNECTION_REFUSED = 5
    COMMAND_UNKNOWN = 7

    def message(self) -> bytes:
        """Return the reply; the bound address is zeros, which no client reads."""
        return bytes((5, self, 0, _IPV4)) + bytes(6)


@dataclass(frozen=True, slots=True)
class Request:
    """Where the client wants to go, and how many bytes said so."""

    host: str
    port: int
    length: int


def read_greeting(data: bytes) -> tuple[bytes, int] | None:
    """Return (answer, bytes read) for a greeting, ``None`` while it is incomplete.

    Raises `ValueError` for another protocol.
    """
    if data and data[0] != 5:
        raise ValueError("not SOCKS 5")
    if len(data) < 2 or len(data) < 2 + data[1]:
        return None
    methods = data[2 : 2 + data[1]]
    return (NO_AUTHENTICATION if 0 in methods else NO_ACCEPTABLE_METHOD), 2 + data[1]


def read_request(data: bytes) -> Request | None:
    """Return the request, ``None`` while it is incomplete; raises `ValueError` for nonsense."""
    if len(data) < 5:
        return None
    version, command, _, kind, first = data[:5]
    if version != 5 or command != _CONNECT:
        raise ValueError("not a SOCKS 5 connect request")
    sizes = {_IPV4: 4, _IPV6: 16, _NAME: 1 + first}
    if kind not in sizes:
        raise ValueError(f"unknown address type {kind}")
    end = 4 + sizes[kind]
    if len(data) < end + 2:
        return None
    return Request(_host(kind, data[4:end]), int.from_bytes(data[end : end + 2]), length=end + 2)


def _host(kind: int, raw: bytes) -> str:
    if kind == _IPV4:
        return str(IPv4Address(raw))
    if kind == _IPV6:
        return str(IPv6Address(raw))
    name = raw[1:].decode("ascii", "strict") if raw[1:].isascii() else ""
    if not name or not name.isprintable() or " " in name:
        raise ValueError("not a host name")
    return name.lower()
