"""The tables of a run's state, and the statements that need more than a line."""

from __future__ import annotations

import hashlib

from capture.runs.outcome import State
from capture.runs.seeds import BadSeed, Seed

SCHEMA_VERSION = 1
SCHEMA = """
CREATE TABLE IF NOT EXISTS seed (
  id INTEGER PRIMARY KEY,
  key BLOB NOT NULL UNIQUE,
  url TEXT NOT NULL,
  options TEXT NOT NULL,
  page INTEGER NOT NULL,
  host TEXT NOT NULL,
  state TEXT NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0,
  not_before REAL NOT NULL DEFAULT 0,
  at INTEGER NOT NULL DEFAULT 0,
  listed INTEGER NOT NULL,
  temporary INTEGER NOT NULL DEFAULT 0,
  reason TEXT NOT NULL DEFAULT '',
  bundle TEXT NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS seed_waiting ON seed(host, not_before, id) WHERE state = 'waiting';
CREATE INDEX IF NOT EXISTS seed_running ON seed(id) WHERE state = 'running';
CREATE INDEX IF NOT EXISTS seed_failed ON seed(id) WHERE state = 'failed';
CREATE INDEX IF NOT EXISTS seed_page ON seed(page, at);
CREATE TABLE IF NOT EXISTS host (
  name TEXT PRIMARY KEY,
  running INTEGER NOT NULL,
  ready_at REAL NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS host_ready ON host(ready_at);
"""
# Later than any clock: a host with nothing to do is ready then.
NEVER = 9e15
UPSERT = """
INSERT INTO seed (key, url, options, page, host, state, listed, reason)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (key) DO UPDATE SET listed = excluded.listed
"""
HOST_FREED = """
UPDATE host SET running = max(running - 1, 0),
  ready_at = max(CASE WHEN ready_at >= ? THEN 0 ELSE ready_at END, ?)
WHERE name = ?
"""
READY_HOST = "SELECT name FROM host WHERE ready_at <= ? AND running < ? ORDER BY ready_at LIMIT 1"
NEXT_OF_HOST = """
SELECT id, url, options, tries, not_before, page FROM seed
WHERE state = 'waiting' AND host = ? ORDER BY not_before, id LIMIT 1
"""
# A row of the table `seed`, as UPSERT takes it.
Row = tuple[bytes, str, str, int, str, str, int, str]


def row_of(seed: Seed | BadSeed, listed: int) -> Row:
    """Return the row of a seed on the list with the number ``listed``."""
    if isinstance(seed, BadSeed):
        key = hashlib.sha256(f"bad\n{seed.text}".encode("utf-8", "replace")).digest()[:16]
        text = seed.text.encode("utf-8", "replace").decode()
        return key, text, "{}", 0, "\n", State.FAILED, listed, seed.reason[:2000]
    digest = hashlib.sha256(seed.url.encode("utf-8", "replace")).digest()
    page = int.from_bytes(digest[:7], "big")
    return seed.key, seed.url, seed.options, page, seed.host, State.WAITING, listed, ""
