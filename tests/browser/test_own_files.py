"""A page from a file shows its own folder, and nothing else of the machine."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from capture.browser.launch import BrowserSession
from capture.browser.navigate import visit_page
from capture.browser.own_files import HIDDEN, NO_FILE, OTHER_MACHINE, OUTSIDE, OwnFiles
from capture.browser.values import Visit
from capture.errors import PolicyRefused
from capture.options import Options
from capture.pipeline import Capturer

SECRET = "CANARYfile5d1c"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><title>{}</title></svg>'
PAGE = """<!doctype html><html lang=en><title>Saved</title>
<link rel=stylesheet href="{there}/theft.css"><style>@import url("{there}/import.css");</style>
<script src="{there}/theft.js"></script><script type=module src="{there}/module.js"></script>
<main><h1>A page that somebody saved</h1><p>{words}</p>
<img id=own src="page_files/own.svg"><img id=theft src="{there}/theft.svg">
<iframe src="{there}/secret.txt"></iframe><iframe src="link/secret.txt"></iframe>
<iframe src="{there}/"></iframe><iframe src=".hidden/secret.txt"></iframe>
<object data="{there}/secret.html"></object><embed src="{there}/secret.html">
<video src="{there}/theft.mp4" poster="{there}/theft.svg"></video></main>
<script>addEventListener("load", () => {{ location = "{there}/secret.txt" }});
new Worker("{there}/worker.js"); new FontFace("f", "url({there}/f.woff)").load();
fetch("{there}/secret.txt")</script>"""


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """A saved page that steals, beside what it steals."""
    there, here = tmp_path / "keys", tmp_path / "saved"
    (here / "page_files").mkdir(parents=True)
    (here / ".hidden").mkdir()
    there.mkdir()
    for name in ("secret.txt", "secret.html", "theft.js", "module.js", "worker.js", "f.woff"):
        (there / name).write_text(f"document.title = '{SECRET}'")
    for name in ("theft.css", "import.css"):
        (there / name).write_text(f"p::after {{ content: '{SECRET}' }}")
    (there / "theft.svg").write_text(SVG.format(SECRET))
    (there / "theft.mp4").write_bytes(b"\0\0\0\x18ftypmp42")
    (here / ".hidden/secret.txt").write_text(SECRET)
    (here / "page_files/own.svg").write_text(SVG.format("own"))
    (here / "link").symlink_to(there)
    words = "The lighthouse keeper counted ships until the fog came in. " * 20
    (here / "page.html").write_text(PAGE.format(there=there.as_uri(), words=words))
    return here / "page.html"


def test_saved_page_shows_nothing_of_the_machine_but_its_folder(
    saved: Path, tmp_path: Path, playwright: Playwright
) -> None:
    with Capturer(tmp_path / "archive", playwright=playwright) as capturer:
        bundle = capturer.capture(saved.as_uri(), Options(clean="none"))
    assert bundle.manifest.title == "A page that somebody saved"
    for path in bundle.path.rglob("*"):
        assert SECRET.encode() not in path.read_bytes(), path
    assert b"own</title>" in (bundle.path / "original.mhtml").read_bytes()
    blocked = json.loads((bundle.path / "ledger.json").read_text())["blocked"]
    rules = {(one["url"].rpartition("/")[2], one["rule"]) for one in blocked}
    names = {"theft.css", "import.css", "theft.js", "theft.svg", "secret.txt", "secret.html"}
    assert {(name, OUTSIDE) for name in names} <= rules
    assert ("secret.txt", HIDDEN) in rules


def test_page_that_leaves_for_a_refused_file_while_loading_is_not_waited_for(
    saved: Path, session: BrowserSession
) -> None:
    away = (saved.parent.parent / "keys" / "secret.txt").as_uri()
    saved.write_text(f"<!doctype html><p>before<script>location = '{away}'</script>")
    options = Options(timeout_ms=120_000)
    with session.open(options, saved.as_uri()) as opened:
        visit = visit_page(opened, saved.as_uri(), options)
        assert "before" in opened.world.run("() => document.body.innerText")
    assert isinstance(visit, Visit)
    (reason,) = visit.settled.reasons
    assert "a file that it may not see" in reason
    assert visit.settled.took_ms < options.timeout_ms / 2


def test_page_that_did_not_come_through_the_gate_is_refused(
    serve: Callable[[Path], str], tmp_path: Path, playwright: Playwright
) -> None:
    (tmp_path / "index.html").write_text("<!doctype html><p>words")
    url = serve(tmp_path) + "/"
    # As a machine's policy for Chromium would have it.
    flags = ("--proxy-bypass-list=127.0.0.1",)
    with (
        BrowserSession(Options(), playwright=playwright, extra_flags=flags) as session,
        session.open(Options(), url) as opened,
        pytest.raises(PolicyRefused, match="past the address check"),
    ):
        visit_page(opened, url, Options())


def test_page_that_ends_where_no_page_may_is_refused(
    session: BrowserSession, serve: Callable[[Path], str], tmp_path: Path
) -> None:
    (tmp_path / "index.html").write_text("<!doctype html><p>words")
    url = serve(tmp_path) + "/"
    with session.open(Options(), url) as opened:
        # Chromium lets no page do this; the protocol stands for a page that found a way.
        away = {"url": (tmp_path / "index.html").as_uri()}
        opened.page.once("load", lambda _: opened.world.session.send("Page.navigate", away))
        with pytest.raises(PolicyRefused, match="files of this machine"):
            visit_page(opened, url, Options())


def test_which_files_are_the_pages_own(tmp_path: Path) -> None:
    folder = tmp_path / "a b"
    (folder / "sub").mkdir(parents=True)
    for name in ("page.html", "sub/x.png", ".env", "sub/%.png"):
        (folder / name).write_text("x")
    os.mkfifo(folder / "pipe")
    (tmp_path / "key").write_text("x")
    (folder / "out").symlink_to(tmp_path / "key")
    (folder / "in").symlink_to(folder / "sub/x.png")
    files, base = OwnFiles((folder / "page.html").as_uri()), folder.as_uri()
    own = [
        "page.html",
        "page.html?a#b",
        "sub/x.png",
        "sub/../page.html",
        "in",
        "absent",
        "sub/%25.png",
    ]
    assert [files.refusal(f"{base}/{name}") for name in own] == [None] * len(own)
    for name, rule in {
        "../key": OUTSIDE, "%2e%2e/key": OUTSIDE, "..%2fkey": OUTSIDE, "out": OUTSIDE,
        ".env": HIDDEN, "sub": NO_FILE, "pipe": NO_FILE, "": NO_FILE, "x%00": NO_FILE,
    }.items():  # fmt: skip
        assert files.refusal(f"{base}/{name}") == rule, name
    assert files.refusal("file://server/share/key") == OTHER_MACHINE
    assert files.refusal("file:///etc/passwd") == OUTSIDE
    assert OwnFiles("https://example.org/").refusal(f"{base}/page.html") == OUTSIDE


def test_page_that_is_a_link_or_lies_in_one_has_its_pictures(tmp_path: Path) -> None:
    for name in ("store", "here/page_files"):
        (tmp_path / name).mkdir(parents=True)
    for name in ("store/page.html", "store/key", "here/page_files/own.svg"):
        (tmp_path / name).write_text("x")
    (tmp_path / "here/page.html").symlink_to(tmp_path / "store/page.html")
    (tmp_path / "there").symlink_to(tmp_path / "here")
    for folder in ("here", "there"):
        base = (tmp_path / folder).as_uri()
        files = OwnFiles(f"{base}/page.html")
        assert files.refusal(f"{base}/page.html") is None
        assert files.refusal(f"{base}/page_files/own.svg") is None
        assert files.refusal((tmp_path / "store/key").as_uri()) == OUTSIDE


def test_no_spelling_leads_out_of_the_folder() -> None:
    files = OwnFiles("file:///usr/share/doc/page.html")
    for up in ("..", "%2e%2e", "%2E.", ".%2e"):
        for slash in ("/", "%2f", "//", "/./", "%2F"):
            for depth in range(1, 6):
                url = "file:///usr/share/doc/" + (up + slash) * depth + "etc/passwd"
                assert files.refusal(url) == OUTSIDE, url
