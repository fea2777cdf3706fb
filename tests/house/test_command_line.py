"""What the command line says to somebody who has just found it."""

from __future__ import annotations

import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from capture.cli.app import run


@pytest.mark.parametrize(("words", "named"), [([], "page "), (["filters"], "update ")])
def test_help_stands_where_no_command_was_named(
    words: list[str], named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(words) == 2
    said = capsys.readouterr()
    assert f"\n  {named}" in said.out
    assert said.err == ""


def _apart(words: list[str]) -> int:
    """Run a command that starts a browser: no loop of another test's browser runs in its thread."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(run, words).result()


def test_what_is_wrong_is_said_of_its_page_and_of_the_browser_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "good.html").write_text("<title>Good</title><h1>Good</h1><p>Words of a page.")
    (tmp_path / "empty.html").write_text("")
    pages = [str(tmp_path / name) for name in ("good.html", "empty.html")]
    assert _apart(["page", *pages, "--no-originals", "-o", str(tmp_path / "archive")]) == 0
    said = capsys.readouterr()
    assert len(said.out.splitlines()) == 2
    assert f"capture: {pages[1]}: partial: the page is empty" in said.err
    assert said.err.count("sandbox") <= 1


@pytest.mark.parametrize(
    ("flag", "held", "said"),
    [
        ("--storage-state", None, "no storage state in {}: No such file or directory"),
        ("--storage-state", '{"cookies": "none"}', "no storage state in {}: "),
        ("--cookies", None, "no Netscape cookie file at {}: No such file or directory"),
    ],
)
def test_files_with_logins_that_are_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], flag: str, held: str | None, said: str
) -> None:
    (tmp_path / "page.html").write_text("<title>Page</title><p>Words.")
    logins = tmp_path / "logins"
    if held:
        logins.write_text(held)
        logins.chmod(0o600)
    page = str(tmp_path / "page.html")
    assert _apart(["page", page, flag, str(logins), "-o", str(tmp_path / "archive")]) == 2
    told = capsys.readouterr().err
    assert told.startswith(f"capture: {said.format(logins)}")
    assert (told.count("\n"), "Errno" in told) == (1, False)


def test_port_that_is_taken_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert run(["browse", str(tmp_path), "--port", str(port)]) == 2
    assert f"capture: port {port}: Address already in use — " in capsys.readouterr().err
    assert run(["browse", str(tmp_path), "--port", "99999"]) == 2


def test_what_is_no_page_is_not_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["filters", "explain", "word"]) == 2
    assert "not a URL: 'word'" in capsys.readouterr().err


def test_list_without_seeds_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "seeds.txt").write_text("# none yet\n")
    assert run(["batch", str(tmp_path / "seeds.txt"), "-o", str(tmp_path / "archive")]) == 0
    said = capsys.readouterr()
    assert said.err == f"capture: {tmp_path / 'seeds.txt'} holds no seeds\n"
    assert said.out.startswith("0 of 0 done")


def test_nobody_reading_on_is_no_change(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(f"<h1>Page</h1><p>{'Words of it, and more. ' * 9000}")
    command = [sys.executable, "-m", "capture", "text", str(tmp_path / "page.html")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        assert child.stdout
        assert child.stderr
        child.stdout.close()
        said = child.stderr.read()
    assert (child.returncode, said) == (0, b"")
