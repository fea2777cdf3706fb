"""The server that a check starts: it comes up, it ends, and what goes wrong is said."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path

import psutil
import pytest

from capture.errors import UsageError
from capture.runs.page_server import PageServer, serving


def _free() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _gone(port: int) -> bool:
    for _ in range(100):
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)):
                return True
        time.sleep(0.1)
    return False


def _server(port: int, reuse: bool | None = None) -> PageServer:
    command = f'"$CAPTURE_PYTHON" -m http.server --bind 127.0.0.1 {port}'
    return PageServer(command=command, url=f"http://127.0.0.1:{port}/", reuse=reuse)


def test_it_serves_its_folder_and_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    (tmp_path / "here.txt").write_text("here")
    server = _server(_free())
    with serving(server, tmp_path):
        assert urllib.request.urlopen(f"{server.url}here.txt").read() == b"here"
        with serving(server, tmp_path):
            pass  # one that answers will do
        with pytest.raises(UsageError, match="answers"), serving(_server_of(server), tmp_path):
            pass
    assert _gone(int(server.url.rstrip("/").rpartition(":")[2]))


def _server_of(server: PageServer) -> PageServer:
    return server.model_copy(update={"reuse": False})


def test_under_ci_a_stranger_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    server = _server(_free())
    with (
        serving(server, tmp_path),
        pytest.raises(UsageError, match="answers"),
        serving(server, tmp_path),
    ):
        pass


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("echo no such site >&2; exit 3", r"ended at once \(exit 3\): no such site"),
        ("sleep 60", "0.5 s"),
    ],
)
def test_one_that_does_not_come_up(command: str, said: str, tmp_path: Path) -> None:
    server = PageServer(command=command, url=f"http://127.0.0.1:{_free()}/", timeout="500ms")
    with pytest.raises(UsageError, match=said), serving(server, tmp_path):
        pass


def test_something_that_speaks_no_http_is_no_server(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as stranger:
        port = stranger.getsockname()[1]

        def greet() -> None:
            while True:
                try:
                    with stranger.accept()[0] as caller:
                        caller.sendall(b"SSH-2.0-x\r\n")
                        caller.recv(1000)
                except OSError:
                    return

        threading.Thread(target=greet, daemon=True).start()
        server = PageServer(command="sleep 60", url=f"http://127.0.0.1:{port}/", timeout="500ms")
        with pytest.raises(UsageError, match="nothing answers"), serving(server, tmp_path):
            pass


def test_its_last_line_is_told_however_much_it_says(tmp_path: Path) -> None:
    code = "print('x' * 5_000_000); print('the port is taken')"
    server = PageServer(
        command=f'"$CAPTURE_PYTHON" -c "{code}"', url=f"http://127.0.0.1:{_free()}/"
    )
    with pytest.raises(UsageError, match=": the port is taken"), serving(server, tmp_path):
        pass


def test_a_cancelled_run_leaves_no_server(tmp_path: Path) -> None:
    port = _free()
    code = (
        "import time\nfrom pathlib import Path\n"
        "from capture.runs.page_server import PageServer, serving\n"
        f"server = PageServer(command={_server(port).command!r}, url='http://127.0.0.1:{port}/')\n"
        "with serving(server, Path()):\n    print('up', flush=True)\n    time.sleep(60)\n"
    )
    run = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, cwd=tmp_path, env=dict(os.environ)
    )
    assert run.stdout
    assert run.stdout.readline() == b"up\n"
    run.send_signal(signal.SIGTERM)
    assert run.wait(30) == 143
    assert _gone(port)


def test_what_the_server_started_ends_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Be it deaf to SIGTERM, or in a session of its own."""
    monkeypatch.setattr("capture.runs.page_server._END_S", 0.3)
    port = _free()
    deaf = "trap '' TERM; echo $$ >deaf; while :; do sleep 0.1; done"
    apart = "echo $$ >apart; exec sleep 300"
    command = f'sh -c "{deaf.replace("$", chr(92) + "$")}" & ' + (
        f"setsid sh -c '{apart}' & {_server(port).command}"
    )
    server = PageServer(command=command, url=f"http://127.0.0.1:{port}/")
    with serving(server, tmp_path):
        started = [_number_in(tmp_path / name) for name in ("deaf", "apart")]
        assert all(map(psutil.pid_exists, started))
    assert not any(map(_stays, started))
    assert _gone(port)


def _number_in(file: Path) -> int:
    for _ in range(100):
        if file.exists() and file.read_text().strip():
            break
        time.sleep(0.1)
    return int(file.read_text())


def _stays(pid: int) -> bool:
    """Say whether a process is there still after ten seconds; what was killed takes its time."""
    for _ in range(100):
        if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return False
        time.sleep(0.1)
    return True
