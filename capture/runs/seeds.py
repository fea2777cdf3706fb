"""Seed lists of any length: a text file, JSON lines, a sitemap, a feed, an address of one, stdin.

A text line is an address and, after white space, options as ``key=value`` (quoted where they hold
white space); ``#`` starts a comment, on a line of its own or after the address.  A JSON line is an
object with ``url`` and options.  Nothing is read ahead: a list of ten million lines takes no
more memory than one of ten.
"""

from __future__ import annotations

import codecs
import gzip
import hashlib
import io
import json
import re
import shlex
import sys
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from capture.errors import CaptureError, PolicyRefused, UsageError
from capture.options import BROWSER_FIELDS, SINGULAR, Options, make_options, option_name
from capture.runs.feeds import read_links
from capture.runs.fetch import Judge, anything, fetch, judge_for, public_only, web_only
from capture.urls import MAX_URL_LENGTH, host_of, mask_login, parse_target, redact

# An address (32 KiB) and as much again for options; a longer line is not a seed.
MAX_LINE = 2 * MAX_URL_LENGTH
# The protocol forbids an index inside an index; sites that have them go one deep.
MAX_INDEX_DEPTH = 3
# The protocol's own limit for one index.
MAX_SITEMAPS = 50_000
# Twenty times the protocol's 50 MiB: what a packed list may unpack to.
MAX_UNPACKED = 1 << 30
_RUN_WIDE = BROWSER_FIELDS
# What a list that a stranger serves may say of a page: how it is to look.  Not which files of the
# user are read, what runs in a page that their logins open, nor what time and space it may take.
_OF_STRANGERS = frozenset(
    {"width", "height", "scale_factor", "device", "color_scheme", "lang", "timezone", "user_agent"}
    | {"selector", "mask", "clean", "remove", "hide", "keep", "keep_pickers", "originals"}
    | {"pdf_a", "layout", "paper", "landscape", "margin", "ascii", "public_only"}
)
# Options whose values are written to no report; the run's own database has them, to go on.
SECRET_OPTIONS = frozenset({"auth", "headers", "proxy_server"})
# The value of such an option, as far as it can be told in a line that cannot be read.
_SECRET_VALUE = re.compile(
    r"""((?:auth|headers?|proxy[-_]server)["']?\s*[=:]\s*)(?:\{[^}]*\}?|"[^"]*"?|'[^']*'?|\S+)"""
)


@dataclass(frozen=True, slots=True)
class Seed:
    """A page to capture; ``options`` are this page's own, as canonical JSON (``{}`` mostly)."""

    url: str
    options: str = "{}"

    @property
    def key(self) -> bytes:
        """What makes two lines the same seed: the address and the options given for it."""
        return hashlib.sha256(f"{self.url}\n{self.options}".encode("utf-8", "replace")).digest()[
            :16
        ]

    @property
    def host(self) -> str:
        """The host whose delay and concurrency this seed counts against."""
        return host_of(self.url)

    def values(self) -> dict[str, Any]:
        """Return the options given for this page."""
        return dict(json.loads(self.options))

    def told(self) -> Seed:
        """Return the seed as it may be told to anybody: no login, no header, no password."""
        kept = {name: value for name, value in self.values().items() if name not in SECRET_OPTIONS}
        options = self.options if len(kept) == len(self.values()) else json.dumps(kept)
        return Seed(redact(self.url), options)


@dataclass(frozen=True, slots=True)
class BadSeed:
    """A line, or a listed sitemap, that cannot be used, and why."""

    text: str
    reason: str


def read_seeds(source: str) -> Iterator[Seed | BadSeed]:
    """Yield the seeds in ``source``: a path, an http(s) address, or ``-`` for stdin.

    What cannot be used comes out as a `BadSeed` in its place.  Raises `UsageError` when the source
    itself cannot be read.
    """
    if source == "-":
        yield from _read(sys.stdin.buffer, "", anything)
    elif source.startswith(("http://", "https://")):
        yield from _read_remote(source)
    else:
        yield from _read_file(Path(source))


def _read_file(path: Path) -> Iterator[Seed | BadSeed]:
    try:
        stream = path.open("rb")
    except OSError as error:
        raise UsageError(f"no seed list at {path}: {error.strerror}") from error
    with stream:
        yield from _read(stream, "", anything)


