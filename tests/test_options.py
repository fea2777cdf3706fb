"""Options: precedence, units, and one line for what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capture.archive.describe import public_options
from capture.errors import UsageError
from capture.options import load_config, make_options, parse_duration_ms


@pytest.mark.parametrize(
    ("said", "meant"), [("2s", 2000), ("500ms", 500), ("250", 250), (1.5, 1), ("1.5m", 90_000)]
)
def test_durations(said: object, meant: int) -> None:
    assert parse_duration_ms(said) == meant


@given(st.text())
def test_anything_else_is_no_duration(text: str) -> None:
    try:
        assert parse_duration_ms(text) >= 0
    except ValueError:
        return


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "capture.toml"
    path.write_text(text, "utf-8")
    return path


def test_precedence(tmp_path: Path) -> None:
    config = load_config(
        write(
            tmp_path,
            'width = 1000\nlang = "fr-FR"\ntimeout = "5s"\n'
            '[site."example.org"]\nwidth = 1100\n[site."*.example.net"]\nheight = 500\n',
        )
    )
    assert config.options().width == 1000
    assert config.options("example.org").width == 1100
    assert config.options("www.example.net").height == 500
    flagged = config.options("example.org", width=1200, lang=None)
    assert (flagged.width, flagged.lang, flagged.timeout_ms) == (1200, "fr-FR", 5000)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("widht = 3", "unknown option 'widht'"),
        ('[site."a.org"]\nx = 1', "unknown option 'x'"),
        ("width = 'a'", "'width'"),
        ('[[page]]\nname = "a"\nurl = "https://e.org/"\ncolour = 1', "unknown option 'colour'"),
        ("width = ", "cannot be read"),
        ('timeout = "soon"', "not a duration"),
        ("timeout = inf", "not a duration"),
        (f'timeout = "{"9" * 400}m"', "not a duration"),
        (f'max-size = "{"9" * 400}GB"', "not a size"),
        ("page = 3", "[[page]]"),
        ('page = ["a"]', "[[page]]"),
        ("tool = 3", "unknown option 'tool'"),
        ("no-originals = true", "did you mean 'originals'?"),
        ('headers = "no colon"', "write 'Name: value'"),
        ('headers = "Na me: x"', "a header has a name"),
        ('headers = "X-A: a\\r\\nX-B: b"', "one line of value"),
        ('headers = "Content-Length: 5"', "the browser's own"),
        ('auth = "me"', "write user:password"),
    ],
)
def test_what_is_wrong_is_named_in_one_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        load_config(write(tmp_path, text))
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_may_spell_a_flag_as_the_command_line_does(tmp_path: Path) -> None:
    text = 'filter-list = "own.txt"\nheader = ["X-A: 1", "X-B: b:c"]\nhide = ".x, .y"\n'
    options = load_config(write(tmp_path, text)).options()
    assert options.filter_lists == ("own.txt",)
    assert [(n, v.get_secret_value()) for n, v in options.headers] == [("X-A", "1"), ("X-B", "b:c")]
    assert options.hide == (".x, .y",)


def test_secrets_are_not_written_down() -> None:
    options = make_options(
        {
            "headers": {"X-Key": "canary-1"},
            "auth": "me:canary-2",
            "proxy_server": "http://me:canary-3@p.org",
            "cookies": "canary-4.txt",
            "width": 900,
        }
    )
    public = public_options(options)
    assert "canary" not in f"{public} {options!r}".replace("canary-4", "")
    assert "canary-4" not in str(public)
    assert public["headers"] == ["X-Key"]
    assert public["width"] == 900


@pytest.mark.parametrize("text", ["a = " + "[" * 5000 + "]" * 5000, "width = " + "1" * 5000])
def test_file_that_no_parser_can_hold_is_a_usage_error(tmp_path: Path, text: str) -> None:
    (tmp_path / "capture.toml").write_text(text)
    with pytest.raises(UsageError, match="cannot be read"):
        load_config(tmp_path / "capture.toml")


@pytest.mark.parametrize("margin", ["5", "15 mm", "-1cm", "4furlong", ""])
def test_length_that_is_none_is_told_how_to_write_one(margin: str) -> None:
    with pytest.raises(UsageError, match=r"option 'margin': not a length: .*write 15mm"):
        make_options({"margin": margin})


@pytest.mark.parametrize(("said", "meant"), [("a4", "A4"), ("LETTER", "Letter"), ("Auto", "auto")])
def test_paper_has_no_case(said: str, meant: str) -> None:
    assert make_options({"paper": said}).paper == meant


@pytest.mark.parametrize(("margin", "paper"), [("90mm", "A4"), ("60mm", "a5"), ("9in", "A3")])
def test_margins_leave_room_for_a_line(margin: str, paper: str) -> None:
    with pytest.raises(UsageError, match=f"margin {margin} leaves no room"):
        make_options({"margin": margin, "paper": paper})
    assert make_options({"margin": "85mm"}).margin_mm == 85


def test_one_mask_or_action_needs_no_list(tmp_path: Path) -> None:
    page = '[[page]]\nname = "a"\nurl = "https://e.org/"\nmasks = ".a"\nactions = "go()"\n'
    entry = load_config(write(tmp_path, page)).pages[0]
    assert (entry.masks, entry.actions) == ((".a",), ("go()",))
