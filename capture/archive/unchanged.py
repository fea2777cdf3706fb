"""Recording that nothing changed, with digests instead of another copy."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from capture.archive.bundle import Bundle, load_bundle, record_of, write_bundle
from capture.archive.manifest import ArtifactRecord, Manifest
from capture.archive.timestamp import sealer
from capture.errors import UsageError
from capture.render.values import Artifact
from capture.urls import host_folder, slug

# What holds times, random boundaries or addresses of the day, and so differs each time.
VOLATILE = frozenset(
    {"page.pdf", "page.html", "original.mhtml", "original.png", "original.wacz", "ledger.json"}
)
# How far back an equal capture is looked for: the newest that kept its files is nearly always the
# one before, and each look reads a manifest.
_LOOK_BACK = 50


def write_capture(
    archive: Path,
    artifacts: tuple[Artifact, ...],
    describe: Callable[[tuple[ArtifactRecord, ...]], Manifest],
    *,
    at: datetime | None = None,
    skip_unchanged: bool = False,
    authority: str | None = None,
) -> Bundle:
    """Write a bundle, time-stamped by ``authority`` if one is given.

    With ``skip_unchanged``, of an unchanged page only manifest and digests are kept.

    Unchanged means: the latest bundle of this address that holds files was made with the same
    options, and its text, Markdown and screenshot (or document) have the very same digests.
    """
    seal = sealer(authority)
    if skip_unchanged:
        records = tuple(record_of(artifact) for artifact in artifacts)
        manifest = describe(records)
        earlier = _latest(archive, manifest)
        if earlier and _equal(earlier.manifest, manifest):
            changes = {"artifacts": (), "unchanged": records, "unchanged_since": earlier.path.name}
            short = manifest.model_copy(update=changes)
            return write_bundle(archive, (), lambda _: short, at=at, seal=seal)
    return write_bundle(archive, artifacts, describe, at=at, seal=seal)


def _latest(archive: Path, manifest: Manifest) -> Bundle | None:
    folder = archive / host_folder(manifest.requested_url) / slug(manifest.requested_url)
    for bundle in _newest_first(folder):
        same_page = bundle.manifest.requested_url == manifest.requested_url
        if same_page and bundle.manifest.unchanged_since is None:
            return bundle
    return None


def _newest_first(folder: Path) -> Iterator[Bundle]:
    names = sorted((path for path in folder.glob("*") if path.is_dir()), reverse=True)
    for path in names[:_LOOK_BACK]:
        try:
            yield load_bundle(path)
        except UsageError:
            continue  # `capture verify` says what is wrong with it


def _equal(earlier: Manifest, now: Manifest) -> bool:
    return _lasting(earlier) == _lasting(now) and _asked(earlier) == _asked(now)


def _lasting(manifest: Manifest) -> dict[str, str]:
    kept = {a.path: a.sha256 for a in manifest.artifacts if a.path not in VOLATILE}
    return kept | {"title": manifest.title, "final_url": manifest.final_url}


def _asked(manifest: Manifest) -> dict[str, object]:
    return {k: v for k, v in manifest.options.items() if k != "skip_unchanged"}