def _read_remote(url: str) -> Iterator[Seed | BadSeed]:
    judge = judge_for(url)
    try:
        fetched = fetch(url, judge)
    except CaptureError as error:
        raise UsageError(f"no seed list at {url[:200]}: {error}") from error
    with closing(fetched.body):
        yield from _read(fetched.body, fetched.url, judge)


def _read(stream: IO[bytes], base: str, judge: Judge) -> Iterator[Seed | BadSeed]:
    opened = _in_utf8(_unpacked(stream))
    if opened.peek(64).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        yield from _Sitemaps(judge).read(opened, base, 0)
    else:
        yield from _read_lines(opened, judge)


def _in_utf8(stream: io.BufferedReader) -> io.BufferedReader:
    """Return a reader over ``stream`` in UTF-8: PowerShell writes UTF-16, marked as such."""
    if not stream.peek(2).startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return stream
    return io.BufferedReader(_Utf16(stream))


def _unpacked(stream: IO[bytes]) -> io.BufferedReader:
    """Return a reader over ``stream``, through gzip (twice at most) when it is packed."""
    reader: io.BufferedReader = io.BufferedReader(_Raw(stream))
    for _ in range(2):
        if not reader.peek(2).startswith(b"\x1f\x8b"):
            break
        reader = io.BufferedReader(_Bounded(gzip.GzipFile(fileobj=reader), MAX_UNPACKED))
    return reader


