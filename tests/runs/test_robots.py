"""robots.txt as RFC 9309 reads it, from a real server."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from capture.errors import CaptureError
from capture.runs.robots import Robots


def test_rules_of_a_host(serve: Callable[[Path], str], tmp_path: Path) -> None:
    (tmp_path / "robots.txt").write_text(
        "User-agent: *\nDisallow: /private\nAllow: /private/open\nCrawl-delay: 3\n"
        "Disallow: /*.zip$\n"
    )
    base = serve(tmp_path)
    robots = Robots()
    assert robots.permission(f"{base}/page").allowed
    assert robots.permission(f"{base}/page").delay_s == 3
    assert not robots.permission(f"{base}/private/x").allowed
    assert robots.permission(f"{base}/private/open").allowed
    assert not robots.permission(f"{base}/a.zip").allowed


def test_no_file_means_no_rules(serve: Callable[[Path], str], tmp_path: Path) -> None:
    assert Robots().permission(f"{serve(tmp_path)}/anything").allowed
    assert Robots().permission("file:///tmp/x.html").allowed


def test_a_host_that_does_not_answer_is_not_taken_for_a_yes() -> None:
    with pytest.raises(CaptureError) as caught:
        Robots().permission("http://127.0.0.1:9/page")
    assert caught.value.retryable


def test_of_a_very_long_file_the_start_counts(serve: Callable[[Path], str], tmp_path: Path) -> None:
    (tmp_path / "robots.txt").write_text("User-agent: *\nDisallow: /no\n" + "# filler\n" * 70_000)
    base = serve(tmp_path)
    assert not Robots().permission(f"{base}/no").allowed
    assert Robots().permission(f"{base}/yes").allowed
