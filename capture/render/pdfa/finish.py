"""From Chromium's PDF to one that a repository and a screen reader accept."""

from __future__ import annotations

import io
from functools import cache
from importlib import resources

from pikepdf import (
    Array,
    AttachedFileSpec,
    Dictionary,
    Name,
    ObjectStreamMode,
    Pdf,
    PdfError,
    String,
)

from capture.errors import CaptureError
from capture.render.pdfa import xmp
from capture.render.pdfa.figures import mend_document, mend_figures, mend_links
from capture.render.pdfa.glyphs import mend_fonts
from capture.render.pdfa.lists import mend_lists
from capture.render.pdfa.marks import mark_artifacts, unmarked
from capture.render.pdfa.notes import Notes
from capture.render.pdfa.roles import (
    language_tag,
    map_roles,
    mend_forms,
    mend_languages,
    renumber_headings,
)
from capture.render.pdfa.tables import mend_tables
from capture.render.pdfa.tree import Tree
from capture.render.pdfa.validate import available, profiles_of, validate
from capture.render.pdfa.values import Claim, DocumentFacts, FinishedPdf, Level
from capture.render.pdfa.words import Fonts, Words

# What a reader is told of a page that has no title; the standards ask for one.
_UNTITLED = "Untitled page"
# Validating against two standards takes 0.2 s of CPU for ten pages and grows faster than the
# pages: longer documents claim what their repairs are known to reach, level U.
_MOST_VALIDATED = 25


def finish(raw: bytes, facts: DocumentFacts, level: Level | None = Level.A2U) -> FinishedPdf:
    """Repair, describe and identify a PDF that Chromium printed with tags.

    ``level`` is the highest to claim, ``None`` to claim nothing.  Level A is claimed where nothing
    was guessed and the validator agrees, and so is PDF/UA-1; a file with attachments is part 3.
    Needs no browser and shares nothing, so it may run in a thread of its own.  Equal input gives
    equal bytes.  Raises `CaptureError` when the data is no PDF.
    """
    try:
        pdf = Pdf.open(io.BytesIO(raw))
    except PdfError as error:
        raise CaptureError(f"the browser's PDF cannot be read: {error}") from error
    with pdf:
        notes = Notes()
        _repair(pdf, notes)
        titled = _titled(facts)
        _describe(pdf, titled)
        _attach(pdf, titled)
        data, conformance = _claimed(pdf, titled, notes, level)
        return FinishedPdf(
            data=data,
            conformance=conformance,
            repairs=notes.repairs(),
            lost_glyphs=tuple(sorted(notes.lost)),
            pages=len(pdf.pages),
        )


def _claimed(
    pdf: Pdf, facts: DocumentFacts, notes: Notes, level: Level | None
) -> tuple[bytes, str]:
    """Return the file with the highest claim that is true of it, and the claim."""
    if level is None:
        _identify(pdf, facts, None)
        return _saved(pdf), ""
    part = 3 if facts.attachments else level.part
    if not notes.guessed and len(pdf.pages) <= _MOST_VALIDATED and available():
        best = Claim(part, level.letter, ua=True)
        _identify(pdf, facts, best)
        data = _saved(pdf)
        if all(validate(data, profile).conforms for profile in profiles_of(str(best))):
            return data, str(best)
    plain = Claim(part, "u", ua=False)
    _identify(pdf, facts, plain)
    return _saved(pdf), str(plain)


def _repair(pdf: Pdf, notes: Notes) -> None:
    contents = mark_artifacts(pdf, notes)
    fonts = Fonts()
    words = Words(contents, fonts)
    tree = Tree(pdf)
    mend_document(tree, notes)
    mend_forms(tree, notes)
    mend_figures(tree, words, notes)
    mend_lists(tree, notes)
    mend_tables(tree, notes)
    mend_links(tree, pdf, words, notes)
    renumber_headings(tree, notes)
    mend_languages(tree, notes)
    map_roles(tree, notes)
    tree.write()
    everything = contents + unmarked(pdf, contents)
    mend_fonts(pdf, everything, fonts, notes)
    for painted in everything:
        painted.write()


def _titled(facts: DocumentFacts) -> DocumentFacts:
    title = " ".join(xmp.legal(facts.title).split()) or facts.source_url or _UNTITLED
    return facts.model_copy(update={"title": title, "language": language_tag(facts.language)})


def _identify(pdf: Pdf, facts: DocumentFacts, claim: Claim | None) -> None:
    packet = xmp.packet(facts, claim)
    pdf.Root.Metadata = pdf.make_stream(packet, Type=Name.Metadata, Subtype=Name.XML)
    profile = pdf.make_stream(_srgb(), N=3, Alternate=Name.DeviceRGB)
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String("sRGB"),
        Info=String("sRGB IEC61966-2.1"),
        DestOutputProfile=profile,
    )
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])


def _describe(pdf: Pdf, facts: DocumentFacts) -> None:
    info = Dictionary(
        Title=String(facts.title),
        Creator=String(xmp.PRODUCER),
        Producer=String(xmp.PRODUCER),
        CreationDate=String(xmp.info_time(facts.captured_at)),
        ModDate=String(xmp.info_time(facts.captured_at)),
    )
    if facts.authors:
        info.Author = String(xmp.legal(", ".join(facts.authors)))
    if facts.subject.strip():
        info.Subject = String(xmp.legal(facts.subject))
    pdf.trailer.Info = pdf.make_indirect(info)
    said = language_tag(str(pdf.Root.get("/Lang", "")))
    pdf.Root.Lang = String(facts.language or said or "und")
    preferences = pdf.Root.get("/ViewerPreferences", Dictionary())
    preferences.DisplayDocTitle = True
    pdf.Root.ViewerPreferences = preferences


def _attach(pdf: Pdf, facts: DocumentFacts) -> None:
    for attachment in facts.attachments:
        spec = AttachedFileSpec(
            pdf,
            attachment.data,
            filename=attachment.name,
            mime_type=attachment.media_type,
            description=attachment.description,
            creation_date=xmp.info_time(facts.captured_at),
            mod_date=xmp.info_time(facts.captured_at),
        )
        spec.relationship = Name("/" + attachment.relationship)
        pdf.attachments[attachment.name] = spec
    if facts.attachments:
        pdf.Root.AF = Array([pdf.attachments[a.name].obj for a in facts.attachments])


@cache
def _srgb() -> bytes:
    return resources.files("capture.render.pdfa").joinpath("srgb.icc").read_bytes()


def _saved(pdf: Pdf) -> bytes:
    buffer = io.BytesIO()
    pdf.remove_unreferenced_resources()
    pdf.save(
        buffer,
        deterministic_id=True,
        force_version="1.7",
        object_stream_mode=ObjectStreamMode.generate,
        compress_streams=True,
    )
    return buffer.getvalue()
