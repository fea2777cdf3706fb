"""The flags that every capturing command shares: one table, one spelling.

`capturing` gives a command all of them; the command receives them as one `Flags` value.  Names are
those that shot-scraper and Playwright taught.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from capture.cli.app import complain
from capture.errors import UsageError
from capture.options import CleanLevel, Config, Layout, Options, load_config
from capture.urls import host_of

_LOAD, _CLEAN, _WRITE, _VIEW = "Loading", "Cleaning", "Output", "Page"


def _flag(kind: Any, *names: str, panel: str, text: str, **more: Any) -> Any:
    return Annotated[kind, typer.Option(*names, help=text, rich_help_panel=panel, **more)]


FLAGS: dict[str, Any] = {
    "width": _flag(int | None, "--width", "-w", panel=_VIEW, text="Viewport width [1280]"),
    "height": _flag(int | None, "--height", "-h", panel=_VIEW, text="Viewport height [800]"),
    "scale_factor": _flag(
        float | None, "--scale-factor", panel=_VIEW, text="Device pixels per CSS pixel"
    ),
    "device": _flag(str | None, "--device", panel=_VIEW, text="A Playwright device: 'iPhone 15'"),
    "color_scheme": _flag(
        str | None, "--color-scheme", panel=_VIEW, text="light, dark or no-preference [light]"
    ),
    "lang": _flag(str | None, "--lang", panel=_VIEW, text="Locale [en-US]"),
    "timezone": _flag(str | None, "--timezone", panel=_VIEW, text="IANA time zone [UTC]"),
    "user_agent": _flag(str | None, "--user-agent", panel=_VIEW, text="User agent"),
    "selector": _flag(
        str | None, "--selector", "-s", panel=_VIEW, text="Capture this element alone"
    ),
    "header": _flag(
        list[str] | None,
        "--header",
        panel=_LOAD,
        text="'Name: value' for the site named alone, may be repeated",
    ),
    "auth": _flag(str | None, "--auth", panel=_LOAD, text="user:password"),
    "storage_state": _flag(
        Path | None, "--storage-state", panel=_LOAD, text="Playwright storage state (JSON)"
    ),
    "cookies": _flag(Path | None, "--cookies", panel=_LOAD, text="Netscape cookies.txt"),
    "proxy_server": _flag(str | None, "--proxy-server", panel=_LOAD, text="http(s) or socks5 URL"),
    "ignore_https_errors": _flag(
        bool | None, "--ignore-https-errors", panel=_LOAD, text="Accept invalid certificates"
    ),
    "public_only": _flag(
        bool | None,
        "--public-only",
        panel=_LOAD,
        text="Refuse private addresses even where you name one: for addresses of strangers",
    ),
    "timeout": _flag(
        str | None, "--timeout", panel=_LOAD, text="Budget to load and settle: 30s, 500ms [30s]"
    ),
    "max_size": _flag(
        str | None, "--max-size", panel=_LOAD, text="What a page may send: 200MB [256MB]"
    ),
    "wait": _flag(str | None, "--wait", panel=_LOAD, text="Extra time after settling"),
    "wait_for": _flag(
        str | None, "--wait-for", panel=_LOAD, text="JavaScript expression that must come true"
    ),
    "javascript": _flag(
        str | None, "--javascript", "-j", panel=_LOAD, text="JavaScript to run in the page first"
    ),
    "deterministic": _flag(
        bool | None, "--deterministic", panel=_LOAD, text="Freeze clock, random and animation"
    ),
    "browser_path": _flag(
        Path | None, "--browser-path", panel=_LOAD, text="Chromium to use [or CAPTURE_BROWSER]"
    ),
    "clean": _flag(
        CleanLevel | None, "--clean", panel=_CLEAN, text="How much is taken out [chrome]"
    ),
    "filter_list": _flag(
        list[str] | None, "--filter-list", panel=_CLEAN, text="A list's file, may be repeated"
    ),
    "remove": _flag(list[str] | None, "--remove", panel=_CLEAN, text="CSS selector to remove"),
    "hide": _flag(list[str] | None, "--hide", panel=_CLEAN, text="CSS selector to hide"),
    "keep": _flag(list[str] | None, "--keep", panel=_CLEAN, text="CSS selector never to touch"),
    "keep_pickers": _flag(
        bool | None, "--keep-pickers", panel=_CLEAN, text="Keep language pickers"
    ),
    "originals": _flag(
        bool | None,
        "--originals/--no-originals",
        panel=_WRITE,
        text="Keep the untouched page [yes]",
        show_default=False,
    ),
    "timestamp": _flag(
        str | None, "--timestamp", panel=_WRITE, text="Time stamp authority (RFC 3161) to ask"
    ),
    "skip_unchanged": _flag(
        bool | None,
        "--skip-unchanged",
        panel=_WRITE,
        text="Record digests instead of another copy of an unchanged page",
    ),
    "explain": _flag(
        bool | None, "--explain", panel=_WRITE, text="Add a picture of what was removed and why"
    ),
    "wacz": _flag(bool | None, "--wacz", panel=_WRITE, text="Record the traffic; block nothing"),
    "pdf_a": _flag(
        str | None,
        "--pdf-a",
        panel=_WRITE,
        text="2u, 2a, 3u or 3a; 3 attaches the texts [2u]",
    ),
    "no_pdf_a": _flag(bool | None, "--no-pdf-a", panel=_WRITE, text="Leave the PDF as printed"),
    "layout": _flag(Layout | None, "--layout", panel=_WRITE, text="Layout of page.pdf [page]"),
    "paper": _flag(str | None, "--paper", panel=_WRITE, text="A3, A4, A5, Letter, Legal [locale]"),
    "landscape": _flag(bool | None, "--landscape", panel=_WRITE, text="Turn the paper"),
    "margin": _flag(str | None, "--margin", panel=_WRITE, text="mm, cm, in or px [15mm]"),
    "ascii": _flag(bool | None, "--ascii", panel=_WRITE, text="ASCII punctuation in the texts"),
    "config": _flag(
        Path | None, "--config", "-c", panel=_LOAD, text="Configuration file [capture.toml]"
    ),
}
_RENAMED = {"header": "headers", "filter_list": "filter_lists"}


@dataclass(frozen=True, slots=True)
class Flags:
    """The flags that were given, and the configuration they are laid over."""

    given: dict[str, Any]
    config: Config

    def options(self, url: str = "") -> Options:
        """Return the options for a page at ``url``; raises `UsageError`."""
        return self.config.options(host_of(url), **self.given)


def capturing(command: Callable[..., None]) -> Callable[..., None]:
    """Give ``command`` every flag of `FLAGS`; it takes them as its argument ``flags``."""
    signature = inspect.signature(command, eval_str=True)
    own = [p for name, p in signature.parameters.items() if name != "flags"]
    added = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=kind)
        for name, kind in FLAGS.items()
    ]

    @functools.wraps(command)
    def wrapped(**arguments: Any) -> None:
        shared = {name: arguments.pop(name) for name in FLAGS}
        command(**arguments, flags=_flags(shared))

    parameters = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in own] + added
    wrapped.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    wrapped.__annotations__ = {p.name: p.annotation for p in parameters}
    return wrapped


def _flags(shared: dict[str, Any]) -> Flags:
    config = load_config(shared.pop("config"))
    given = {
        _RENAMED.get(name, name): value
        for name, value in shared.items()
        if value is not None and value != []
    }
    if "headers" in given:
        given["headers"] = tuple(_header(text) for text in given["headers"])
    if given.pop("no_pdf_a", None):
        given["pdf_a"] = "none"
    flags = Flags(given, config)
    _warn_of_readers(flags.options())
    return flags


def _warn_of_readers(options: Options) -> None:
    """Say on stderr which of the files with logins other users of the machine can read."""
    for path in (options.storage_state, options.cookies):
        if path and path.is_file() and path.stat().st_mode & 0o077:
            complain(f"{path} holds logins and can be read by others — run: chmod 600 {path}")


def _header(text: str) -> tuple[str, str]:
    name, colon, value = text.partition(":")
    if not colon or not name.strip():
        raise UsageError(f"not a header: {text.split(':')[0]!r}", remedy="write 'Name: value'")
    return name.strip(), value.strip()
