"""Counting the repairs while they are made."""

from __future__ import annotations

from collections import Counter

from capture.render.pdfa.values import Repair


class Notes:
    """The running list of what was mended."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, bool]] = Counter()
        self.lost: set[str] = set()

    def add(self, rule: str, *, guessed: bool = False, count: int = 1) -> None:
        """Note one repair."""
        self._counts[(rule, guessed)] += count

    @property
    def guessed(self) -> bool:
        """Say whether anything had to be guessed so far."""
        return any(guessed for _rule, guessed in self._counts)

    def repairs(self) -> tuple[Repair, ...]:
        """Return the repairs in alphabetical order, so that equal input gives an equal list."""
        return tuple(
            Repair(rule=rule, count=count, guessed=guessed)
            for (rule, guessed), count in sorted(self._counts.items())
            if count
        )
