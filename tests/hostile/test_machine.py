"""Machine faults through the real command: nothing half-visible or wrong, nobody left behind."""

from __future__ import annotations

import ast
import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import Self

import pytest
from playwright.sync_api import Playwright
from zoo.pages import PAGES, with_script
from zoo.server import FAULTS, Asked, Zoo

from capture.archive.bundle import Bundle, find_bundles, load_bundle
from capture.archive.fixity import verify_bundle
from capture.pipeline import Capturer

# Two seconds cover a capture of the good page on an idle machine, five on a busy one; the moments
# are drawn from the whole of it.
RUN_SECONDS = 5.0


@pytest.fixture(scope="module")
def zoo() -> Iterator[Zoo]:
    with Zoo() as zoo:
        yield zoo


class Run:
    """One ``capture page`` in a process group and a temporary folder of its own."""

    def __init__(
        self,
        folder: Path,
        archive: Path,
        *arguments: str,
        files: int = 0,
        group: Path | None = None,
        temporary: Path | None = None,
        home: Path | None = None,
    ) -> None:
        self.temporary = temporary or folder / "tmp"
        self.temporary.mkdir(exist_ok=True)
        at_home = {"HOME": str(home), "XDG_CACHE_HOME": str(home)} if home else {}

        def limit() -> None:
            # What a shell started in the background is deaf to SIGINT, and so is what it starts.
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            if group:
                (group / "cgroup.procs").write_text(str(os.getpid()))
            if files:
                resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))

        self.process = subprocess.Popen(
            [sys.executable, "-m", "capture", "page", *arguments, "-o", str(archive)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "TMPDIR": str(self.temporary), **at_home},
            start_new_session=True,
            preexec_fn=limit,
        )

    def end(self, timeout: float = 400) -> tuple[int, str, str]:
        out, err = self.process.communicate(timeout=timeout)
        return self.process.returncode, out, err

    def left_running(self) -> list[str]:
        """Return the command lines of processes that still use this run's temporary folder."""
        found: list[str] = []
        for _ in range(100):
            found = _using(self.temporary)
            if not found:
                return []
            time.sleep(0.1)
        return found


def _using(folder: Path) -> list[str]:
    needle = str(folder).encode()
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if needle in (process / "environ").read_bytes():
                found.append((process / "cmdline").read_bytes().replace(b"\0", b" ").decode()[:200])
        except OSError:
            continue
    return [line for line in found if line]


def _assert_sound(archive: Path) -> None:
    for bundle in find_bundles(archive):
        assert not verify_bundle(bundle)


def _one_line(err: str) -> None:
    assert "Traceback" not in err, err
    assert [line for line in err.splitlines() if line.startswith("capture: ")], err


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / "disk"
    disk.mkdir()
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk], capture_output=True
    )
    if mounted.returncode:
        pytest.skip("mounting is not allowed here")
    yield disk
    subprocess.run(["umount", "-l", disk], check=True)


def test_full_disk_leaves_nothing_and_says_so(zoo: Zoo, tmp_path: Path, small_disk: Path) -> None:
    run = Run(tmp_path, small_disk / "archive", zoo.url("good"))
    code, out, err = run.end()
    assert (code, out) == (3, "")
    _one_line(err)
    assert "space" in err.lower()
    assert not [path for path in small_disk.rglob("*") if path.is_file()]
    assert run.left_running() == []


def test_read_only_archive_is_found_out_before_the_browser_starts(
    zoo: Zoo, tmp_path: Path, small_disk: Path
) -> None:
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    code, out, err = Run(tmp_path, small_disk / "archive", zoo.url("good")).end()
    assert (code, out) == (2, "")
    _one_line(err)


def _fill(disk: Path) -> None:
    with suppress(OSError), (disk / "filler").open("ab", buffering=0) as file:
        while True:
            file.write(bytes(4096))


def _assert_says_where_room_is_missing(run: Run, disk: Path) -> None:
    code, _, err = run.end()
    assert code == 3
    _one_line(err)
    assert "folder for temporary files" in err
    assert run.left_running() == []
    assert [path.name for path in disk.rglob("*")] == ["filler"], "nothing is left there"


def test_full_folder_for_temporary_files_is_named(
    zoo: Zoo, tmp_path: Path, small_disk: Path
) -> None:
    _fill(small_disk)
    run = Run(tmp_path, tmp_path / "archive", zoo.url("good"), temporary=small_disk)
    _assert_says_where_room_is_missing(run, small_disk)
    assert not list(find_bundles(tmp_path / "archive"))


