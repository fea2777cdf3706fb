"""Addresses: what a user may type, and where a capture of it lies on disk.

Everything here is pure; whether an address may be reached is decided where it is connected to
(`capture.browser.gate`).
"""

from __future__ import annotations

import hashlib
import re
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit, urlunsplit

from capture.errors import PolicyRefused, UsageError

ALLOWED_SCHEMES = ("http", "https", "file")
# Chromium refuses addresses over 2 MiB; nobody types one over 32 KiB, and servers refuse 8 KiB.
MAX_URL_LENGTH = 32_768
# ext4, APFS and NTFS all take names of 255 bytes; the rest leaves room for a hash and a time.
MAX_SLUG_LENGTH = 80
_LONGEST_HOST = 200
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_HOST_PORT = re.compile(r"[\w.-]+:\d{1,5}(/|$)")
# No host begins so: a path that is no file is a mistake in the path, not a site to look up.
_PATH_BEGINS = ("./", "../", "/", "~/")
_DEFAULT_PORT = {"http": 80, "https": 443}
# Windows takes no folder of such a name, and archives travel.
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
)


def parse_target(text: str) -> str:
    """Return the absolute URL that a user means by ``text``.

    A path of an existing file becomes ``file:``; a name without a scheme ``https:``, this machine's
    own and a bare IP address ``http:``, as nobody certifies those.  Raises `UsageError` when it is
    no address, `PolicyRefused` when its scheme is forbidden.
    """
    typed = text = text.strip()
    if not text or len(text) > MAX_URL_LENGTH or any(ord(c) < 32 for c in text):
        raise UsageError(
            f"not a URL: {mask_login(text)[:80]!r}", remedy="give an address such as https://…"
        )
    if not _SCHEME.match(text) or _HOST_PORT.match(text):
        path = Path(text)
        if _is_file(path):
            return path.resolve().as_uri()
        if text.startswith(_PATH_BEGINS):
            raise UsageError(f"no file at {text[:80]}", remedy="check the path")
        text = f"{_scheme_for(text)}://{text}"
    parts = _split(text)
    if parts.scheme not in ALLOWED_SCHEMES:
        raise PolicyRefused(
            f"the scheme {parts.scheme}: is not captured", remedy="give an http(s) or file address"
        )
    # What was typed with its scheme is an address: http://wiki/ in an office, http://web/ in CI.
    named = typed is text
    if parts.scheme != "file" and not _plausible_host(parts.hostname or "", named=named):
        raise UsageError(
            f"not a URL: {mask_login(typed)[:80]!r}", remedy="give an address such as https://…"
        )
    return urlunsplit(parts)


def _scheme_for(address: str) -> str:
    host = host_of(f"//{address}")
    try:
        ip_address(host)
    except ValueError:
        return "http" if host == "localhost" or host.endswith(".localhost") else "https"
    return "http"


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # an address without its scheme can be longer than a file's name may be
        return False


def _split(text: str) -> SplitResult:
    try:
        parts = urlsplit(text)
        _ = parts.port  # raises on a port that is no number
    except ValueError as error:
        raise UsageError(f"not a URL: {mask_login(text)[:80]!r} ({error})") from error
    return parts._replace(scheme=parts.scheme.lower())


def _plausible_host(host: str, *, named: bool) -> bool:
    named = (named and host != "") or "." in host or host == "localhost" or ":" in host
    return (named or host.isdigit()) and not re.search(r"[\s<>\"{}|\\^`]", host)


def host_of(url: str) -> str:
    """Return the host in lower case, ``""`` for a file."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def redact(url: str) -> str:
    """Return ``url`` without user name and password."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    if "@" not in parts.netloc:
        return url
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def mask_login(text: str) -> str:
    """Return ``text``, which need be no address, without what looks like a login in one."""
    return re.sub(r"//[^/\s]*@", "//", text)


def login_in(url: str) -> str:
    """Return ``user:password`` where the address holds one, else ``""``."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if "@" not in parts.netloc:
        return ""
    return f"{unquote(parts.username or '')}:{unquote(parts.password or '')}"


def host_folder(url: str) -> str:
    """Return the archive folder for the URL's host: IDNA, lower case, the port if unusual.

    Any text has one: a bundle from elsewhere may call anything its address.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "unknown"
    if parts.scheme == "file":
        return "file"
    host = (parts.hostname or "unknown").lower()
    try:
        host = host.encode("idna").decode()
    except UnicodeError:
        host = hashlib.sha256(host.encode("utf-8", "replace")).hexdigest()[:16]
    name = re.sub(r"[^a-z0-9.-]+", "-", host).strip(".-") or "unknown"
    if len(name) > _LONGEST_HOST:
        digest = hashlib.sha256(host.encode("utf-8", "replace")).hexdigest()[:16]
        name = f"{name[: _LONGEST_HOST - 17]}-{digest}"
    unusual = port and port != _DEFAULT_PORT.get(parts.scheme)
    return f"{name}_{port}" if unusual else name


def slug(url: str) -> str:
    """Return a folder name for the URL's path and query: ``[a-z0-9-]``, at most 80 characters.

    When letters were lost on the way, a digest of the URL keeps different pages apart.
    """
    try:
        parts = urlsplit(url)
        said = parts.path.strip("/") + (f"?{parts.query}" if parts.query else "")
    except ValueError:
        said = url
    faithful = re.sub(r"[^a-z0-9]+", "-", unquote(said).lower()).strip("-")
    if re.fullmatch(r"[a-z0-9]+([-/][a-z0-9]+)*", said) and len(faithful) <= MAX_SLUG_LENGTH:
        plain = said.replace("/", "-")
        if plain == said and plain not in _DEVICES:
            return plain
    if not said:
        return "index"
    digest = hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:8]
    return f"{faithful[: MAX_SLUG_LENGTH - 9].strip('-')}-{digest}".strip("-")
