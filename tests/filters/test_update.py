"""Fetching lists from a server on loopback that answers as publishers and failures do."""

from __future__ import annotations

import gzip
import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from capture.errors import UsageError
from capture.filters import catalogue
from capture.filters.catalogue import Published, by_address, chosen_lists, read_state
from capture.filters.engine import load
from capture.filters.update import update

LIST = b"! Title: T\n! Expires: 2 days\n||ads.example^\n##.ad\n"


class Publisher:
    """A server whose next answer a test chooses."""

    def __init__(self) -> None:
        self.body, self.status = LIST, 200
        self.headers: dict[str, str] = {"ETag": '"one"'}
        self.files: dict[str, bytes] = {}
        self.asked: list[dict[str, str]] = []
        self.claim: int | None = None


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    facts = Publisher()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            facts.asked.append(dict(self.headers))
            body = facts.files.get(self.path, facts.body)
            etag = facts.headers.get("ETag")
            same = etag and self.headers.get("If-None-Match") == etag
            self.send_response(304 if same else facts.status)
            for name, value in facts.headers.items():
                self.send_header(name, value)
            if same:
                self.end_headers()
                return
            self.send_header("Content-Length", str(facts.claim or len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    facts.url = f"http://127.0.0.1:{server.server_address[1]}/list.txt"  # type: ignore[attr-defined]
    yield facts
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CAPTURE_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "filters" / "lists"


def run(publisher: Publisher, **more: bool) -> tuple[str, str]:
    one = Published("one", publisher.url)  # type: ignore[attr-defined]
    (outcome,) = update((one,), **more)
    return outcome.result, outcome.detail


def test_a_list_is_fetched_once_and_then_asked_about(publisher: Publisher, cache: Path) -> None:
    assert run(publisher)[0] == "updated"
    assert (cache / "one.txt").read_bytes() == LIST
    note = read_state()["one"]
    assert note["sha256"] == hashlib.sha256(LIST).hexdigest()
    assert note["expires"] - note["fetched"] == 2 * 86400
    assert run(publisher)[0] == "fresh"
    assert len(publisher.asked) == 1
    assert run(publisher, force=True)[0] == "unchanged"
    assert publisher.asked[-1]["If-None-Match"] == '"one"'


def test_a_changed_list_replaces_the_old(publisher: Publisher, cache: Path) -> None:
    run(publisher)
    publisher.body, publisher.headers = LIST + b"##.more\n", {"ETag": '"two"'}
    assert run(publisher, force=True)[0] == "updated"
    assert (cache / "one.txt").read_bytes().endswith(b"##.more\n")


def test_compressed_answers_are_unpacked(publisher: Publisher, cache: Path) -> None:
    publisher.body = gzip.compress(LIST)
    publisher.headers = {"Content-Encoding": "gzip"}
    assert run(publisher)[0] == "updated"
    assert (cache / "one.txt").read_bytes() == LIST


@pytest.mark.parametrize("fault", ["500", "404", "html", "empty", "cut", "bomb", "gzip cut"])
def test_a_failure_keeps_the_old_copy(publisher: Publisher, cache: Path, fault: str) -> None:
    run(publisher)
    publisher.headers = {}
    if fault.isdigit():
        publisher.status = int(fault)
    elif fault == "html":
        publisher.body = b"<!doctype html><title>Sign in to the Wi-Fi</title>"
    elif fault == "empty":
        publisher.body = b""
    elif fault == "cut":
        publisher.claim = 10_000
    elif fault == "bomb":
        publisher.headers = {"Content-Encoding": "gzip"}
        publisher.body = gzip.compress(bytes(80 << 20))
    else:
        publisher.headers = {"Content-Encoding": "gzip"}
        publisher.body = gzip.compress(LIST * 100)[:-20]
    result, detail = run(publisher, force=True)
    assert result == "failed"
    assert "kept the old" in detail
    assert (cache / "one.txt").read_bytes() == LIST


def test_offline_keeps_the_old_and_says_so(publisher: Publisher, cache: Path) -> None:
    run(publisher)
    note = read_state()["one"]
    (outcome,) = update((Published("one", "http://127.0.0.1:1/list.txt"),), force=True)
    assert outcome.result == "failed"
    assert (cache / "one.txt").read_bytes() == LIST
    assert read_state()["one"] == note


@pytest.mark.parametrize(("there", "said"), [(True, "system's copy stays"), (False, "no copy")])
def test_offline_says_what_is_left(tmp_path: Path, there: bool, said: str) -> None:
    copy = tmp_path / "system.txt"
    if there:
        copy.write_bytes(LIST)
    (outcome,) = update((Published("one", "http://127.0.0.1:1/list.txt", system=(str(copy),)),))
    assert outcome.result == "failed"
    assert said in outcome.detail
    assert outcome.detail.startswith("Connection refused; ")


def test_parts_are_put_in_place(publisher: Publisher, cache: Path) -> None:
    publisher.body = b"||a.example^\n!#include part.txt\n"
    publisher.files = {"/part.txt": b"||b.example^\n"}
    assert run(publisher)[0] == "updated"
    assert (cache / "one.txt").read_bytes().split() == [b"||a.example^", b"||b.example^"]


@pytest.mark.parametrize("name", ["../x.txt", "http://127.0.0.1/x", "/etc/x", "file:x"])
def test_parts_from_elsewhere_are_refused(publisher: Publisher, name: str) -> None:
    publisher.body = f"||a.example^\n!#include {name}\n".encode()
    assert run(publisher)[0] == "failed"


def test_a_list_of_the_user_s_own(publisher: Publisher) -> None:
    url = publisher.url  # type: ignore[attr-defined]
    with pytest.raises(UsageError, match="has not been fetched"):
        chosen_lists((url,))
    list(update((by_address(url),)))
    engine = load(chosen_lists((url,))[-1:])
    verdict = engine.decide("https://ads.example/x", "https://a.example/", "script")
    assert verdict is not None
    assert verdict.list_name == by_address(url).name


def test_a_file_of_the_user_s_own(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("||mine.example^\n")
    source = chosen_lists((str(tmp_path / "mine.txt"),))[-1]
    assert source.name == "mine.txt"
    with pytest.raises(UsageError, match="no filter list"):
        chosen_lists((str(tmp_path / "other.txt"),))


def test_every_published_list_says_where_from_and_under_what_licence() -> None:
    for one in catalogue.published():
        assert one.url.startswith("https://")
        assert one.licence
        assert one.homepage.startswith("https://")


def test_the_package_s_own_list_has_no_bad_line() -> None:
    (facts,) = load([catalogue.own_list()], cached=False).lists
    assert facts.bad == 0
    assert facts.network + facts.cosmetic > 40


def test_a_folder_that_others_may_write_to_is_not_used(tmp_path: Path, cache: Path) -> None:
    cache.mkdir(parents=True)
    cache.chmod(0o777)
    with pytest.raises(UsageError, match="others may write"):
        list(update(()))
