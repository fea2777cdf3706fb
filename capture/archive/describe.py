"""What happened during a capture, told as a manifest."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata

from pydantic import SecretStr

from capture.archive.manifest import (
    ArtifactRecord,
    BrowserRecord,
    Check,
    Counts,
    FilterListRecord,
    Manifest,
    PdfRecord,
    Software,
)
from capture.browser.launch import BrowserFacts
from capture.browser.values import Visit
from capture.clean.values import Ledger
from capture.extract.values import Fact, Metadata
from capture.filters.engine import Engine
from capture.options import Options
from capture.render.values import Artifact, PdfFacts, Rendering

# The share of the extracted text that page.pdf must hold; what is lost below it is no rounding.
PDF_TEXT_FLOOR = 0.99
# Options whose values are the visitor's own: that they were given is recorded, not what they said.
PRIVATE_OPTIONS = frozenset({"cookies", "storage_state", "browser_path"})


@dataclass(frozen=True, slots=True)
class Account:
    """Everything one capture of a page brought together."""

    visit: Visit
    originals: tuple[Artifact, ...]
    ledger: Ledger
    rendering: Rendering
    finished_at: datetime
    filter_lists: tuple[FilterListRecord, ...] = ()
    explained: tuple[Artifact, ...] = ()

    @property
    def artifacts(self) -> tuple[Artifact, ...]:
        """All files but the manifest."""
        text = self.ledger.model_dump_json(indent=2).encode() + b"\n"
        ledger = Artifact("ledger.json", "application/json", text)
        return (*self.originals, *self.rendering.artifacts, *self.explained, ledger)


def describe_page(
    account: Account,
    browser: BrowserFacts,
    options: Options,
    records: tuple[ArtifactRecord, ...],
) -> Manifest:
    """Make the manifest of a captured page."""
    visit, rendering, ledger = account.visit, account.rendering, account.ledger
    reasons = (*visit.settled.reasons, *ledger.partial, *rendering.cut)
    return Manifest(
        **_of_visit(visit, account.finished_at),
        status="partial" if reasons else "whole",
        reasons=reasons,
        title=_title(rendering.extraction.metadata, visit),
        page_kind=rendering.extraction.kind,
        metadata=_with_summary(rendering.extraction.metadata, ledger),
        viewport=rendering.viewport,
        options=public_options(options),
        software=software(),
        browser=_browser(browser, rendering.user_agent),
        filter_lists=account.filter_lists,
        fonts_missing=rendering.pdf.lost_glyphs if rendering.pdf else (),
        images=visit.settled.images,
        cleaning=Counts(
            removed=len(ledger.removed), kept=len(ledger.kept), blocked=len(ledger.blocked)
        ),
        pdf=_pdf(rendering.pdf),
        checks=_checks(account),
        artifacts=records,
    )


def describe_document(
    visit: Visit,
    browser: BrowserFacts,
    options: Options,
    records: tuple[ArtifactRecord, ...],
) -> Manifest:
    """Make the manifest of a document that was archived as it was served."""
    return Manifest(
        **_of_visit(visit, datetime.now(UTC)),
        status="whole" if visit.settled.settled else "partial",
        reasons=visit.settled.reasons,
        title=visit.title,
        page_kind="document",
        viewport=(options.width, options.height, options.scale_factor or 1.0),
        options=public_options(options),
        software=software(),
        browser=_browser(browser, ""),
        artifacts=records,
    )


def list_records(engine: Engine | None) -> tuple[FilterListRecord, ...]:
    """Return the filter lists that took part, for the manifest."""
    return tuple(
        FilterListRecord(
            name=one.name,
            version=one.version or None,
            sha256=one.sha256,
            rules=one.network + one.cosmetic,
        )
        for one in (engine.lists if engine else ())
    )


def public_options(options: Options) -> dict[str, object]:
    """Return the options that differ from the defaults, without anything secret."""
    given = options.model_dump(exclude_defaults=True)
    return {name: _public(name, value) for name, value in sorted(given.items())}


def _public(name: str, value: object) -> object:
    if name == "headers":
        assert isinstance(value, tuple)
        return [header for header, _ in value]
    if name in PRIVATE_OPTIONS or isinstance(value, SecretStr):
        return "given"
    return list(value) if isinstance(value, tuple) else value


def software() -> Software:
    """Return what runs here."""
    return Software(
        version=metadata.version("page-capture"),
        python=platform.python_version(),
        platform=platform.platform(),
        playwright=metadata.version("playwright"),
    )


def _of_visit(visit: Visit, finished_at: datetime) -> dict[str, object]:
    return {
        "requested_url": visit.requested_url,
        "final_url": visit.final_url,
        "redirects": visit.redirects,
        "http_status": visit.status,
        "http_status_text": visit.status_text,
        "headers": visit.headers,
        "media_type": visit.media_type,
        "connection": visit.connection,
        "started_at": visit.started_at,
        "finished_at": finished_at,
    }


def _browser(facts: BrowserFacts, user_agent: str) -> BrowserRecord:
    return BrowserRecord(
        version=facts.version,
        path=facts.path,
        source=facts.source,
        user_agent=user_agent,
        flags=facts.flags,
        sandboxed=facts.sandboxed,
        sandbox_note=facts.sandbox_note,
    )


def _title(known: Metadata, visit: Visit) -> str:
    return known.title.value if known.title else visit.title


def _with_summary(known: Metadata, ledger: Ledger) -> Metadata:
    if known.summary or not getattr(ledger, "summary", ()):
        return known
    points = Fact(
        value="\n".join(getattr(ledger, "summary", ())), source="summary widget", confidence=0.5
    )
    return known.model_copy(update={"summary": points})


def _pdf(known: PdfFacts | None) -> PdfRecord | None:
    if known is None:
        return None
    return PdfRecord(
        pages=known.pages,
        conformance=known.conformance,
        repairs=known.repairs,
        notes=known.notes,
    )


def _checks(account: Account) -> tuple[Check, ...]:
    settled, rendering = account.visit.settled, account.rendering
    images = settled.images
    return (
        Check(name="settled", passed=settled.settled, detail="; ".join(settled.reasons)),
        Check(name="held-still", passed=not settled.unstable, detail="; ".join(settled.unstable)),
        Check(
            name="images-loaded",
            passed=images.loaded == images.seen,
            detail=f"{images.loaded} of {images.seen}",
        ),
        Check(name="screenshot-not-blank", passed=not rendering.blank),
        Check(name="nothing-cut", passed=not rendering.cut, detail="; ".join(rendering.cut)),
        *(_pdf_checks(rendering.pdf) if rendering.pdf else ()),
    )


def _pdf_checks(known: PdfFacts) -> tuple[Check, ...]:
    share, lost = known.text_share, known.lost_glyphs
    return (
        Check(
            name="pdf-holds-text",
            passed=share >= PDF_TEXT_FLOOR,
            detail=f"{share:.4f} of the extracted words",
        ),
        Check(
            name="fonts-have-glyphs",
            passed=not lost,
            detail=f"no glyph for {', '.join(lost[:20])}" if lost else "",
        ),
    )
