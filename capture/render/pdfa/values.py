"""What goes into the repair of a PDF, and what comes out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pydantic import Field

from capture.values import Frozen


class Level(StrEnum):
    """A PDF/A conformance level: part 2, or 3, which allows attachments; U for Unicode, A for all.

    U asks that text can be read back, A that its structure can too.
    """

    A2U = "2u"
    A2A = "2a"
    A3U = "3u"
    A3A = "3a"

    @property
    def part(self) -> int:
        """The part of ISO 19005."""
        return int(self.value[0])

    @property
    def letter(self) -> str:
        """``u`` or ``a``."""
        return self.value[1]


@dataclass(frozen=True, slots=True)
class Claim:
    """What a file says it conforms to; as text ``2u``, ``2u+ua1``, ``3a+ua1``."""

    part: int
    letter: str
    ua: bool

    def __str__(self) -> str:
        """Return the claim as the manifest writes it."""
        return f"{self.part}{self.letter}" + ("+ua1" if self.ua else "")


class Attachment(Frozen):
    """A file embedded as an associated file; ``relationship`` is PDF/A-3's AFRelationship."""

    name: str
    media_type: str
    data: bytes
    description: str = ""
    relationship: str = "Alternative"


class DocumentFacts(Frozen):
    """What the document says about itself; every time is aware.

    ``subject`` is a description, ``language`` a BCP 47 tag (an invalid one is dropped) and
    ``source_url`` the address the page was captured from.  Attachments make the file PDF/A-3.
    """

    title: str = ""
    authors: tuple[str, ...] = ()
    subject: str = ""
    language: str = ""
    source_url: str = ""
    published: datetime | None = None
    captured_at: datetime
    attachments: tuple[Attachment, ...] = ()


class Repair(Frozen):
    """One kind of mending that was done ``count`` times.

    ``guessed`` says that the repair satisfies a rule by a guess (an alternative text nobody wrote,
    a heading level nobody chose), so that nothing above level U may be claimed.
    """

    rule: str
    count: int
    guessed: bool = False


class FinishedPdf(Frozen):
    """A PDF ready to be kept.

    ``conformance`` is what the file claims, as `Claim` writes it; empty for no claim.
    ``lost_glyphs`` are the code points (``U+F09A``) that no font on this machine could draw; a
    character that could not even be named is ``U+FFFD``.
    """

    data: bytes = Field(repr=False)
    conformance: str
    repairs: tuple[Repair, ...]
    lost_glyphs: tuple[str, ...]
    pages: int
