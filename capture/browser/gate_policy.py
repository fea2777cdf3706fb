"""What a visit may reach: values and pure decisions.

The rule in one sentence: the host that the user named may be anything, every other address must be
public.  A host is its name and the addresses that the name had when it was first looked up in this
visit, on any port (a development server's API rarely shares its page's port); all loopback
addresses are one host, since they are one machine.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from capture.browser.addresses import Address, is_public, literal, why_not_public

# Heavy pages measure 5–30 MB; a video that plays by itself sends 1–2 MB a second for as long as it
# is watched.  256 MiB is far beyond any page, and short of what fills a small machine's disk.
DEFAULT_MAX_BYTES = 256 * 1024 * 1024
# What a page cannot do even when the user typed the address: these carry no network address to
# check, and `file:` reads the disk of whoever runs the capture.
PAGE_SCHEMES = frozenset({"http", "https", "about", "blob", "data", "ws", "wss"})
# A `blob:` is a document that the page made itself, as PDF viewers and editors do.
TOP_SCHEMES = frozenset({"http", "https", "about", "blob"})


@dataclass(frozen=True, slots=True)
class HostRule:
    """The filter rule that keeps a whole host away."""

    rule: str
    list_name: str | None = None


BlockHost = Callable[[str], HostRule | None]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A connection that was not made.  ``address`` is empty when the name alone decided.

    ``rule`` is a word of `capture.browser.addresses` (``private``…), ``this machine``,
    ``byte budget``, ``no visit``, or a filter list's line; then ``list_name`` names the list.
    """

    host: str
    port: int
    address: str
    rule: str
    list_name: str | None = None

    def sentence(self) -> str:
        """Say it in one line, for an error message or a ledger."""
        where = f"{self.host}:{self.port}"
        if self.list_name is not None:
            return f"{where} is on the filter list {self.list_name} ({self.rule})"
        at = f" at {self.address}" if self.address and self.address != self.host else ""
        return f"{where}{at} is not a public address ({self.rule})"


@dataclass(frozen=True, slots=True)
class Failure:
    """A connection that could not be made: the name or the server did not answer."""

    host: str
    port: int
    reason: str

    def sentence(self) -> str:
        """Say it in one line."""
        return f"{self.host}:{self.port}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Connection:
    """A connection that was made, and the address it went to (the upstream proxy's if any)."""

    host: str
    port: int
    address: str


@dataclass(frozen=True, slots=True)
class VisitPolicy:
    """What one visit may reach.

    ``named`` is the host of the address that the user typed, empty for a file.  With
    ``allow_private`` false even that one must be public, for services that capture what strangers
    ask for.  ``block_host`` is asked for every host but the named one.
    """

    named: str = ""
    allow_private: bool = True
    max_bytes: int = DEFAULT_MAX_BYTES
    block_host: BlockHost | None = None


def canonical_host(host: str) -> str:
    """Return ``host`` as Chromium sends it: lower case, IDNA, numeric forms made plain."""
    address = literal(host)
    if address is not None:
        return str(address)
    host = host.lower().removesuffix(".")
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode()
    except UnicodeError:
        return host


def host_named_by(url: str) -> str:
    """Return the canonical host of ``url``, empty where it has none."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return canonical_host(parts.hostname or "") if parts.scheme in ("http", "https") else ""


def admitted(
    addresses: Sequence[Address], *, own: Callable[[Address], bool], allow_private: bool
) -> tuple[tuple[Address, ...], str]:
    """Return those of a name's ``addresses`` that may be connected to, else the rule against them.

    ``own`` knows the addresses of the host that the user named.  A name with both public and
    private addresses is reached at the public ones alone, even when it is the named one.
    """
    public = tuple(address for address in addresses if is_public(address))
    if public:
        return public, ""
    ours = tuple(address for address in addresses if own(address)) if allow_private else ()
    if ours:
        return ours, ""
    return (), (addresses and why_not_public(addresses[0])) or "no address"


def scheme_refusal(url: str, *, typed: bool = False, top: bool = True) -> str | None:
    """Return why a document may not be loaded from ``url``, ``None`` when it may.

    ``typed`` says that the user gave this very address; ``top`` that it would be the page itself
    and not a frame in it.  Chromium refuses most of these by itself; this is the second lock.
    """
    scheme = url.partition(":")[0].strip().lower() if ":" in url else ""
    if scheme == "file":
        return None if typed else "a page may not open files of this machine"
    if scheme in (TOP_SCHEMES if top else PAGE_SCHEMES):
        return None
    return f"a page may not be opened from {scheme or 'an address without a scheme'}:"
