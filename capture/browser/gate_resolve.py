"""Names to addresses, off the event loop and never for longer than the visit cares."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Coroutine
from ipaddress import ip_address
from typing import Any

from capture.browser.addresses import Address

Resolve = Callable[[str], Coroutine[Any, Any, tuple[Address, ...]]]
# glibc waits 5 s for a name server and asks twice; what takes longer will not be there in time.
LOOKUP_SECONDS = 10.0
# RFC 6761: such names never leave the machine, whatever a name server says; browsers agree.
_LOOPBACK = (ip_address("127.0.0.1"), ip_address("::1"))


async def resolve(host: str) -> tuple[Address, ...]:
    """Return every address of ``host``, in the order in which the system would try them.

    Raises `OSError` when there is none, `TimeoutError` after 10 s.  The lookup runs in a daemon
    thread of its own, so that a name server that never answers cannot keep the process from ending.
    """
    if host == "localhost" or host.endswith(".localhost"):
        return _LOOPBACK
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[tuple[Address, ...]] = loop.create_future()
    threading.Thread(target=_look_up, args=(host, loop, answer), daemon=True).start()
    return await asyncio.wait_for(answer, LOOKUP_SECONDS)


async def leave_to_upstream(host: str) -> tuple[Address, ...]:
    """Return no address: the user's proxy looks names up.  Loopback names stay what they are."""
    return _LOOPBACK if host == "localhost" or host.endswith(".localhost") else ()


def _look_up(
    host: str, loop: asyncio.AbstractEventLoop, answer: asyncio.Future[tuple[Address, ...]]
) -> None:
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        later = error.errno == socket.EAI_AGAIN
        _tell(loop, answer, OSError("the name server does not answer" if later else "no such host"))
    except (OSError, UnicodeError) as error:
        _tell(loop, answer, OSError(str(error)))
    else:
        texts = dict.fromkeys(str(entry[4][0]).partition("%")[0] for entry in found)
        _tell(loop, answer, tuple(ip_address(text) for text in texts))


def _tell(
    loop: asyncio.AbstractEventLoop,
    answer: asyncio.Future[tuple[Address, ...]],
    result: tuple[Address, ...] | OSError,
) -> None:
    def settle() -> None:
        if answer.done():
            return
        if isinstance(result, OSError):
            answer.set_exception(result)
        else:
            answer.set_result(result)

    try:
        loop.call_soon_threadsafe(settle)
    except RuntimeError:
        return  # the gate closed while the lookup was under way
