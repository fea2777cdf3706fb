"""Where a region stands: in the page's furniture or in its content."""

from __future__ import annotations

from capture.clean.pickers_regions import Region
from capture.clean.pickers_tree import Node, name_tokens

CHROME_TAGS = frozenset(["header", "footer", "nav", "aside", "dialog", "menu"])
CHROME_ROLES = frozenset(
    [
        "banner",
        "navigation",
        "contentinfo",
        "dialog",
        "toolbar",
        "menubar",
        "complementary",
        "alertdialog",
    ]
)
CHROME_WORDS = frozenset(
    [
        "header",
        "footer",
        "nav",
        "navbar",
        "navigation",
        "topbar",
        "toolbar",
        "masthead",
        "sidebar",
        "menu",
        "topnav",
        "offcanvas",
        "bottombar",
        "subfooter",
        "colophon",
        "drawer",
        "hamburger",
        "topmenu",
        "dropdown",
        "modal",
        "popup",
        "foot",
        "head",
        "metanav",
    ]
)
CONTENT_WORDS = frozenset(["article", "post", "entry", "story"])
UNKNOWN_PLACE = -1.0  # what the page's script says of a page without paragraphs


def placed(region: Region) -> dict[str, float]:
    """Tell where it stands: in the page's furniture or in its content."""
    return {**_named_place(region.parts[0]), **_place_in_text(region.parts[0])}


def _place_in_text(node: Node) -> dict[str, float]:
    """Tell where it stands among the page's paragraphs, for pages whose names say nothing."""
    if node.ahead in (0.0, 1.0):
        return {"before or after the running text": 1.0}
    return {"amid the running text": 1.0} if node.ahead != UNKNOWN_PLACE else {}


def _named_place(first: Node) -> dict[str, float]:
    for node in [first, *first.above()]:
        # `main` and `article` say what they are; a class beside ("language-modal") does not.
        plain = node.tag in {"main", "article", "body"}
        tokens = frozenset() if plain else name_tokens(f"{node.get('id')} {node.get('class')}")
        if node.tag in CHROME_TAGS or node.get("role") in CHROME_ROLES or tokens & CHROME_WORDS:
            return {"in the page's furniture": 1.0}
        if node.tag == "article" or node.get("itemprop") in {"articleBody", "text"}:
            return {"in the main text": 1.0, "in an article": 1.0}
        if node.tag == "main" or node.get("role") == "main" or tokens & CONTENT_WORDS:
            return {"in the main text": 1.0}
    return {}


def in_content(node: Node) -> bool:
    """Tell whether the element stands in the main text, not in the page's furniture."""
    place = placed(Region((node,)))
    if "in the page's furniture" in place:
        return False
    return "in the main text" in place or "amid the running text" in place
