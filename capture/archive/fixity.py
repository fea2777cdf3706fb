"""Fixity: whether a bundle is still what was written."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from pydantic import ValidationError

from capture.archive.bundle import (
    FIXITY,
    MANIFEST,
    MAX_MANIFEST_BYTES,
    TIMESTAMP,
    read_regular,
)
from capture.archive.manifest import Manifest
from capture.archive.timestamp import MAX_RESPONSE, stamped_at
from capture.errors import UsageError
from capture.values import Frozen

# A bundle has some fifteen files.
_MAX_FIXITY_BYTES = 1 << 20
_LINE = re.compile(r"([0-9a-f]{64})  ([a-z0-9][a-z0-9._-]{0,63})")


class Failure(Frozen):
    """One thing that is wrong with a bundle."""

    bundle: Path
    file: str
    problem: str

    def __str__(self) -> str:
        """One line, as `capture verify` prints it."""
        return f"{self.bundle / self.file}: {self.problem}"


def verify_bundle(path: Path) -> tuple[Failure, ...]:
    """Compare every file of the bundle with its digests, and the manifest with its schema.

    Finds changed, missing and extra files, and digests in ``capture.json`` that differ from those
    in ``manifest-sha256.txt``.  Never raises because of what a bundle holds.
    """
    try:
        stated = _stated(path / FIXITY)
    except (OSError, ValueError) as error:
        return (Failure(bundle=path, file=FIXITY, problem=f"cannot be read: {error}"),)
    problems = [
        *_compare_files(path, stated),
        *_extra(path, stated),
        *_compare_manifest(path, stated),
        *_compare_stamp(path, stated),
    ]
    return tuple(Failure(bundle=path, file=file, problem=problem) for file, problem in problems)


def _stated(file: Path) -> dict[str, str]:
    stated: dict[str, str] = {}
    for line in read_regular(file, _MAX_FIXITY_BYTES).decode("utf-8").splitlines():
        match = _LINE.fullmatch(line)
        if not match or match[2] in stated:
            raise ValueError(f"not a line of digests: {line[:80]!r}")
        stated[match[2]] = match[1]
    if MANIFEST not in stated:
        raise ValueError(f"it does not list {MANIFEST}")
    return stated


def _compare_files(path: Path, stated: dict[str, str]) -> list[tuple[str, str]]:
    problems = []
    for name, expected in sorted(stated.items()):
        file = path / name
        if file.is_symlink() or not file.is_file():
            problems.append((name, "missing"))
        elif _digest_of(file) != expected:
            problems.append((name, "changed"))
    return problems


def _extra(path: Path, stated: dict[str, str]) -> list[tuple[str, str]]:
    present = {item.name for item in path.iterdir()}
    return [(name, "extra") for name in sorted(present - set(stated) - {FIXITY})]


def _compare_manifest(path: Path, stated: dict[str, str]) -> list[tuple[str, str]]:
    try:
        text = read_regular(path / MANIFEST, MAX_MANIFEST_BYTES)
        manifest = Manifest.model_validate_json(text)
    except OSError as error:
        # What is no file at all was reported as missing.
        return [(MANIFEST, f"cannot be read: {error}")] if (path / MANIFEST).is_file() else []
    except ValidationError as error:
        first = error.errors()[0]
        where = "".join(f"{part}: " for part in (".".join(map(str, first["loc"])),) if part)
        return [(MANIFEST, f"does not follow its schema: {where}{first['msg']}")]
    listed = {artifact.path: artifact.sha256 for artifact in manifest.artifacts}
    expected = {name: value for name, value in stated.items() if name not in _SEALED}
    differing = sorted(set(listed.items()) ^ set(expected.items()))
    return [(name, f"listed differently in {MANIFEST}") for name in dict(differing)]


# The manifest cannot list itself, nor the stamp that was set on it.
_SEALED = (MANIFEST, TIMESTAMP)


def _compare_stamp(path: Path, stated: dict[str, str]) -> list[tuple[str, str]]:
    if TIMESTAMP not in stated:
        return []
    try:
        stamp = read_regular(path / TIMESTAMP, MAX_RESPONSE)
        at = stamped_at(stamp, read_regular(path / MANIFEST, MAX_MANIFEST_BYTES))
    except OSError:
        return []  # reported as missing
    except UsageError as error:
        return [(TIMESTAMP, f"was not checked: {error}")]
    return [] if at else [(TIMESTAMP, f"is no time stamp of this {MANIFEST}")]


def _digest_of(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
