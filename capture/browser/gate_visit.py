"""What one visit reached through the gate, and what it was kept from."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from capture.browser.addresses import Address, is_loopback, literal
from capture.browser.gate_policy import Connection, Failure, Refusal, VisitPolicy, host_named_by
from capture.browser.gate_resolve import Resolve

# A page may ask for a million hosts; the ledger needs the first thousand and the count.
_MAX_NOTES = 1_000
_Event = TypeVar("_Event")


class GateVisit:
    """What one visit reached, and what it was kept from.

    Written by the gate's thread and read by the pipeline's: each property is a snapshot.
    """

    def __init__(self, policy: VisitPolicy, gate: tuple[str, int] = ("", 0)) -> None:
        self.policy = policy
        self._gate = gate
        self.own: frozenset[Address] = frozenset()
        self.received_bytes = 0
        self.over_budget = False
        self._refusals: dict[Refusal, None] = {}
        self._failures: dict[Failure, None] = {}
        self._connections: dict[Connection, None] = {}
        self._lookups: dict[str, asyncio.Future[tuple[Address, ...]]] = {}

    @property
    def refusals(self) -> tuple[Refusal, ...]:
        """The connections refused, each host, port and rule once."""
        return tuple(self._refusals)

    @property
    def failures(self) -> tuple[Failure, ...]:
        """The connections that could not be made."""
        return tuple(self._failures)

    @property
    def connections(self) -> tuple[Connection, ...]:
        """The hosts reached and the addresses they were reached at, in order."""
        return tuple(self._connections)

    @property
    def partial_reason(self) -> str | None:
        """Why the page may be incomplete, ``None`` when the byte budget held."""
        if not self.over_budget:
            return None
        limit = self.policy.max_bytes / (1024 * 1024)
        return f"loading was stopped: the page had sent {limit:.0f} MiB"

    def passed(self, remote_address: str, remote_port: int) -> bool:
        """Tell whether a response with this remote end came through the gate.

        The second lock: a proxy set by the machine's own policy for Chromium would go before ours.
        """
        return (remote_address, remote_port) == self._gate

    def refusal_of(self, url: str) -> Refusal | None:
        """Return the refusal, if any, that kept ``url`` from loading."""
        host = host_named_by(url)
        return next((one for one in self.refusals if one.host == host), None) if host else None

    def failure_of(self, url: str) -> Failure | None:
        """Return the failure, if any, that kept ``url`` from loading."""
        host = host_named_by(url)
        return next((one for one in self.failures if one.host == host), None) if host else None

    def note_refusal(self, refusal: Refusal) -> None:
        """Keep one of the first thousand different refusals."""
        _note(self._refusals, refusal)

    def note_failure(self, failure: Failure) -> None:
        """Keep one of the first thousand different failures."""
        _note(self._failures, failure)

    def note_connection(self, connection: Connection) -> None:
        """Keep one of the first thousand different connections."""
        _note(self._connections, connection)

    def take(self, size: int) -> bool:
        """Count ``size`` bytes; false once the page has had its budget."""
        self.received_bytes += size
        self.over_budget = self.over_budget or self.received_bytes > self.policy.max_bytes
        return not self.over_budget

    async def look_up(self, host: str, resolve: Resolve) -> tuple[Address, ...]:
        """Return the addresses of ``host``, the same ones for the whole visit.

        Raises what ``resolve`` raises; a failed lookup is not tried again.
        """
        if host not in self._lookups:
            address = literal(host)
            if address is not None:
                return self._pin(host, (address,))
            look: Coroutine[Any, Any, tuple[Address, ...]] = resolve(host)
            self._lookups[host] = asyncio.ensure_future(look)
        # Shielded: the tunnel that asked first may be closed while others still wait.
        return self._pin(host, await asyncio.shield(self._lookups[host]))

    def _pin(self, host: str, found: tuple[Address, ...]) -> tuple[Address, ...]:
        if host == self.policy.named and not self.own:
            self.own = frozenset(found)
        return found

    def owns(self, address: Address) -> bool:
        """Tell whether ``address`` is the named host's; loopback addresses are all one host."""
        return address in self.own or (is_loopback(address) and any(map(is_loopback, self.own)))


def _note(kept: dict[_Event, None], event: _Event) -> None:
    if len(kept) < _MAX_NOTES:
        kept[event] = None
