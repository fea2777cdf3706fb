"""`capture diff` of two files: the short way says what the long way says, and loads less."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from capture.cli.quick import quick_diff
from capture.compare.picture import encode_png

# What a comparison needs, each 50 ms of CPU and more to load.
HEAVY = ("numpy", "pydantic", "typer", "playwright", "PIL")


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "capture", "diff", *arguments],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def pair(tmp_path: Path) -> tuple[str, str]:
    picture = encode_png(np.zeros((30, 30, 3), np.uint8))
    for name in ("one.png", "two\x1b.png"):
        (tmp_path / name).write_bytes(picture)
    return str(tmp_path / "one.png"), str(tmp_path / "two\x1b.png")


def test_both_ways_say_the_same(pair: tuple[str, str]) -> None:
    short, long = _run(*pair), _run(*pair, "--fail-on", "text")
    assert (short.returncode, short.stdout) == (long.returncode, long.stdout)
    assert short.stdout == "ok     two\ufffd.png: unchanged\n"
    loaded = {line.rpartition("|")[2].strip() for line in short.stderr.splitlines()}
    assert not loaded & set(HEAVY)
    assert loaded & {"capture.cli.quick"}


def test_both_ways_say_the_same_of_a_change(pair: tuple[str, str]) -> None:
    changed = np.zeros((30, 30, 3), np.uint8)
    changed[3:5, 7:9] = 9
    Path(pair[1]).write_bytes(encode_png(changed))
    short, long = _run(*pair), _run(*pair, "--threshold", "0")
    assert (short.returncode, short.stdout) == (long.returncode, long.stdout)
    assert short.stdout == "FAILED two\ufffd.png: screenshot: 4 px changed in 1 place\n"
    assert "typer" not in {line.rpartition("|")[2].strip() for line in short.stderr.splitlines()}


def test_what_is_not_its_business(
    pair: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken, text = tmp_path / "broken.png", tmp_path / "words.txt"
    broken.write_bytes(Path(pair[0]).read_bytes()[:40])
    text.write_text("words")
    folder, absent = str(tmp_path), str(tmp_path / "absent")
    for arguments in (
        [folder, folder],
        [pair[0], absent],
        [pair[0], str(broken)],
        [pair[0], str(text)],
        [*pair, "--json"],
    ):
        assert quick_diff(["diff", *arguments]) is None
    assert quick_diff(["verify", *pair]) is None
    assert capsys.readouterr().out == ""