class _Raw(io.RawIOBase):
    """Any binary stream as a raw one, so that it can be buffered and peeked into."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        chunk = self._take(len(buffer))
        buffer[: len(chunk)] = chunk
        return len(chunk)

    def _take(self, size: int) -> bytes:
        return (
            self._stream.read1(size) if hasattr(self._stream, "read1") else self._stream.read(size)
        )


class _Utf16(_Raw):
    """A stream in UTF-16, given on in UTF-8."""

    def __init__(self, stream: Any) -> None:
        super().__init__(stream)
        self._decoder = codecs.getincrementaldecoder("utf-16")("replace")

    def _take(self, size: int) -> bytes:
        # Two bytes become three at most, and half a character may wait for its other half.
        while raw := super()._take(max(2, size // 2)):
            if text := self._decoder.decode(raw):
                return text.encode("utf-8", "replace")
        return b""


class _Bounded(_Raw):
    """A stream that refuses to give more than ``limit`` bytes, and ends where packing is broken."""

    def __init__(self, stream: Any, limit: int) -> None:
        super().__init__(stream)
        self._left = limit

    def _take(self, size: int) -> bytes:
        try:
            chunk = super()._take(size)
        except (OSError, EOFError, zlib.error) as error:
            raise UsageError(f"the packed list is broken: {error}") from error
        self._left -= len(chunk)
        if self._left < 0:
            raise UsageError("the packed list unpacks to more than a list may have")
        return chunk


def _read_lines(stream: io.BufferedReader, judge: Judge) -> Iterator[Seed | BadSeed]:
    first = True
    while raw := stream.readline(MAX_LINE):
        if len(raw) >= MAX_LINE and not raw.endswith(b"\n"):
            _skip_line(stream)
            yield BadSeed(_shown(raw), f"a line of more than {MAX_LINE} bytes")
            continue
        line = raw.decode("utf-8-sig" if first else "utf-8", "replace").strip()
        first = False
        if line and not line.startswith("#"):
            yield _judged(parse_line(line), judge)


def _skip_line(stream: io.BufferedReader) -> None:
    while (rest := stream.readline(MAX_LINE)) and not rest.endswith(b"\n"):
        pass


def _shown(raw: bytes) -> str:
    return _masked(raw.decode("utf-8", "replace"))[:200]


def _masked(line: str) -> str:
    """Return a line that is no seed as it may be shown: without what looks like a secret."""
    return _SECRET_VALUE.sub(r"\1…", mask_login(line))


def parse_line(line: str) -> Seed | BadSeed:
    """Read one line of a seed list."""
    try:
        target, given = _json_line(line) if line.startswith("{") else _text_line(line)
        return make_seed(target, given)
    except (CaptureError, ValueError) as error:
        return BadSeed(_masked(line)[:200], str(error))


def _text_line(line: str) -> tuple[str, dict[str, Any]]:
    target, _, rest = line.partition("\t") if "\t" in line else line.partition(" ")
    given: dict[str, Any] = {}
    if rest.lstrip().startswith("#"):  # not further on: it may stand in an option's value
        rest = ""
    for part in shlex.split(rest):
        key, equals, value = part.partition("=")
        if not equals:
            raise UsageError(f"{part[:80]!r} is no option", remedy="write key=value")
        given[key] = [*given.get(key, []), value] if _repeats(key) else _plain(value)
    return target, given


def _plain(value: str) -> str | bool:
    return {"true": True, "false": False}.get(value, value)


def _repeats(key: str) -> bool:
    field = Options.model_fields.get(option_name(key))
    return option_name(key) == "headers" or (
        field is not None and field.annotation == tuple[str, ...]
    )


def _json_line(line: str) -> tuple[str, dict[str, Any]]:
    try:
        given = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"not JSON: {error}") from error
    target = given.pop("url", None)
    if not isinstance(target, str):
        raise UsageError("a JSON line needs a text under 'url'")
    return target, given


def make_seed(target: str, given: dict[str, Any] | None = None) -> Seed:
    """Return the seed for an address and its options; raises `UsageError` or `PolicyRefused`."""
    # Under one name: what is kept out of reports is known by it.
    given = {SINGULAR.get(k.replace("-", "_"), k): v for k, v in (given or {}).items()}
    for key in given:
        if key.replace("-", "_") in _RUN_WIDE:
            raise UsageError(f"option {key!r} is for a whole run, not for one page")
    make_options(given)
    url = parse_target(target)
    return Seed(url, json.dumps(given, sort_keys=True, ensure_ascii=False, separators=(",", ":")))


def _judged(seed: Seed | BadSeed, judge: Judge) -> Seed | BadSeed:
    if isinstance(seed, BadSeed):
        return seed
    try:
        judge(seed.url)
        return _of_stranger(seed) if judge is public_only else seed
    except CaptureError as error:
        return BadSeed(seed.url, str(error))


def _of_stranger(seed: Seed) -> Seed:
    """Return a seed of a public list as it is captured: a name may lead elsewhere by then.

    Raises `PolicyRefused` for an option that is not a stranger's to set.
    """
    values = seed.values()
    for name in values:
        if option_name(name) not in _OF_STRANGERS:
            raise PolicyRefused(f"a list from the web may not set {name!r} for a page")
    return make_seed(seed.url, {**values, "public_only": True})


class _Sitemaps:
    """One reading of a sitemap or feed with everything it points to: once each, bounded."""

    def __init__(self, judge: Judge) -> None:
        self._judge = judge
        self._seen: set[bytes] = set()

    def read(self, stream: io.BufferedReader, base: str, depth: int) -> Iterator[Seed | BadSeed]:
        host = host_of(base)
        try:
            for link in read_links(stream, base):
                if link.is_index:
                    yield from self._follow(link.url, depth + 1)
                else:
                    yield self._seed(link.url, host)
        except CaptureError as error:
            if depth == 0:
                raise
            yield BadSeed(base, str(error))

    def _seed(self, url: str, trusted_host: str) -> Seed | BadSeed:
        try:
            web_only(url)
            seed = make_seed(url)
        except CaptureError as error:
            return BadSeed(url[:200], str(error))
        # The list's own host was judged when the list was fetched: no look-up for each page.
        known = seed.host and seed.host == trusted_host
        if known and self._judge is not public_only:
            return seed
        return _of_stranger(seed) if known else _judged(seed, self._judge)

    def _follow(self, url: str, depth: int) -> Iterator[Seed | BadSeed]:
        mark = hashlib.sha256(url.encode("utf-8", "replace")).digest()[:8]
        if mark in self._seen:
            return
        self._seen.add(mark)
        if depth > MAX_INDEX_DEPTH or len(self._seen) > MAX_SITEMAPS:
            yield BadSeed(url, "the sitemap index is nested too deep or lists too many")
            return
        try:
            fetched = fetch(url, self._judge)
        except CaptureError as error:
            yield BadSeed(url, str(error))
            return
        with closing(fetched.body):
            yield from self.read(_unpacked(fetched.body), fetched.url, depth)
