"""What can still be made of a page when the browser does not get on with it."""

from __future__ import annotations

from capture.extract.document import as_document
from capture.extract.extract import extract
from capture.options import Options
from capture.render.html import self_contained
from capture.render.values import PdfFacts, Rendering, text_artifacts

# Dense markup (a word an element) takes `self_contained` 1.4 s of a core a megabyte, the extractor
# 10 s; plain prose takes a fifteenth of that.  Together 25 s at worst.
MAX_SNAPSHOT_BYTES = 8 * 1024 * 1024
MAX_READ_CHARACTERS = 1_500_000
_NO_PDF = PdfFacts(
    pages=0, conformance="", repairs=(), lost_glyphs=(), text_share=0.0, notes=("there is none",)
)


def salvage(mhtml: bytes, url: str, options: Options, why: str) -> Rendering:
    """Make the text and the single file of the snapshot taken before cleaning; needs no browser.

    ``why`` becomes the reason that the bundle is partial.  What a large page has beyond its first
    megabytes is left out, and said to be.
    """
    html = self_contained(mhtml[:MAX_SNAPSHOT_BYTES])
    read = html[:MAX_READ_CHARACTERS]
    extraction = as_document(extract(read, url), ascii_only=options.ascii)
    lost = "page.pdf and page.png are missing, the text is of the page before cleaning"
    return Rendering(
        artifacts=text_artifacts(extraction, html),
        extraction=extraction,
        pdf=_NO_PDF,
        blank=False,
        cut=(
            f"{why}: {lost}",
            *_cuts("page.html", len(mhtml), MAX_SNAPSHOT_BYTES),
            *_cuts("page.txt", len(html), MAX_READ_CHARACTERS),
        ),
        user_agent=options.user_agent or "",
        viewport=(options.width, options.height, options.scale_factor or 1.0),
    )


def _cuts(name: str, size: int, most: int) -> tuple[str, ...]:
    return (f"the page is larger than can be saved: {name} is cut",) if size > most else ()
