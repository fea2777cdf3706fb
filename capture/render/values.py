"""What rendering makes."""

from __future__ import annotations

from dataclasses import dataclass

from capture.extract.values import Extraction

# The picture that --explain asks for.
EXPLAIN_NAME = "explain.png"


@dataclass(frozen=True, slots=True)
class Artifact:
    """A file to be: ``name`` is this project's choice, never the page's."""

    name: str
    media_type: str
    data: bytes


def text_artifacts(extraction: Extraction, html: str) -> tuple[Artifact, ...]:
    """Return the content as text and as Markdown, and the page as the one file ``html``, if any."""
    texts = (
        Artifact("page.txt", "text/plain; charset=utf-8", _lines(extraction.text)),
        Artifact("page.md", "text/markdown; charset=utf-8", _lines(extraction.markdown)),
    )
    page = (Artifact("page.html", "text/html; charset=utf-8", html.encode()),) if html else ()
    return (*texts, *page)


def _lines(text: str) -> bytes:
    """Return ``text`` as a file of whole lines, which diffs and `cat` expect."""
    return f"{text}\n".encode() if text and not text.endswith("\n") else text.encode()


@dataclass(frozen=True, slots=True)
class PdfFacts:
    """What is known of ``page.pdf``.

    ``text_share`` is the share of the extracted text's words that it holds; ``lost_glyphs`` are
    code points that no font here could draw.
    """

    pages: int
    conformance: str
    repairs: tuple[str, ...]
    lost_glyphs: tuple[str, ...]
    text_share: float
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rendering:
    """The cleaned page as artifacts, and what the capture needs to say about them.

    ``cut`` holds a sentence for each artifact that does not show everything; ``pdf`` is ``None`` as
    long as the PDF is not finished, and when there is none.
    """

    artifacts: tuple[Artifact, ...]
    extraction: Extraction
    pdf: PdfFacts | None
    blank: bool
    cut: tuple[str, ...]
    user_agent: str
    viewport: tuple[int, int, float]
