"""Whether ``page.pdf`` conforms to what the manifest claims of it."""

from __future__ import annotations

from pathlib import Path

from capture.archive.bundle import load_bundle
from capture.render.pdfa.validate import profiles_of, validate


def broken_claims(path: Path) -> tuple[str, ...]:
    """Return a line for each rule that a local bundle's PDF breaks; raises `CaptureError`.

    A bundle without a PDF, or one that claims nothing, breaks none.
    """
    claimed = load_bundle(path).manifest.pdf
    file = path / "page.pdf"
    if claimed is None or not claimed.conformance or not file.is_file():
        return ()
    data = file.read_bytes()
    verdicts = [validate(data, profile) for profile in profiles_of(claimed.conformance)]
    return tuple(f"{file}: {v.profile}: {rule}" for v in verdicts for rule in v.broken)
