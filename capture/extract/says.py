"""What the page says of itself, in the form the block model takes it."""

from __future__ import annotations

from capture.extract.carriers import ARTICLES, Carriers, plain, types_of
from capture.extract.features import Says
from capture.extract.headline import heading_text

_POSTS = ARTICLES - {"CreativeWork", "Review"}
_FORUMS = frozenset(("DiscussionForumPosting", "QAPage", "Question", "Answer"))
_PRODUCTS = frozenset(("Product", "ProductGroup", "SoftwareApplication", "Offer", "AggregateOffer"))
_LISTS = frozenset(("ItemList", "CollectionPage", "SearchResultsPage", "OfferCatalog"))


def what_it_says(carriers: Carriers) -> Says:
    """Gather title, description, article body and declared kinds."""
    node = carriers.root.find(".//title")
    title = heading_text(node)[:500] if node is not None else ""
    declared: set[str] = set()
    for thing in carriers.objects[:500]:
        declared |= types_of(thing)
    bodies = [plain(o.get("articleBody")) for o in carriers.typed(ARTICLES)[:5]]
    kind = next((v.lower() for v, _ in carriers.meta("og:type")), "")
    return Says(
        title=title,
        description=next((v for v, _ in carriers.meta("description", "og:description")), ""),
        body=max(bodies, key=len, default=""),
        kinds=(
            bool(declared & _POSTS), bool(declared & _FORUMS), bool(declared & _PRODUCTS), bool(declared & _LISTS),
            kind == "article", kind == "website",
        ),
    )  # fmt: skip