@pytest.fixture
def filling(monkeypatch: pytest.MonkeyPatch, small_disk: Path) -> None:
    """Pages that have the disk filled: before their picture is taken, and as they are printed."""

    def fill(asked: Asked) -> None:
        _fill(small_disk)
        asked.page("full")

    subprocess.run(["mount", "-o", "remount,size=30m", small_disk], check=True)
    monkeypatch.setitem(FAULTS, "fill-disk", fill)
    for event in ("resize", "beforeprint"):
        script = (
            f"addEventListener('{event}', () => {{ const r = new XMLHttpRequest();"
            " r.open('GET', '/fill-disk', false); r.send() }, {once: true})"
        )
        monkeypatch.setitem(PAGES, f"fills-on-{event}", with_script(script))


@pytest.mark.slow
@pytest.mark.parametrize("event", ["resize", "beforeprint"])
def test_disk_that_fills_up_midway_costs_no_bundle_its_whole(
    zoo: Zoo, tmp_path: Path, small_disk: Path, filling: None, event: str
) -> None:
    archive = small_disk / "archive"
    run = Run(tmp_path, archive, zoo.url(f"fills-on-{event}"), zoo.url("good"))
    code, out, err = run.end()
    assert (code, out) == (3, ""), "the first cannot be written, nor the one after it"
    assert err.count("could not be written: No space") == 2
    assert [path.name for path in small_disk.rglob("*") if path.is_file()] == ["filler"]
    assert run.left_running() == []


@pytest.mark.slow
def test_temporary_folder_that_fills_up_in_the_midst_of_printing(
    zoo: Zoo, tmp_path: Path, small_disk: Path, filling: None
) -> None:
    archive = tmp_path / "archive"
    pages = zoo.url("fills-on-beforeprint"), zoo.url("good")
    run = Run(tmp_path, archive, *pages, temporary=small_disk)
    _assert_says_where_room_is_missing(run, small_disk)
    (bundle,) = find_bundles(archive)
    assert load_bundle(bundle).manifest.requested_url == pages[0], "the PDF needs no room there"
    _assert_sound(archive)


@pytest.mark.slow
def test_home_that_cannot_be_written_to_costs_nothing(
    zoo: Zoo, tmp_path: Path, small_disk: Path
) -> None:
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    run = Run(tmp_path, tmp_path / "archive", zoo.url("good"), home=small_disk)
    code, out, err = run.end()
    assert code == 0, err
    assert load_bundle(Path(out.strip())).manifest.status == "whole"


@pytest.mark.parametrize("files", [12, 128])
def test_too_few_file_descriptors_end_in_one_line(zoo: Zoo, tmp_path: Path, files: int) -> None:
    run = Run(tmp_path, tmp_path / "archive", zoo.url("good"), files=files)
    code, _, err = run.end()
    assert code in (0, 2, 3, 5), err
    if code:
        _one_line(err)
    _assert_sound(tmp_path / "archive")
    assert run.left_running() == []


def test_browser_killed_from_outside_costs_one_page(zoo: Zoo, tmp_path: Path) -> None:
    run = Run(tmp_path, tmp_path / "archive", zoo.url("never-answers"), zoo.url("good"))
    deadline = time.monotonic() + 60
    while "/never-answers" not in zoo.asked and time.monotonic() < deadline:
        time.sleep(0.05)
    for process in _browsers(run.temporary):
        os.kill(process, signal.SIGKILL)
    code, out, err = run.end()
    assert code == 3
    assert "browser died" in err
    _one_line(err)
    assert len(out.splitlines()) == 1, "the page after it is captured"
    _assert_sound(tmp_path / "archive")
    assert run.left_running() == []


# The browser and its driver take 400 MB on the good page, Python 150.
MEMORY_BYTES = 900 << 20


@pytest.fixture
def little_memory() -> Iterator[Path]:
    """A control group whose processes have little memory between them; version 1 or 2."""
    top = Path("/sys/fs/cgroup")
    old = (top / "memory").is_dir()
    group = (top / "memory" if old else top) / f"capture-test-{os.getpid()}"
    try:
        group.mkdir()
        limit = "memory.limit_in_bytes" if old else "memory.max"
        (group / limit).write_text(str(MEMORY_BYTES))
    except OSError:
        with suppress(OSError):
            group.rmdir()
        pytest.skip("this machine gives no control groups")
    yield group
    for _ in range(100):
        with suppress(OSError):
            group.rmdir()
            return
        time.sleep(0.1)


