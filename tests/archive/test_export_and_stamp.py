"""Bags judged by `bagit`, time stamps by a local authority and by openssl."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import bagit
import pytest

from capture.archive.bagit import export_bag
from capture.archive.bundle import FIXITY, MANIFEST, TIMESTAMP, Bundle, digest, write_bundle
from capture.archive.fixity import verify_bundle
from capture.archive.manifest import ArtifactRecord, BrowserRecord, Manifest, Software
from capture.archive.timestamp import sealer, stamped_at
from capture.cli.app import run
from capture.errors import CaptureError, FixityError, UsageError
from capture.render.values import Artifact

CONFIG = """
[tsa]
default_tsa = t
[t]
serial = {0}/serial
signer_cert = {0}/tsa.pem
signer_key = {0}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
"""


def put(archive: Path, authority: str | None = None) -> Bundle:
    now = datetime.now(UTC)

    def describe(records: tuple[ArtifactRecord, ...]) -> Manifest:
        return Manifest(
            status="whole", requested_url="https://a.example/p", final_url="https://a.example/p",
            http_status=200, title="Ünï\nBag-Size: forged", media_type="text/html",
            started_at=now, finished_at=now, viewport=(1, 1, 1.0), options={}, artifacts=records,
            software=Software(version="1", python="3", platform="x", playwright="1"),
            browser=BrowserRecord(version="1", path="", source="", user_agent="", flags=(),
                                  sandboxed=True),
        )  # fmt: skip

    artifacts = (Artifact("page.txt", "text/plain", "Wörter".encode()),)
    return write_bundle(archive, artifacts, describe, seal=sealer(authority))


def test_an_archive_goes_into_a_bag_a_bundle(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bundles = [put(tmp_path / "archive") for _ in range(3)]
    (bundles[1].path / "page.txt").write_text("changed")
    bags = tmp_path / "bags"
    assert run(["export", "--bagit", str(tmp_path / "archive"), "-o", str(bags)]) == 6
    said = capsys.readouterr()
    assert sorted(said.out.split()) == sorted(str(bag) for bag in bags.iterdir())
    assert len(said.out.split()) == 2
    assert "page.txt: changed" in said.err
    assert run(["export", "--bagit", str(tmp_path / "none"), "-o", str(bags)]) == 2
    assert capsys.readouterr().err.startswith(f"capture: no bundle at {tmp_path / 'none'} — ")


def test_a_bag_that_bagit_takes(tmp_path: Path) -> None:
    bundle = put(tmp_path / "archive")
    path = export_bag(bundle.path, tmp_path / "bags")
    bag = bagit.Bag(str(path))
    bag.validate()
    assert bag.info["External-Identifier"] == "https://a.example/p"
    assert "Bag-Size" not in bag.info
    payload = {p.name: p.read_bytes() for p in (path / "data").iterdir()}
    assert payload == {p.name: p.read_bytes() for p in bundle.path.iterdir()}
    with pytest.raises(UsageError, match="exists"):
        export_bag(bundle.path, tmp_path / "bags")
    (bundle.path / "page.txt").write_text("changed")
    with pytest.raises(FixityError):
        export_bag(bundle.path, tmp_path / "more")
    assert not (tmp_path / "more").exists()


@pytest.fixture
def authority(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    folder = tmp_path / "tsa"
    folder.mkdir()
    (folder / "serial").write_text("01\n")
    (folder / "tsa.cnf").write_text(CONFIG.format(folder))
    (folder / "ext").write_text("extendedKeyUsage=critical,timeStamping\n")
    for step in (
        "req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -subj /CN=CA -days 2",
        "req -newkey rsa:2048 -nodes -keyout tsa.key -out tsa.csr -subj /CN=TSA",
        "x509 -req -in tsa.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out tsa.pem -extfile ext",
    ):
        subprocess.run(["openssl", *step.split()], cwd=folder, check=True, capture_output=True)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            (folder / "q").write_bytes(self.rfile.read(int(self.headers["Content-Length"])))
            step = "ts -reply -queryfile q -out r -config tsa.cnf"
            subprocess.run(["openssl", *step.split()], cwd=folder, check=True, capture_output=True)
            body = b"nonsense" if self.path == "/bad" else (folder / "r").read_bytes()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}", folder
    server.shutdown()
    server.server_close()


def test_a_stamp_that_openssl_takes(tmp_path: Path, authority: tuple[str, Path]) -> None:
    address, folder = authority
    bundle = put(tmp_path / "archive", address)
    assert verify_bundle(bundle.path) == ()
    said = ["openssl", "ts", "-verify", "-data", MANIFEST, "-in", TIMESTAMP,
            "-CAfile", str(folder / "ca.pem"), "-untrusted", str(folder / "tsa.pem")]  # fmt: skip
    done = subprocess.run(said, cwd=bundle.path, capture_output=True, text=True)
    assert "Verification: OK" in done.stdout + done.stderr
    at = stamped_at((bundle.path / TIMESTAMP).read_bytes(), (bundle.path / MANIFEST).read_bytes())
    assert at
    assert abs(at - datetime.now(UTC)) < timedelta(minutes=5)
    # Somebody who changes the manifest can make new digests, but not a new stamp.
    text = (bundle.path / MANIFEST).read_text().replace("https://a.example/p", "https://b.example/")
    fixity = (bundle.path / FIXITY).read_text()
    old = digest((bundle.path / MANIFEST).read_bytes())
    (bundle.path / MANIFEST).write_text(text)
    (bundle.path / FIXITY).write_text(fixity.replace(old, digest(text.encode())))
    assert [failure.file for failure in verify_bundle(bundle.path)] == [TIMESTAMP]


def test_without_a_usable_stamp_there_is_no_bundle(
    tmp_path: Path, authority: tuple[str, Path]
) -> None:
    for address in (f"{authority[0]}/bad", "http://127.0.0.1:9/"):
        with pytest.raises(CaptureError) as caught:
            put(tmp_path / "archive", address)
        assert caught.value.retryable
    assert list((tmp_path / "archive").glob("a.example/*/*")) == []
    with pytest.raises(UsageError):
        put(tmp_path / "archive", "ftp://x")
