"""The JSON-LD objects that a page is about."""

from __future__ import annotations

from typing import Any

from capture.extract.carriers import ARTICLES, Carriers, types_of

_POSTS = (ARTICLES - {"Review", "CreativeWork"}) | {
    "DiscussionForumPosting",
    "Question",
    "PodcastEpisode",
    "Episode",
    "MedicalWebPage",
    "ClaimReview",
    "Guide",
}
# A film is the subject of a page about nothing else; on a shop's page it shows the goods.
_FILMS = frozenset(("VideoObject", "AudioObject", "PodcastEpisode", "Movie"))
_SHOWN = frozenset(("product", "collection", "listing", "service"))
# More articles than this side by side are a list of them.
_MOST = 3


def main_posts(carriers: Carriers, kind: str) -> list[dict[str, Any]]:
    """Return the objects that describe the page's own text, the surest first; none on a page of many."""
    posts = carriers.typed(_POSTS)
    if len(posts) > _MOST and len({str(p.get("headline") or p.get("name")) for p in posts}) > _MOST:
        posts = [p for p in posts if carriers.is_here(p)]
    elif not posts and kind not in _SHOWN:
        posts = [v for v in carriers.typed(_FILMS) if not types_of(v) & {"Movie"}]
    return posts[:3]
