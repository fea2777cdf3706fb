"""What a capture may be told: flags, configuration files and library calls all end as `Options`.

Precedence: the defaults here, then ``capture.toml`` or ``[tool.capture]``, then the configuration's
table for the page's host, then flags.
"""

from __future__ import annotations

import difflib
import math
import re
import tomllib
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import (
    BeforeValidator,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)

from capture.errors import UsageError
from capture.values import Frozen

# Twelve digits of minutes are a million years: more only makes a number that is none.
_NUMBER = r"(\d{1,12}(?:\.\d{1,12})?)"
_DURATION = re.compile(_NUMBER + r"\s*(ms|s|m)?")
_UNIT_MS = {None: 1, "ms": 1, "s": 1000, "m": 60_000}


def parse_duration_ms(value: object) -> int:
    """Read ``2s``, ``500ms``, ``1.5m`` or a bare number of milliseconds; raises `ValueError`."""
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        return int(value)
    match = _DURATION.fullmatch(str(value).strip())
    if not match:
        raise ValueError(f"not a duration: {value!r} (write 2s, 500ms or milliseconds)")
    return round(float(match[1]) * _UNIT_MS[match[2]])


_SIZE = re.compile(_NUMBER + r"\s*([kmg]?)i?b?", re.IGNORECASE)
_UNIT_BYTES = {"": 1, "k": 1024, "m": 1024**2, "g": 1024**3}


def parse_size_bytes(value: object) -> int:
    """Read ``200MB``, ``1.5 GiB`` or a bare number of bytes; raises `ValueError`."""
    match = _SIZE.fullmatch(str(value).strip())
    if not match:
        raise ValueError(f"not a size: {value!r} (write 200MB or bytes)")
    return round(float(match[1]) * _UNIT_BYTES[match[2].lower()])


Bytes = Annotated[int, BeforeValidator(parse_size_bytes), Field(ge=1)]
Milliseconds = Annotated[int, BeforeValidator(parse_duration_ms), Field(ge=0)]


def _several(value: object) -> object:
    """Take one text for a list of one: most tables name a single selector."""
    return (value,) if isinstance(value, str) else value


def _cased(value: object) -> object:
    """Take ``a4`` and ``LETTER`` as Chromium does, whatever their case."""
    if not isinstance(value, str):
        return value
    return value.lower() if value.lower() == "auto" else value.capitalize()


Texts = Annotated[tuple[str, ...], BeforeValidator(_several)]


_LENGTH = re.compile(r"(\d{1,6}(?:\.\d{1,6})?)(mm|cm|in|px)", re.ASCII)
_MM_PER_UNIT = {"mm": 1.0, "cm": 10.0, "in": 25.4, "px": 25.4 / 96}
# The narrower side of a sheet.  What is left of it between the margins must hold a line: 40 mm are
# a newspaper's column.
_SHEET_MM = {"A3": 297.0, "A5": 148.0}
_NARROW_SHEET_MM, _LEAST_LINE_MM = 210.0, 40.0


# A header that is none holds the request up until the visit's time is over; which those are is in
# RFC 9110 (5.1 and 5.5) and in Chromium's `services/network/public/cpp/header_util.cc`.
_TOKEN, _NO_VALUE = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"), re.compile(r"[\0\r\n]")
_BROWSERS_OWN = frozenset(
    {"host", "content-length", "connection", "keep-alive", "te", "trailer", "transfer-encoding"}
    | {"upgrade", "cookie2"}
)


class CleanLevel(StrEnum):
    """How much is taken out of the page; docs/cleaning.md says what each takes."""

    NONE = "none"
    ADS = "ads"
    CHROME = "chrome"
    READER = "reader"


class Layout(StrEnum):
    """How ``page.pdf`` is laid out: the page itself, or typeset for reading."""

    PAGE = "page"
    READER = "reader"


