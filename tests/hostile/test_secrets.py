"""Canaries: no secret that the user gives is found in any artifact, log or message."""

from __future__ import annotations

import base64
import gzip
import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pikepdf
import pytest
from zoo.server import Zoo

from capture.archive.catalogue import refresh
from capture.browse.server import make_server

HEADER, PASSWORD, COOKIE, STATE, LOCAL, IN_URL, PROXY = (
    f"CANARY{name}7f3a"
    for name in ("header", "password", "cookie", "state", "local", "url", "proxy")
)
ALL = (HEADER, PASSWORD, COOKIE, STATE, LOCAL, IN_URL, PROXY)
NEEDLES = [needle.encode() for needle in ALL]
NEEDLES += [base64.b64encode(f"user:{word}".encode()) for word in (PASSWORD, IN_URL, PROXY)]


@pytest.fixture(scope="module")
def zoo() -> Iterator[Zoo]:
    with Zoo() as zoo:
        yield zoo


def _run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    (folder / "tmp").mkdir(exist_ok=True)
    return subprocess.run(
        [sys.executable, "-m", "capture", *arguments],
        capture_output=True,
        text=True,
        timeout=100,
        cwd=folder,
        env={**os.environ, "TMPDIR": str(folder / "tmp")},
    )


def _secrets(folder: Path) -> list[str]:
    cookies = folder / "cookies.txt"
    cookies.write_text(
        f"# Netscape HTTP Cookie File\n127.0.0.1\tFALSE\t/\tFALSE\t2000000000\tsid\t{COOKIE}\n"
    )
    state = folder / "state.json"
    cookie = {
        "name": "session", "value": STATE, "domain": "127.0.0.1", "path": "/", "expires": -1,
        "httpOnly": True, "secure": False, "sameSite": "Lax",
    }  # fmt: skip
    local = {"origin": "http://127.0.0.1", "localStorage": [{"name": "token", "value": LOCAL}]}
    state.write_text(json.dumps({"cookies": [cookie], "origins": [local]}))
    return [
        "--header", f"X-Key: {HEADER}", "--auth", f"user:{PASSWORD}",
        "--cookies", str(cookies), "--storage-state", str(state),
    ]  # fmt: skip


