"""A line of a list, whatever it is."""

from __future__ import annotations

import re

from capture.filters.cosmetic import CosmeticRule, find_separator, parse_cosmetic
from capture.filters.network import Inactive, NetworkRule, parse_network
from capture.filters.preprocess import MAX_LINE

Rule = NetworkRule | CosmeticRule

_HOSTS_FILE = re.compile(r"(?:0\.0\.0\.0|127\.0\.0\.1|::1?)\s+([\w.-]+\.[\w-]+)\s*(?:#.*)?")


def parse_line(line: str) -> Rule:
    """Read one line; raises `Inactive` or `ValueError`, whose message is the reason."""
    if len(line) > MAX_LINE:
        raise ValueError("a line over 64 kB")
    hosts_entry = _HOSTS_FILE.fullmatch(line)
    if hosts_entry:
        return parse_network(f"||{hosts_entry[1]}^")
    separator = find_separator(line) if "#" in line else None
    if separator:
        return parse_cosmetic(line, separator)
    if line.startswith("[$") or "$$" in line:
        raise Inactive("AdGuard's own syntax")
    return parse_network(line)