class Options(Frozen):
    """Everything that one capture can be told.  Lengths are CSS px, times milliseconds."""

    # The page as it is asked for
    width: int = Field(1280, ge=200, le=7680, description="Viewport width in CSS px")
    height: int = Field(800, ge=200, le=7680, description="Viewport height in CSS px")
    scale_factor: float | None = Field(None, gt=0, le=4, description="Device pixels per CSS px")
    device: str | None = Field(None, description="A Playwright device name, e.g. 'iPhone 15'")
    color_scheme: Literal["light", "dark", "no-preference"] = "light"
    lang: str = Field("en-US", description="Locale, as in Accept-Language")
    timezone: str = Field("UTC", description="IANA time zone")
    user_agent: str | None = None
    headers: tuple[tuple[str, SecretStr], ...] = ()
    auth: SecretStr | None = Field(None, description="user:password for HTTP authentication")
    storage_state: Path | None = None
    cookies: Path | None = Field(None, description="A Netscape cookies.txt")
    proxy_server: SecretStr | None = None
    ignore_https_errors: bool = False
    public_only: bool = Field(
        False, description="Refuse private addresses, that of the page named too"
    )

    # When it is ready
    timeout_ms: Milliseconds = Field(30_000, description="Budget for loading and settling")
    max_size: Bytes = Field(
        256 * 1024**2, description="What a page may send before loading is stopped"
    )
    wait_ms: Milliseconds = Field(0, description="Extra time after settling")
    wait_for: str | None = Field(None, description="A JavaScript expression that must come true")
    javascript: str | None = Field(None, description="Run in the page before it is captured")
    selector: str | None = Field(None, description="Capture this element alone")
    mask: Texts = Field((), description="CSS selectors of what is painted over")
    deterministic: bool = False

    # What is taken out
    clean: CleanLevel = CleanLevel.CHROME
    filter_lists: Texts = ()
    remove: Texts = ()
    hide: Texts = ()
    keep: Texts = ()
    keep_pickers: bool = False

    # What is written
    originals: bool = True
    explain: bool = False
    timestamp: str | None = Field(None, description="Address of an RFC 3161 time stamp authority")
    skip_unchanged: bool = Field(
        False, description="Keep digests instead of another copy when nothing changed"
    )
    wacz: bool = False
    pdf_a: Literal["none", "2u", "2a", "3u", "3a"] = "2u"
    layout: Layout = Layout.PAGE
    paper: Annotated[
        Literal["auto", "A3", "A4", "A5", "Letter", "Legal"], BeforeValidator(_cased)
    ] = "auto"
    landscape: bool = False
    margin: str = "15mm"
    ascii: bool = Field(False, description="Plain ASCII punctuation in page.txt and page.md")

    browser_path: Path | None = None

    @field_validator("headers", mode="before")
    @classmethod
    def _pairs(cls, value: object) -> object:
        if isinstance(value, dict):
            return tuple(value.items())
        lines = _several(value)
        return tuple(map(_header, lines)) if isinstance(lines, list | tuple) else lines

    @field_validator("headers")
    @classmethod
    def _can_be_sent(
        cls, value: tuple[tuple[str, SecretStr], ...]
    ) -> tuple[tuple[str, SecretStr], ...]:
        for name, said in value:
            if not _TOKEN.fullmatch(name) or _NO_VALUE.search(said.get_secret_value()):
                raise ValueError(
                    "a header has a name of letters, digits and -, and one line of value"
                )
            if name.lower() in _BROWSERS_OWN:
                raise ValueError(f"the header {name} is the browser's own")
        return value

    @field_validator("margin")
    @classmethod
    def _is_length(cls, value: str) -> str:
        if not _LENGTH.fullmatch(value):
            raise ValueError(f"not a length: {value!r} (write 15mm, 1.5cm, 0.5in or 60px)")
        return value

    @model_validator(mode="after")
    def _leaves_room(self) -> Self:
        sheet = _SHEET_MM.get(self.paper, _NARROW_SHEET_MM)
        if sheet - 2 * self.margin_mm < _LEAST_LINE_MM:
            raise ValueError(f"margin {self.margin} leaves no room on the paper")
        return self

    @property
    def margin_mm(self) -> float:
        """The margin in millimetres."""
        match = _LENGTH.fullmatch(self.margin)
        assert match  # `_is_length` holds it to the pattern
        return float(match[1]) * _MM_PER_UNIT[match[2]]

    @field_validator("auth")
    @classmethod
    def _is_pair(cls, value: SecretStr | None) -> SecretStr | None:
        if value and ":" not in value.get_secret_value():
            raise ValueError("write user:password")
        return value


def _header(line: object) -> object:
    """Split ``Name: value``, as the flag takes it; anything else is for the field to judge."""
    if not isinstance(line, str):
        return line
    name, colon, value = line.partition(":")
    if not colon or not name.strip():
        raise ValueError("write 'Name: value'")
    return name.strip(), value.strip()


# Flags that may be repeated are spelled in the singular; what they fill is a list.
SINGULAR = {"header": "headers", "filter_list": "filter_lists"}


# Options that belong to the browser process, not to a page: a pool shares one browser for them.
BROWSER_FIELDS = frozenset({"browser_path", "deterministic", "proxy_server"})


# What of a capture is kept as a baseline and compared.
ComparedArtifact: TypeAlias = Literal["page.png", "page.pdf", "page.txt"]


class PageEntry(Frozen):
    """A page that ``capture check`` watches; every other key in its table is an option."""

    name: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._ -]{0,99}$")
    url: str
    masks: Texts = ()
    actions: Texts = Field((), description="JavaScript run in the page, in order")
    artifacts: tuple[ComparedArtifact, ...] | None = None
    options: dict[str, Any] = {}


