"""What a region offers: the languages it names, where each leads, and what its attributes say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from capture.clean.pickers_regions import Region, class_words, readings
from capture.clean.pickers_tree import Node, name_tokens
from capture.clean.pickers_urls import Variant, absolute, language_slots, read_address, variant
from capture.clean.pickers_words import Says, code_language, normal

ACTS = frozenset(["a", "button", "option", "select", "summary", "input"])
ACTING_ROLES = frozenset(
    ["button", "option", "menuitem", "menuitemradio", "link", "radio", "tab", "combobox"]
)


@dataclass(frozen=True, slots=True)
class PageFacts:
    """The page's own address, language and declared translations."""

    url: str
    base: str
    language: str
    alternates: frozenset[str]


@dataclass(frozen=True, slots=True)
class Offer:
    """One telling leaf: the languages it offers and where it leads."""

    says: Says
    text: str
    languages: frozenset[str]
    own: frozenset[str]
    url: str
    variant: Variant
    agrees: bool
    acts: bool
    stays: bool  # leads on in the page's own language, whatever it names


def _up_to(node: Node, stop: frozenset[int]) -> Iterator[Node]:
    yield node
    for above in node.above() if node.row not in stop else ():
        yield above
        if above.row in stop:
            return


def offers(region: Region, page: PageFacts) -> list[Offer]:
    """Return what the region offers, one entry a telling leaf."""
    stop = frozenset(part.row for part in region.parts)
    found: list[Offer] = []
    for holder, leaf in readings(region):
        languages = leaf.reading.languages
        chain = list(_up_to(holder, stop))
        outer = [*chain, *[node for node, _ in zip(chain[-1].above(), range(2), strict=False)]]
        url = next((u for node in chain[:4] if (u := _target(node, page.base))), "")
        if not url:
            url = next(
                (u for node in outer if node.tag == "a" and (u := _target(node, page.base))), ""
            )
        hinted = read_address(url).languages if url else frozenset()
        near = (
            variant(page.url, url) if hinted & languages or (url and not hinted) else Variant.NONE
        )
        agrees = bool(
            languages & frozenset(c for node in chain[:4] for c in _attribute_codes(node))
        )
        pressed = any(acts(node) for node in outer)
        found.append(
            Offer(
                leaf.reading.says,
                normal(leaf.text),
                languages,
                leaf.reading.own,
                url,
                near,
                agrees,
                pressed,
                bool(url) and stays(page.url, url, page.language, languages),
            )
        )
    return found


def _target(node: Node, base: str) -> str:
    if node.tag == "a":
        return absolute(base, node.get("href"))
    value = node.get("value")
    return absolute(base, value) if value and ("/" in value or value.startswith("?")) else ""


def stays(page_url: str, url: str, own: str, named: frozenset[str]) -> bool:
    """Tell whether ``url`` stays under this page's own language ("/pt/translators/de")."""
    if own in named or not read_address(url).languages & named:
        return False
    here, there = language_slots(page_url), language_slots(url)
    return any(
        code_language(code) == own and there.get(slot) == code
        for slot, code in here.items()
        if slot in {"host", "path 0"}
    )


def acts(node: Node) -> bool:
    """Tell whether the element itself can be pressed or chosen."""
    return (
        node.tag in ACTS
        or node.get("role") in ACTING_ROLES
        or bool(
            node.get("on") or node.get("opens") or node.get("points") or "lang" in node.get("data")
        )
    )


def _attribute_codes(node: Node) -> Iterator[str]:
    for name in ("hreflang", "lang", "value"):
        for piece in re.split(r"[|/?=&]", node.get(name)[:60]):
            if code := code_language(piece):
                yield code
    for pair in node.get("data").split(";"):
        if code := code_language(pair.partition("=")[2]):
            yield code
    tokens = name_tokens(f"{node.get('id')} {node.get('class')}")
    if tokens & class_words() or "flag" in tokens:
        yield from (code for token in tokens if len(token) == 2 and (code := code_language(token)))
