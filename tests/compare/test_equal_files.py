"""`capture diff` of equal files: the short way says what the long way says, and loads nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from capture.cli.equal import equal_files
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
    assert loaded & {"capture.cli.equal"}


def test_what_is_not_its_business(pair: tuple[str, str], tmp_path: Path) -> None:
    other = tmp_path / "other.png"
    other.write_bytes(Path(pair[0]).read_bytes()[:-1] + b"x")
    folder, absent = str(tmp_path), str(tmp_path / "absent")
    for arguments in (
        [pair[0], str(other)],
        [folder, folder],
        [pair[0], absent],
        [*pair, "--json"],
    ):
        assert not equal_files(["diff", *arguments])
    assert not equal_files(["verify", *pair])
