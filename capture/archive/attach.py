"""The files that a PDF/A-3 carries: what the page said, and how it was captured."""

from __future__ import annotations

from capture.archive.bundle import record_of
from capture.archive.describe import Account, describe_page
from capture.browser.launch import BrowserFacts
from capture.options import Options
from capture.render.pdfa.values import Attachment

# ISO 19005-3, 6.8: the text is another form of what the pages show; ledger and manifest add to it.
_ALTERNATIVE, _SUPPLEMENT = "Alternative", "Supplement"
_SAID = {
    "page.txt": (_ALTERNATIVE, "The extracted text"),
    "page.md": (_ALTERNATIVE, "The extracted text as Markdown"),
    "ledger.json": (_SUPPLEMENT, "What the cleaning removed, kept and blocked, and why"),
}
_MANIFEST = "The capture's manifest as it stood before this PDF was finished, so without its digest"


def associated_files(
    account: Account, browser: BrowserFacts, options: Options
) -> tuple[Attachment, ...]:
    """Return text, Markdown, ledger and manifest for a PDF that is not finished yet.

    No file can hold its own digest: the manifest inside the PDF is the bundle's ``capture.json``
    without the PDF, its facts and checks, and whatever is made after it (a WACZ, a time stamp).
    """
    artifacts = account.artifacts
    records = tuple(record_of(artifact) for artifact in artifacts)
    manifest = describe_page(account, browser, options, records)
    data = manifest.model_dump_json(indent=2).encode() + b"\n"
    return (
        *(
            Attachment(
                name=artifact.name,
                media_type=artifact.media_type.partition(";")[0],
                data=artifact.data,
                description=_SAID[artifact.name][1],
                relationship=_SAID[artifact.name][0],
            )
            for artifact in artifacts
            if artifact.name in _SAID and artifact.data
        ),
        Attachment(
            name="capture.json",
            media_type="application/json",
            data=data,
            description=_MANIFEST,
            relationship=_SUPPLEMENT,
        ),
    )
