"""`capture batch` as a user runs it: a real browser, real servers, real kills."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import psutil
import pytest

from capture.archive.bundle import find_bundles
from capture.archive.fixity import verify_bundle


class _Site(BaseHTTPRequestHandler):
    asked: dict[str, list[float]] = {}

    def do_GET(self) -> None:
        times = self.asked.setdefault(self.path, [])
        times.append(time.monotonic())
        if self.path == "/robots.txt":
            self._answer(200, "User-agent: *\nDisallow: /secret")
        elif self.path == "/busy" and len(times) == 1:
            self._answer(429, "wait", {"Retry-After": "2"})
        elif self.path == "/broken":
            self._answer(500, "oh")
        elif self.path == "/gone":
            self._answer(410, "gone")
        elif self.path == "/stalls":
            time.sleep(20)
        else:
            self._answer(200, f"<!doctype html><title>{self.path}</title><h1>Page</h1><p>Words.")

    def _answer(self, status: int, text: str, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(text)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@pytest.fixture
def site() -> Iterator[tuple[str, dict[str, list[float]]]]:
    handler = type("Site", (_Site,), {"asked": {}})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}", handler.asked
    server.shutdown()
    server.server_close()


def command(tmp_path: Path, *arguments: str, **more: object) -> subprocess.Popen[str]:
    (tmp_path / "tmp").mkdir(exist_ok=True)
    env = os.environ | {"TMPDIR": str(tmp_path / "tmp"), "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.Popen(
        [sys.executable, "-m", "capture", "batch", *arguments, "--workers", "1"],
        cwd=tmp_path, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more,  # type: ignore[call-overload]
    )  # fmt: skip


def test_a_list_with_good_and_bad_pages(
    tmp_path: Path, site: tuple[str, dict[str, list[float]]]
) -> None:
    base, asked = site
    paths = ["ok", "busy", "gone", "broken", "secret/x"]
    (tmp_path / "seeds.txt").write_text(
        "".join(f"{base}/{path}\n" for path in paths)
        + f"{base}/ok clean=none\nnot an address at all\n"
    )
    arguments = ["seeds.txt", "--json", "--robots", "--delay", "0", "--retries", "1"]
    child = command(tmp_path, *arguments, "--errors-file", "failed.txt")
    out, err = child.communicate()
    assert child.returncode == 4, err
    said = {(line["url"], len(line["options"])): line for line in map(json.loads, out.splitlines())}
    states = {path: said[f"{base}/{path}", 0]["state"] for path in paths}
    assert states == {"ok": "done", "busy": "done", "gone": "failed", "broken": "failed",
                      "secret/x": "failed"}  # fmt: skip
    assert said[f"{base}/ok", 1]["state"] == "done"
    assert "no option" in said["not an address at all", 0]["reason"]
    assert said[f"{base}/busy", 0]["tries"] == 2
    assert asked["/busy"][1] - asked["/busy"][0] >= 2
    assert len(asked["/gone"]) == 1
    assert len(asked["/broken"]) == 2
    assert "/secret/x" not in asked
    assert "robots.txt" in said[f"{base}/secret/x", 0]["reason"]
    failed = (tmp_path / "failed.txt").read_text()
    assert [line for line in failed.splitlines() if not line.startswith("#")] == [
        f"{base}/gone", f"{base}/broken", f"{base}/secret/x"]  # fmt: skip
    bundles = list(find_bundles(tmp_path / "archive"))
    assert len(bundles) == 3
    assert [failure for bundle in bundles for failure in verify_bundle(bundle)] == []
    assert list((tmp_path / "tmp").iterdir()) == []


def test_killed_while_a_page_is_open(
    tmp_path: Path, site: tuple[str, dict[str, list[float]]]
) -> None:
    base, asked = site
    (tmp_path / "seeds.txt").write_text(f"{base}/one\n{base}/stalls\n{base}/two\n")
    child = command(tmp_path, "seeds.txt", "--delay", "0", "--timeout", "60s")
    deadline = time.monotonic() + 60
    while "/stalls" not in asked and time.monotonic() < deadline:
        time.sleep(0.1)
    tree = psutil.Process(child.pid).children(recursive=True)
    assert any("chrom" in process.name() for process in tree)
    child.kill()
    child.communicate()
    _, alive = psutil.wait_procs(tree, timeout=20)
    assert [p for p in alive if p.is_running() and p.status() != psutil.STATUS_ZOMBIE] == []
    (tmp_path / "seeds.txt").write_text(f"{base}/one\n{base}/two\nftp://x/y\n")
    child = command(tmp_path, "seeds.txt", "--delay", "0")
    out, err = child.communicate()
    assert child.returncode == 4, err
    assert out.startswith("2 of 3 done (1 in this run)")
    assert err.startswith("ftp://x/y: ")
    assert len(list(find_bundles(tmp_path / "archive"))) == 2
    assert list((tmp_path / "tmp").iterdir()) == []
    assert list((tmp_path / "archive" / ".tmp").iterdir()) == []


def test_nothing_but_a_broken_command_line_is_usage(tmp_path: Path) -> None:
    for arguments in (["none.txt"], ["none.txt", "--delay", "soon"]):
        child = command(tmp_path, *arguments)
        _, err = child.communicate()
        assert child.returncode == 2, err
        assert len(err.strip().splitlines()) == 1, err


@pytest.mark.parametrize(
    ("flag", "value", "code", "said"),
    [
        ("--browser-path", "/none", 5, "no executable browser at /none"),
        ("--filter-list", "none.txt", 2, "no filter list at none.txt"),
        ("--errors-file", "none/failed.txt", 2, "cannot write none/failed.txt"),
    ],
)
def test_what_is_wrong_for_every_page_fails_the_command_and_no_page(
    tmp_path: Path, flag: str, value: str, code: int, said: str
) -> None:
    (tmp_path / "seeds.txt").write_text("http://127.0.0.1:9/a\nhttp://127.0.0.1:9/b\n")
    child = command(tmp_path, "seeds.txt", flag, value)
    out, err = child.communicate()
    assert (child.returncode, out) == (code, "")
    assert err.startswith(f"capture: {said}")
    assert err.count("\n") == 1
    state = tmp_path / "archive" / ".capture" / "run.sqlite"
    if state.exists():
        with closing(sqlite3.connect(state)) as kept:
            assert kept.execute("SELECT DISTINCT state FROM seed").fetchall() == [("waiting",)]
