"""Which lists there are, and which of them this machine has."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib import resources
from pathlib import Path
from typing import Any

from capture.errors import UsageError
from capture.filters.cache import cache_folder
from capture.filters.sources import ListSource

OWN = "page-capture"
# What a list is held to when it says nothing: uBlock Origin's own default.
DEFAULT_EXPIRES_DAYS = 7


@dataclass(frozen=True, slots=True)
class Published:
    """A list and its publisher; ``system`` are paths of copies that a package manager installs."""

    name: str
    url: str
    title: str = ""
    category: str = "ads"
    homepage: str = ""
    licence: str = ""
    expires_days: float = DEFAULT_EXPIRES_DAYS
    system: tuple[str, ...] = ()

    @property
    def fetched_path(self) -> Path:
        """Where ``capture filters update`` keeps it."""
        return cache_folder() / "lists" / f"{self.name}.txt"


@dataclass(frozen=True, slots=True)
class Available:
    """A list, and the copy of it that is used: ``fetched``, ``system``, or ``absent``."""

    published: Published
    path: Path | None
    copy: str


@cache
def published() -> tuple[Published, ...]:
    """Return the lists of lists/sources.toml."""
    text = resources.files("capture.filters").joinpath("lists", "sources.toml").read_text("utf-8")
    table = tomllib.loads(text)
    return tuple(_published(entry, table["folders"]) for entry in table["list"])


def _published(entry: dict[str, Any], folders: list[str]) -> Published:
    relative = entry.pop("system", [])
    system = tuple(f"{folder}/{path}" for folder in folders for path in relative)
    return Published(**entry, system=system)


def available() -> tuple[Available, ...]:
    """Say of each published list which copy this machine has; a fetched one is preferred."""
    return tuple(_available(one) for one in published())


def _available(one: Published) -> Available:
    if one.fetched_path.is_file():
        return Available(one, one.fetched_path, "fetched")
    system = next((path for p in one.system if (path := Path(p)).is_file()), None)
    return Available(one, system, "system" if system else "absent")


def chosen_lists(given: tuple[str, ...] = ()) -> tuple[ListSource, ...]:
    """Return the lists for a capture: our own, those this machine has, and the user's ``given``.

    A user's list is a file or an address that ``capture filters update`` has fetched.  Raises
    `UsageError` for one that is neither.
    """
    found = [_source(one) for one in available() if one.path is not None]
    return (own_list(), *found, *(_user_list(text) for text in given))


def own_list() -> ListSource:
    """Return the list that the package itself brings."""
    text = resources.files("capture.filters").joinpath("lists", "own.txt").read_text("utf-8")
    return ListSource(OWN, given=text, title=OWN, category="ads", origin="part of page-capture")


def _source(one: Available) -> ListSource:
    origin = one.published.url if one.copy == "fetched" else str(one.path)
    facts = one.published
    return ListSource(facts.name, one.path, "", facts.title, facts.category, origin)


def _user_list(text: str) -> ListSource:
    if not text.startswith(("http://", "https://")):
        path = Path(text).expanduser()
        if not path.is_file():
            raise UsageError(
                f"no filter list at {text}", remedy="give a file or an http(s) address"
            )
        return ListSource(path.name, path, origin=str(path))
    one = by_address(text)
    if not one.fetched_path.is_file():
        raise UsageError(
            f"the filter list {text} has not been fetched",
            remedy=f"run: capture filters update {text}",
        )
    return ListSource(one.name, one.fetched_path, origin=text)


def by_address(url: str) -> Published:
    """Return a list for an address that a user gave."""
    known = next((one for one in published() if one.url == url), None)
    return known or Published(f"user-{sha256(url.encode()).hexdigest()[:12]}", url)


def read_state() -> dict[str, dict[str, Any]]:
    """Return what was noted of each list when it was last fetched; empty if nothing readable is."""
    try:
        state = json.loads((cache_folder() / "lists" / "state.json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(state, dict):
        return {}
    return {name: note for name, note in state.items() if isinstance(note, dict)}
