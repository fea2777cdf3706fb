"""Addresses: what is one, and where its captures lie."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capture.errors import CaptureError, PolicyRefused, UsageError
from capture.urls import host_folder, parse_target, redact, slug

FOLDER = re.compile(r"[a-z0-9][a-z0-9._-]*")


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        ("example.org/a", "https://example.org/a"),
        ("HTTP://Example.org", "http://Example.org"),
        ("localhost:8000/x", "http://localhost:8000/x"),
        ("app.localhost", "http://app.localhost"),
        ("127.0.0.1:8000/x", "http://127.0.0.1:8000/x"),
        ("[::1]:8000/", "http://[::1]:8000/"),
        ("http://wiki/", "http://wiki/"),
        ("http://ann:pw@web:3000/x", "http://ann:pw@web:3000/x"),
        ("http://[::1]:8000/", "http://[::1]:8000/"),
        ("example.org?q=" + "a" * 300, "https://example.org?q=" + "a" * 300),
    ],
)
def test_what_a_user_means(said: str, meant: str) -> None:
    assert parse_target(said) == meant


def test_a_file_that_exists_is_meant(tmp_path: Path) -> None:
    page = tmp_path / "a page.html"
    page.write_text("x")
    assert parse_target(str(page)) == page.as_uri()


@pytest.mark.parametrize(
    "said", ["", "word", "http://", "http://a b/", "http://x:99999999/", "web:3000"]
)
def test_no_address(said: str) -> None:
    with pytest.raises(UsageError, match=re.escape(repr(said))):
        parse_target(said)


@pytest.mark.parametrize("said", ["ftp://e.org/", "javascript:alert(1)", "data:text/html,x"])
def test_forbidden_schemes(said: str) -> None:
    with pytest.raises(PolicyRefused):
        parse_target(said)


@given(st.text(max_size=300))
def test_anything_may_be_said(text: str) -> None:
    try:
        url = parse_target(text)
    except CaptureError:
        return
    assert FOLDER.fullmatch(host_folder(url))
    assert FOLDER.fullmatch(slug(url))


@given(st.text(max_size=300), st.text(max_size=300))
def test_a_page_never_chooses_a_path(path: str, query: str) -> None:
    name = slug(f"https://e.org/{path.replace('#', '')}?{query.replace('#', '')}")
    assert FOLDER.fullmatch(name)
    assert len(name) <= 80


@given(st.tuples(st.text(max_size=60), st.text(max_size=60)))
def test_different_pages_have_different_folders(paths: tuple[str, str]) -> None:
    urls = [f"https://e.org/{p.replace('#', '').replace('?', '').strip('/')}" for p in paths]
    try:
        said = {u.split("/", 3)[3].strip("/") for u in map(parse_target, urls)}
    except CaptureError:
        return
    assert len({slug(u) for u in urls}) >= min(len(said), 2) or len(said) == 1


def test_credentials_are_not_kept() -> None:
    assert redact("https://me:secret@e.org/a") == "https://e.org/a"


@pytest.mark.parametrize("said", ["./missing.html", "../missing.html", "/no/such/page.html"])
def test_path_of_no_file_is_no_site(said: str) -> None:
    with pytest.raises(UsageError, match="no file at"):
        parse_target(said)


@pytest.mark.parametrize("name", ["con", "NUL", "aux", "com1", "lpt9"])
def test_no_folder_is_named_as_a_device_of_windows(name: str) -> None:
    assert slug(f"https://example.org/{name}").startswith(f"{name.lower()}-")


def test_hosts_too_long_for_a_folder_do_not_share_one() -> None:
    long = ".".join(["a" * 60] * 4)
    folders = {host_folder(f"https://{long}.{end}/") for end in ("org", "com", "net")}
    assert len(folders) == 3
    assert max(map(len, folders)) <= 200


@given(st.text())
def test_any_text_has_folders(text: str) -> None:
    assert re.fullmatch(r"[a-z0-9][a-z0-9.-]*(_\d+)?", host_folder(text))
    assert re.fullmatch(r"[a-z0-9-]{1,80}", slug(text))
