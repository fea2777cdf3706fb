"""What HTML's elements are to the extraction: never content, a block, a flag that the block model is told of."""

from __future__ import annotations

import re
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


def element_flags(node: Element, tag: str) -> int:
    """Return an element's flags by its tag and attributes, one bit a flag of `FLAGS`."""
    flags = BIT.get(TAG_BITS.get(tag, ""), 0)
    for name, value in node.attrib.items():
        if name == "style":
            if _INVISIBLE.search(value[:500]):
                flags |= BIT["hidden"]
        elif name == "role":
            flags |= BIT.get(_ROLES.get(value.strip().lower(), ""), 0)
        elif name == "itemprop":
            own = "itemprop_body" if value in _BODY_PROPERTIES else "itemprop_other"
            flags |= BIT[own]
        elif name == "hidden" or (name == "data-capture-hidden" and value == "none"):
            flags |= BIT["hidden"]
        elif name == "aria-hidden" and value == "true":
            flags |= BIT["aria_hidden"]
    return flags
