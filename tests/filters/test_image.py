"""The compiled lists: found again, refused when damaged, never trusted from others."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capture.filters.compile import compile_lists
from capture.filters.engine import load
from capture.filters.image import Image
from capture.filters.sources import ListSource, read_list

RULES = "||ads.example^\n##.ad\n||bad line with spaces\n"


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CAPTURE_CACHE", str(tmp_path))
    return tmp_path / "filters" / "compiled"


def blocks(rules: str = RULES) -> bool:
    engine = load([ListSource("list", given=rules)])
    return engine.decide("https://ads.example/", "https://a.example/", "script") is not None


def test_compiled_once_and_found_again(cache: Path) -> None:
    assert blocks()
    (image,) = cache.glob("*.image")
    before = image.stat().st_ino
    assert blocks()
    assert image.stat().st_ino == before


def test_another_text_is_another_image(cache: Path) -> None:
    assert blocks()
    assert not blocks("||other.example^")
    assert len(list(cache.glob("*.image"))) == 2


def test_only_a_few_are_kept(cache: Path) -> None:
    for number in range(7):
        blocks(f"||ads{number}.example^")
    assert len(list(cache.glob("*.image"))) == 4


@pytest.mark.parametrize("damage", ["cut", "flip", "empty", "foreign"])
def test_a_damaged_image_is_compiled_anew(cache: Path, damage: str) -> None:
    blocks()
    (image,) = cache.glob("*.image")
    data = bytearray(image.read_bytes())
    if damage == "cut":
        data = data[:-3]
    elif damage == "flip":
        data[-3] ^= 1
    elif damage == "empty":
        data = bytearray()
    else:
        data[:4] = b"pick"
    image.write_bytes(data)
    assert blocks()
    assert image.read_bytes() != bytes(data)


def test_a_folder_open_to_others_is_not_used(cache: Path) -> None:
    cache.mkdir(parents=True)
    cache.chmod(0o777)
    assert blocks()
    assert not list(cache.iterdir())


@given(st.binary(max_size=400))
@settings(max_examples=200, deadline=None)
def test_no_bytes_can_do_more_than_be_refused(junk: bytes) -> None:
    whole = compile_lists([read_list(ListSource("list", given=RULES))])
    for data in (junk, whole[: len(junk)] + junk, whole + junk):
        try:
            Image(memoryview(data))
        except (ValueError, KeyError):
            continue
        assert data == whole


def test_facts_of_a_list() -> None:
    (facts,) = load([ListSource("list", given="! Version: 7\n" + RULES)]).lists
    assert (facts.network, facts.cosmetic, facts.bad, facts.version) == (1, 1, 1, "7")
    (line,) = facts.bad_lines
    assert line.line == 4
    assert line.text == "||bad line with spaces"
