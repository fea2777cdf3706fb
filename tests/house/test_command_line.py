"""What the command line says to somebody who has just found it."""

from __future__ import annotations

import pytest

from capture.cli.app import run


@pytest.mark.parametrize(("words", "named"), [([], "page "), (["filters"], "update ")])
def test_help_stands_where_no_command_was_named(
    words: list[str], named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(words) == 2
    said = capsys.readouterr()
    assert f"\n  {named}" in said.out
    assert said.err == ""
