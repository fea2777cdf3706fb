"""Which baselines a check writes, when it captures again, what masks and environments decide."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
import pytest

from capture.archive.bundle import Bundle
from capture.compare.baselines import Update, approve, captured
from capture.compare.facts import Environment, Snapshot
from capture.compare.judge import Rules, boxes, compare_captures, compare_paths
from capture.compare.pdfbytes import same_but_dates
from capture.compare.picture import Picture, encode_png
from capture.compare.values import Comparison, Kind
from capture.errors import CaptureError, UsageError
from capture.options import Config, Options, PageEntry
from capture.runs import check
from capture.runs.check import Settings

PAGE = PageEntry(name="home", url="http://127.0.0.1/")


def _picture(seed: int = 1) -> Picture:
    random = np.random.default_rng(seed)
    return np.repeat(random.integers(0, 255, (40, 200, 3), dtype=np.uint8), 4, axis=0)


def _capture(folder: Path, picture: Picture, browser: str = "1", **facts: str) -> Path:
    folder.mkdir(parents=True)
    (folder / "page.png").write_bytes(encode_png(picture))
    snapshot = Snapshot(environment=Environment(browser=browser), facts=facts)
    (folder / "snapshot.json").write_text(snapshot.model_dump_json())
    return folder


def _bundle(path: Path, manifest: Any = None) -> Bundle:
    return Bundle(path, manifest)


def _compared(folder: Path, picture: Picture, update: Update | None) -> Comparison:
    source = _capture(folder / f"capture{len(list(folder.iterdir()))}", picture)
    settings = Settings(snapshots=folder / "snapshots", report=folder / "report")
    return check._compared(PAGE, _bundle(source), settings, update)


def _changed() -> Picture:
    picture = _picture()
    picture[50:60, 20:40] ^= 255
    return picture


@pytest.mark.parametrize(
    ("update", "failed", "written"),
    [
        (None, True, True),
        (Update.NONE, True, False),
        (Update.MISSING, False, True),
        (Update.CHANGED, False, True),
        (Update.ALL, False, True),
    ],
)
def test_a_missing_baseline(
    update: Update | None, failed: bool, written: bool, tmp_path: Path
) -> None:
    found = _compared(tmp_path, _picture(), update)
    assert (found.kind, found.failed) == (Kind.NEW, failed)
    assert captured(tmp_path / "snapshots") == (("home",) if written else ())


@pytest.mark.parametrize(
    ("update", "failed", "written"),
    [
        (None, True, False),
        (Update.NONE, True, False),
        (Update.MISSING, True, False),
        (Update.CHANGED, False, True),
        (Update.ALL, False, True),
    ],
)
def test_a_changed_page(update: Update | None, failed: bool, written: bool, tmp_path: Path) -> None:
    _compared(tmp_path, _picture(), Update.ALL)
    baseline = tmp_path / "snapshots/home/page.png"
    before = baseline.read_bytes()
    found = _compared(tmp_path, _changed(), update)
    assert found.failed == failed
    assert Kind.PIXELS in found.kinds, "brought up to date, but still said"
    assert (baseline.read_bytes() != before) == written


@pytest.mark.parametrize("update", [None, *Update])
def test_what_matches_is_not_written_again(update: Update | None, tmp_path: Path) -> None:
    _compared(tmp_path, _picture(), Update.ALL)
    baseline = tmp_path / "snapshots/home/page.png"
    before = baseline.stat().st_mtime_ns
    assert not _compared(tmp_path, _picture(), update).failed
    assert approve(tmp_path / "report/captures", tmp_path / "snapshots", ()) == ()
    assert baseline.stat().st_mtime_ns == before


def test_another_environment_is_judged_with_tolerance_and_says_so(tmp_path: Path) -> None:
    faint = _picture()
    faint[50:60, 20:40] = np.clip(faint[50:60, 20:40].astype(int) + 1, 0, 255)
    one = _capture(tmp_path / "one", _picture(), title="a")
    here = _capture(tmp_path / "here", faint, title="a")
    there = _capture(tmp_path / "there", faint, browser="2", title="a")
    assert compare_captures("x", one, here, Rules()).failed, "the same environment: every pixel"
    other = compare_captures("x", one, there, Rules())
    assert not other.failed
    assert "browser 1 → 2" in other.notes[0]
    assert "threshold 0.05" in other.notes[0]
    plain = _capture(tmp_path / "plain", _changed(), browser="2", title="a")
    assert compare_captures("x", one, plain, Rules()).failed, "a change is one in any environment"
    facts = _capture(tmp_path / "facts", _picture(), browser="2", title="b")
    assert compare_captures("x", one, facts, Rules()).failed, "words and facts stay exact"
    exact = compare_captures("x", one, there, Rules(threshold=0))
    assert exact.failed, "--threshold overrules the environment"


class _Shaky:
    """Gives captures that fail, or did not hold still, before one that did."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.asked = 0

    def capture(self, url: str, options: Options) -> Any:
        self.asked += 1
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return _bundle(Path(), _Manifest(answer))


