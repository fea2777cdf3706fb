"""`Options` as the arguments of a browser context."""

from __future__ import annotations

import json
from http.cookiejar import LoadError, MozillaCookieJar
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from capture.errors import UsageError, in_words
from capture.options import Options


def context_arguments(options: Options, devices: dict[str, Any], url: str) -> dict[str, Any]:
    """Return the keyword arguments for ``browser.new_context``; raises `UsageError`.

    The password of ``--auth`` is for the origin of ``url`` alone: any server that a page loads
    from could ask for it.
    """
    given: dict[str, Any] = {
        "viewport": {"width": options.width, "height": options.height},
        "color_scheme": options.color_scheme,
        "reduced_motion": "reduce",
        "locale": options.lang,
        "timezone_id": options.timezone,
        "ignore_https_errors": options.ignore_https_errors,
        # A worker answers from an earlier visit's cache; each capture is to see the network.
        "service_workers": "block",
        # A page can have a hundred downloads of its own making written in a second.
        "accept_downloads": False,
    }
    if options.device:
        given |= _device(options.device, devices)
    if options.scale_factor:
        given["device_scale_factor"] = options.scale_factor
    if options.user_agent:
        given["user_agent"] = options.user_agent
    if options.auth:
        user, _, password = options.auth.get_secret_value().partition(":")
        login = {"username": user, "password": password, "origin": _origin(url)}
        given["http_credentials"] = login
    if options.storage_state:
        given["storage_state"] = _storage_state(options.storage_state)
    return given


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2].lower()}"


def _device(name: str, devices: dict[str, Any]) -> dict[str, Any]:
    if name not in devices:
        near = [known for known in devices if name.lower() in known.lower()][:3]
        hint = f"did you mean {', '.join(near)}?" if near else "see Playwright's list of devices"
        raise UsageError(f"no device named {name!r}", remedy=hint)
    return {k: v for k, v in devices[name].items() if k != "default_browser_type"}


def _storage_state(path: Path) -> Any:
    try:
        state = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise UsageError(f"no storage state in {path}: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise UsageError(f"no storage state in {path}: {error}") from error
    if not isinstance(state, dict):
        raise UsageError(f"no storage state in {path}: it is no JSON object")
    return state


def cookies_of(path: Path) -> list[Any]:
    """Read a Netscape cookies.txt; raises `UsageError` when it is none."""
    jar = MozillaCookieJar()
    try:
        jar.load(str(path), ignore_discard=True, ignore_expires=True)
    except (OSError, LoadError, UnicodeDecodeError) as error:
        # LoadError is an OSError that says in words what is wrong.
        raise UsageError(f"no Netscape cookie file at {path}: {in_words(error)}") from error
    return [
        {
            "name": cookie.name,
            "value": cookie.value or "",
            "domain": cookie.domain,
            "path": cookie.path,
            "secure": cookie.secure,
            "expires": float(cookie.expires) if cookie.expires else -1,
        }
        for cookie in jar
    ]
