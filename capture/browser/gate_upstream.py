"""The user's own proxy behind the gate: HTTP, HTTPS or SOCKS 5, with a password or without.

Names are then looked up by that proxy, so only addresses written as such can be checked here; what
a name leads to is the proxy's to police.  The gate speaks to it because Chromium can hold only one
proxy, and because Chromium cannot give a SOCKS proxy a password.
"""

from __future__ import annotations

import asyncio
import base64
import ssl
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from capture.browser.addresses import Address
from capture.browser.gate_dial import CONNECT_SECONDS
from capture.browser.gate_tunnel import Far, Link
from capture.errors import UsageError

_DEFAULT_PORT = {"http": 3128, "https": 443, "socks5": 1080}
# Longer than any proxy's answer to CONNECT; curl allows 16 KiB.
_MAX_HEAD = 16_384
_SOCKS_PROBLEM = {
    1: "failed",
    2: "does not allow it",
    3: "cannot reach the network",
    4: "cannot reach the host",
    5: "was refused the connection",
    6: "waited too long",
}


@dataclass(frozen=True, slots=True)
class Upstream:
    """A proxy that the user named."""

    scheme: str
    host: str
    port: int
    username: str = ""
    password: str = field(default="", repr=False)

    async def dial(self, host: str, port: int, addresses: Sequence[Address], link: Link) -> Far:
        """Connect to ``host`` through the proxy.  Raises `OSError` or `TimeoutError`."""
        del addresses
        # A proxy that allows CONNECT only to 443 (squid's default) takes plain HTTP by GET.  Not
        # under the timeout: Chromium opens connections ahead of needing them.
        plain = self.scheme != "socks5" and port != 443 and await _is_plain_http(link)
        async with asyncio.timeout(CONNECT_SECONDS):
            talk = await self._connect()
            try:
                if plain:
                    link.replace(self._absolute(link.peeked, host, port))
                elif self.scheme == "socks5":
                    await self._socks(talk, host, port)
                else:
                    await self._tunnel(talk, host, port)
            except BaseException:
                talk.transport.abort()
                raise
        return talk.become(link.far())

    async def _connect(self) -> _Talk:
        context = ssl.create_default_context() if self.scheme == "https" else None
        loop = asyncio.get_running_loop()
        try:
            _, talk = await loop.create_connection(_Talk, self.host, self.port, ssl=context)
        except OSError as error:
            raise OSError(
                f"the proxy {self.host}:{self.port} cannot be reached: {error}"
            ) from error
        return talk

    async def _tunnel(self, talk: _Talk, host: str, port: int) -> None:
        where = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        lines = [f"CONNECT {where} HTTP/1.1", f"Host: {where}", *self._credentials(), "", ""]
        talk.transport.write("\r\n".join(lines).encode("latin-1"))
        head = await talk.read_until(b"\r\n\r\n")
        status = head.split(b"\r\n", 1)[0].decode("latin-1")
        words = status.split(" ", 2)
        if len(words) < 2 or words[1] != "200":
            raise OSError(f"the proxy answered {status[:80]}")

    def _absolute(self, head: bytes, host: str, port: int) -> bytes:
        """Write a request for the server as one for a proxy, for one request a connection."""
        request, _, rest = head.partition(b"\r\n")
        method, path, version = request.split(b" ", 2)
        where = f"[{host}]" if ":" in host else host
        authority = (where if port == 80 else f"{where}:{port}").encode("ascii")
        fields = [
            line
            for line in rest.split(b"\r\n\r\n", 1)[0].split(b"\r\n")
            if line.partition(b":")[0].strip().lower() not in (b"connection", b"proxy-connection")
        ]
        fields += [line.encode("latin-1") for line in self._credentials()]
        fields.append(b"Connection: close")
        first = b" ".join((method, b"http://" + authority + path, version))
        body = head.split(b"\r\n\r\n", 1)[1]
        return b"\r\n".join((first, *fields)) + b"\r\n\r\n" + body

    def _credentials(self) -> list[str]:
        if not self.username:
            return []
        token = base64.b64encode(f"{self.username}:{self.password}".encode()).decode()
        return [f"Proxy-Authorization: Basic {token}"]

    async def _socks(self, talk: _Talk, host: str, port: int) -> None:
        talk.transport.write(b"\x05\x02\x00\x02" if self.username else b"\x05\x01\x00")
        method = (await talk.read(2))[1]
        if method == 2 and self.username:
            await self._socks_password(talk)
        elif method != 0:
            raise OSError("the proxy wants another way to sign in")
        name = host.encode("ascii")
        talk.transport.write(b"\x05\x01\x00\x03" + bytes((len(name),)) + name + port.to_bytes(2))
        _, reply, _, kind = await talk.read(4)
        length = {1: 4, 4: 16}.get(kind) or (await talk.read(1))[0]
        await talk.read(length + 2)
        if reply:
            raise OSError(f"the proxy {_SOCKS_PROBLEM.get(reply, f'answered {reply}')}")

    async def _socks_password(self, talk: _Talk) -> None:
        name, word = self.username.encode(), self.password.encode()
        talk.transport.write(b"\x01" + bytes((len(name),)) + name + bytes((len(word),)) + word)
        if (await talk.read(2))[1] != 0:
            raise OSError("the proxy does not take this user name and password")


