"""Asking page-validation, which is optional, whether a file keeps a standard's rules."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from capture.errors import CaptureError

# A stream that ends in CR reads "CR LF endstream".  veraPDF accepts it and page-validation does
# not; avoiding it means giving up object streams, which triples a long file (4.0 for 1.3 MB).
_TOLERATED = "STREAM-LENGTH"
# Its own limit is 256, for the sake of hostile files; a list nests three elements a level, and
# Chromium's parser 512 levels.
_DEEPEST = 2048


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the validator says about one profile (``2u``, ``2a``, ``3u``, ``3a``, ``ua1``)."""

    profile: str
    broken: tuple[str, ...]

    @property
    def conforms(self) -> bool:
        """Say whether no rule is broken."""
        return not self.broken


def available() -> bool:
    """Say whether the validator is installed (the extra ``validate``)."""
    return find_spec("page") is not None and find_spec("page._page") is not None


def validate(data: bytes, profile: str) -> Verdict:
    """Check a PDF against one profile; raises `CaptureError` without the validator.

    About 0.1 s of CPU for ten pages.
    """
    if not available():
        raise CaptureError(
            "no PDF/A validator is installed", remedy="pip install 'page-capture[validate]'"
        )
    import page

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "checked.pdf"
        file.write_bytes(data)
        try:
            limits = page.SafetyLimits(max_reference_depth=_DEEPEST)
            report = page.validate_pdf(str(file), profile=profile, limits=limits)
        except page.PageError as error:
            return Verdict(profile, (f"unreadable: {error}",))
    rules = sorted({f.rule_id: f.message for f in report.failures}.items())
    broken = tuple(f"{rule}: {said}" for rule, said in rules if _TOLERATED not in rule)
    return Verdict(profile, broken)


def profiles_of(conformance: str) -> tuple[str, ...]:
    """Return the profiles that a claim such as ``2a+ua1`` is made of."""
    return tuple(conformance.split("+"))
