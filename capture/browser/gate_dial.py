"""Connecting to addresses that have been checked, and to no others."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from capture.browser.addresses import Address
from capture.browser.gate_tunnel import Far, Link

Dial = Callable[[str, int, Sequence[Address], Link], Awaitable[Far]]
# Chromium itself gives a connection 4 minutes; nothing that takes over 10 s is worth a page's
# budget of 30 s.
CONNECT_SECONDS = 10.0
# RFC 8305: 250 ms before the next address is tried beside the one that does not answer.
_NEXT_ADDRESS_SECONDS = 0.25
# A name with hundreds of addresses is an attack or a mistake; browsers give up sooner too.
_MAX_ADDRESSES = 6


async def dial(host: str, port: int, addresses: Sequence[Address], link: Link) -> Far:
    """Connect to the first of ``addresses`` that answers; the name ``host`` is not looked at.

    Each address starts 250 ms after the one before it, or at once when that one failed.  Raises
    `OSError` or `TimeoutError`.
    """
    del host
    async with asyncio.timeout(CONNECT_SECONDS):
        return await _race(addresses[:_MAX_ADDRESSES], port, link.far)


async def _race(addresses: Sequence[Address], port: int, make_far: Callable[[], Far]) -> Far:
    waiting = list(addresses)
    running: set[asyncio.Task[Far]] = set()
    problem: OSError = OSError("the name has no address")
    try:
        while waiting or running:
            if waiting:
                running.add(asyncio.create_task(_connect(waiting.pop(0), port, make_far)))
            done, running = await asyncio.wait(
                running,
                timeout=_NEXT_ADDRESS_SECONDS if waiting else None,
                return_when=asyncio.FIRST_COMPLETED,
            )
            for task in done:
                error = task.exception()
                if error is None:
                    _abort_all(done - {task})
                    return task.result()
                problem = error if isinstance(error, OSError) else OSError(str(error))
    finally:
        for task in running:
            task.cancel()
    raise problem


def _abort_all(tasks: set[asyncio.Task[Far]]) -> None:
    for task in tasks:
        if task.exception() is None and (transport := task.result().transport) is not None:
            transport.abort()


async def _connect(address: Address, port: int, make_far: Callable[[], Far]) -> Far:
    _, far = await asyncio.get_running_loop().create_connection(make_far, str(address), port)
    return far
