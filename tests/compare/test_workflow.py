"""What a run says and writes, clause by clause: kinds that fail, environments, approval, CI."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest

from capture.archive.bundle import Bundle
from capture.clean.values import Box
from capture.cli.app import run
from capture.cli.check import _exit_code
from capture.compare.baselines import Update, approve, captured
from capture.compare.facts import Environment, Snapshot
from capture.compare.judge import ALL_KINDS, Rules, compare_captures, judged
from capture.compare.junit import junit, step_summary, workflow_commands
from capture.compare.picture import Picture, encode_png
from capture.compare.report import render_report
from capture.compare.sentences import summary
from capture.compare.values import (
    OTHER_MACHINE,
    Comparison,
    Kind,
    PictureComparison,
    Region,
    TextComparison,
)
from capture.errors import CaptureError, Exit
from capture.options import Config, Options, PageEntry, load_config
from capture.runs import check
from capture.runs.check import CAPTURES, CheckResult, Settings, settings_of

HOME = PageEntry(name="home", url="http://127.0.0.1/")
EDGE = Box(x=0, y=0, width=5, height=5)


def _picture(step: int = 0) -> Picture:
    picture = np.random.default_rng(1).integers(0, 200, (60, 200, 3), dtype=np.uint8)
    picture[20:30, 40:60] += np.uint8(step)
    return picture


def _capture(folder: Path, step: int = 0, browser: str = "1", **facts: str) -> Path:
    folder.mkdir(parents=True)
    (folder / "page.png").write_bytes(encode_png(_picture(step)))
    snapshot = Snapshot(environment=Environment(browser=browser), facts=facts)
    (folder / "snapshot.json").write_text(snapshot.model_dump_json(indent=2) + "\n")
    return folder


def _found(kind: Kind) -> Comparison:
    """A comparison that found ``kind`` and nothing else."""
    whole = Comparison(name="x", kind=Kind.SAME, failed=False)
    if kind is Kind.TEXT:
        return whole.model_copy(update={"text": TextComparison(kind=kind)})
    region = Region(kind=kind, baseline=EDGE, current=EDGE, pixels=25)
    absent = kind in (Kind.NEW, Kind.MISSING)
    picture = PictureComparison(
        kind=kind, baseline_size=(9, 9), current_size=(9, 9), regions=() if absent else (region,)
    )
    return whole.model_copy(update={"picture": picture})


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_each_kind_fails_by_itself_and_can_be_let_pass(kind: Kind) -> None:
    others = tuple(other for other in ALL_KINDS if other is not kind)
    assert judged(_found(kind), Rules()).failed
    assert judged(_found(kind), Rules(fail_on=(kind,))).failed
    passed = judged(_found(kind), Rules(fail_on=others))
    assert (passed.failed, passed.kinds) == (False, (kind,)), "let pass, and still said"
    elsewhere = judged(_found(kind), Rules(), same_environment=False)
    assert elsewhere.failed == (kind is not Kind.REFLOW)


def test_new_and_missing_obey_what_fails(tmp_path: Path) -> None:
    quiet = Settings(snapshots=tmp_path / "s", report=tmp_path / "r", fail_on=(Kind.PIXELS,))
    source = Bundle(_capture(tmp_path / "one"), None)  # type: ignore[arg-type]
    assert not check._compared(HOME, source, quiet, None).failed
    assert not check._left_over(Config(), quiet)[0].failed
    strict = quiet.model_copy(update={"fail_on": None})
    assert check._left_over(Config(), strict)[0].failed


def test_a_missing_baseline_says_whether_it_was_written(tmp_path: Path) -> None:
    source = Bundle(_capture(tmp_path / "one"), None)  # type: ignore[arg-type]
    settings = Settings(snapshots=tmp_path / "s", report=tmp_path / "r")
    none = check._compared(HOME, source, settings, Update.NONE)
    assert none.notes == ("it was not written",)
    written = check._compared(HOME, source, settings, None)
    assert (summary(written), written.notes) == ("no baseline", (f"written: {tmp_path}/s/home",))


def test_another_environment_is_named_everywhere(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A tolerance that nobody is told of hides changes: each output says it, passed or failed."""
    one = _capture(tmp_path / "one")
    faint = compare_captures("a", one, _capture(tmp_path / "two", 2, browser="2"), Rules())
    plain = compare_captures("b", one, _capture(tmp_path / "three", 50, browser="2"), Rules())
    assert (faint.failed, plain.failed) == (False, True)
    assert faint.picture is not None
    assert faint.picture.tolerance == OTHER_MACHINE
    both = (faint, plain)
    words = "browser 1 → 2"
    assert junit(both).decode().count(words) == 2
    assert step_summary(both).count(words) == 2
    assert render_report(both).count(words) == 2
    assert all(words in comparison.model_dump_json() for comparison in both)
    assert run(["diff", str(one), str(tmp_path / "two")]) == Exit.OK
    said = capsys.readouterr().out
    assert words in said
    assert "threshold 0.05, anti-aliasing off" in said


def test_only_what_was_named_is_approved_and_only_what_differs_written(tmp_path: Path) -> None:
    captures, snapshots = tmp_path / "captures", tmp_path / "snapshots"
    for name, step in (("shop", 0), ("shop-basket", 9), ("news", 9)):
        _capture(snapshots / name)
        _capture(captures / name, step)
    old = {p: (p.stat().st_mtime_ns, p.read_bytes()) for p in snapshots.rglob("*.*")}
    assert approve(captures, snapshots, ("shop*",)) == ("shop-basket",)
    changed = {p for p, was in old.items() if (p.stat().st_mtime_ns, p.read_bytes()) != was}
    assert changed == {snapshots / "shop-basket/page.png"}
    assert approve(captures, snapshots, ()) == ("news",)
    assert approve(captures, snapshots, ()) == ()