def test_no_canary_sings(zoo: Zoo, tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    run = _run(tmp_path, "page", zoo.url("wants-login"), "-o", str(archive), "--wacz", "--explain",
               *_secrets(tmp_path))  # fmt: skip
    assert run.returncode == 0, run.stderr
    sent = "\n".join(zoo.heads)
    for secret in (HEADER, COOKIE, STATE, base64.b64encode(f"user:{PASSWORD}".encode()).decode()):
        assert secret in sent, f"{secret} never reached the server: the test proves nothing"
    strangers = [head for head in zoo.heads if "host: localhost" in head.lower()]
    assert strangers, "the page asked another origin that wants a password"
    assert not [head for head in strangers if "authorization" in head.lower()]
    names = {path.name for path in archive.rglob("*") if path.is_file()}
    assert {"capture.json", "original.wacz", "page.pdf"} <= names
    _assert_silent(archive, run.stdout + run.stderr)
    assert not [path for path in (tmp_path / "tmp").rglob("*") if path.is_file()], "left behind"


def test_canary_in_the_address_does_not_sing(zoo: Zoo, tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    url = zoo.url("good").replace("://", f"://user:{IN_URL}@")
    run = _run(tmp_path, "page", url, "-o", str(archive), "--wacz")
    assert run.returncode == 0, run.stderr
    _assert_silent(archive, run.stdout + run.stderr)


@pytest.mark.parametrize("animal", ["error-404", "redirect-to-private", "empty-answer"])
def test_canary_is_silent_when_captures_fail(zoo: Zoo, tmp_path: Path, animal: str) -> None:
    url = zoo.url(animal).replace("://", f"://user:{IN_URL}@")
    run = _run(tmp_path, "page", url, "-o", str(tmp_path / "archive"), *_secrets(tmp_path))
    assert run.returncode in (3, 7), run.stderr
    _assert_silent(tmp_path / "archive", run.stdout + run.stderr)


def test_password_of_a_dead_proxy_is_silent(zoo: Zoo, tmp_path: Path) -> None:
    run = _run(tmp_path, "page", "http://public.test/", "-o", str(tmp_path / "archive"),
               "--proxy-server", f"http://user:{PROXY}@127.0.0.1:9")  # fmt: skip
    assert run.returncode == 3
    _assert_silent(tmp_path / "archive", run.stdout + run.stderr)


def _assert_silent(folder: Path, said: str) -> None:
    for path in folder.rglob("*"):
        assert not _found(str(path).encode()), path
        if path.is_file():
            for part, data in _parts(path.name, path.read_bytes()):
                assert not _found(data), f"{part} holds {_found(data)}"
    assert not _found(said.encode()), said


def _found(data: bytes) -> list[bytes]:
    return [needle for needle in NEEDLES if needle.lower() in data.lower()]


def _parts(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield what a file holds: itself, the members of archives, the streams of a PDF."""
    yield name, data
    if data.startswith(b"\x1f\x8b"):
        yield from _parts(f"{name} (unzipped)", gzip.decompress(data))
    elif data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as box:
            for member in box.namelist():
                yield from _parts(f"{name}/{member}", box.read(member))
    elif data.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(data)) as pdf:
            for item in pdf.objects:
                if isinstance(item, pikepdf.Stream):
                    with suppress(pikepdf.PdfError):
                        yield f"{name} stream", item.read_bytes()


@pytest.mark.slow
def test_no_canary_sings_in_a_batch(zoo: Zoo, tmp_path: Path) -> None:
    login = zoo.url("error-404").replace("://", f"://user:{IN_URL}@")
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    (seeds / "list.txt").write_text(
        f"{zoo.url('good')}\n{login}\n{zoo.url('no-content')} auth=user:{PASSWORD}\n"
        f"https://user:{IN_URL}@no host/ auth=user:{PASSWORD}\n"
        f'{{"url": "x", "headers": {{"X-Key": "{HEADER}"}}\n'
    )
    out = tmp_path / "out"
    out.mkdir()
    run = _run(
        tmp_path, "batch", str(seeds / "list.txt"), "-o", str(out / "archive"), "--delay", "0",
        "--workers", "1", "--retries", "0", "--json", "--errors-file", str(out / "errors.txt"),
        "--header", f"X-Run: {HEADER}",
    )  # fmt: skip
    assert run.returncode == 4, run.stderr
    assert run.stdout.count("\n") == 5, "two lines that are no seeds are told of too"
    assert "auth=…" in (out / "errors.txt").read_text()
    database = out / "archive/.capture/run.sqlite"
    assert database.stat().st_mode & 0o077 == 0, "it holds what is needed to go on"
    for path in database.parent.glob("run.sqlite*"):
        path.unlink()
    _assert_silent(out, run.stdout + run.stderr)


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_no_canary_sings_in_check_report_catalogue_or_browse(zoo: Zoo, tmp_path: Path) -> None:
    login = zoo.url("good").replace("://", f"://user:{IN_URL}@")
    lost = zoo.url("error-404").replace("://", f"://user:{IN_URL}@")
    (tmp_path / "capture.toml").write_text(
        f'auth = "user:{PASSWORD}"\nheaders = {{X-Key = "{HEADER}"}}\n'
        f'[[page]]\nname = "good"\nurl = "{login}"\n[[page]]\nname = "lost"\nurl = "{lost}"\n'
    )
    first = _run(tmp_path, "check", "--junit", "junit.xml")
    again = _run(tmp_path, "check", "--junit", "junit.xml", "--json")
    assert (first.returncode, again.returncode) == (4, 4), again.stderr
    page = _run(tmp_path, "page", login, "-o", "archive", "--json")
    compared = _run(tmp_path, "diff", *map(str, _two(tmp_path)), "--report", "compared")
    said = "".join(run.stdout + run.stderr for run in (first, again, page, compared))
    (tmp_path / "capture.toml").unlink()
    with make_server(tmp_path / "archive") as server:
        refresh(tmp_path / "archive")
        site = server.RequestHandlerClass.site
        captures = [path.parent.relative_to(tmp_path / "archive").as_posix()
                    for path in (tmp_path / "archive").rglob("capture.json")]  # fmt: skip
        assert captures
        for name in ("/", *(f"/{kind}/{path}" for kind in ("capture", "removed", "beside")
                            for path in captures)):  # fmt: skip
            answer = site.answer(name)
            assert answer.status == 200, name
            said += answer.body.decode()
    _assert_silent(tmp_path, said)


def _two(folder: Path) -> tuple[Path, Path]:
    bundle = next((folder / "archive").rglob("capture.json")).parent
    return bundle, bundle


def test_control_characters_of_a_server_steer_no_terminal(zoo: Zoo, tmp_path: Path) -> None:
    run = _run(tmp_path, "page", zoo.url("steers-the-terminal"), "-o", str(tmp_path / "archive"))
    assert run.returncode == 3
    assert "\x1b" not in run.stderr
    assert "404" in run.stderr


@pytest.mark.parametrize("flag", ["--cookies", "--storage-state"])
def test_files_with_logins_that_others_can_read_are_named(tmp_path: Path, flag: str) -> None:
    path = tmp_path / "logins"
    path.write_text("# Netscape HTTP Cookie File\n" if flag == "--cookies" else "{}")
    for mode, warned in ((0o644, True), (0o600, False)):
        path.chmod(mode)
        run = _run(tmp_path, "page", "ftp://example.org/", flag, str(path))
        assert ("chmod 600" in run.stderr) == warned, run.stderr
