"""A run on a real Dask cluster on loopback, a worker of which is killed in the middle."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
import standin

from capture.archive.bundle import find_bundles
from capture.errors import UsageError
from capture.options import Config
from capture.runs.batch import Plan, begin, run
from capture.runs.cluster import ClusterHands, wait_for_cluster
from capture.runs.outcome import Outcome, State
from capture.runs.page import page_settings
from capture.runs.progress import Quiet
from capture.runs.retry import RetryPolicy
from capture.runs.seeds import make_seed
from capture.runs.session import run_batch
from capture.runs.state import Claim, RunState

pytest.importorskip("distributed")
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")


def dask(*arguments: str) -> subprocess.Popen[bytes]:
    paths = [str(Path(__file__).parent), str(Path(__file__).parents[2])]
    env = os.environ | {"PYTHONPATH": os.pathsep.join(paths)}
    command = [sys.executable, "-m", "dask", *arguments, "--host", "127.0.0.1", "--no-dashboard"]
    return subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@pytest.fixture
def cluster() -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    processes = [dask("scheduler", "--port", str(port))]
    workers = [dask("worker", address, "--nthreads", "1", "--no-nanny") for _ in range(2)]
    yield address, workers
    for process in [*workers, *processes]:
        process.kill()
        process.wait()


class KillOne:
    """Kills a worker of the cluster after the tenth page."""

    def __init__(self, victim: subprocess.Popen[bytes]) -> None:
        self.victim = victim
        self.pages = 0

    def started(self, counts: object) -> None:
        pass

    def page(self, claim: Claim, outcome: Outcome, state: State) -> None:
        self.pages += 1
        if self.pages == 10:
            self.victim.kill()


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_a_worker_killed_in_the_middle_loses_and_doubles_nothing(
    tmp_path: Path, cluster: tuple[str, list[subprocess.Popen[bytes]]]
) -> None:
    address, workers = cluster
    archive = tmp_path / "archive"
    published = partial(standin.published, archive)
    plan = Plan(per_host=50, delay_s=0, retry=RetryPolicy(3))
    seeds = [make_seed(f"https://a.example/slow/{n}") for n in range(60)]
    wait_for_cluster(address)
    with (
        RunState(tmp_path / "run.sqlite") as state,
        ClusterHands(partial(standin.opened, archive), published, address) as hands,
    ):
        begin(state, seeds, plan, published)
        counts = run(state, hands, plan, KillOne(workers[0]), published)
    assert (counts.done, counts.failed, counts.waiting) == (60, 0, 0)
    assert sorted(p.parent.name for p in archive.glob("*/*")) == sorted(map(str, range(60)))
    assert workers[0].wait(10)
    assert workers[1].poll() is None


def test_no_cluster_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("capture.runs.cluster._CONNECT_S", 1)
    with pytest.raises(UsageError, match="no Dask scheduler"):
        wait_for_cluster("tcp://127.0.0.1:9")


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_real_pages_on_a_cluster(
    tmp_path: Path,
    cluster: tuple[str, list[subprocess.Popen[bytes]]],
    serve: Callable[[Path], str],
) -> None:
    site = tmp_path / "site"
    site.mkdir()
    for number in range(4):
        (site / f"{number}.html").write_text(f"<!doctype html><title>{number}</title><p>Words.")
    base = serve(site)
    settings = page_settings(str(tmp_path / "archive"), None, Config(), {}, robots=False)
    result = run_batch(
        [make_seed(f"{base}/{number}.html") for number in range(4)],
        settings, Plan(per_host=4, delay_s=0), Quiet(), workers=1, cluster=cluster[0],
    )  # fmt: skip
    assert (result.counts.done, result.counts.failed) == (4, 0)
    assert len(list(find_bundles(tmp_path / "archive"))) == 4
