"""Conditions on hosts: the values of ``domain=``, ``to=``, ``denyallow=`` and cosmetic prefixes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from capture.filters.hosts import Host, ascii_host
from capture.filters.pattern import bounded_regex, check_regex

_HOST = re.compile(r"\[[0-9a-f:]+\]|(?!-)[\w-]+(\.[\w-]+)*(\.\*)?")


@dataclass(frozen=True, slots=True)
class HostSet:
    """Hosts by name (their subdomains included), by entity (``example.*``) and by expression."""

    names: frozenset[str] = frozenset()
    expressions: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.names or self.expressions)

    def holds(self, host: Host) -> bool:
        """Whether ``host`` is one of them."""
        names = self.names
        if names and not (names.isdisjoint(host.suffixes) and names.isdisjoint(host.entities)):
            return True
        return any(bounded_regex(source).search(host.name) for source in self.expressions)


@dataclass(frozen=True, slots=True)
class HostCondition:
    """``a.com|~b.a.com``: those of ``included`` (all when empty) that are not ``excluded``."""

    included: HostSet
    excluded: HostSet

    def holds(self, host: Host) -> bool:
        """Whether ``host`` satisfies the condition."""
        if self.included and not self.included.holds(host):
            return False
        return not (self.excluded and self.excluded.holds(host))


def parse_hosts(value: str, separator: str) -> HostCondition:
    """Read a list of hosts; raises `ValueError` when one is no host."""
    names: tuple[set[str], set[str]] = (set(), set())
    expressions: tuple[list[str], list[str]] = ([], [])
    for item in split_hosts(value, separator):
        negated = item.startswith("~")
        body = item[1:] if negated else item
        if len(body) > 2 and body[0] == "/" and body[-1] == "/":
            check_regex(body[1:-1])
            expressions[negated].append(body[1:-1])
        else:
            names[negated].add(_host_name(body))
    if not any((*names, *expressions)):
        raise ValueError("a condition without hosts")
    return HostCondition(
        HostSet(frozenset(names[0]), tuple(expressions[0])),
        HostSet(frozenset(names[1]), tuple(expressions[1])),
    )


def _host_name(text: str) -> str:
    name = ascii_host(text)
    if not _HOST.fullmatch(name):
        raise ValueError(f"not a host: {text[:60]!r}")
    return name.strip("[]")


def split_hosts(value: str, separator: str) -> list[str]:
    """Split at ``separator``, but not inside a regular expression."""
    if "/" not in value:
        return [item for item in (part.strip() for part in value.split(separator)) if item]
    items: list[str] = []
    for part in value.split(separator):
        if items and _open_regex(items[-1]):
            items[-1] += separator + part
        else:
            items.append(part)
    return [item for item in (item.strip() for item in items) if item]


def _open_regex(item: str) -> bool:
    body = item.lstrip("~")
    return body.startswith("/") and (len(body) < 2 or body[-1] != "/" or body.endswith("\\/"))
