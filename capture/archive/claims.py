"""Whether ``page.pdf`` conforms to what the manifest claims of it."""

from __future__ import annotations

from pathlib import Path

from capture.archive.bundle import load_bundle
from capture.errors import UsageError
from capture.render.pdfa.validate import profiles_of, validate


def broken_claims(path: Path) -> tuple[str, ...]:
    """Return a line for each rule that a local bundle's PDF breaks.

    A bundle without a PDF, or one that claims nothing, breaks none; one that cannot be read is
    the digests' matter.
    """
    try:
        claimed = load_bundle(path).manifest.pdf
    except UsageError:
        return ()
    file = path / "page.pdf"
    if claimed is None or not claimed.conformance or not file.is_file():
        return ()
    data = file.read_bytes()
    verdicts = [validate(data, profile) for profile in profiles_of(claimed.conformance)]
    return tuple(f"{file}: {v.profile}: {rule}" for v in verdicts for rule in v.broken)
