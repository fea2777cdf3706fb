"""One connection through the gate: a SOCKS handshake, then bytes in both directions.

Protocols instead of streams: what arrives is written on at once, so a tunnel costs one copy, and
each side stops reading while the other cannot write (no buffer grows with what a server sends).
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from capture.browser.gate_peer import is_ours
from capture.browser.gate_socks import Reply, read_greeting, read_request

# A greeting has at most 257 bytes, a request 262; who sends more did not wait for the answers.
_MAX_HANDSHAKE = 1024
# Chromium refuses to send request heads over 256 KiB.
_MAX_AHEAD = 512 * 1024

Open = Callable[["Near"], Awaitable[None]]
Count = Callable[[int], bool]


class Far(asyncio.Protocol):
    """The server's side of a tunnel.  ``count`` is told every size and may say stop."""

    def __init__(self, near: Near, count: Count) -> None:
        self._near = near
        self._count = count
        self.early = b""
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        if self._count(len(data)):
            self._near.transport.write(data)

    def eof_received(self) -> bool:
        return _pass_eof(self._near.transport)

    def connection_lost(self, exc: Exception | None) -> None:
        # A reset stays a reset, so that a half-sent body is not taken for a whole one.
        if exc is not None:
            self._near.transport.abort()
        else:
            self._near.transport.close()

    def pause_writing(self) -> None:
        self._near.transport.pause_reading()

    def resume_writing(self) -> None:
        self._near.transport.resume_reading()


class Link:
    """What a dialler gets to know of the connection it is to make the other half of."""

    def __init__(self, near: Near, count: Count) -> None:
        self._near = near
        self._count = count

    def far(self) -> Far:
        """Return the protocol for the server's side."""
        return Far(self._near, self._count)

    @property
    def peeked(self) -> bytes:
        """What the client has sent ahead."""
        return bytes(self._near.ahead)

    async def peek(self, more_than: int = 0) -> bytes:
        """Tell the client that it may speak, and wait for ``more_than`` bytes at least.

        Raises `OSError` when it leaves, or says too much before the tunnel stands.
        """
        self._near.answer()
        while len(self._near.ahead) <= more_than:
            self._near.news.clear()
            await self._near.news.wait()
            if self._near.transport.is_closing():
                raise OSError("the browser left")
        return self.peeked

    def replace(self, data: bytes) -> None:
        """Send ``data`` in the place of what the client has sent ahead."""
        self._near.ahead[:] = data


class Near(asyncio.Protocol):
    """Chromium's side of a tunnel.  ``open`` is called once with the host and port it asks for."""

    transport: asyncio.Transport

    def __init__(self, open_far: Open, on_lost: Callable[[Near], None]) -> None:
        self._open_far = open_far
        self._on_lost = on_lost
        self._greeted = False
        self.ahead = bytearray()
        self._task: asyncio.Task[None] | None = None
        self._answered = False
        self.news = asyncio.Event()
        self.host = ""
        self.port = 0
        self.far: Far | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        peer, own = transport.get_extra_info("peername"), transport.get_extra_info("sockname")
        if not (peer and own and is_ours(peer, own)):
            transport.abort()

    def data_received(self, data: bytes) -> None:
        if self.far is not None and self.far.transport is not None:
            self.far.transport.write(data)
            return
        self.ahead += data
        self.news.set()
        if len(self.ahead) > (_MAX_AHEAD if self._answered else _MAX_HANDSHAKE):
            self.transport.abort()
            return
        try:
            self._shake_hands()
        except ValueError:
            self.transport.abort()

    def _shake_hands(self) -> None:
        if not self._greeted:
            greeting = read_greeting(bytes(self.ahead))
            if greeting is None:
                return
            answer, length = greeting
            self._greeted = True
            del self.ahead[:length]
            self.transport.write(answer)
        if self._task is None and (request := read_request(bytes(self.ahead))) is not None:
            del self.ahead[: request.length]
            self.host, self.port = request.host, request.port
            self._task = asyncio.get_running_loop().create_task(self._open())

    async def _open(self) -> None:
        try:
            await self._open_far(self)
        finally:
            if self.far is None:
                self.transport.close()

    def join(self, far: Far) -> None:
        """Answer the client and let the bytes flow."""
        self.far = far
        self.answer()
        if self.ahead and far.transport is not None:
            far.transport.write(bytes(self.ahead))
            self.ahead.clear()
        if far.early:
            far.data_received(far.early)

    def answer(self) -> None:
        """Tell the client, once, that it may speak."""
        if not self._answered:
            self._answered = True
            self.transport.write(Reply.SUCCEEDED.message())

    def refuse(self, reply: Reply) -> None:
        """Answer the client that there will be no connection, and close."""
        if not self.transport.is_closing():
            if not self._answered:
                self.transport.write(reply.message())
            self.transport.close()

    def abort(self) -> None:
        """End the tunnel now, on both sides."""
        if self._task is not None and not self._task.done():
            self._task.cancel()
        self.transport.abort()
        if self.far is not None and self.far.transport is not None:
            self.far.transport.abort()

    def eof_received(self) -> bool:
        far = self.far.transport if self.far is not None else None
        return _pass_eof(far) if far is not None else False

    def connection_lost(self, exc: Exception | None) -> None:
        self.news.set()
        if self._task is not None and not self._task.done():
            self._task.cancel()
        if self.far is not None and self.far.transport is not None:
            self.far.transport.close()
        self._on_lost(self)

    def pause_writing(self) -> None:
        if self.far is not None and self.far.transport is not None:
            self.far.transport.pause_reading()

    def resume_writing(self) -> None:
        if self.far is not None and self.far.transport is not None:
            self.far.transport.resume_reading()


def _pass_eof(transport: asyncio.Transport) -> bool:
    """Hand an end of stream on; true keeps the other direction open (a half-closed connection)."""
    if transport.is_closing() or not transport.can_write_eof():
        return False
    transport.write_eof()
    return True
