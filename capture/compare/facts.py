"""What manifest and ledger say, as named facts that can be compared, and where they were made."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from collections import Counter
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

from capture.compare.values import FactChange
from capture.errors import UsageError
from capture.values import Frozen

# A manifest's models take a tenth of the time in which two files are compared.
if TYPE_CHECKING:
    from capture.archive.manifest import Manifest
    from capture.clean.values import Ledger

FACTS = "snapshot.json"
_PROCESSORS = ("x86_64", "AMD64", "aarch64", "arm64", "riscv64", "ppc64le", "s390x")


class Environment(Frozen):
    """What decides how a page is drawn, besides the page."""

    browser: str = ""
    flags: str = ""
    platform: str = ""
    fonts: str = ""
    viewport: str = ""

    def differences(self, other: Environment) -> tuple[str, ...]:
        """Name what is not the same there."""
        return tuple(
            f"{name} {getattr(self, name) or 'unknown'} → {getattr(other, name) or 'unknown'}"
            for name in type(self).model_fields
            if getattr(self, name) != getattr(other, name)
        )


class Snapshot(Frozen):
    """The facts of one capture, as ``snapshot.json`` keeps them beside a baseline."""

    url: str = ""
    environment: Environment = Environment()
    facts: dict[str, str] = {}


def read_snapshot(folder: Path) -> Snapshot:
    """Read a baseline's or a bundle's facts; raises `UsageError` when they cannot be read."""
    try:
        if (folder / FACTS).is_file():
            return Snapshot.model_validate_json((folder / FACTS).read_bytes())
        from capture.archive.bundle import load_bundle
        from capture.clean.values import Ledger

        manifest = load_bundle(folder).manifest
        ledger = folder / "ledger.json"
        removed = Ledger.model_validate_json(ledger.read_bytes()) if ledger.is_file() else None
    except (OSError, ValueError) as error:
        raise UsageError(f"no capture at {folder}: {str(error).splitlines()[0]}") from error
    return snapshot_of(manifest, removed)


def snapshot_of(manifest: Manifest, ledger: Ledger | None) -> Snapshot:
    """Return the facts that should be the same when the page is; times and sizes are none."""
    from capture.extract.values import Fact

    known = manifest.metadata
    facts: dict[str, str] = {
        "status": manifest.status,
        "reasons": "; ".join(manifest.reasons),
        "http-status": str(manifest.http_status),
        "final-url": manifest.final_url,
        "title": manifest.title,
        "kind": manifest.page_kind,
        "authors": "; ".join(author.value for author in known.authors),
    }
    for name in type(known).model_fields:
        fact = getattr(known, name)
        if isinstance(fact, Fact):
            facts[f"metadata.{name}"] = fact.value
    facts |= {f"check.{c.name}": "passed" if c.passed else "failed" for c in manifest.checks}
    facts["images"] = f"{manifest.images.loaded} of {manifest.images.seen}"
    facts["pdf.pages"] = str(manifest.pdf.pages) if manifest.pdf else ""
    if ledger is not None:
        counts = Counter(removal.candidate.kind.value for removal in ledger.removed)
        facts |= {f"removed.{kind}": str(count) for kind, count in sorted(counts.items())}
    given = {name: value for name, value in facts.items() if value}
    return Snapshot(url=manifest.requested_url, environment=_environment(manifest), facts=given)


def compare_facts(
    baseline: Snapshot, current: Snapshot, ignored: tuple[str, ...] = ()
) -> tuple[FactChange, ...]:
    """Return what differs, but for names that match a pattern of ``ignored`` (``removed.*``)."""
    names = dict.fromkeys([*baseline.facts, *current.facts])
    return tuple(
        FactChange(name=name, baseline=baseline.facts.get(name), current=current.facts.get(name))
        for name in names
        if baseline.facts.get(name) != current.facts.get(name)
        and not any(fnmatchcase(name, pattern) for pattern in ignored)
    )


def _environment(manifest: Manifest) -> Environment:
    width, height, scale = manifest.viewport
    return Environment(
        browser=manifest.browser.version,
        flags=" ".join(manifest.browser.flags),
        platform=_platform(manifest.software.platform),
        fonts=fonts_digest(),
        viewport=f"{width}×{height}@{scale:g}",
    )


def _platform(name: str) -> str:
    """Return the system and the processor of `platform.platform`'s answer.

    Linux's own version has no part in drawing, and changes on hosted runners every other week;
    that of macOS does: the system draws the letters.
    """
    parts = name.split("-")
    kept = parts[:1] if parts[0] == "Linux" else parts[:2]
    return "-".join([*kept, *(part for part in parts if part in _PROCESSORS)][:3])


def fonts_digest() -> str:
    """Return a short digest of the fonts installed here; empty where fontconfig is not."""
    program = shutil.which("fc-list")
    if program is None:
        return ""
    try:
        answer = subprocess.run(  # noqa: S603 (a program of the system, no argument from outside)
            [program, ":", "family", "style", "fontversion"],
            capture_output=True,
            timeout=20,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return hashlib.sha256(b"\n".join(sorted(answer.stdout.splitlines()))).hexdigest()[:12]