class _Manifest:
    def __init__(self, still: bool) -> None:
        self.checks = [type("Check", (), {"name": "held-still", "passed": still})]


def test_captured_again_only_for_want_of_rest() -> None:
    passing = CaptureError("reset", retryable=True)
    for answers, asked in (((True,), 1), ((False, True), 2), ((passing, True), 2)):
        shaky = _Shaky(*answers)
        check._captured(shaky, PAGE, Options())  # type: ignore[arg-type]
        assert shaky.asked == asked
    last = _Shaky(False, False, False)
    assert check._captured(last, PAGE, Options())  # type: ignore[arg-type]
    assert last.asked == check.TRIES
    with pytest.raises(CaptureError):
        check._captured(_Shaky(CaptureError("no")), PAGE, Options())  # type: ignore[arg-type]


def test_masks_are_selectors_or_boxes() -> None:
    page = PAGE.model_copy(update={"masks": (".date", "1,2,3,4")})
    settings = Settings(masks=("#ad", "5, 6, 7, 8"))
    assert settings.selectors_of(page) == ("#ad", ".date")
    assert [(box.x, box.y, box.width, box.height) for box in settings.boxes_of(page)] == [
        (5, 6, 7, 8),
        (1, 2, 3, 4),
    ]
    assert check._options(Config(), settings, page).mask == ("#ad", ".date")
    with pytest.raises(UsageError, match="not a mask"):
        boxes((".date",))


def test_what_a_box_covers_does_not_count(tmp_path: Path) -> None:
    one, two = tmp_path / "one.png", tmp_path / "two.png"
    one.write_bytes(encode_png(_picture()))
    two.write_bytes(encode_png(_changed()))
    assert compare_paths(one, two).failed
    assert not compare_paths(one, two, Rules(masks=boxes(("20,50,20,10",)))).failed
    assert compare_paths(one, two, Rules(masks=boxes(("20,50,20,9",)))).failed


def test_dates_packed_into_object_streams_do_not_count(tmp_path: Path) -> None:
    def pdf(moment: str, words: bytes) -> bytes:
        document = pikepdf.new()
        document.add_blank_page()
        document.pages[0].Contents = document.make_stream(words)
        document.docinfo["/CreationDate"] = f"D:{moment}Z"
        path = tmp_path / "one.pdf"
        document.save(path, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return path.read_bytes()

    one = pdf("20250101120000", b"BT ET")
    assert same_but_dates(one, pdf("20261231235959", b"BT ET"))
    assert not same_but_dates(one, pdf("20250101120000", b"BT q Q ET"))


def test_json_says_what_the_line_says(tmp_path: Path) -> None:
    found = _compared(tmp_path, _picture(), None)
    assert json.loads(found.model_dump_json())["kind"] == "new"
