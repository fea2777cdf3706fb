"""A bundle from elsewhere: whatever is in it, it is told of or refused, and shows no other file."""

from __future__ import annotations

import http.client
import json
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from capture.archive.bagit import export_bag
from capture.archive.bundle import FIXITY, MANIFEST, TIMESTAMP, Bundle, write_bundle
from capture.archive.catalogue import refresh
from capture.archive.describe import software
from capture.archive.fixity import verify_bundle
from capture.archive.manifest import ArtifactRecord, BrowserRecord, Manifest
from capture.archive.verify import verify_under
from capture.browse.server import make_server
from capture.cli.app import run
from capture.compare.judge import compare_data, compare_paths
from capture.compare.pdfbytes import same_but_dates
from capture.compare.values import EXACT
from capture.errors import CaptureError, FixityError, UsageError
from capture.render.pdfread import picture
from capture.render.values import Artifact

MOMENT = datetime(2026, 5, 4, 3, 2, 1, tzinfo=UTC)
SECRET = "what stands in another file of this machine"


def _bundle(archive: Path, url: str = "https://e.org/a", **more: Any) -> Bundle:
    def describe(records: tuple[ArtifactRecord, ...]) -> Manifest:
        said = {
            "status": "whole", "requested_url": url, "final_url": url, "http_status": 200,
            "media_type": "text/html", "started_at": MOMENT, "finished_at": MOMENT,
            "viewport": (1280, 800, 1.0), "options": {}, "software": software(),
            "artifacts": records, **more,
            "browser": BrowserRecord(version="1", path="", source="", user_agent="", flags=(),
                                     sandboxed=True),
        }  # fmt: skip
        return Manifest.model_construct(**said)

    files = (
        Artifact("page.txt", "text/plain; charset=utf-8", b"words\n"),
        Artifact("page.html", "text/html", b"<p>words"),
    )
    return write_bundle(archive, files, describe)


def _to_pipe(path: Path) -> None:
    os.mkfifo(path)


def _to_zeros(path: Path) -> None:
    path.symlink_to("/dev/zero")


def _to_secret(path: Path) -> None:
    secret = path.parent.parent / "secret.txt"
    secret.write_text(SECRET)
    path.symlink_to(secret)


def _to_terabyte(path: Path) -> None:
    with path.open("wb") as file:
        try:
            file.truncate(1 << 40)
        except OSError:  # a file system that has no holes
            file.truncate(1 << 27)


@pytest.mark.timeout(30)
@pytest.mark.parametrize("name", [FIXITY, MANIFEST, "page.txt", "page.html", TIMESTAMP])
@pytest.mark.parametrize("become", [_to_pipe, _to_zeros, _to_secret])
def test_what_is_no_file_of_a_bundle_is_neither_followed_nor_waited_for(
    tmp_path: Path, name: str, become: Callable[[Path], None], capfd: pytest.CaptureFixture[str]
) -> None:
    bundle = _bundle(tmp_path).path
    (bundle / name).unlink(missing_ok=True)
    become(bundle / name)
    assert [verdict for verdict in verify_under(str(tmp_path)) if verdict.problems]
    with pytest.raises((FixityError, UsageError)):
        export_bag(bundle, tmp_path / "bags")
    refresh(tmp_path)
    compare_all(bundle, _bundle(tmp_path / "other").path)
    assert SECRET not in "".join(capfd.readouterr())


def compare_all(one: Path, two: Path) -> None:
    with suppress(UsageError):
        compare_paths(one, two)


@pytest.mark.parametrize("name", [FIXITY, MANIFEST])
def test_a_manifest_of_a_terabyte_is_not_read(tmp_path: Path, name: str) -> None:
    bundle = _bundle(tmp_path).path
    (bundle / name).unlink()
    _to_terabyte(bundle / name)
    if name == MANIFEST:  # its digest would be asked for first, and takes as long as the disk does
        with pytest.raises(UsageError, match="too many"):
            compare_paths(bundle, bundle)
    else:
        assert "too many" in str(verify_bundle(bundle)[0])


def test_a_folder_that_cannot_be_looked_into_is_not_called_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _bundle(tmp_path)
    scan = os.scandir

    def refusing(path: Any = ".") -> Any:
        if Path(path).name == "e.org":
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refusing)  # root may look into every folder
    (verdict,) = verify_under(str(tmp_path))
    assert "Permission denied" in verdict.problems[0]


@pytest.mark.parametrize(
    "record",
    [
        {"path": "../../secret.txt"},
        {"path": "x\r\nX-Header: y"},
        {"media_type": "text/html\r\nContent-Security-Policy: x\r\n\r\n<script>1</script>"},
        {"media_type": 'text/plain; name="a"'},
    ],
)
def test_names_and_types_of_a_manifest_are_names_and_types(
    tmp_path: Path, record: dict[str, str]
) -> None:
    bundle = _bundle(tmp_path).path
    said = json.loads((bundle / MANIFEST).read_text())
    said["artifacts"][0] |= record
    (bundle / MANIFEST).write_text(json.dumps(said))
    problems = [f.problem for f in verify_bundle(bundle) if f.file == MANIFEST]
    assert [problem for problem in problems if "does not follow its schema" in problem]
    with pytest.raises(UsageError):
        compare_paths(bundle, bundle)


