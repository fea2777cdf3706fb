"""What can still be made of a page when the browser does not get on with it."""

from __future__ import annotations

from capture.extract.document import as_document
from capture.extract.extract import extract
from capture.options import Options
from capture.render.artifacts import MAX_HTML_CHARACTERS
from capture.render.html import self_contained
from capture.render.values import Artifact, PdfFacts, Rendering

_NO_PDF = PdfFacts(
    pages=0, conformance="", repairs=(), lost_glyphs=(), text_share=0.0, notes=("there is none",)
)


def salvage(mhtml: bytes, url: str, options: Options, why: str) -> Rendering:
    """Make the text and the single file of the snapshot taken before cleaning; needs no browser.

    ``why`` becomes the reason that the bundle is partial.
    """
    html = self_contained(mhtml)
    extraction = as_document(extract(html[:MAX_HTML_CHARACTERS], url), ascii_only=options.ascii)
    lost = "page.pdf and page.png are missing, the text is of the page before cleaning"
    return Rendering(
        artifacts=(
            Artifact("page.txt", "text/plain; charset=utf-8", extraction.text.encode()),
            Artifact("page.md", "text/markdown; charset=utf-8", extraction.markdown.encode()),
            Artifact("page.html", "text/html; charset=utf-8", html.encode()),
        ),
        extraction=extraction,
        pdf=_NO_PDF,
        blank=False,
        cut=(f"{why}: {lost}",),
        user_agent=options.user_agent or "",
        viewport=(options.width, options.height, options.scale_factor or 1.0),
    )
