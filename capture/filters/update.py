"""Fetching lists: conditional requests, and never less on the disk than before.

The standard library's client is enough for fifteen conditional requests a week, and one dependency
less: it verifies certificates, follows redirects and takes the environment's proxies.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import re
import time
import urllib.error
import urllib.request
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from capture.errors import UsageError, in_words
from capture.filters.cache import cache_folder, private_folder, write_whole
from capture.filters.catalogue import Published, read_state
from capture.filters.network import Inactive
from capture.filters.preprocess import active_lines, read_header
from capture.filters.rules import parse_line
from capture.filters.sources import MAX_LIST_BYTES

# EasyList's server has taken 8 s on a bad day; a stalled one must not hold the others up longer.
TIMEOUT_SECONDS = 30
# uBlock Origin's own lists include 12 parts at most, one level deep.
MAX_PARTS = 40
USER_AGENT = "page-capture (filter lists)"
_INCLUDE = re.compile(r"^!#include[ \t]+(\S+)[ \t\r]*$", re.MULTILINE)
_EXPIRES = re.compile(r"(\d+)\s*(d|h)", re.IGNORECASE)
# Enough lines to tell a list from an error page, a login page or somebody's README.
_SAMPLE = 400


@dataclass(frozen=True, slots=True)
class Answer:
    """A server's answer; ``data`` is ``None`` when the list has not changed."""

    data: bytes | None
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a list: ``updated``, ``unchanged``, ``fresh`` (not asked) or ``failed``."""

    name: str
    result: str
    detail: str = ""

    def line(self) -> str:
        """Say it in one line."""
        return f"{self.name:24} {self.result:10} {self.detail}".rstrip()


def update(lists: tuple[Published, ...], *, force: bool = False) -> Iterator[Outcome]:
    """Fetch those of ``lists`` that have expired, yielding what became of each.

    A list that cannot be had leaves its old copy in place.  Raises `UsageError` when there is no
    folder of our own to keep lists in.
    """
    folder = cache_folder() / "lists"
    if not private_folder(folder):
        raise UsageError(
            f"{folder} cannot be used: others may write there, or we may not",
            remedy="set CAPTURE_CACHE to a folder of your own",
        )
    state = read_state()
    for one in lists:
        outcome, note = _update_one(one, state.get(one.name, {}), force)
        if note:
            state[one.name] = note
            write_whole(folder / "state.json", json.dumps(state, indent=1).encode())
        yield outcome


def _update_one(
    one: Published, note: dict[str, Any], force: bool
) -> tuple[Outcome, dict[str, Any] | None]:
    have = one.fetched_path.is_file() and note.get("url") == one.url
    if have and not force and not expired(note):
        return Outcome(one.name, "fresh", f"expires {_day(note['expires'])}"), None
    try:
        answer = fetch(one.url, _conditions(note) if have else {})
        if answer.data is None:
            return Outcome(one.name, "unchanged"), {**note, **_times(one, "")}
        data = _with_parts(answer.data, one.url)
        rules = _rules_in(data)
        if not rules:
            return Outcome(one.name, "failed", "what came is no filter list; kept the old"), None
        write_whole(one.fetched_path, data)
    except (OSError, ValueError, http.client.HTTPException, EOFError, zlib.error) as error:
        return Outcome(one.name, "failed", f"{_reason(error)}; {_kept(one, have=have)}"), None
    fresh = _note(one, data, answer)
    same = have and note.get("sha256") == fresh["sha256"]
    detail = f"{len(data):,} bytes, sha256 {fresh['sha256'][:12]}"
    return Outcome(one.name, "unchanged" if same else "updated", detail), fresh


def _kept(one: Published, *, have: bool) -> str:
    if have:
        return "kept the old copy"
    system = any(Path(path).is_file() for path in one.system)
    return "the system's copy stays in use" if system else "there is no copy"


def expired(note: dict[str, Any]) -> bool:
    """Whether a list's time is over; a clock that was set back counts as over, too."""
    fetched, expires = note.get("fetched"), note.get("expires")
    if not isinstance(fetched, int | float) or not isinstance(expires, int | float):
        return True
    return not fetched <= time.time() < expires


def _conditions(note: dict[str, Any]) -> dict[str, str]:
    names = {"etag": "If-None-Match", "last_modified": "If-Modified-Since"}
    return {header: str(note[key]) for key, header in names.items() if note.get(key)}


