"""Containers that known systems put into pages; data for the detectors."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources


@cache
def systems() -> dict[str, dict[str, str]]:
    """Return ``lists/systems.json`` as ``{kind: {system: selectors}}``."""
    text = resources.files("capture.clean").joinpath("lists", "systems.json").read_text("utf-8")
    return {kind: found for kind, found in json.loads(text).items() if kind != "about"}
