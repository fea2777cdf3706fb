"""Who is at the other end of a loopback connection.

A proxy on loopback is open to every user of the machine, and Chromium can give no SOCKS password.
Linux says which user owns the other end, so the gate asks: the kernel directly (sock_diag(7), 0.03
ms), or where that is closed (gVisor, some containers) the table in /proc (5 ms: the kernel walks
its whole hash table to print it).
"""

from __future__ import annotations

import os
import socket
import struct
import sys
from pathlib import Path

_TABLE = Path("/proc/net/tcp")
# linux/sock_diag.h, linux/inet_diag.h and linux/netlink.h.
_NETLINK_SOCK_DIAG, _SOCK_DIAG_BY_FAMILY, _NLM_F_REQUEST = 4, 20, 1
_HEADER = struct.Struct("=IHHII")
_REQUEST = struct.Struct("=BBBBI")
_SOCKET_ID = struct.Struct("!HH4s12x4s12x4s8s")
_ANSWER = struct.Struct("=4B48xIIIII")
_ANY_COOKIE = b"\xff" * 8

End = tuple[str, int]


def is_ours(peer: End, own: End) -> bool:
    """Tell whether the socket at ``peer``, connected to ``own``, belongs to this user.

    Where the system cannot say (macOS), every local peer counts as ours.
    """
    uid = owner(peer, own)
    if uid is None:
        return not sys.platform.startswith("linux")
    return uid in {os.getuid(), os.geteuid()}


def owner(peer: End, own: End) -> int | None:
    """Return the user id of the IPv4 socket at ``peer``, ``None`` when nobody knows it."""
    try:
        return _owner_by_netlink(peer, own)
    except (OSError, AttributeError, struct.error):
        return _owner_in_table(peer, own)


def _owner_by_netlink(peer: End, own: End) -> int | None:
    identity = _SOCKET_ID.pack(
        peer[1], own[1], socket.inet_aton(peer[0]), socket.inet_aton(own[0]), bytes(4), _ANY_COOKIE
    )
    body = _REQUEST.pack(socket.AF_INET, socket.IPPROTO_TCP, 0, 0, 0xFFFFFFFF) + identity
    size = _HEADER.size + len(body)
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, _NETLINK_SOCK_DIAG) as netlink:
        netlink.settimeout(1)
        netlink.send(_HEADER.pack(size, _SOCK_DIAG_BY_FAMILY, _NLM_F_REQUEST, 0, 0) + body)
        answer = netlink.recv(4096)
    if _HEADER.unpack_from(answer)[1] != _SOCK_DIAG_BY_FAMILY:
        raise OSError("sock_diag does not answer")
    # inet_diag_msg: family, state, timer, retransmits, the id, expires, rqueue, wqueue, uid, inode
    return int(_ANSWER.unpack_from(answer, _HEADER.size)[7])


def _owner_in_table(peer: End, own: End) -> int | None:
    try:
        table = _TABLE.read_bytes()
    except OSError:
        return None
    start = table.find(f": {_hex(peer)} {_hex(own)} ".encode())
    if start < 0:
        return None
    # sl local remote state queues timer retransmits uid …  (proc(5)); counted from the colon.
    return int(table[start : start + 200].split()[7])


def _hex(address: End) -> str:
    number = int.from_bytes(socket.inet_aton(address[0]), sys.byteorder)
    return f"{number:08X}:{address[1]:04X}"
