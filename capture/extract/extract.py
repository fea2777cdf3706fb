"""The main content of a page, as text, Markdown, clean HTML and metadata.

1. parse the markup into a tree, number its elements, cut its text into blocks
2. give every block a probability of being content (`features`, `forest`), and again in view of the others' (`second`)
3. decide which blocks to keep (`decide`), and what kind of page it is (`kinds`)
4. rebuild the kept blocks as clean, semantic HTML (`rebuild`)
5. write that as text and as Markdown; read the metadata (`metadata`)
"""

from __future__ import annotations

import numpy as np
from lxml import etree

from capture.extract.carriers import Carriers, canonical, read_carriers
from capture.extract.decide import decide
from capture.extract.elements import Element
from capture.extract.features import Says, features
from capture.extract.forest import load
from capture.extract.kinds import kind_of
from capture.extract.markdown import markdown
from capture.extract.markup import parse
from capture.extract.metadata import metadata
from capture.extract.notices import framed_notice, notice_kind
from capture.extract.page import Page, read_page
from capture.extract.plaintext import plain_text
from capture.extract.rebuild import rebuild
from capture.extract.says import what_it_says
from capture.extract.second import second_look, setting
from capture.extract.summary import find_summary
from capture.extract.values import Extraction, Fact


def extract(html: str, url: str | None = None) -> Extraction:
    """Extract the main content of ``html``; ``url`` makes links absolute and tells the site's own.

    Takes any string: a serialised rendered page, a stored one, or rubbish.  Never raises on a page's
    account; a page without content of its own gives empty text.
    """
    root = parse(html)
    page = read_page(root)
    carriers = read_carriers(root)
    says = what_it_says(carriers)
    bullets, widget = find_summary(page)
    keep = _kept(page, says, widget)
    notice = notice_kind(page, says.title) or framed_notice(page, says.title, keep)
    if notice:
        keep[:] = False
    kind = notice or kind_of(page, carriers, keep, url or canonical(root))
    content = rebuild(page, keep, _base(root, url))
    text = plain_text(content)
    found = metadata(carriers, page, kind, url, text)
    if bullets:
        found = found.model_copy(
            update={
                "summary": Fact(value="\n".join(bullets), source="summary widget", confidence=0.8)
            }
        )
    return Extraction(
        kind=kind,
        text=text,
        markdown=markdown(content),
        html=etree.tostring(content, encoding="unicode", method="html") if text else "",
        metadata=found,
    )


def main_text(page: Page, carriers: Carriers, probability: np.ndarray) -> str:
    """Return the text alone, by probabilities from elsewhere: how a model is judged before it ships."""
    _, widget = find_summary(page)
    title = what_it_says(carriers).title
    keep = decide(page, probability, widget)
    if notice_kind(page, title) or framed_notice(page, title, keep):
        return ""
    return plain_text(rebuild(page, keep))


def _kept(page: Page, says: Says, widget: frozenset[int]) -> np.ndarray:
    if not page.blocks:
        return np.zeros(0, bool)
    model = load("blocks")
    first = model.probability(features(page, says, model.names))
    return decide(page, second_look(setting(page), first, load("second")), widget)


def _base(root: Element, url: str | None) -> str | None:
    node = root.find(".//base")
    href = (node.get("href") or "").strip() if node is not None else ""
    return href if href.startswith(("http://", "https://")) else url