class _Pages:
    """Stands for a browser: pages that can be captured, and those that cannot."""

    def __init__(self, folder: Path, lost: tuple[str, ...]) -> None:
        self.folder, self.lost = folder, lost

    def __enter__(self) -> _Pages:
        return self

    def __exit__(self, *_: object) -> None: ...

    def capture(self, url: str, options: Options) -> Bundle:
        if url in self.lost:
            raise CaptureError(f"{url} is gone")
        still = type("Check", (), {"name": "held-still", "passed": True})
        manifest = type("Manifest", (), {"checks": [still]})
        return Bundle(self.folder, manifest)  # type: ignore[arg-type]


def _checked(folder: Path, monkeypatch: pytest.MonkeyPatch, *lost: str) -> CheckResult:
    source = folder / "source"
    if not source.is_dir():
        _capture(source)
    monkeypatch.setattr(check, "Capturer", lambda path, options: _Pages(source, lost))
    (folder / "capture.toml").write_text(
        "".join(f'[[page]]\nname = "{n}"\nurl = "http://127.0.0.1/{n}"\n' for n in ("a", "b"))
    )
    config = load_config(folder / "capture.toml")
    return check.check(config, settings_of(config), update=None)


def test_exit_codes_tell_changed_from_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a, b = "http://127.0.0.1/a", "http://127.0.0.1/b"
    assert _exit_code(_checked(tmp_path, monkeypatch)) == Exit.CHANGED, "baselines were missing"
    assert _exit_code(_checked(tmp_path, monkeypatch)) == Exit.OK
    assert _exit_code(_checked(tmp_path, monkeypatch, a)) == Exit.SOME_FAILED
    assert _exit_code(_checked(tmp_path, monkeypatch, a, b)) == Exit.NOT_CAPTURED
    assert [int(code) for code in (Exit.OK, Exit.CHANGED, Exit.SOME_FAILED, Exit.NOT_CAPTURED)] == [
        *(0, 1, 4, 3)
    ]


def test_an_older_capture_is_not_there_to_approve(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    captures = tmp_path / "report" / CAPTURES
    _checked(tmp_path, monkeypatch)
    _capture(captures / "renamed since")
    assert captured(captures) == ("a", "b", "renamed since")
    _checked(tmp_path, monkeypatch, "http://127.0.0.1/b")
    assert captured(captures) == ("a",)


def test_an_advertisement_that_came_back_is_a_finding(tmp_path: Path) -> None:
    one = _capture(tmp_path / "one", **{"removed.ad": "3"})
    two = _capture(tmp_path / "two", **{"removed.ad": "2"})
    found = compare_captures("x", one, two, Rules())
    assert found.failed
    assert summary(found) == "removed.ad: 3 → 2"
    assert not compare_captures("x", one, two, Rules(ignore_facts=("removed.*",))).failed


def test_ci_is_told_of_failures_and_losses_alone(tmp_path: Path) -> None:
    one = _capture(tmp_path / "one")
    failed = compare_captures("a, b: c", one, _capture(tmp_path / "two", 9), Rules())
    passed = compare_captures("fine", one, one, Rules())
    lines = workflow_commands((failed, passed), (("lost", "two\nlines"),))
    assert lines == (
        "::error title=Snapshot a%2C b%3A c::screenshot: 200 px changed in 1 place",
        "::error title=Snapshot lost::two%0Alines",
    )
    suite = ET.fromstring(junit((failed, passed), (("lost", "gone"),)))[0]
    assert [suite.get(name) for name in ("tests", "failures", "errors")] == ["3", "1", "1"]
    assert [[child.tag for child in case] for case in suite] == [
        ["failure"],
        ["system-out"],
        ["error"],
    ]
    assert "`capture approve 'a, b: c'`" in step_summary((failed,))


@pytest.mark.parametrize(
    "arguments",
    [
        ("--threshold", "2"),
        ("--threshold", "-0.1"),
        ("--fail-on", "colour"),
        ("--mask", "1,2,3"),
    ],
)
def test_what_no_rule_can_be_is_a_usage_error(
    arguments: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [tmp_path / "a.png", tmp_path / "b.png"]
    for file, step in zip(files, (0, 9), strict=True):
        file.write_bytes(encode_png(_picture(step)))
    assert run(["diff", *map(str, files), *arguments]) == Exit.USAGE
    said = capsys.readouterr()
    assert (said.out, len(said.err.splitlines())) == ("", 1)


def test_json_holds_every_region_and_note(tmp_path: Path) -> None:
    found = compare_captures(
        "x", _capture(tmp_path / "one"), _capture(tmp_path / "two", 50, browser="2"), Rules()
    )
    said = json.loads(found.model_dump_json())
    assert said["kinds"] == ["pixels"]
    assert said["picture"]["regions"][0]["current"] == {"x": 40, "y": 20, "width": 20, "height": 10}
    assert said["picture"]["tolerance"] == {"threshold": 0.05, "anti_aliasing": True}
    assert "browser 1 → 2" in said["notes"][0]
