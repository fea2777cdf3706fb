"""What reaches the terminal by way of Python's log: nothing that is said anyway."""

from __future__ import annotations

import logging
import sys

import pytest
from playwright.sync_api import Error

from capture.cli.app import run


@pytest.mark.parametrize(
    ("met", "shown"),
    [(KeyboardInterrupt(), False), (Error("no command"), False), (ValueError("a fault"), True)],
)
def test_log_of_playwright(
    met: BaseException, shown: bool, capfd: pytest.CaptureFixture[str]
) -> None:
    run(["--version"])
    log = logging.getLogger("playwright")
    handler = logging.StreamHandler(sys.stderr)
    log.addHandler(handler)
    log.error("Error occurred in event listener", exc_info=met)
    log.removeHandler(handler)
    assert ("listener" in capfd.readouterr().err) is shown
