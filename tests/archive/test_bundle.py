"""Bundles: whole or not at all, and every change found."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from capture.archive.bundle import (
    Bundle,
    check_archive,
    find_bundles,
    load_bundle,
    sweep_temporary,
    write_bundle,
)
from capture.archive.describe import software
from capture.archive.fixity import verify_bundle
from capture.archive.manifest import ArtifactRecord, BrowserRecord, Manifest
from capture.errors import CaptureError, UsageError
from capture.render.values import Artifact

BROWSER = BrowserRecord(
    version="1", path="/x", source="system", user_agent="x", flags=(), sandboxed=True
)
FILES = (
    Artifact("page.txt", "text/plain", b"words\n"),
    Artifact("page.png", "image/png", bytes(range(256))),
)


def manifest_of(records: tuple[ArtifactRecord, ...], url: str = "https://e.org/a") -> Manifest:
    moment = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    return Manifest(
        status="whole",
        requested_url=url,
        final_url=url,
        http_status=200,
        media_type="text/html",
        started_at=moment,
        finished_at=moment,
        viewport=(1280, 800, 1.0),
        options={},
        software=software(),
        browser=BROWSER,
        artifacts=records,
    )


def write(archive: Path) -> Bundle:
    return write_bundle(archive, FILES, manifest_of)


def test_a_bundle_lies_where_the_contract_says(tmp_path: Path) -> None:
    bundle = write(tmp_path)
    assert bundle.path == tmp_path / "e.org" / "a" / "20260102T030405Z"
    assert load_bundle(bundle.path) == bundle
    assert list(find_bundles(tmp_path)) == [bundle.path]
    assert not list((tmp_path / ".tmp").iterdir())


def test_sha256sum_reads_the_manifest(tmp_path: Path) -> None:
    bundle = write(tmp_path)
    done = subprocess.run(
        ["sha256sum", "--strict", "-c", "manifest-sha256.txt"],
        cwd=bundle.path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count(": OK") == 3


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    first, second = write(tmp_path), write(tmp_path)
    assert first.path != second.path
    assert not verify_bundle(first.path)
    assert not verify_bundle(second.path)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_every_flipped_byte_is_found(tmp_path: Path, data: st.DataObject) -> None:
    bundle = write(tmp_path)
    names = sorted(file.name for file in bundle.path.iterdir())
    file = bundle.path / data.draw(st.sampled_from(names))
    content = bytearray(file.read_bytes())
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] ^= data.draw(st.integers(1, 255))
    file.write_bytes(content)
    assert verify_bundle(bundle.path)


def _remove(path: Path) -> None:
    (path / "page.txt").unlink()


def _add(path: Path) -> None:
    (path / "extra.txt").write_text("x")


def _link(path: Path) -> None:
    (path / "page.txt").unlink()
    (path / "page.txt").symlink_to("/etc/hostname")


def _forge(path: Path) -> None:
    """Change a file and its line in the list of digests, but not the manifest."""
    (path / "page.txt").write_text("other words\n")
    text = subprocess.run(
        ["sha256sum", "capture.json", "page.png", "page.txt"],
        cwd=path,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    (path / "manifest-sha256.txt").write_text(text)


@pytest.mark.parametrize("damage", [_remove, _add, _link, _forge])
def test_other_damage_is_found(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    bundle = write(tmp_path)
    assert verify_bundle(bundle.path) == ()
    damage(bundle.path)
    assert verify_bundle(bundle.path)


@pytest.mark.parametrize("name", ["../x", "a/b", "", ".hidden", "x" * 80])
def test_a_name_that_is_no_artifact_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(CaptureError):
        write_bundle(tmp_path, (Artifact(name, "text/plain", b""),), manifest_of)


def test_an_unwritable_archive_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError) as caught:
        check_archive(tmp_path / "file" / "archive")
    assert "choose another folder" in str(caught.value)


def test_a_full_disk_leaves_nothing(tmp_path: Path, small_disk: Callable[[], Path]) -> None:
    archive = small_disk() / "archive"
    big = Artifact("page.png", "image/png", os.urandom(4_000_000))
    with pytest.raises(CaptureError) as caught:
        write_bundle(archive, (big,), manifest_of)
    assert os.strerror(errno.ENOSPC) in str(caught.value)
    assert list(find_bundles(archive)) == []
    assert not list((archive / ".tmp").iterdir())


@pytest.fixture
def small_disk(tmp_path: Path):
    """A file system of 1 MB, where this user may mount one."""
    point = tmp_path / "small"
    point.mkdir()
    mounted = os.geteuid() == 0 and shutil.which("mount")
    if not mounted or subprocess.call(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", point]):
        pytest.skip("needs a mount, so root")
    yield lambda: point
    subprocess.call(["umount", "-l", point])


def test_a_killed_capture_leaves_nothing_visible_and_is_swept(tmp_path: Path) -> None:
    script = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from tests.archive.test_bundle import FILES, manifest_of\n"
        "from capture.archive import bundle\n"
        "def die(*_): os.kill(os.getpid(), signal.SIGKILL)\n"
        "bundle._publish = die\n"
        "bundle.write_bundle(Path(sys.argv[1]), FILES, manifest_of)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, tmp_path], check=False, capture_output=True
    )
    assert done.returncode == -9, done.stderr
    assert list(find_bundles(tmp_path)) == []
    assert len(list((tmp_path / ".tmp").iterdir())) == 1
    assert sweep_temporary(tmp_path) == 1
    assert not list((tmp_path / ".tmp").iterdir())
