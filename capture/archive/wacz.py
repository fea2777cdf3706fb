"""Packing a recorded page as WACZ 1.1.1: one zip that replay tools open as it is.

Written to a name of its own beside the target and moved there when it is whole.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import uuid
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from capture.archive.warc import IndexEntry

WACZ_VERSION = "1.1.1"
# Lines in a compressed block of the index, as cdxj-indexer packs them.
_BLOCK_LINES = 300
_PAGES_HEADER = {"format": "json-pages-1.0", "id": "pages", "title": "All Pages", "hasText": True}


@dataclass(frozen=True, slots=True)
class ReplayPage:
    """The page as replay tools list it; ``text`` makes it searchable there."""

    url: str
    title: str
    captured_at: datetime
    text: str = ""


@dataclass(frozen=True, slots=True)
class _Member:
    path: str
    digest: str
    size: int


def pack_wacz(
    target: Path, warc: Path, index: Iterable[IndexEntry], page: ReplayPage, *, software: str
) -> None:
    """Pack ``warc`` with its ``index`` and ``page`` into ``target``, which must not exist."""
    draft = target.with_name(f".{target.name}.{uuid.uuid4().hex[:8]}")
    try:
        with zipfile.ZipFile(draft, "x") as pack:
            _fill(pack, warc, sorted(_line(entry, warc.name) for entry in index), page, software)
        draft.rename(target)
    finally:
        draft.unlink(missing_ok=True)


def _fill(
    pack: zipfile.ZipFile, warc: Path, lines: list[str], page: ReplayPage, software: str
) -> None:
    # WARC and index are stored as they are, so that a reader can seek into them.
    members = [_store_file(pack, f"archive/{warc.name}", warc)]
    blocks = list(_blocks(lines))
    members.append(_store(pack, "indexes/index.cdx.gz", b"".join(b.packed for b in blocks)))
    members.append(_store(pack, "indexes/index.idx", _idx(blocks), zipfile.ZIP_DEFLATED))
    members.append(_store(pack, "pages/pages.jsonl", _pages(page), zipfile.ZIP_DEFLATED))
    description = _datapackage(members, page, software)
    _store(pack, "datapackage.json", description, zipfile.ZIP_DEFLATED)
    digest = {"path": "datapackage.json", "hash": _sha256(description)}
    _store(pack, "datapackage-digest.json", _json(digest).encode(), zipfile.ZIP_DEFLATED)


def _line(entry: IndexEntry, filename: str) -> str:
    said: dict[str, str] = {
        "url": entry.url,
        "mime": entry.media_type,
        "status": str(entry.status),
        "digest": entry.digest,
        "length": str(entry.length),
        "offset": str(entry.offset),
        "filename": filename,
    }
    if entry.method != "GET":
        said["method"] = entry.method
    return f"{entry.key} {entry.timestamp} {_json(said)}\n"


@dataclass(frozen=True, slots=True)
class _Block:
    first: str
    packed: bytes


def _blocks(lines: list[str]) -> Iterator[_Block]:
    for start in range(0, len(lines), _BLOCK_LINES):
        block = lines[start : start + _BLOCK_LINES]
        yield _Block(block[0], gzip.compress("".join(block).encode(), mtime=0))


def _idx(blocks: list[_Block]) -> bytes:
    header = {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}
    lines = [f"!meta 0 {_json(header)}\n"]
    offset = 0
    for block in blocks:
        key, timestamp, _ = block.first.split(" ", 2)
        where = {
            "offset": offset,
            "length": len(block.packed),
            "digest": _sha256(block.packed),
            "filename": "index.cdx.gz",
        }
        lines.append(f"{key} {timestamp} {_json(where)}\n")
        offset += len(block.packed)
    return "".join(lines).encode()


def _pages(page: ReplayPage) -> bytes:
    said = {
        "id": hashlib.sha256(f"{page.url} {page.captured_at}".encode()).hexdigest()[:22],
        "url": page.url,
        "ts": _moment(page.captured_at),
        "title": page.title,
        "text": page.text,
    }
    return f"{_json(_PAGES_HEADER)}\n{_json(said)}\n".encode("utf-8", "replace")


def _datapackage(members: list[_Member], page: ReplayPage, software: str) -> bytes:
    said = {
        "profile": "data-package",
        "wacz_version": WACZ_VERSION,
        "software": software,
        "created": _moment(datetime.now(UTC)),
        "title": page.title or page.url,
        "mainPageUrl": page.url,
        "mainPageDate": _moment(page.captured_at),
        "resources": [
            {
                "name": member.path.rpartition("/")[2].lower(),
                "path": member.path,
                "hash": member.digest,
                "bytes": member.size,
            }
            for member in members
        ],
    }
    return json.dumps(said, indent=2, ensure_ascii=False).encode("utf-8", "replace")


def _store(
    pack: zipfile.ZipFile, path: str, body: bytes, packing: int = zipfile.ZIP_STORED
) -> _Member:
    pack.writestr(_info(path, packing), body)
    return _Member(path, _sha256(body), len(body))


def _store_file(pack: zipfile.ZipFile, path: str, source: Path) -> _Member:
    digest = hashlib.sha256()
    info = _info(path, zipfile.ZIP_STORED)
    info.file_size = source.stat().st_size
    with source.open("rb") as file, pack.open(info, "w") as member:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
            member.write(chunk)
    return _Member(path, f"sha256:{digest.hexdigest()}", source.stat().st_size)


def _info(path: str, packing: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(path, datetime.now(UTC).timetuple()[:6])
    info.compress_type = packing
    info.external_attr = 0o644 << 16
    return info


def _sha256(body: bytes) -> str:
    return f"sha256:{hashlib.sha256(body).hexdigest()}"


def _json(value: object) -> str:
    # Line separators of Unicode would split a line-based index for some readers.
    return json.dumps(value, ensure_ascii=True)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
