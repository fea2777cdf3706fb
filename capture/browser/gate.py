"""The gate: the one way from Chromium to the network.

A SOCKS proxy on loopback that Chromium sends everything through, loopback included.  It looks names
up itself, checks every address against the visit's policy (`capture.browser.gate_policy`) and
connects to the very address that it checked, so a name that changes its mind between the check and
the connection gains nothing.  Redirects, frames, workers, service workers, prefetches, websockets
and WebRTC over TCP are all connections, so none of them needs a rule of its own.

One gate serves one browser process and one visit at a time.  Outside a visit nothing passes, and
when a visit ends its connections end with it, so that a kept-alive one cannot serve the next page.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from typing import Self, TypeVar

from capture.browser.addresses import Address
from capture.browser.gate_dial import Dial, dial
from capture.browser.gate_policy import (
    DEFAULT_MAX_BYTES,
    BlockHost,
    Connection,
    Failure,
    Refusal,
    VisitPolicy,
    admitted,
    canonical_host,
    host_named_by,
)
from capture.browser.gate_resolve import Resolve, leave_to_upstream, resolve
from capture.browser.gate_socks import Reply
from capture.browser.gate_tunnel import Link, Near
from capture.browser.gate_upstream import Upstream
from capture.browser.gate_visit import GateVisit
from capture.errors import CaptureError

_T = TypeVar("_T")


class Gate:
    """A running gate; use it as a context manager around the browser's life.

    ``upstream`` is the user's own proxy, if there is one.  ``resolve`` looks names up and ``dial``
    opens connections; a test may bring its own.
    """

    def __init__(
        self, upstream: Upstream | None = None, *, resolve: Resolve = resolve, dial: Dial = dial
    ) -> None:
        self._resolve = leave_to_upstream if upstream else resolve
        self._dial = upstream.dial if upstream else dial
        self._upstream = upstream
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="gate", daemon=True)
        self._server: asyncio.Server | None = None
        self._tunnels: set[Near] = set()
        self._visit: GateVisit | None = None
        self.address = ("127.0.0.1", 0)

    def __enter__(self) -> Self:
        self._thread.start()
        self._server = self._do(self._listen())
        self.address = self._server.sockets[0].getsockname()[:2]
        return self

    def __exit__(self, *_: object) -> None:
        self._do(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=5)
        if not self._thread.is_alive():
            self._loop.close()

    @property
    def server(self) -> str:
        """The address for ``--proxy-server``."""
        return f"socks5://{self.address[0]}:{self.address[1]}"

    @property
    def proxy(self) -> dict[str, str]:
        """The ``proxy`` argument for Playwright's ``launch``; its requests go through it too."""
        return {"server": self.server, "bypass": "<-loopback>"}

    @property
    def launch_arguments(self) -> tuple[str, ...]:
        """Switches that leave Chromium no way round the gate; they go with `proxy`.

        The resolver rule makes Chromium unable to look up any name by itself (DNS prefetch would
        tell a name server what a page holds).  Playwright adds one that is quoted and so inert.
        """
        return (
            f"--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE {self.address[0]}",
            "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
            "--disable-quic",
        )

    @contextmanager
    def visit(
        self,
        url: str,
        *,
        block_host: BlockHost | None = None,
        max_bytes: int = DEFAULT_MAX_BYTES,
        allow_private: bool = True,
    ) -> Iterator[GateVisit]:
        """Let the page at ``url``, which the user named, through until the block ends."""
        policy = VisitPolicy(host_named_by(url), allow_private, max_bytes, block_host)
        if self._visit is not None:
            raise CaptureError("a gate serves one visit at a time")
        visit = GateVisit(policy, self.address)
        self._visit = visit
        try:
            yield visit
        finally:
            self._visit = None
            self._do(self._drop_tunnels())

    async def _listen(self) -> asyncio.Server:
        def near() -> Near:
            tunnel = Near(self._open, self._tunnels.discard)
            self._tunnels.add(tunnel)
            return tunnel

        return await self._loop.create_server(near, *self.address, backlog=512)

    async def _open(self, near: Near) -> None:
        """Decide about one connection, and make it or answer why not."""
        visit = self._visit
        if visit is None:
            near.refuse(Reply.REFUSED_BY_RULE)
            return
        host, port = canonical_host(near.host), near.port
        refusal = _refused_by_name(visit, host, port)
        addresses: tuple[Address, ...] = ()
        if refusal is None:
            try:
                addresses, refusal = await self._addresses(visit, host, port)
            except OSError as error:  # TimeoutError is one
                visit.note_failure(Failure(host, port, _reason(error, "the name was not found")))
                near.refuse(Reply.HOST_UNREACHABLE)
                return
        if refusal is not None:
            visit.note_refusal(refusal)
            near.refuse(Reply.REFUSED_BY_RULE)
            return
        await self._connect(near, visit, host, addresses)

    async def _addresses(
        self, visit: GateVisit, host: str, port: int
    ) -> tuple[tuple[Address, ...], Refusal | None]:
        found = await visit.look_up(host, self._resolve)
        if self._upstream and not found:
            return (), None
        addresses, rule = admitted(found, own=visit.owns, allow_private=visit.policy.allow_private)
        if rule:
            return (), Refusal(host, port, str(found[0]) if found else "", rule)
        return addresses, None

    async def _connect(
        self, near: Near, visit: GateVisit, host: str, addresses: tuple[Address, ...]
    ) -> None:
        def count(size: int) -> bool:
            if visit.take(size):
                return True
            self._loop.call_soon(self._abort_tunnels)
            return False

        try:
            far = await self._dial(host, near.port, addresses, Link(near, count))
        except OSError as error:
            visit.note_failure(
                Failure(host, near.port, _reason(error, "the server did not answer"))
            )
            refused = isinstance(error, ConnectionRefusedError)
            near.refuse(Reply.CONNECTION_REFUSED if refused else Reply.HOST_UNREACHABLE)
            return
        assert far.transport is not None
        if self._visit is not visit or near.transport.is_closing():
            far.transport.abort()
            return
        address = far.transport.get_extra_info("peername")[0]
        refusal = _own_address(visit, host, near.port, far.transport)
        if refusal and not self._upstream:
            visit.note_refusal(refusal)
            far.transport.abort()
            near.refuse(Reply.REFUSED_BY_RULE)
            return
        visit.note_connection(Connection(host, near.port, address))
        near.join(far)

    async def _drop_tunnels(self) -> None:
        self._abort_tunnels()
        await asyncio.sleep(0)  # lets the transports close

    def _abort_tunnels(self) -> None:
        for tunnel in tuple(self._tunnels):
            tunnel.abort()

    async def _close(self) -> None:
        if self._server is not None:
            self._server.close()
        await self._drop_tunnels()

    def _do(self, work: Coroutine[None, None, _T]) -> _T:
        # Nothing that is waited for here waits for the network; 10 s means a broken machine.
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=10)


def _refused_by_name(visit: GateVisit, host: str, port: int) -> Refusal | None:
    if visit.over_budget:
        return Refusal(host, port, "", "byte budget")
    block = visit.policy.block_host
    if block is None or host == visit.policy.named:
        return None
    found = block(host)
    return Refusal(host, port, "", found.rule, found.list_name or "") if found else None


def _own_address(
    visit: GateVisit, host: str, port: int, transport: asyncio.Transport
) -> Refusal | None:
    """Refuse a connection whose two ends are one address: this machine under a public one.

    Services that a firewall hides from the world listen there too.
    """
    there, here = transport.get_extra_info("peername")[0], transport.get_extra_info("sockname")[0]
    if there != here or visit.owns(ip_address(there.partition("%")[0])):
        return None
    return Refusal(host, port, there, "this machine")


def _reason(error: OSError, fallback: str) -> str:
    if isinstance(error, TimeoutError):
        return f"{fallback} in time"
    if isinstance(error, ConnectionRefusedError):
        return "the connection was refused"
    return " ".join(str(error).split())[:200] or fallback