@pytest.mark.parametrize("url", ["http://[", "http://a.b:99999/", "http://a.b:x/", "\0", "../../x"])
def test_any_address_in_a_manifest_gives_a_bag_a_name(tmp_path: Path, url: str) -> None:
    bag = export_bag(_bundle(tmp_path, url).path, tmp_path / "bags")
    assert bag.parent == tmp_path / "bags"


HOSTILE = [
    b"", b"null", b"[]", b"{", b'{"a":' * 50_000, b"[" * 100_000, b"1" * 100_000, b'"\\ud800"',
    b"\xff\xfe\x00", b'{"viewport": [1e999, NaN, -Infinity]}',
]  # fmt: skip


@pytest.mark.parametrize("body", HOSTILE, ids=range(len(HOSTILE)))
def test_no_manifest_ledger_or_list_of_digests_breaks_what_reads_it(
    tmp_path: Path, body: bytes
) -> None:
    for name in (MANIFEST, FIXITY, "ledger.json"):
        bundle = _bundle(tmp_path / name).path
        (bundle / name).write_bytes(body)
        assert verify_bundle(bundle)
        with pytest.raises(CaptureError):
            export_bag(bundle, tmp_path / "bags")
        compare_all(bundle, _bundle(tmp_path / name / "other").path)
        refresh(tmp_path / name)


def test_what_verify_prints_steers_no_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bundle = _bundle(tmp_path).path
    (bundle / "\x1b]0;owned\x07\nall is well").write_text("extra")
    assert run(["verify", str(tmp_path)]) == 6
    printed = capsys.readouterr().out
    assert "\x1b" not in printed
    assert len(printed.splitlines()) == 1


@pytest.fixture
def browse(tmp_path: Path) -> Iterator[Callable[[str], tuple[int, bytes]]]:
    """Ask an archive's pages for a path; every answer has an end."""
    server = make_server(tmp_path)
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def ask(path: str) -> tuple[int, bytes]:
        with closing(http.client.HTTPConnection(*server.server_address[:2], timeout=10)) as wire:
            wire.request("GET", path)
            answer = wire.getresponse()
            return answer.status, answer.read()

    yield ask
    server.shutdown()
    server.server_close()


def test_browse_shows_no_numbers_that_are_none(
    tmp_path: Path, browse: Callable[[str], tuple[int, bytes]]
) -> None:
    bundle = _bundle(tmp_path, viewport=(1280, 800, 5e-324))
    mark = {
        "ref": 1, "kind": "ad", "detector": "x", "rule": "x", "selector": "x", "text": "x",
        "reasons": ["x"], "box": {"x": 10**400, "y": -(10**400), "width": 10**400, "height": 1},
    }  # fmt: skip
    ledger = {"level": "chrome", "removed": [{"candidate": mark, "reason": "x"}]}
    said = json.loads((bundle.path / MANIFEST).read_text())
    said["artifacts"].append(
        {"path": "ledger.json", "media_type": "application/json", "bytes": 1, "sha256": "0" * 64}
    )
    (bundle.path / MANIFEST).write_text(json.dumps(said))
    (bundle.path / "ledger.json").write_text(json.dumps(ledger))
    refresh(tmp_path)
    path = bundle.path.relative_to(tmp_path).as_posix()
    assert browse(f"/removed/{path}")[0] in (200, 404)
    assert browse(f"/marks.css/{path}")[0] == 200
    assert browse(f"/capture/{path}")[0] == 200


def _pdf(box: bytes, pages: int = 1, more: bytes = b"") -> bytes:
    """Write a PDF of empty pages by hand; ``more`` stands before its first object."""
    kids = b" ".join(b"%d 0 R" % (3 + n) for n in range(pages))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[" + kids + b"]/Count %d>>" % pages,
        *([b"<</Type/Page/Parent 2 0 R/MediaBox[" + box + b"]>>"] * pages),
    ]
    data, places = b"%PDF-1.7\n" + more, []
    for number, text in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n" % number + text + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(data))
    return data + head + table + tail


def test_a_pdf_whose_page_is_a_football_field_is_not_drawn() -> None:
    huge, other = _pdf(b"0 0 14400 14400"), _pdf(b"0 0 14400 14399")
    with pytest.raises(ValueError, match="too large"):
        picture(huge, 0, dpi=96)
    with pytest.raises(UsageError, match="too large"):
        compare_data(huge, other, EXACT)


def test_a_pdf_of_thousands_of_tiny_pages_is_not_drawn() -> None:
    with pytest.raises(UsageError, match="2500 pages"):
        compare_data(_pdf(b"0 0 9 9", 2_500), _pdf(b"0 0 9 8", 2_500), EXACT)


@pytest.mark.timeout(20)
def test_streams_without_an_end_are_looked_at_once() -> None:
    # 100,000 of them took an hour when the end was looked for from each.
    open_ended = b"stream\n" * 100_000
    assert not same_but_dates(b"a" + open_ended, b"b" + open_ended)