class Config(Frozen):
    """A configuration file: defaults, overrides by host, and the pages to check."""

    path: Path | None = None
    defaults: dict[str, Any] = {}
    sites: dict[str, dict[str, Any]] = {}
    pages: tuple[PageEntry, ...] = ()
    check: dict[str, Any] = {}

    def options(self, host: str = "", **flags: Any) -> Options:
        """Merge defaults, the table for ``host`` (``*.example.org`` too) and ``flags``.

        A flag that is ``None`` was not given.  Raises `UsageError` naming the key that is wrong.
        """
        given = {key: value for key, value in flags.items() if value is not None}
        return make_options({**self.defaults, **self._site(host), **given})

    def _site(self, host: str) -> dict[str, Any]:
        if host in self.sites:
            return self.sites[host]
        parents = host.split(".")
        names = (f"*.{'.'.join(parents[i:])}" for i in range(len(parents)))
        return next((self.sites[name] for name in names if name in self.sites), {})


def make_options(values: dict[str, Any]) -> Options:
    """Validate ``values``; raises `UsageError` with one line that names the wrong key."""
    known = {option_name(key): value for key, value in values.items()}
    try:
        return Options(**known)
    except ValidationError as error:
        raise UsageError(_first_complaint(error)) from error


def load_config(path: Path | None = None) -> Config:
    """Read ``path``, else ``capture.toml``, else ``pyproject.toml``'s ``[tool.capture]``, if any.

    Raises `UsageError` when a named file is missing, is not TOML or has an unknown key.
    """
    if path is None:
        return _config_of_folder(Path())
    if not path.is_file():
        raise UsageError(f"no configuration file at {path}")
    return _parse_config(_read_toml(path), path)


def _config_of_folder(folder: Path) -> Config:
    own = folder / "capture.toml"
    if own.is_file():
        return _parse_config(_read_toml(own), own)
    project = folder / "pyproject.toml"
    table = _own_table(_read_toml(project)) if project.is_file() else None
    return _parse_config(table, project) if table else Config()


def _own_table(document: dict[str, Any]) -> dict[str, Any] | None:
    """Return ``[tool.capture]``, ``None`` when there is none."""
    tool = document.get("tool")
    table = tool.get("capture") if isinstance(tool, dict) else None
    return table if isinstance(table, dict) else None


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    # ValueError: wrong bytes, wrong TOML, and numbers with more digits than Python reads.
    except (OSError, ValueError, RecursionError) as error:
        raise UsageError(f"{path} cannot be read: {error}") from error


def _parse_config(table: dict[str, Any], path: Path) -> Config:
    table = _own_table(table) or table
    rest = {key: value for key, value in table.items() if key not in ("site", "page", "check")}
    sites = table.get("site", {})
    try:
        pages = tuple(_page_entry(entry) for entry in _page_tables(table, path))
        config = Config(
            path=path, defaults=rest, sites=sites, pages=pages, check=table.get("check", {})
        )
    except ValidationError as error:
        raise UsageError(f"{path}: {_first_complaint(error)}") from error
    for values in (rest, *sites.values(), *(page.options for page in pages)):
        try:
            make_options(values)
        except UsageError as error:
            raise UsageError(f"{path}: {error}") from error
    return config


def _page_tables(table: dict[str, Any], path: Path) -> list[dict[str, Any]]:
    pages = table.get("page", [])
    if not isinstance(pages, list) or not all(isinstance(page, dict) for page in pages):
        raise UsageError(f"{path}: 'page' is not a list of tables", remedy="write [[page]]")
    return pages


def _page_entry(table: dict[str, Any]) -> PageEntry:
    own = set(PageEntry.model_fields) - {"options"}
    options = {key: value for key, value in table.items() if key not in own}
    return PageEntry(**{k: v for k, v in table.items() if k in own}, options=options)


def option_name(key: str) -> str:
    """Return the field of `Options` that ``key`` means, in the spelling of files and flags."""
    name = key.replace("-", "_")
    name = SINGULAR.get(name, name)
    return f"{name}_ms" if name in ("timeout", "wait") else name


def _first_complaint(error: ValidationError) -> str:
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"]).removesuffix("_ms").replace("_", "-")
    if first["type"] == "extra_forbidden":
        return f"unknown option {where!r}{_near(where)}"
    said = str(first["msg"]).removeprefix("Value error, ")
    return f"option {where!r}: {said}" if where else said


def _near(where: str) -> str:
    known = [name.removesuffix("_ms").replace("_", "-") for name in Options.model_fields]
    near = difflib.get_close_matches(where.removeprefix("no-"), known, n=1)
    return f" (did you mean {near[0]!r}?)" if near else ""
