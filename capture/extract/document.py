"""An extraction as a document of its own: with its title at the head, once.

`extract` gives the main content alone, which is what extraction is measured by; a file that is kept
has to say what it is.
"""

from __future__ import annotations

import re

from capture.extract.plaintext import to_ascii
from capture.extract.values import Extraction

# A title that was only guessed is no headline; one that the page states is above this.
STATED = 0.6
# How far down a page's own headline stands: after a kicker, a date and a standfirst.
HEAD_LINES = 6
# Outside HTML, Markdown's own characters in a title would be taken for markup.
_MARKDOWN = re.compile(r"([\\`*_\[\]<>#])")


def as_document(extraction: Extraction, *, ascii_only: bool = False) -> Extraction:
    """Return ``extraction`` with its title as first line of text and Markdown.

    Nothing is added where there is no content, no stated title, or the title stands there already.
    """
    title = extraction.metadata.title
    text, markdown = extraction.text, extraction.markdown
    if text.strip() and title and title.confidence >= STATED and not _heads(title.value, text):
        text = f"{title.value}\n\n{text}"
        heading = _MARKDOWN.sub(r"\\\1", title.value)
        markdown = f"# {heading}\n\n{markdown}"
    if ascii_only:
        text, markdown = to_ascii(text), to_ascii(markdown)
    return extraction.model_copy(update={"text": text, "markdown": markdown})


def _heads(title: str, text: str) -> bool:
    lines = [line for line in text.splitlines() if line.strip()][:HEAD_LINES]
    return any(_letters(title) == _letters(line) for line in lines)


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()
