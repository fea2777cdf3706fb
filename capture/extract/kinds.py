"""Which kind of page this is, by what it declares and how it is built."""

from __future__ import annotations

import re
from itertools import islice

import numpy as np

from capture.extract import tokens
from capture.extract.carriers import Carriers, types_of
from capture.extract.elements import FLAGS
from capture.extract.page import Block, Page

_DECLARED = (
    ("forum", {"DiscussionForumPosting", "QAPage"}),
    ("product", {"Product", "ProductGroup", "SoftwareApplication", "IndividualProduct"}),
    ("article", {"NewsArticle", "BlogPosting", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle",
                 "Recipe", "LiveBlogPosting", "Article", "ScholarlyArticle", "HowTo"}),
    ("documentation", {"TechArticle", "APIReference"}),
    ("collection", {"CollectionPage", "ItemList", "OfferCatalog", "SearchResultsPage"}),
    ("service", {"Service", "LocalBusiness", "FinancialProduct", "ProfessionalService"}),
)  # fmt: skip
_GENERATORS = (
    (
        "forum",
        re.compile(
            r"discourse|vbulletin|xenforo|phpbb|invision|mybb|smf|flarum|nodebb|vanilla|bbpress|lithium",
            re.I,
        ),
    ),
    (
        "documentation",
        re.compile(
            r"sphinx|mkdocs|docusaurus|gitbook|docutils|hugo-book|vitepress|readme\.io|doxygen|javadoc|antora|asciidoctor",
            re.I,
        ),
    ),
)
_ADDRESS = (
    ("forum", re.compile(r"/(?:forums?|threads?|topics?|t|questions|discussions?|viewtopic\.php|showthread\.php|r/\w+/comments)(?:/|$|\?)|^https?://(?:forums?|community|discuss)\.", re.I)),
    ("documentation", re.compile(r"^https?://(?:docs?|developers?|learn|support|help|kb)\.|/(?:docs?|documentation|manual|reference|guide|api|man|help)(?:/|$)", re.I)),
    ("product", re.compile(r"/(?:products?|p|dp|itm|item|sku)(?:/|$)", re.I)),
    ("collection", re.compile(r"/(?:collections?|category|categories|shop|c)(?:/|$)", re.I)),
    ("article", re.compile(r"/(?:blog|news|article|articles|story|stories|post|posts)/.+|/(?:19|20)\d\d/\d{1,2}/", re.I)),
)  # fmt: skip


# phpBB's body, XenForo's html, Invision's body, bbPress's and NodeBB's body class.
_FORUM = re.compile(r"(?:^|\s)(?:phpbb|XF|ipsApp|bbpress|page-topic)(?:\s|$)")
# FluxBB's, PunBB's and SMF's wrappers stand under what a site puts on top.
_FORUM_IDS = frozenset(("punviewtopic", "brd-viewtopic", "forumposts", "topic_viewers"))
_NEAR_TOP = 300
# Microdata's type of a page stands on `html`, `body` or a wrapper in it: Stack Exchange's, MediaWiki's, WordPress's.
_OUTERMOST = 6


def kind_of(page: Page, carriers: Carriers, keep: np.ndarray, url: str | None) -> str:
    """Name the kind of page; "article" when nothing says otherwise and prose carries it."""
    declared = _declared(carriers, page)
    opengraph = next((v.lower() for v, _ in carriers.meta("og:type")), "")
    if kind := _by_software(page, carriers):
        return kind
    address = url or next((v for v, _ in carriers.meta("og:url")), "")
    by_address = next((k for k, p in _ADDRESS if p.search(address[:500])), "")
    for kind, types in _DECLARED[:2]:
        other = by_address == "article" if kind == "forum" else _shows_goods(declared, opengraph)
        if declared & types and not other:
            return kind
    if by_address in ("forum", "documentation"):
        return by_address
    if opengraph.startswith("product"):
        return "product"
    if declared & _DECLARED[2][1] or opengraph == "article":
        return "article"
    if _thread_share(page, keep) > 0.5:
        return "forum"
    if by_address:
        return by_address
    for kind, types in _DECLARED[3:]:
        if declared & types:
            return kind
    prose = _prose_share(page, keep)
    return "article" if prose > 0.6 else "listing" if _link_share(page, keep) > 0.4 else "service"


def _shows_goods(declared: set[str], opengraph: str) -> bool:
    """Tell an article with an offer beside it: of its goods, or of its own subscription."""
    return opengraph == "article" and bool(declared & _DECLARED[2][1])


def _by_software(page: Page, carriers: Carriers) -> str:
    """Name the kind of page that its software makes, where it makes but one."""
    generator = (
        " ".join(v for v, _ in carriers.meta("generator")) + " " + (page.root.get("class") or "")
    )
    made = (kind for kind, pattern in _GENERATORS if pattern.search(generator[:500]))
    return next(made, "forum" if _is_forum(page) else "")


def _is_forum(page: Page) -> bool:
    """Tell a forum's software by the names it gives its outermost elements, or by its own elements."""
    names = (
        f"{page.classes[n]} {page.identities[n]}" for n in range(min(_OUTERMOST, len(page.tags)))
    )
    made = _FORUM.search(" ".join(names)[:1000]) is not None or "shreddit-post" in page.tags
    return made or not _FORUM_IDS.isdisjoint(page.identities[:_NEAR_TOP])


def _declared(carriers: Carriers, page: Page) -> set[str]:
    """Return the types of schema.org that the page gives itself: in JSON-LD, else on its outermost element."""
    declared: set[str] = set()
    for thing in islice(carriers.own(), 300):
        declared |= types_of(thing)
    for node in page.elements[:_OUTERMOST]:
        if kind := node.get("itemtype"):
            declared.add(kind.rstrip("/").rsplit("/", 1)[-1])
    return declared


def _kept_words(page: Page, keep: np.ndarray) -> float:
    return max(1.0, sum(b.words for b, k in zip(page.blocks, keep, strict=True) if k))


def _prose_share(page: Page, keep: np.ndarray) -> float:
    prose = sum(b.words for b, k in zip(page.blocks, keep, strict=True) if k and _is_prose(b))
    return prose / _kept_words(page, keep)


def _is_prose(block: Block) -> bool:
    """Tell prose, a sentence or more: 80 letters, or 30 words where a word is a character."""
    return (len(block.text) >= 80 or block.words >= 30) and block.link_chars * 3 < len(block.text)


def _link_share(page: Page, keep: np.ndarray) -> float:
    kept = [b for b, k in zip(page.blocks, keep, strict=True) if k]
    return sum(b.link_chars for b in kept) / max(1, sum(len(b.text) for b in kept))


def _thread_share(page: Page, keep: np.ndarray) -> float:
    """Share of the kept words in repeated elements named as posts of a thread."""
    bit = 1 << tokens.NAMES.index("thread")
    named = (page.groups & bit) > 0
    if not named.any() or not (page.flags >> FLAGS.index("heading") & 1).any():
        return 0.0
    repeated = {
        s
        for s, c in zip(*np.unique(page.signature[named], return_counts=True), strict=True)
        if c >= 3
    }
    inside = np.zeros(len(page.blocks), bool)
    for number in np.flatnonzero(named):
        if page.signature[number] in repeated:
            inside[page.first_block[number] : page.stop_block[number]] = True
    words = np.array([b.words for b in page.blocks], float)
    return float((words * inside * keep).sum() / _kept_words(page, keep))
