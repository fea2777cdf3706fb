"""No address, however written, chooses a path or ends in anything but a one-line error."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from capture.errors import CaptureError
from capture.urls import host_folder, login_in, parse_target, redact, slug

NASTY = st.sampled_from(
    ["..", "/", "\\", "%2e%2e", "%2f", "%00", "\0", "\n", "\u202e", "~", "$HOME", "`id`", "CON",
     "<script>", "&", "'", '"', ";", "|", "*", "?", "#", "@", ":", "[", "]",
     " ", ".", "é", "漢", "\ud800"]
)  # fmt: skip
TEXT = st.lists(st.one_of(NASTY, st.text(max_size=12)), max_size=20).map("".join)


@given(TEXT, TEXT)
def test_path_and_query_choose_no_folder(path: str, query: str) -> None:
    with suppress(ValueError):  # what urlsplit refuses never gets so far
        name = slug(f"https://example.org/{path}?{query}")
        assert re.fullmatch(r"[a-z0-9]([a-z0-9-]{0,78}[a-z0-9])?", name)


@given(TEXT)
def test_host_chooses_no_folder(host: str) -> None:
    with suppress(ValueError):
        name = host_folder(f"https://{host}/")
        assert re.fullmatch(r"[a-z0-9][a-z0-9._-]{0,210}", name)
        assert not name.startswith(".")
        assert ".." not in name.split("/")
        archive = Path("/archive")
        assert (archive / name).resolve().parent == archive


@given(TEXT)
def test_any_text_is_an_address_or_a_one_line_refusal(text: str) -> None:
    try:
        url = parse_target(text)
    except CaptureError as error:
        said = str(error)
        assert "\n" not in said
        return
    assert url.split(":")[0] in ("http", "https", "file")


@given(
    st.text(alphabet=st.characters(codec="ascii", categories=("L", "N")), min_size=8, max_size=20)
)
def test_logins_leave_the_address(secret: str) -> None:
    url = f"https://user:{secret}@example.org/path"
    assert login_in(url) == f"user:{secret}"
    assert f":{secret}@" not in redact(url)
    assert redact(url) == "https://example.org/path"
