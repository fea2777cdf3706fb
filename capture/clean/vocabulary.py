"""The words by which parts of a page name themselves, in many languages; data for the detectors."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import Any


@cache
def vocabulary() -> dict[str, Any]:
    """Return ``lists/words.json``; its own comment field says how each list is matched."""
    text = resources.files("capture.clean").joinpath("lists", "words.json").read_text("utf-8")
    words: dict[str, Any] = json.loads(text)
    return words