def fetch(url: str, conditions: dict[str, str]) -> Answer:
    """Ask for ``url``; raises `OSError` or `ValueError` when there is no whole answer."""
    if urlsplit(url).scheme not in ("http", "https"):
        raise ValueError("only http and https are fetched")
    headers = {"User-Agent": USER_AGENT, "Accept-Encoding": "gzip", **conditions}
    request = urllib.request.Request(url, headers=headers)  # noqa: S310 (scheme checked above)
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as response:  # noqa: S310
            if urlsplit(url).scheme == "https" and urlsplit(response.url).scheme != "https":
                raise ValueError("redirected from https to an unprotected address")
            data = _whole(response)
            facts = response.headers
            return Answer(data, facts.get("ETag", ""), facts.get("Last-Modified", ""))
    except urllib.error.HTTPError as error:
        if error.code == http.client.NOT_MODIFIED:
            return Answer(None)
        raise


def _whole(response: http.client.HTTPResponse) -> bytes:
    data = response.read(MAX_LIST_BYTES + 1)
    if response.headers.get("Content-Encoding", "").lower() == "gzip":
        unpacker = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
        data = unpacker.decompress(data, MAX_LIST_BYTES + 1)
        if not unpacker.eof and len(data) <= MAX_LIST_BYTES:
            raise ValueError("the answer was cut off")
    if len(data) > MAX_LIST_BYTES:
        raise ValueError("larger than 64 MiB")
    length = response.headers.get("Content-Length")
    if length and response.length:
        raise ValueError("the answer was cut off")
    return data


def _with_parts(data: bytes, url: str) -> bytes:
    """Put the parts that ``!#include`` names in their places; only from the same folder down."""
    text = data.decode("utf-8-sig", "replace")
    names = dict.fromkeys(_INCLUDE.findall(text))
    if not names:
        return data
    if len(names) > MAX_PARTS:
        raise ValueError(f"includes more than {MAX_PARTS} parts")
    parts = {name: _part(name, url) for name in names}
    return _INCLUDE.sub(lambda match: parts[match[1]], text).encode()


def _part(name: str, url: str) -> str:
    if re.search(r"\.\.|^[/\\]|:", name):
        raise ValueError(f"includes {name[:80]!r}, which is not beside it")
    data = fetch(urljoin(url, name), {}).data or b""
    return data.decode("utf-8-sig", "replace")


def _rules_in(data: bytes) -> int:
    """Count rules among the first lines: none in an error page that was sent with status 200."""
    text = data[:262_144].decode("utf-8", "replace")
    if text.lstrip("\ufeff \t\r\n")[:1] == "<":
        return 0
    good = bad = 0
    for _, line in active_lines(text):
        try:
            parse_line(line)
            good += 1
        except Inactive:
            good += 1
        except (ValueError, RecursionError):
            bad += 1
        if good + bad >= _SAMPLE:
            break
    return good if good > bad else 0


def _note(one: Published, data: bytes, answer: Answer) -> dict[str, Any]:
    header = read_header(data[:4096].decode("utf-8", "replace"))
    return {
        "url": one.url,
        "etag": answer.etag,
        "last_modified": answer.last_modified if _is_date(answer.last_modified) else "",
        "sha256": hashlib.sha256(data).hexdigest(),
        **_times(one, header.expires),
    }


def _times(one: Published, said: str) -> dict[str, float]:
    match = _EXPIRES.search(said)
    days = one.expires_days
    if match:
        days = int(match[1]) / (24 if match[2].lower() == "h" else 1)
    now = time.time()
    # A list may not ask to be fetched every minute, nor to be kept for ever.
    return {"fetched": now, "expires": now + 86400 * min(max(days, 0.25), 30)}


def _is_date(text: str) -> bool:
    try:
        return bool(parsedate_to_datetime(text))
    except ValueError:
        return False


def _day(when: float) -> str:
    return time.strftime("%Y-%m-%d", time.gmtime(when))


def _reason(error: Exception) -> str:
    if isinstance(error, urllib.error.HTTPError):
        return f"HTTP {error.code}"
    if isinstance(error, urllib.error.URLError):
        return in_words(error.reason)
    return str(error) or type(error).__name__
