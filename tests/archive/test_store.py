"""Archives on an object store: moto's S3 on loopback, and the whole-or-nothing rule on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from capture.archive.bundle import FIXITY, find_bundles
from capture.archive.store import RemoteArchive, shelf_for
from capture.archive.verify import verify_under
from capture.cli.app import run
from capture.errors import CaptureError, Exit, UsageError
from capture.options import Config
from capture.pipeline import capture
from capture.runs.batch import Plan
from capture.runs.page import page_settings, published
from capture.runs.progress import Quiet
from capture.runs.seeds import make_seed
from capture.runs.session import run_batch
from capture.runs.state import Claim

boto3 = pytest.importorskip("boto3")
moto_server = pytest.importorskip("moto.server")
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")


@pytest.fixture(scope="module")
def shelf() -> Iterator[str]:
    server = moto_server.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", "test")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "test")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        patch.setenv("AWS_ENDPOINT_URL", endpoint)
        boto3.client("s3", endpoint_url=endpoint).create_bucket(Bucket="shelf")
        yield "s3://shelf"
    server.stop()


@pytest.fixture
def bucket(shelf: str, tmp_path: Path) -> str:
    return f"{shelf}/{tmp_path.name}"


@pytest.mark.parametrize("command", ["page", "batch"])
def test_what_is_unchanged_is_looked_for_in_folders_only(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "seeds").write_text("http://127.0.0.1:9/\n")
    what = "http://127.0.0.1:9/" if command == "page" else str(tmp_path / "seeds")
    assert run([command, what, "-o", "memory://a", "--skip-unchanged"]) == Exit.USAGE
    assert "--skip-unchanged looks for earlier captures in a folder" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_a_run_into_a_bucket(bucket: str, serve: Callable[[Path], str], tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "p.html").write_text("<!doctype html><title>P</title><h1>P</h1><p>Some words.")
    base = serve(site)
    settings = page_settings(bucket, tmp_path / "state", Config(), {}, robots=False)
    seeds = [make_seed(f"{base}/p.html"), make_seed(f"{base}/none.html")]
    plan = Plan(delay_s=0)
    for new in (1, 0):
        result = run_batch(seeds, settings, plan, Quiet(), workers=1)
        assert (result.counts.done, result.counts.failed, result.new) == (1, 1, new)
    assert [verdict.problems for verdict in verify_under(bucket)] == [()]
    store = RemoteArchive(bucket)
    (path,) = store.bundles()
    assert store.verify(path) == []
    assert list(find_bundles(tmp_path / "state")) == []
    with shelf_for(bucket) as shelf:
        where = shelf.keep(capture(f"{base}/p.html", archive=shelf.folder))
        assert list(find_bundles(shelf.folder)) == []
    assert where.startswith(f"{bucket}/127.0.0.1_")
    assert sum(1 for _ in store.bundles()) == 2
    store._files.pipe_file(str(store._root / path / "page.txt"), b"changed")
    store._files.rm_file(str(store._root / path / "page.md"))
    assert sorted(line.rpartition("/")[2] for line in store.verify(path)) == [
        "page.md: missing", "page.txt: changed"]  # fmt: skip


def test_half_an_upload_is_no_bundle_and_nothing_is_overwritten(
    bucket: str, serve: Callable[[Path], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "p.html").write_text("<!doctype html><title>P</title><p>Some words.")
    settings = page_settings(bucket, tmp_path / "state", Config(), {}, robots=False)
    bundle = capture(f"{serve(site)}/p.html", archive=settings.archive)
    name = bundle.path.relative_to(settings.archive).as_posix()
    store = RemoteArchive(bucket)
    upload = RemoteArchive._upload

    def cut_off(self: RemoteArchive, source: Path, target: str) -> None:
        if source.name == "page.txt":
            raise ConnectionResetError("cut off")
        upload(self, source, target)

    with monkeypatch.context() as patch:
        patch.setattr(RemoteArchive, "_upload", cut_off)
        with pytest.raises(CaptureError) as caught:
            store.publish(bundle, name)
    assert caught.value.retryable
    assert not store.has(name)
    assert list(store.bundles()) == []
    # A run that was killed between making and sending sends what it had made.
    seed = make_seed(bundle.manifest.requested_url)
    claim = Claim(1, seed, 1, bundle.manifest.started_at.replace(microsecond=0))
    assert published(settings, claim) == name
    assert store.has(name)
    assert not bundle.path.exists()
    assert published(settings, claim) == name
    bundle.path.mkdir(parents=True)
    (bundle.path / FIXITY).touch()
    with pytest.raises(CaptureError, match="exists already"):
        store.publish(bundle, name)


def test_an_unknown_kind_of_store_is_said() -> None:
    with pytest.raises(UsageError):
        RemoteArchive("nonsense://x/y")
