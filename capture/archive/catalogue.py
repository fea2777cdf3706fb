"""The catalogue: every bundle of an archive, searchable in any language.

An SQLite database beside the bundles, rebuilt from them at any time and never the only place where
anything is.  The text index splits into trigrams, which needs no dictionary and so finds Chinese,
Japanese and Thai as well as parts of words; a query of fewer than three characters looks through
titles and addresses only.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from capture.archive.bundle import Bundle, find_bundles, load_bundle, read_regular
from capture.errors import UsageError
from capture.urls import host_of

CATALOGUE = Path(".capture", "catalogue.sqlite")
SCHEMA_VERSION = 1
# 1 M characters is 400 pages of print; what lies beyond is not how a capture is looked for.
MAX_TEXT = 1_000_000
# SQLite's trigram index answers nothing shorter.
_SHORTEST_QUERY = 3
_COMMIT_EVERY = 200
_SCHEMA = """
CREATE TABLE capture (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  path TEXT NOT NULL UNIQUE,
  url TEXT NOT NULL,
  final_url TEXT NOT NULL,
  host TEXT NOT NULL,
  title TEXT NOT NULL,
  at TEXT NOT NULL,
  status TEXT NOT NULL,
  kind TEXT NOT NULL,
  removed INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  unchanged_since TEXT NOT NULL
);
CREATE INDEX capture_at ON capture(at);
CREATE INDEX capture_host ON capture(host, at);
CREATE INDEX capture_url ON capture(url, at);
CREATE VIRTUAL TABLE words USING fts5(title, url, text, tokenize = 'trigram', content = '');
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """A capture as the catalogue lists it; ``path`` is the bundle's, within the archive."""

    path: str
    url: str
    final_url: str
    host: str
    title: str
    at: datetime
    status: str
    kind: str
    removed: int
    bytes: int
    unchanged_since: str


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for; empty fields do not narrow.  Days are ``YYYY-MM-DD``, both inclusive."""

    text: str = ""
    host: str = ""
    url: str = ""
    since: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class HostCount:
    """A host and how many captures of it there are."""

    host: str
    captures: int


class Catalogue:
    """An open catalogue, for reading.  Use as a context manager."""

    def __init__(self, archive: Path) -> None:
        path = archive / CATALOGUE
        if not path.is_file():
            raise UsageError(f"no catalogue in {archive}")
        self._db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)

    def __enter__(self) -> Catalogue:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def count(self, query: Query) -> int:
        """Count the captures that match."""
        where, values = _where(query)
        row = self._db.execute(f"SELECT count(*) FROM capture WHERE {where}", values)  # noqa: S608
        return int(row.fetchone()[0])

    def find(self, query: Query, *, limit: int = 50, offset: int = 0) -> list[Entry]:
        """Return the captures that match, the newest first."""
        where, values = _where(query)
        rows = self._db.execute(
            f"SELECT {_COLUMNS} FROM capture WHERE {where}"  # noqa: S608 (fixed parts only)
            " ORDER BY at DESC, id DESC LIMIT ? OFFSET ?",
            (*values, limit, offset),
        )
        return [_entry(row) for row in rows]

    def one(self, path: str) -> Entry | None:
        """Return the capture at ``path``, if the catalogue has it."""
        rows = self._db.execute(f"SELECT {_COLUMNS} FROM capture WHERE path = ?", (path,))  # noqa: S608
        return next((_entry(row) for row in rows), None)

    def hosts(self, limit: int = 200) -> list[HostCount]:
        """Return the hosts with the most captures."""
        rows = self._db.execute(
            "SELECT host, count(*) FROM capture GROUP BY host ORDER BY 2 DESC, 1 LIMIT ?", (limit,)
        )
        return [HostCount(*row) for row in rows]


_COLUMNS = "path, url, final_url, host, title, at, status, kind, removed, bytes, unchanged_since"


def _entry(row: tuple[str, str, str, str, str, str, str, str, int, int, str]) -> Entry:
    path, url, final_url, host, title, at, *rest = row
    return Entry(path, url, final_url, host, title, datetime.fromisoformat(at), *rest)  # type: ignore[arg-type]


def _where(query: Query) -> tuple[str, tuple[str, ...]]:
    conditions = {
        "host = ?": query.host,
        "url = ?": query.url,
        "at >= ?": query.since,
        # Times sort as text; "U" comes after the "T" that follows the day.
        "at < ?": f"{query.until}U" if query.until else "",
    }
    parts = [condition for condition, value in conditions.items() if value]
    values = [value for value in conditions.values() if value]
    for word in query.text.split()[:20]:
        if len(word) >= _SHORTEST_QUERY:
            parts.append("id IN (SELECT rowid FROM words WHERE words MATCH ?)")
            values.append('"' + word.replace('"', '""') + '"')
        else:
            parts.append("(instr(lower(title), lower(?)) OR instr(lower(url), lower(?)))")
            values += [word, word]
    return " AND ".join(parts) or "1", tuple(values)


def refresh(archive: Path, *, anew: bool = False) -> int:
    """Bring the catalogue in step with the bundles; return how many were read.

    Only bundles that it does not have are read, for a bundle never changes; ``anew`` reads all.
    A bundle that cannot be read is left out: `capture verify` says what is wrong with it.
    """
    path = archive / CATALOGUE
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        if anew or not _usable(db):
            _clear(db)
        return _take_in(db, archive)


def _usable(db: sqlite3.Connection) -> bool:
    version: int = db.execute("PRAGMA user_version").fetchone()[0]
    return version == SCHEMA_VERSION


def _clear(db: sqlite3.Connection) -> None:
    with _transaction(db):
        db.execute("DROP TABLE IF EXISTS words")
        db.execute("DROP TABLE IF EXISTS capture")
        for statement in _SCHEMA.split(";"):
            db.execute(statement)
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


@contextmanager
def _transaction(db: sqlite3.Connection) -> Iterator[None]:
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


def _take_in(db: sqlite3.Connection, archive: Path) -> int:
    known = {str(row[0]) for row in db.execute("SELECT path FROM capture")}
    read = 0
    present: set[str] = set()
    pending: list[str] = []
    for folder in find_bundles(archive):
        path = folder.relative_to(archive).as_posix()
        present.add(path)
        if path not in known:
            pending.append(path)
        if len(pending) >= _COMMIT_EVERY:
            read += _add_all(db, archive, pending)
            pending = []
    read += _add_all(db, archive, pending)
    with _transaction(db):
        for path in known - present:
            # Its words stay in the index, under a number that is never given again.
            db.execute("DELETE FROM capture WHERE path = ?", (path,))
    return read


def _add_all(db: sqlite3.Connection, archive: Path, paths: list[str]) -> int:
    added = 0
    with _transaction(db):
        for path in paths:
            try:
                bundle = load_bundle(archive / path)
            except UsageError:
                continue
            added += _add(db, path, bundle)
    return added


def _add(db: sqlite3.Connection, path: str, bundle: Bundle) -> int:
    manifest = bundle.manifest
    title = _clean(manifest.title)
    cursor = db.execute(
        "INSERT OR IGNORE INTO capture (path, url, final_url, host, title, at, status, kind,"
        " removed, bytes, unchanged_since) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            path,
            _clean(manifest.requested_url),
            _clean(manifest.final_url),
            host_of(manifest.final_url) or "file",
            title,
            manifest.started_at.astimezone(UTC).isoformat(),
            manifest.status,
            manifest.page_kind,
            manifest.cleaning.removed,
            sum(artifact.bytes for artifact in manifest.artifacts),
            manifest.unchanged_since or "",
        ),
    )
    if cursor.rowcount:
        words = (cursor.lastrowid, title, _clean(manifest.final_url), _text_of(bundle))
        db.execute("INSERT INTO words (rowid, title, url, text) VALUES (?, ?, ?, ?)", words)
    return cursor.rowcount


def _text_of(bundle: Bundle) -> str:
    try:
        return _clean(read_regular(bundle.path / "page.txt").decode("utf-8", "replace")[:MAX_TEXT])
    except OSError:
        return ""


def _clean(text: str) -> str:
    # SQLite ends a text at NUL, and takes no lone surrogates.
    return text.replace("\0", " ").encode("utf-8", "replace").decode()
