"""A bundle as a BagIt bag (RFC 8493), for repositories that take bags."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from capture.archive.bundle import load_bundle
from capture.archive.fixity import verify_bundle
from capture.archive.manifest import Manifest
from capture.errors import CaptureError, FixityError, UsageError
from capture.urls import host_folder, slug

_DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_CHUNK = 1 << 20


def export_bag(bundle: Path, folder: Path) -> Path:
    """Write ``bundle`` as a bag of its own into ``folder``; return the bag's path.

    The bag is there whole or not at all.  Raises `FixityError` when the bundle does not match its
    digests, `UsageError` when there is no bundle or the bag exists.
    """
    manifest = load_bundle(bundle).manifest
    if failures := verify_bundle(bundle):
        raise FixityError(str(failures[0]), remedy="restore the bundle from a copy")
    target = folder / _name(manifest, bundle)
    if target.exists():
        raise UsageError(f"{target} exists already", remedy="choose another folder with -o")
    try:
        _write(bundle, manifest, target)
    except OSError as error:
        raise CaptureError(f"the bag could not be written: {error.strerror or error}") from error
    return target


def _write(bundle: Path, manifest: Manifest, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".bag-", dir=target.parent))
    try:
        lines, count, size = _copy_payload(bundle, draft)
        _tag_file(draft, "bagit.txt", _DECLARATION)
        _tag_file(draft, "manifest-sha256.txt", "".join(lines))
        _tag_file(draft, "bag-info.txt", _info(manifest, count, size))
        tags = ("bag-info.txt", "bagit.txt", "manifest-sha256.txt")
        sums = (f"{_digest(draft / name)}  {name}\n" for name in tags)
        _tag_file(draft, "tagmanifest-sha256.txt", "".join(sums))
        draft.chmod(0o755)
        draft.rename(target)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _copy_payload(bundle: Path, draft: Path) -> tuple[list[str], int, int]:
    (draft / "data").mkdir()
    lines, size = [], 0
    for source in sorted(bundle.iterdir()):
        copy = draft / "data" / source.name
        shutil.copyfile(source, copy)
        _sync(copy)
        lines.append(f"{_digest(copy)}  data/{source.name}\n")
        size += copy.stat().st_size
    return lines, len(lines), size


def _info(manifest: Manifest, count: int, size: int) -> str:
    said = {
        "Bagging-Date": datetime.now(UTC).date().isoformat(),
        "Bag-Software-Agent": f"page-capture {manifest.software.version}",
        "External-Identifier": manifest.requested_url,
        "External-Description": manifest.title,
        "Payload-Oxum": f"{size}.{count}",
    }
    return "".join(f"{key}: {' '.join(value.split())}\n" for key, value in said.items() if value)


def _name(manifest: Manifest, bundle: Path) -> str:
    url = manifest.requested_url
    return f"{host_folder(url)}-{slug(url)}-{bundle.resolve().name}"


def _tag_file(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8", errors="replace", newline="\n")
    _sync(folder / name)


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
