"""Host names: their parents, their registrable domain, their entity forms (``example.*``).

The Public Suffix List comes from the ``publicsuffixlist`` package's data file, which is released
as the list changes; its own parser takes 60 ms to start where this one takes 4 (both measured
here), and nothing else of it is needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Host:
    """A host name taken apart.

    ``suffixes`` holds the name and its parents, longest first; ``domain`` the registrable domain
    (an address or a bare name is its own); ``entities`` each suffix with its public suffix replaced
    by ``*``.
    """

    name: str
    suffixes: tuple[str, ...]
    domain: str
    entities: tuple[str, ...]


@cache
def _suffix_rules() -> frozenset[str]:
    data = resources.files("publicsuffixlist").joinpath("public_suffix_list.dat").read_text("utf-8")
    lines = (line.split()[0] for line in data.splitlines() if line.strip() and line[:2] != "//")
    return frozenset(_to_ascii(line) for line in lines)


def _to_ascii(name: str) -> str:
    if name.isascii():
        return name.lower()
    try:
        return ".".join(_label_to_ascii(label) for label in name.lower().split("."))
    except UnicodeError:
        return name.lower()


def _label_to_ascii(label: str) -> str:
    return label if label.isascii() else label.encode("idna").decode("ascii")


def ascii_host(name: str) -> str:
    """Return ``name`` in lower case and Punycode; a name that has no such form comes back as is."""
    return _to_ascii(name)


def _is_address(name: str) -> bool:
    return ":" in name or name.replace(".", "").isdigit()


def _public_suffix_labels(labels: list[str]) -> int:
    """How many of the last labels are a public suffix (https://publicsuffix.org/list/)."""
    rules = _suffix_rules()
    for start in range(len(labels)):
        tail = ".".join(labels[start:])
        if f"!{tail}" in rules:
            return len(labels) - start - 1
        if tail in rules:
            return len(labels) - start
        parent = ".".join(labels[start + 1 :])
        if parent and f"*.{parent}" in rules:
            return len(labels) - start
    return 1


# One page talks to some hundred hosts; a batch meets them again and again.
@lru_cache(maxsize=8192)
def host(name: str) -> Host:
    """Take ``name`` (lower case, as `urlsplit` gives it) apart."""
    name = name.rstrip(".")
    if not name or _is_address(name):
        return Host(name, (name,), name, ())
    # A DNS name has at most 253 characters; what is longer can match no rule.
    labels = name[-253:].split(".")
    suffixes = tuple(".".join(labels[i:]) for i in range(len(labels)))
    public = _public_suffix_labels(labels)
    own = len(labels) - public
    domain = suffixes[own - 1] if own > 0 else name
    stem = labels[:own]
    entities = tuple(".".join(stem[i:]) + ".*" for i in range(own))
    return Host(name, suffixes, domain, entities)


def third_party(one: Host, other: Host) -> bool:
    """Whether the two belong to different registrable domains."""
    return one.domain != other.domain