def _killed_for_memory(group: Path) -> int:
    for name in ("memory.events", "memory.oom_control"):
        if (group / name).exists():
            told = dict(line.split() for line in (group / name).read_text().splitlines())
            return int(told.get("oom_kill", 0))
    return 0


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_kernel_without_memory_costs_one_page(
    zoo: Zoo, tmp_path: Path, little_memory: Path
) -> None:
    archive = tmp_path / "archive"
    run = Run(tmp_path, archive, zoo.url("memory-eater"), zoo.url("good"), group=little_memory)
    code, out, err = run.end()
    assert _killed_for_memory(little_memory), "the kernel killed something"
    if code:
        assert code == 3, err
        assert "crashed" in err or "died" in err
        _one_line(err)
    lines = out.splitlines()
    assert lines, "the page after it is captured"
    after = load_bundle(Path(lines[-1])).manifest
    assert (after.requested_url, after.status) == (zoo.url("good"), "whole")
    _assert_sound(archive)
    assert run.left_running() == []


class _Backwards(datetime):
    """A wall clock that somebody puts back by an hour each time it is looked at."""

    looks = 0

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        cls.looks += 1
        return super().now(tz) - timedelta(hours=cls.looks)


@pytest.mark.slow
def test_clock_that_steps_back_loses_and_overwrites_nothing(
    zoo: Zoo, tmp_path: Path, playwright: Playwright, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("browser.navigate", "archive.describe", "pipeline"):
        monkeypatch.setattr(f"capture.{module}.datetime", _Backwards)
    made = [
        _captured(tmp_path, zoo, playwright).manifest.started_at,
        _captured(tmp_path, zoo, playwright).manifest.started_at,
    ]
    assert made[1] < made[0]
    bundles = sorted(find_bundles(tmp_path / "archive"))
    assert [load_bundle(path).manifest.started_at for path in bundles] == sorted(made)
    _assert_sound(tmp_path / "archive")


def _captured(tmp_path: Path, zoo: Zoo, playwright: Playwright) -> Bundle:
    with Capturer(tmp_path / "archive", playwright=playwright) as capturer:
        return capturer.capture(zoo.url("good"))


def _browsers(folder: Path) -> list[int]:
    """Return the main browser processes of the run (those that are no `--type=` children)."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes()
            ours = str(folder).encode() in (process / "environ").read_bytes()
        except OSError:
            continue
        if ours and b"remote-debugging" in command and b"--type=" not in command:
            found.append(int(process.name))
    return found


def _interrupt(zoo: Zoo, folder: Path, how: signal.Signals, after: float) -> Run:
    run = Run(folder, folder / "archive", zoo.url("good"), zoo.url("good"), zoo.url("good"))
    time.sleep(after)
    run.process.send_signal(how)
    return run


def _seconds_of_a_run(zoo: Zoo, folder: Path) -> float:
    began = time.monotonic()
    run = Run(folder, folder / "whole", zoo.url("good"), zoo.url("good"), zoo.url("good"))
    assert run.end()[0] == 0
    return time.monotonic() - began


def _assert_survived(run: Run, folder: Path, how: signal.Signals, after: float) -> None:
    code, out, err = run.end()
    moment = f"{how.name} after {after:.2f} s"
    # An interrupt before Python has come to any of our code is Python's to report.
    starting = "KeyboardInterrupt" in err and "__main__.py" not in err
    assert starting or "Traceback" not in err, f"{moment}: {err}"
    if how is signal.SIGINT and code != 0 and not starting:
        assert code in (130, -signal.SIGINT), f"{moment}: {code}: {err}"
    print(f"{moment}: exit {code}, {len(out.splitlines())} of 3 bundles")
    for line in out.splitlines():
        assert not verify_bundle(Path(line)), f"{moment}: a bundle that was reported is not whole"
    if (folder / "archive").exists():
        _assert_sound(folder / "archive")
    assert run.left_running() == [], moment


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
@pytest.mark.parametrize("share", [0.3, 0.9])
def test_signal_at_some_moment(zoo: Zoo, tmp_path: Path, how: signal.Signals, share: float) -> None:
    after = share * RUN_SECONDS
    _assert_survived(_interrupt(zoo, tmp_path, how, after), tmp_path, how, after)


def test_nothing_is_imported_before_an_interrupt_is_caught() -> None:
    look = "import sys; had = {*sys.modules}; import capture.__main__; print({*sys.modules} - had)"
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert ast.literal_eval(done.stdout) == {"capture", "capture.__main__"}


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("part", range(8))
def test_two_hundred_signals_at_random_moments(zoo: Zoo, tmp_path: Path, part: int) -> None:
    dice = random.Random(20260101 + part)
    whole = _seconds_of_a_run(zoo, tmp_path)
    for number in range(25):
        how = dice.choice([signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
        after = dice.uniform(0, whole)
        folder = tmp_path / str(number)
        folder.mkdir()
        _assert_survived(_interrupt(zoo, folder, how, after), folder, how, after)
