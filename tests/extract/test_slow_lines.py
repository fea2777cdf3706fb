"""Lines made to be slow to read: where time grew with the square of the length, it took minutes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from capture.extract.escape import line_start
from capture.extract.published import _before_change


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    ("read", "line"),
    [(line_start, "-" * 200_000 + "x"), (_before_change, "last " * 40_000)],
)
def test_a_long_line_is_read_in_time(read: Callable[[str], object], line: str) -> None:
    assert read(line)


def test_the_words_before_a_change_belong_to_it() -> None:
    assert _before_change("3 May 2024, last page date updated 5 May 2024") == ("3 May 2024,", True)
    assert line_start("| --- | :-: |") == "\\| --- | :-: |"
