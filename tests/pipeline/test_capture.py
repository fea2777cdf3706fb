"""One page, end to end, on the demo page and through the command line."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from capture.archive.bundle import find_bundles
from capture.archive.fixity import verify_bundle
from capture.archive.manifest import Manifest
from capture.demo.server import VARIANTS, article_text, serve_demo
from capture.errors import BrowserMissing, Exit, UsageError
from capture.options import Options
from capture.pipeline import Capturer, capture
from capture.render.picture import size_of

EVERY_FILE = {
    "capture.json",
    "ledger.json",
    "manifest-sha256.txt",
    "original.mhtml",
    "original.png",
    "page.html",
    "page.md",
    "page.pdf",
    "page.png",
    "page.txt",
}


def run(*words: object, **more: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "capture", *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
        **more,
    )


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_demo_page_becomes_just_the_article(
    tmp_path: Path, playwright: Playwright, variant: str
) -> None:
    with serve_demo() as demo, Capturer(tmp_path, playwright=playwright) as capturer:
        bundle = capturer.capture(demo.address(variant))
    assert {file.name for file in bundle.path.iterdir()} == EVERY_FILE
    assert verify_bundle(bundle.path) == ()
    assert bundle.read_text("page.txt").split() == article_text().split()
    manifest = bundle.manifest
    assert (manifest.status, manifest.reasons) == ("whole", ())
    assert {check.name: check.detail for check in manifest.checks if not check.passed} == {}
    assert manifest.metadata.source_url
    assert manifest.metadata.summary
    assert bool(manifest.metadata.published) == (variant != "tokens"), "only where the page says"
    kept = bundle.read_text("page.html")
    for slogan in ("Une nuit offerte", "Et si vous partiez", "Dernières chambres", "Publicité par"):
        assert slogan not in kept, "a banner is still on the page"
    for word in ("Advertising", "Publicité", "hour_ago", "read-entire-article", "Language"):
        assert word not in bundle.read_text("page.txt")


def test_without_originals_and_with_reasons(tmp_path: Path, playwright: Playwright) -> None:
    options = Options(originals=False, clean="none", explain=True)
    with serve_demo() as demo, Capturer(tmp_path, playwright=playwright) as capturer:
        bundle = capturer.capture(demo.address(), options)
    names = {file.name for file in bundle.path.iterdir()}
    assert "original.png" not in names
    ledger = json.loads(bundle.read_text("ledger.json"))
    assert ledger["removed"] == []
    assert bundle.manifest.options == {"originals": False, "clean": "none", "explain": True}


def test_an_app_shell_is_photographed_whole(
    tmp_path: Path, playwright: Playwright, serve: Callable[[Path], str]
) -> None:
    row = "<p style='height:100px'>A row of the list, in a few words.</p>"
    rows = row * 60
    (tmp_path / "index.html").write_text(
        "<!doctype html><html lang=en style='height:100%'><title>Rows</title>"
        "<body style='height:100%;margin:0;overflow:hidden;display:flex;flex-direction:column'>"
        f"<h1>Rows</h1><main style='flex:1;overflow:auto;min-height:0'>{rows}</main>"
    )
    with Capturer(tmp_path / "archive", playwright=playwright) as capturer:
        bundle = capturer.capture(f"{serve(tmp_path)}/")
    assert size_of((bundle.path / "original.png").read_bytes()) == (1280, 800)
    assert size_of((bundle.path / "page.png").read_bytes())[1] > 6000


def test_what_the_user_puts_aside_is_in_no_artifact(
    tmp_path: Path, playwright: Playwright, serve: Callable[[Path], str]
) -> None:
    (tmp_path / "index.html").write_text(
        "<!doctype html><title>t</title><body style='margin:8px'>loose words<p>outside</p>"
        "<section id=one style='width:300px;height:120px'><p>The words that are wanted, all of"
        " them.</p><p class=no>hidden words</p></section><p>outside</p>"
    )
    options = Options(selector="#one", hide=".no", originals=False, pdf_a="none")
    with Capturer(tmp_path / "archive", options, playwright=playwright) as capturer:
        bundle = capturer.capture(serve(tmp_path) + "/")
    said = bundle.read_text("page.txt") + bundle.read_text("page.md")
    assert "words that are wanted" in said
    assert not [word for word in ("loose", "outside", "hidden words") if word in said]
    assert size_of((bundle.path / "page.png").read_bytes()) == (308, 136)
    wrong = options.model_copy(update={"selector": "["})
    with (
        Capturer(tmp_path / "archive", wrong, playwright=playwright) as capturer,
        pytest.raises(UsageError, match="not a CSS selector"),
    ):
        capturer.capture(bundle.manifest.requested_url)


def test_in_a_notebook_a_page_is_captured_too(tmp_path: Path, serve: Callable[[Path], str]) -> None:
    (tmp_path / "index.html").write_text("<!doctype html><title>Noted</title><p>Some words.")
    url = f"{serve(tmp_path)}/index.html"
    options = Options.model_validate({"originals": False, "pdf_a": "none"})

    async def cell() -> str:
        with pytest.raises(BrowserMissing, match="in a thread of its own"):
            Capturer(tmp_path / "archive", options).capture(url)
        return capture(url, options, archive=tmp_path / "archive").read_text()

    with ThreadPoolExecutor(1) as kernel:
        assert "Some words." in kernel.submit(asyncio.run, cell()).result()


def test_the_command_line_prints_paths_or_manifests(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<!doctype html><html lang=en><title>A file</title><h1>A file</h1><p>Words.")
    done = run("page", page, page, "-o", tmp_path / "archive")
    assert done.returncode == Exit.OK, done.stderr
    paths = [Path(line) for line in done.stdout.splitlines()]
    assert len(set(paths)) == 2
    assert all((path / "page.pdf").read_bytes().startswith(b"%PDF") for path in paths)
    done = run("page", page, "-o", tmp_path / "archive", "--json", "--no-originals")
    assert Manifest.model_validate_json(done.stdout).title == "A file"
    assert run("verify", tmp_path / "archive").returncode == Exit.OK
    (paths[0] / "page.txt").write_text("forged")
    done = run("verify", tmp_path / "archive")
    assert done.returncode == Exit.FIXITY
    assert done.stdout.count("\n") == 1
    assert "page.txt: changed" in done.stdout


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["page", "word"], Exit.USAGE, "not a URL"),
        (["page"], Exit.USAGE, "Missing argument"),
        (["page", "--timeout", "soon", "http://127.0.0.1/"], Exit.USAGE, "not a duration"),
        (["page", "ftp://e.org/"], Exit.REFUSED, "scheme ftp:"),
        (["page", "http://no-such-host.invalid/"], Exit.NOT_CAPTURED, "no-such-host.invalid"),
        (["page", "http://127.0.0.1:9/"], Exit.NOT_CAPTURED, "127.0.0.1:9"),
        (
            ["page", "--browser-path", "/no/browser", "http://e.org/"],
            Exit.NO_BROWSER,
            "/no/browser",
        ),
        (["page", "-o", "/proc/x", "http://e.org/"], Exit.USAGE, "cannot write"),
        (["page", "-o", "", "http://e.org/"], Exit.USAGE, "no name"),
        (["page", "-o", "ftp://127.0.0.1:9/a", "http://e.org/"], Exit.NOT_CAPTURED, "ftp://127"),
        (["print", "-o", "/proc/x.pdf", "http://e.org/"], Exit.USAGE, "cannot write"),
        (["page", "--device", "Nokia", "http://127.0.0.1/"], Exit.USAGE, "no device"),
        (["page", "--timezone", "Mars/X", "http://e.org/"], Exit.USAGE, "no time zone named"),
        (["page", "--lang", "../..", "http://e.org/"], Exit.USAGE, "no locale named"),
        (["page", "--pdf-a", "1b", "http://e.org/"], Exit.USAGE, "option 'pdf-a'"),
        (["page", "--auth", "me", "http://e.org/"], Exit.USAGE, "write user:password"),
        (["verify", "/no/folder"], Exit.USAGE, "no folder"),
        (["frobnicate"], Exit.USAGE, "No such command"),
    ],
)
def test_bad_input_gets_one_line_and_its_exit_code(
    tmp_path: Path, words: list[str], code: Exit, said: str
) -> None:
    done = run(*words, cwd=tmp_path)
    assert done.returncode == code
    assert done.stdout == ""
    lines = done.stderr.splitlines()
    assert len(lines) == 1, done.stderr
    assert said in lines[0]
    assert list(find_bundles(tmp_path)) == []


def test_port_that_is_taken_gets_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = min(taken.getsockname()[1], 65_534)
        done = run("demo", "--serve", str(port), cwd=tmp_path)
    assert done.returncode == Exit.USAGE
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert f"ports {port} and {port + 1}" in done.stderr


def test_interrupted_is_130_and_leaves_nothing(
    tmp_path: Path, serve: Callable[[Path], str]
) -> None:
    restless = "<title>t</title><p>x<script>setInterval(()=>fetch('/'),50)</script>"
    (tmp_path / "index.html").write_text(restless)
    with subprocess.Popen(
        [sys.executable, "-m", "capture", "page", f"{serve(tmp_path)}/", "-o", tmp_path / "a"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as process:
        deadline = time.monotonic() + 30
        while not (tmp_path / "a" / ".tmp").exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        time.sleep(1.5)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=40)
    assert process.returncode == Exit.INTERRUPTED, said
    assert "interrupted" in said
    assert "Traceback" not in said
    assert list(find_bundles(tmp_path / "a")) == []
