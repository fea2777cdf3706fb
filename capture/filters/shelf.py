"""Rules that are looked up by key, parsed when first met, and remembered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from capture.filters.cosmetic import CosmeticRule
from capture.filters.image import Image
from capture.filters.network import Inactive, NetworkRule, canonical
from capture.filters.rules import parse_line

R = TypeVar("R", NetworkRule, CosmeticRule)


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that is no rule we can read."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class ListFacts:
    """A list as it was compiled.  ``inactive`` counts valid rules without effect, by reason."""

    name: str
    title: str
    category: str
    version: str
    origin: str
    sha256: str
    network: int
    cosmetic: int
    inactive: dict[str, int]
    bad: int
    bad_lines: tuple[BadLine, ...]


@dataclass(frozen=True, slots=True)
class Placed(Generic[R]):
    """A rule and where it stands."""

    rule: R
    text: str
    source: ListFacts
    line: int


class Shelf:
    """One image, with the rules that were met so far."""

    def __init__(self, image: Image) -> None:
        self._image = image
        self.lists = tuple(_facts(entry) for entry in image.header["lists"])
        self.cancelled = frozenset(image.header["cancelled"])
        self._network: dict[int, Placed[NetworkRule] | None] = {}
        self._cosmetic: dict[int, Placed[CosmeticRule] | None] = {}

    def network(
        self, keys: Iterable[int], cancelled: frozenset[str]
    ) -> Iterator[Placed[NetworkRule]]:
        """Yield the rules under ``keys`` that no ``$badfilter`` cancels."""
        known = self._network
        for key in keys:
            for number in self._image.filed_under(key):
                if number in known:
                    placed = known[number]
                else:
                    placed = known[number] = self._take_network(number, cancelled)
                if placed is not None:
                    yield placed

    def cosmetic(self, keys: Iterable[int]) -> Iterator[Placed[CosmeticRule]]:
        """Yield the rules under ``keys``."""
        known = self._cosmetic
        for key in keys:
            for number in self._image.filed_under(key):
                if number in known:
                    placed = known[number]
                else:
                    placed = known[number] = self._take_cosmetic(number)
                if placed is not None:
                    yield placed

    def _take_network(self, number: int, cancelled: frozenset[str]) -> Placed[NetworkRule] | None:
        at = self._image.rule(number)
        rule = _parse(at.text)
        if not isinstance(rule, NetworkRule):
            return None
        if cancelled and canonical(at.text) in cancelled:
            return None
        return Placed(rule, at.text, self.lists[at.list_number], at.line)

    def _take_cosmetic(self, number: int) -> Placed[CosmeticRule] | None:
        at = self._image.rule(number)
        rule = _parse(at.text)
        if not isinstance(rule, CosmeticRule):
            return None
        return Placed(rule, at.text, self.lists[at.list_number], at.line)


def _parse(text: str) -> NetworkRule | CosmeticRule | None:
    # Two rules can share a key by chance; and a cache may be older than a stricter parser.
    try:
        return parse_line(text)
    except (Inactive, ValueError, RecursionError):
        return None


def _facts(entry: dict[str, object]) -> ListFacts:
    named = entry.pop("named")
    assert isinstance(named, list)
    lines = tuple(BadLine(*line) for line in named)
    return ListFacts(**entry, bad_lines=lines)  # type: ignore[arg-type]
