"""``capture.json``: what was captured, how, with what, and how it turned out.

`Manifest.model_json_schema` is the published JSON Schema (``capture/archive/capture.schema.json``).
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from capture.browser.values import Connection, ImageCount, Redirect
from capture.extract.values import Metadata
from capture.values import Frozen

FORMAT: Literal["page-capture-bundle/1"] = "page-capture-bundle/1"


class ArtifactRecord(Frozen):
    """One file of the bundle and its fixity."""

    path: str = Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")
    # Goes into a header of `capture browse` as it stands: no line break, no quote of its own.
    media_type: str = Field(pattern=r"^[\w.+-]+/[\w.+-]+(; ?[\w.+-]+=[\w.+-]+)*$", max_length=200)
    bytes: int = Field(ge=0)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


class Software(Frozen):
    """What made the bundle."""

    name: str = "page-capture"
    version: str
    python: str
    platform: str
    playwright: str


class BrowserRecord(Frozen):
    """The browser that visited.  ``sandbox_note`` says why the sandbox was off, if it was."""

    version: str
    path: str
    source: str
    user_agent: str
    flags: tuple[str, ...]
    sandboxed: bool
    sandbox_note: str = ""


class FilterListRecord(Frozen):
    """A filter list that took part, so that its verdicts can be repeated."""

    name: str
    version: str | None = None
    sha256: str | None = None
    rules: int | None = None


class Check(Frozen):
    """Something the capture examined about itself."""

    name: str
    passed: bool
    detail: str = ""


class PdfRecord(Frozen):
    """What is claimed of ``page.pdf`` and which repairs had to guess."""

    pages: int
    conformance: str
    repairs: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class Counts(Frozen):
    """How much the cleaning did; the ledger has the particulars."""

    removed: int = 0
    kept: int = 0
    blocked: int = 0


class Manifest(Frozen):
    """One capture.  Times are aware and UTC; URLs carry no credentials."""

    format: Literal["page-capture-bundle/1"] = FORMAT
    status: Literal["whole", "partial"]
    reasons: tuple[str, ...] = ()
    requested_url: str
    final_url: str
    redirects: tuple[Redirect, ...] = ()
    http_status: int
    http_status_text: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    media_type: str
    connection: Connection = Connection()
    started_at: datetime
    finished_at: datetime
    title: str = ""
    page_kind: str = ""
    metadata: Metadata = Metadata()
    viewport: tuple[int, int, float] = Field(description="Width and height in CSS px, scale")
    options: dict[str, object] = Field(description="Options that differ from the defaults")
    software: Software
    browser: BrowserRecord
    filter_lists: tuple[FilterListRecord, ...] = ()
    fonts_missing: tuple[str, ...] = ()
    images: ImageCount = ImageCount()
    cleaning: Counts = Counts()
    pdf: PdfRecord | None = None
    checks: tuple[Check, ...] = ()
    artifacts: tuple[ArtifactRecord, ...]
    unchanged_since: str | None = Field(
        None, description="The earlier bundle of this address that this capture equals, if so"
    )
    unchanged: tuple[ArtifactRecord, ...] = Field(
        (), description="What this capture made and did not keep, because it is unchanged"
    )
