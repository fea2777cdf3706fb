"""Whether an address is part of the public Internet.

`ipaddress.is_global` answers for the plain blocks of the IANA special-purpose registries; it says
yes to multicast, to tunnels that carry a private IPv4 address inside an IPv6 one, and to the
addresses that clouds serve their metadata on.  Everything that is not plainly public is not.
"""

from __future__ import annotations

import unicodedata
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

# First match names the rule.  From the IANA special-purpose registries (RFC 6890 and successors),
# with the metadata services put before the wider blocks that hold them.
_RULES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("unspecified", ("0.0.0.0/8", "::/128")),
    ("loopback", ("127.0.0.0/8", "::1/128")),
    # 168.63.129.16 is Azure's wire server: formally a public address, answered by the hypervisor.
    (
        "metadata",
        (
            "169.254.169.254/32",  # AWS, Azure, Google, OpenStack, DigitalOcean
            "169.254.170.2/32",  # AWS container credentials
            "168.63.129.16/32",
            "100.100.100.200/32",  # Alibaba
            "192.0.0.192/32",  # Oracle
            "fd00:ec2::254/128",  # AWS over IPv6
            "fd20:ce::254/128",  # Google over IPv6
        ),
    ),
    ("link-local", ("169.254.0.0/16", "fe80::/10")),
    (
        "private",
        ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "fec0::/10"),
    ),
    ("carrier NAT", ("100.64.0.0/10",)),
    ("multicast", ("224.0.0.0/4", "ff00::/8")),
    (
        "reserved",
        (
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",  # 6to4 relays, withdrawn by RFC 7526
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "240.0.0.0/4",
            "2001::/23",  # protocol assignments, Teredo among them
            "2001:db8::/32",
            "3fff::/20",
            "5f00::/16",
            "100::/64",
            "64:ff9b:1::/48",  # NAT64 for local use, RFC 8215
        ),
    ),
)
_NETWORKS: tuple[tuple[str, Network], ...] = tuple(
    (rule, ip_network(block)) for rule, blocks in _RULES for block in blocks
)
_GLOBAL_UNICAST = IPv6Network("2000::/3")
_NAT64 = IPv6Network("64:ff9b::/96")
_SIX_TO_FOUR = IPv6Network("2002::/16")
_COMPATIBLE = IPv6Network("::/96")
_TRANSLATED = IPv6Network("::ffff:0:0:0/96")  # SIIT, RFC 2765
_ISATAP = frozenset({0x00005EFE, 0x02005EFE})


def why_not_public(address: str | Address) -> str | None:
    """Return the rule that keeps ``address`` out of the public Internet, or ``None`` if it is in.

    Rules are short words: ``loopback``, ``private``, ``link-local``, ``metadata``, ``carrier NAT``,
    ``multicast``, ``unspecified``, ``reserved``.  A zone (``fe80::1%eth0``) is ignored.  Raises
    `ValueError` when ``address`` is no IP address in its usual form.
    """
    if isinstance(address, str):
        address = ip_address(address.partition("%")[0])
    if isinstance(address, IPv6Address):
        address = IPv6Address(int(address))  # without its zone, which no network would hold
        inner = embedded_ipv4(address)
        if inner is not None and int(address) > 1 and (rule := _blocked_by(inner)):
            return rule
        # Judged by what they wrap: whether the standard library calls 6to4 global depends on its
        # version (3.11.7 does, 3.11.2 and 3.13.0 do not).
        if address.ipv4_mapped is not None or address in _NAT64 or address in _SIX_TO_FOUR:
            return None
    return _blocked_by(address)


def is_public(address: str | Address) -> bool:
    """Tell whether ``address`` is an ordinary address of the public Internet."""
    return why_not_public(address) is None


def is_loopback(address: Address) -> bool:
    """Tell whether ``address`` is this machine's own, in any form (``::ffff:127.0.0.1`` too)."""
    return why_not_public(address) == "loopback"


def embedded_ipv4(address: IPv6Address) -> IPv4Address | None:
    """Return the IPv4 address that a packet to ``address`` may end at, if there is one.

    Mapped, compatible, translated (SIIT), NAT64, 6to4 and ISATAP forms; Teredo is refused whole.
    """
    number = int(address)
    low = number & 0xFFFF_FFFF
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address in _NAT64 or address in _COMPATIBLE or address in _TRANSLATED:
        return IPv4Address(low)
    if address in _SIX_TO_FOUR:
        return IPv4Address((number >> 80) & 0xFFFF_FFFF)
    if (number >> 32) & 0xFFFF_FFFF in _ISATAP:
        return IPv4Address(low)
    return None


def _blocked_by(address: Address) -> str | None:
    for rule, network in _NETWORKS:
        if address.version == network.version and address in network:
            return rule
    if address.version == 6 and address not in _GLOBAL_UNICAST:
        return "reserved"
    # Whatever the registries gain before this table does.
    return None if address.is_global else "reserved"


def literal(host: str) -> Address | None:
    """Return the address that ``host`` spells, or ``None`` when it is a name.

    Takes what a URL parser takes (WHATWG URL, "IPv4 parser"): ``127.1``, ``0x7f.1``,
    ``017700000001``, ``2130706433``, ``[::1]``, full-width digits, a trailing dot.
    """
    host = unicodedata.normalize("NFKC", host).strip().removesuffix(".")
    try:
        return ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        return _ipv4_of_parts(host.split("."))


def _ipv4_of_parts(parts: list[str]) -> IPv4Address | None:
    if not 1 <= len(parts) <= 4:
        return None
    try:
        numbers = [_number(part) for part in parts]
    except ValueError:
        return None
    *head, last = numbers
    if any(number > 255 for number in head) or last >= 256 ** (5 - len(numbers)):
        return None
    return IPv4Address(sum(n << (24 - 8 * i) for i, n in enumerate(head)) + last)


def _number(text: str) -> int:
    """Read one part as C's ``strtoul`` does: ``0x`` is hexadecimal, a leading 0 octal."""
    # 12 characters hold 2**32 in octal with its prefix; more is no IPv4 part, only slow to read.
    if not text.isascii() or not text or len(text) > 12 or not text.isalnum():
        raise ValueError(text)
    lower = text.lower()
    if lower.startswith("0x"):
        return int(lower[2:] or "0", 16)
    if len(lower) > 1 and lower.startswith("0"):
        return int(lower, 8)
    return int(lower, 10)
