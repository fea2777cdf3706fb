"""The run state: each seed once, hosts left in peace, nothing forgotten by a kill."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
import tempfile
import textwrap
import time
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, rule

from capture.errors import CaptureError, UsageError
from capture.options import Config
from capture.runs.batch import Plan
from capture.runs.outcome import Outcome, State
from capture.runs.page import PageSettings
from capture.runs.progress import Quiet
from capture.runs.retry import RetryPolicy
from capture.runs.seeds import BadSeed, Seed, make_seed
from capture.runs.session import run_batch
from capture.runs.state import Claim, RunState, locked

T0 = 1_900_000_000.0
DONE = Outcome(bundle="b")


def seeds(*urls: str) -> list[Seed]:
    return [make_seed(url) for url in urls]


def open_state(tmp_path: Path) -> RunState:
    return RunState(tmp_path / "run.sqlite")


def test_each_seed_is_handed_out_once(tmp_path: Path) -> None:
    state = open_state(tmp_path)
    listed = seeds(*(f"https://h{n % 7}.example/{n}" for n in range(50)))
    assert state.list_seeds([*listed, listed[3]]).total == 50
    given = []
    while claim := state.claim(per_host=100, delay_s=0, now=T0):
        given.append(claim.seed.url)
    assert sorted(given) == sorted(s.url for s in listed)


def test_hosts_are_left_their_delay_and_concurrency(tmp_path: Path) -> None:
    state = open_state(tmp_path)
    state.list_seeds(
        seeds(
            "https://a.example/1",
            "https://a.example/2",
            "https://a.example/3",
            "https://b.example/1",
        )
    )
    first = state.claim(2, 5, T0)
    second = state.claim(2, 5, T0)
    assert first
    assert second
    assert {first.seed.host, second.seed.host} == {"a.example", "b.example"}
    assert state.claim(2, 5, T0 + 4.9) is None
    assert state.next_ready_in(2, T0 + 4) == pytest.approx(1)
    third = state.claim(2, 5, T0 + 5)
    assert third
    assert third.seed.host == "a.example"
    assert state.claim(2, 5, T0 + 20) is None  # two of a.example are running
    state.finish(first, DONE, None, T0 + 20)
    state.finish(third, DONE, None, T0 + 20)
    assert state.claim(2, 5, T0 + 20)


def test_a_busy_host_is_left_alone_as_long_as_it_asks(tmp_path: Path) -> None:
    state = open_state(tmp_path)
    state.list_seeds(seeds("https://a.example/1", "https://a.example/2"))
    claim = state.claim(1, 0, T0)
    assert claim
    busy = Outcome(reason="429", retryable=True, retry_after_s=30)
    assert state.finish(claim, busy, RetryPolicy().wait_s(claim.tries, busy), T0) is State.WAITING
    assert state.claim(1, 0, T0 + 29) is None
    assert state.next_ready_in(1, T0) == pytest.approx(30)
    assert state.claim(1, 0, T0 + 31)


def test_a_hosts_crawl_delay_holds_between_all_its_pages(tmp_path: Path) -> None:
    state = open_state(tmp_path)
    state.list_seeds(seeds(*(f"https://a.example/{n}" for n in range(4))))
    first = state.claim(2, 0, T0)
    assert first
    state.finish(first, Outcome(bundle="b", host_wait_s=10), None, T0 + 1)
    assert state.claim(2, 0, T0 + 10) is None
    assert state.claim(2, 0, T0 + 11)
    assert state.claim(2, 0, T0 + 20) is None, "a second page at once, though one may run beside"
    assert state.claim(2, 0, T0 + 21)


def test_a_page_that_failed_waits_but_its_host_does_not(tmp_path: Path) -> None:
    state = open_state(tmp_path)
    state.list_seeds(seeds("https://a.example/1", "https://a.example/2"))
    claim = state.claim(1, 0, T0)
    assert claim
    state.finish(claim, Outcome(reason="500", retryable=True), 60, T0)
    other = state.claim(1, 0, T0)
    assert other
    assert other.seed.url.endswith("/2")
    state.finish(other, DONE, None, T0)
    assert state.claim(1, 0, T0 + 59) is None
    assert state.next_ready_in(1, T0 + 59) == pytest.approx(1)
    again = state.claim(1, 0, T0 + 60)
    assert again
    assert again.tries == 2


def test_two_seeds_of_one_page_never_share_a_second(tmp_path: Path) -> None:
    state = open_state(tmp_path)
    state.list_seeds([make_seed("https://a.example/", {"width": w}) for w in (500, 600, 700)])
    taken = [claim.at for _ in range(3) if (claim := state.claim(9, 0, T0))]
    assert len(set(taken)) == 3


def test_done_stays_done_and_failures_are_tried_anew_only_when_that_may_help(
    tmp_path: Path,
) -> None:
    state = open_state(tmp_path)
    listed = [
        *seeds("https://a.example/ok", "https://a.example/gone", "https://a.example/slow"),
        BadSeed("not a seed", "no address"),
    ]
    state.list_seeds(listed)
    for outcome in (DONE, Outcome(reason="404"), Outcome(reason="timeout", retryable=True)):
        claim = state.claim(1, 0, T0)
        assert claim
        state.finish(claim, outcome, None, T0)
    assert [f.reason for f in state.failures()] == ["404", "timeout", "no address"]
    counts = state.list_seeds(listed)
    assert (counts.done, counts.failed, counts.waiting) == (1, 2, 1)
    counts = state.list_seeds(listed, retry_failed=True)
    assert (counts.done, counts.failed, counts.waiting) == (1, 1, 2)
    counts = state.list_seeds(listed, again=True)
    assert (counts.done, counts.failed, counts.waiting) == (0, 1, 3)


def test_another_list_has_its_own_counts_and_work(tmp_path: Path) -> None:
    state = open_state(tmp_path)
    state.list_seeds(seeds("https://a.example/1", "https://a.example/2"))
    assert state.list_seeds(seeds("https://a.example/2", "https://a.example/3")).total == 2
    given = {c.seed.url[-1] for _ in range(3) if (c := state.claim(9, 0, T0))}
    assert given == {"2", "3"}


def test_after_a_kill_what_was_published_is_done_and_the_rest_waits(tmp_path: Path) -> None:
    state = open_state(tmp_path)
    listed = seeds("https://a.example/1", "https://a.example/2")
    state.list_seeds(listed)
    claims = [state.claim(9, 0, T0), state.claim(9, 0, T0)]
    state.close()
    state = open_state(tmp_path)
    found = list(state.interrupted())
    assert found == claims
    state.settle(found[0], "bundle", 3)
    state.settle(found[1], None, 3)
    counts = state.list_seeds(listed)
    assert (counts.done, counts.waiting) == (1, 1)
    for _ in range(4):  # the same seed brings the run down again and again
        claim = state.claim(9, 0, T0)
        if claim is None:
            break
        state.settle(claim, None, 3)
        state.list_seeds(listed)
    assert [f.reason for f in state.failures()] == ["the run died at it 4 times"]


def test_retries() -> None:
    policy = RetryPolicy(2)
    slow = Outcome(reason="timeout", retryable=True)
    assert policy.wait_s(1, slow)
    second = policy.wait_s(2, slow)
    assert second
    assert 3 <= second <= 5
    assert policy.wait_s(3, slow) is None
    assert policy.wait_s(1, Outcome(reason="404")) is None
    assert policy.wait_s(1, Outcome(retryable=True, retry_after_s=1e9)) is None


def test_one_run_at_a_time(tmp_path: Path) -> None:
    with locked(tmp_path / "lock"):
        held = (
            f"from pathlib import Path; from capture.runs.state import locked\n"
            f"with locked(Path({str(tmp_path / 'lock')!r})): pass"
        )
        done = subprocess.run([sys.executable, "-c", held], capture_output=True, text=True)
        assert "another run is at work" in done.stderr
    with locked(tmp_path / "lock"):
        pass


def test_a_state_that_cannot_be_kept_is_one_line(tmp_path: Path) -> None:
    (tmp_path / ".capture").mkdir()
    (tmp_path / ".capture" / "run.sqlite").write_bytes(b"no database at all" * 100)
    settings = PageSettings(tmp_path, Config(), {})
    with pytest.raises(CaptureError, match="cannot be kept"):
        run_batch(seeds("https://a.example/1"), settings, Plan(), Quiet(), workers=1)


def test_a_state_of_another_version_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "run.sqlite"
    db = sqlite3.connect(path)
    db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(UsageError, match="another version"):
        RunState(path)


KILLED = """
    import sys
    from pathlib import Path
    from capture.runs.outcome import Outcome
    from capture.runs.seeds import make_seed
    from capture.runs.state import RunState
    folder = Path(sys.argv[1])
    state = RunState(folder / "run.sqlite")
    def path(claim): return folder / f"{claim.seed.url[-3:]}-{int(claim.at.timestamp())}"
    for claim in state.interrupted():
        state.settle(claim, str(path(claim)) if path(claim).exists() else None, 10**6)
    state.list_seeds(make_seed(f"https://h{n % 3}.example/{n:03}") for n in range(150))
    print("ready", flush=True)
    while claim := state.claim(4, 0):
        path(claim).mkdir()
        state.finish(claim, Outcome(bundle=str(path(claim))), None)
    print("end", flush=True)
