"""The published schema is the program's own."""

from __future__ import annotations

import json
from importlib import resources

from capture.archive.manifest import Manifest


def test_the_published_schema_is_current() -> None:
    # Rewritten by `make docs`.
    text = resources.files("capture.archive").joinpath("capture.schema.json").read_text("utf-8")
    assert json.loads(text) == Manifest.model_json_schema()
