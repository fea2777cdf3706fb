"""What HTML's elements are to the extraction: never content, a block, a flag that the block model is told of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

Element = Any  # lxml ships no types for its proxies; mypy would say Any whatever stood here

# Never content: their text is code, form state or a fallback that no reader sees.
SKIPPED = frozenset(
    [
        "script",
        "style",
        "template",
        "select",
        "datalist",
        "textarea",
        "svg",
        "iframe",
        "object",
        "embed",
        "canvas",
        "head",
        "meta",
        "link",
        "applet",
        "frameset",
        "frame",
        "noframes",
        "progress",
        "meter",
        "input",
        "map",
        "area",
        "param",
        "source",
        "track",
        "rp",
    ]
)
BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "button",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "noscript",
        "ol",
        "optgroup",
        "option",
        "output",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "video",
        "audio",
        "iframe",
        "picture",
        "html",
    ]
)
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
FLAGS = [
    "nav",
    "header",
    "footer",
    "aside",
    "form",
    "main",
    "article",
    "figure",
    "table",
    "list",
    "noscript",
    "details",
    "button",
    "heading",
    "blockquote",
    "pre",
    "link",
    "label",
    "section",
    "paragraph",
    "figcaption",
    "hidden",
    "aria_hidden",
    "dialog",
    "itemprop_body",
    "itemprop_other",
    "role_nav",
    "role_main",
    "role_aside",
    "td",
    "dl",
    "cell_heading",
]
BIT = {name: 1 << i for i, name in enumerate(FLAGS)}
TAG_BITS = {
    "nav": "nav", "header": "header", "footer": "footer", "aside": "aside", "form": "form", "main": "main",
    "article": "article", "figure": "figure", "table": "table", "ul": "list", "ol": "list", "menu": "list",
    "noscript": "noscript", "details": "details", "button": "button", "blockquote": "blockquote",
    "pre": "pre", "a": "link", "label": "label", "section": "section", "p": "paragraph",
    "figcaption": "figcaption", "dialog": "dialog", "td": "td", "dl": "dl", "th": "cell_heading",
    **dict.fromkeys(HEADINGS, "heading"),
}  # fmt: skip
_ROLES = {
    "navigation": "role_nav", "menu": "role_nav", "menubar": "role_nav", "search": "role_nav", "tablist": "role_nav",
    "banner": "header", "contentinfo": "footer", "main": "role_main", "article": "article",
    "complementary": "role_aside", "dialog": "dialog", "alertdialog": "dialog", "button": "button",
    "heading": "heading", "form": "form",
}  # fmt: skip
_INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BODY_PROPERTIES = frozenset(("articleBody", "text", "description", "reviewBody", "blogPost"))


def upwards(node: Element | None, most: int) -> Iterator[Element]:
    """Yield an element and those it stands in, nearest first, ``most`` in all."""
    while node is not None and most > 0:
        yield node
        node, most = node.getparent(), most - 1


@lru_cache(maxsize=512)
def tag_flags(tag: str) -> int:
    """Return the flags that a tag alone gives its element, one bit a flag of `FLAGS`."""
    return BIT.get(TAG_BITS.get(tag, ""), 0)


@lru_cache(maxsize=512)
def is_block(tag: str) -> bool:
    """Say whether an element ends a line of text; elements of a site's own making do."""
    return tag in BLOCKS or "-" in tag


def attribute_flags(attributes: list[tuple[str, str]]) -> tuple[int, str | None, str]:
    """Return the flags that attributes give an element, and of the attributes class and id."""
    flags = 0
    name: str | None = None
    identity = ""
    for key, value in attributes:
        if key == "class":
            name = value
        elif key == "id":
            identity = value
        elif key in _TELLING:
            flags |= _attribute_flag(key, value)
    return flags, name, identity


_TELLING = frozenset(("style", "role", "itemprop", "hidden", "data-capture-hidden", "aria-hidden"))


def _attribute_flag(key: str, value: str) -> int:
    if key == "style":
        return BIT["hidden"] if _INVISIBLE.search(value[:500]) else 0
    if key == "role":
        return BIT.get(_ROLES.get(value.strip().lower(), ""), 0)
    if key == "itemprop":
        return BIT["itemprop_body" if value in _BODY_PROPERTIES else "itemprop_other"]
    if key == "aria-hidden":
        return BIT["aria_hidden"] if value == "true" else 0
    return BIT["hidden"] if key == "hidden" or value == "none" else 0