"""


def test_killed_at_any_moment_each_seed_is_published_once(tmp_path: Path) -> None:
    rng = random.Random(5)
    for _ in range(12):
        child = subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(KILLED), str(tmp_path)], stdout=subprocess.PIPE
        )
        assert child.stdout
        child.stdout.readline()
        time.sleep(rng.uniform(0, 0.15))
        child.kill()
        child.communicate()
    subprocess.run(
        [sys.executable, "-c", textwrap.dedent(KILLED), str(tmp_path)],
        check=True,
        capture_output=True,
    )
    published = sorted(p.name[:3] for p in tmp_path.iterdir() if p.is_dir())
    assert published == [f"{n:03}" for n in range(150)]


class Schedule(RuleBasedStateMachine):
    """Any order of listing, claiming, finishing: never two of one seed, never one lost."""

    claims = Bundle("claims")

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.state = RunState(Path(self.folder.name, "run.sqlite"))
        self.now = T0
        self.running: set[int] = set()
        self.finished = 0
        self.total = 30
        listed = [make_seed(f"https://h{n % 4}.example/{n}") for n in range(self.total)]
        self.state.list_seeds(listed)

    @rule(target=claims)
    def claim(self) -> Claim | None:
        self.now += 1
        claim = self.state.claim(2, 1, self.now)
        if claim is None:
            waiting = self.state.counts().waiting
            idle = not self.running
            assert not (waiting and idle) or self.state.next_ready_in(2, self.now) is not None
        else:
            assert claim.id not in self.running
            self.running.add(claim.id)
        return claim

    @rule(claim=consumes(claims), how=st.sampled_from(["done", "retry", "busy", "fail", "back"]))
    def finish(self, claim: Claim | None, how: str) -> None:
        if claim is None:
            return
        self.running.discard(claim.id)
        if how == "back":
            self.state.put_back(claim)
            return
        outcome = (
            DONE
            if how == "done"
            else Outcome(reason=how, retryable=True, retry_after_s=3 if how == "busy" else None)
        )
        self.state.finish(claim, outcome, 2 if how in ("retry", "busy") else None, self.now)
        counts = self.state.counts()
        assert counts.total == self.total
        assert counts.running == len(self.running)

    def teardown(self) -> None:
        # Whatever happened, the run can be brought to its end.
        for claim in list(self.state.interrupted()):
            self.state.put_back(claim)
        for _ in range(500):
            self.now += 10
            claim = self.state.claim(2, 1, self.now)
            if claim:
                self.state.finish(claim, DONE, None, self.now)
        counts = self.state.counts()
        assert counts.waiting == counts.running == 0
        self.state.close()
        self.folder.cleanup()


TestSchedule = Schedule.TestCase
TestSchedule.settings = settings(max_examples=15, stateful_step_count=30, deadline=None)


def test_clock_that_is_put_back_holds_nothing_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "time", lambda: T0)
    url = "https://a.example/1"
    state = open_state(tmp_path)
    state.list_seeds(seeds(url, "https://a.example/2"))
    first = state.claim(per_host=9, delay_s=0)
    assert first
    monkeypatch.setattr(time, "time", lambda: T0 - 86_400)
    assert state.finish(first, Outcome(reason="x", retryable=True), 0) is State.WAITING
    second = state.claim(per_host=9, delay_s=0)
    assert second
    state.finish(second, DONE, None)
    again = state.claim(per_host=9, delay_s=0)
    assert again
    assert {second.seed.url, again.seed.url} == {url, "https://a.example/2"}
    # Of one page, each bundle is named after the one before it.
    of_first = second if second.seed.url == url else again
    assert of_first.at > first.at
    assert state.finish(again, Outcome(reason="x", retryable=True), 300) is State.WAITING
    state.close()
    # A run that goes on after the clock was put back by a day.
    monkeypatch.setattr(time, "time", lambda: T0 - 2 * 86_400)
    state = open_state(tmp_path)
    state.list_seeds(seeds(url, "https://a.example/2"))
    assert state.claim(per_host=9, delay_s=0)