def parse_upstream(text: str) -> Upstream:
    """Read ``[scheme://][user:password@]host[:port]``; no scheme means ``http``.

    Raises `UsageError`, which never repeats the password.
    """
    try:
        parts = urlsplit(text if "://" in text else f"http://{text}")
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    scheme = parts.scheme.replace("socks5h", "socks5") if host else ""
    if not host or scheme not in _DEFAULT_PORT or not host.isascii():
        raise UsageError(
            "not a proxy address", remedy="write http://, https:// or socks5://host:port"
        )
    username, password = unquote(parts.username or ""), unquote(parts.password or "")
    if len(username.encode()) > 255 or len(password.encode()) > 255:
        raise UsageError("the proxy's user name or password is over 255 bytes")
    return Upstream(scheme, host, port or _DEFAULT_PORT[scheme], username, password)


async def _is_plain_http(link: Link) -> bool:
    """Tell whether the client speaks HTTP and asks for a document, not TLS or a websocket."""
    first = await link.peek()
    if not first[:1].isalpha():
        return False
    while b"\r\n\r\n" not in first:
        first = await link.peek(more_than=len(first))
    head = first.partition(b"\r\n\r\n")[0].lower()
    return b"\r\nupgrade: websocket" not in head


class _Talk(asyncio.Protocol):
    """A conversation with the proxy before the tunnel stands."""

    transport: asyncio.Transport

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._closed = False
        self._news = asyncio.Event()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        self._news.set()

    def eof_received(self) -> None:
        self._closed = True
        self._news.set()

    def connection_lost(self, exc: Exception | None) -> None:
        self._closed = True
        self._news.set()

    async def read(self, size: int) -> bytes:
        """Return exactly ``size`` bytes; raises `OSError` when the proxy closes before."""
        while len(self._buffer) < size:
            await self._more()
        return self._take(size)

    async def read_until(self, mark: bytes) -> bytes:
        """Return everything up to and with ``mark``."""
        while mark not in self._buffer:
            if len(self._buffer) > _MAX_HEAD:
                raise OSError("the proxy's answer is too long")
            await self._more()
        return self._take(self._buffer.index(mark) + len(mark))

    async def _more(self) -> None:
        if self._closed:
            raise OSError("the proxy closed the connection")
        self._news.clear()
        await self._news.wait()

    def _take(self, size: int) -> bytes:
        data = bytes(self._buffer[:size])
        del self._buffer[:size]
        return data

    def become(self, far: Far) -> Far:
        """Hand the connection over to the tunnel, with what was read too far."""
        if self._closed:
            raise OSError("the proxy closed the connection")
        self.transport.set_protocol(far)
        far.connection_made(self.transport)
        far.early = bytes(self._buffer)
        return far
