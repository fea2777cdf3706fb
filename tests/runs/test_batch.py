"""Runs with real worker processes: nothing that dies, hangs or is killed is lost or doubled."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import textwrap
import time
from functools import partial
from pathlib import Path

import psutil
import pytest
import standin

from capture.runs.batch import Desk, Plan, begin, run
from capture.runs.outcome import Outcome, State
from capture.runs.retry import RetryPolicy
from capture.runs.seeds import make_seed
from capture.runs.state import Claim, Counts, RunState
from capture.runs.workers import Limits, Workers, WorkersFailed


class Heard:
    def __init__(self) -> None:
        self.tries: list[tuple[str, State, str]] = []

    def started(self, counts: Counts) -> None:
        pass

    def page(self, claim: Claim, outcome: Outcome, state: State) -> None:
        self.tries.append((claim.seed.url.partition("example/")[2], state, outcome.reason))


def go(
    tmp_path: Path, *paths: str, workers: int = 2, limits: Limits | None = None, retries: int = 1
) -> tuple[Counts, Heard]:
    plan = Plan(per_host=4, delay_s=0, retry=RetryPolicy(retries))
    desk, heard = Desk(tmp_path / "desk"), Heard()
    archive = tmp_path / "archive"
    published = partial(standin.published, archive)
    with (
        RunState(desk.state) as state,
        Workers(partial(standin.opened, archive), workers, limits, desk.guard) as hands,
    ):
        begin(state, [make_seed(f"https://a.example/{p}") for p in paths], plan, published)
        return run(state, hands, plan, heard, published), heard


@pytest.fixture(autouse=True)
def own_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()


def bundles(tmp_path: Path) -> list[str]:
    return sorted(p.parent.name for p in (tmp_path / "archive").glob("*/*") if p.is_dir())


def test_one_bad_page_never_stops_a_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("capture.runs.retry.FIRST_WAIT_S", 0.1)
    counts, heard = go(
        tmp_path,
        "ok/1",
        "die/2",
        "gone/3",
        "flaky/4",
        "hang/5",
        "ok/6",
        limits=Limits(page_seconds=1.5),
    )
    assert (counts.done, counts.failed, counts.waiting) == (3, 3, 0)
    assert bundles(tmp_path) == ["1", "4", "6"]
    reasons = {path: reason for path, state, reason in heard.tries if state is State.FAILED}
    assert "signal 9" in reasons["die/2"]
    assert reasons["gone/3"] == "404"
    assert "no end within" in reasons["hang/5"]
    tries = [path for path, *_ in heard.tries]
    assert [tries.count(p) for p in ("gone/3", "die/2", "flaky/4")] == [1, 2, 2]
    assert list((tmp_path / "tmp").iterdir()) == []


def test_a_killed_page_takes_its_detached_processes_with_it(tmp_path: Path) -> None:
    before = {p.pid for p in psutil.process_iter()}
    go(tmp_path, "orphan/1", workers=1, limits=Limits(page_seconds=1), retries=0)
    left = [
        p
        for p in psutil.Process().children(recursive=True)
        if p.pid not in before and "resource_tracker" not in " ".join(p.cmdline())
    ]
    assert left == []


def test_workers_are_renewed(tmp_path: Path) -> None:
    counts, _ = go(
        tmp_path, *(f"ok/{n}" for n in range(4)), workers=1, limits=Limits(renew_after_pages=3)
    )
    assert counts.done == 4
    counts, _ = go(
        tmp_path, *(f"ok/b{n}" for n in range(2)), workers=1, limits=Limits(renew_after_bytes=1)
    )
    assert counts.done == 2


def test_when_no_worker_starts_the_reason_is_said(tmp_path: Path) -> None:
    def wait_long(hands: Workers) -> None:
        for _ in range(200):
            hands.free()
            hands.wait(1)

    with Workers(standin.broken, 1) as hands, pytest.raises(WorkersFailed, match="no browser here"):
        wait_long(hands)


RUN = """
    import sys
    from functools import partial
    from pathlib import Path
    import standin
    from capture.runs.batch import Desk, Plan, begin, run
    from capture.runs.retry import RetryPolicy
    from capture.runs.seeds import make_seed
    from capture.runs.state import RunState, locked
    from capture.runs.workers import Workers, wait_for_strays

    class Quiet:
        def started(self, counts): pass
        def page(self, claim, outcome, state): pass

    if __name__ == "__main__":
        folder, kind, number = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
        desk, archive = Desk(folder / "desk"), folder / "archive"
        published = partial(standin.published, archive)
        plan = Plan(per_host=9, delay_s=0, retry=RetryPolicy(9))
        with locked(desk.lock), RunState(desk.state) as state:
            wait_for_strays(desk.guard)
            seeds = (make_seed(f"https://h{n}.example/{kind}/{n}") for n in range(number))
            begin(state, seeds, plan, published)
            with Workers(partial(standin.opened, archive), 2, guard=desk.guard) as hands:
                print("working", flush=True)
                counts = run(state, hands, plan, Quiet(), published)
        print(counts.done, counts.failed, counts.waiting)
"""


def start(tmp_path: Path, kind: str, number: int) -> subprocess.Popen[str]:
    program = tmp_path / "program.py"
    program.write_text(textwrap.dedent(RUN))
    paths = [str(Path(__file__).parent), str(Path(__file__).parents[2])]
    env = os.environ | {"PYTHONPATH": os.pathsep.join(paths), "TMPDIR": str(tmp_path / "tmp")}
    command = [sys.executable, str(program), str(tmp_path), kind, str(number)]
    return subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True)


def test_killed_again_and_again_each_seed_is_captured_once(tmp_path: Path) -> None:
    rng = random.Random(7)
    for _ in range(3):
        child = start(tmp_path, "slow", 60)
        assert child.stdout
        child.stdout.readline()
        time.sleep(rng.uniform(0.3, 1.0))
        child.kill()
        child.wait()
    child = start(tmp_path, "slow", 60)
    out, _ = child.communicate()
    assert out.splitlines()[-1] == "60 0 0"
    assert bundles(tmp_path) == sorted(str(n) for n in range(60))
    assert list((tmp_path / "tmp").iterdir()) == []


def test_a_bundle_published_just_before_the_kill_is_not_made_again(tmp_path: Path) -> None:
    child = start(tmp_path, "late", 1)
    child.communicate()
    assert child.returncode == -9
    out, _ = start(tmp_path, "late", 1).communicate()
    assert out.splitlines()[-1] == "1 0 0"
    assert bundles(tmp_path) == ["0"]
