"""Where on a page its own date and author stand: the lines around its headline, and what is an item's instead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from capture.extract.carriers import Carriers
from capture.extract.dates import DIGIT
from capture.extract.elements import HEADINGS, Element, upwards
from capture.extract.page import Block, Page
from capture.extract.posts import main_posts
from capture.extract.titles import folded

# Kinds of page that somebody writes on a day; a shop's or a list's dates and names are its items'.
WRITTEN = frozenset(("article", "documentation", "forum"))
# Blocks around the headline in which a page says who and when: before it, and after it.
_BEFORE, _AFTER = 6, 14
_BESIDE = 4
_LONGEST_DATED = 120  # the longest line that any reader of dates asks about
# A dateline with its byline, its topic and its reading time; longer blocks are prose.
_LONGEST_LINE = 160
# This many siblings alike are a list, its items' dates and names their own.
_ITEMS = 3
_SMALL = 80
# This many headings under the first that are links make a page of articles, whatever it calls itself.
_LINKED_HEADINGS = 3
_APART = re.compile(
    r"(?:^|[\s_-])(?:related|recommended|recirc\w*|teasers?|most-?(?:read|popular)|trending|sidebar|comments?|commentlist|respond|read-?(?:more|next)|footer|newsletter|promo)(?:$|[\s_-])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What metadata is judged by: statements, blocks, the kind of page, and the lines near its headline."""

    carriers: Carriers
    page: Page
    kind: str
    url: str | None
    site: str
    title: str
    near: tuple[Block, ...]
    near_at: tuple[int, ...]  # their places among the page's blocks
    around: frozenset[Element]
    language: str  # the text's, as a BCP 47 tag; empty where it is not known
    said: tuple[Element, ...]  # elements with `itemprop` or `property`
    dated: tuple[tuple[int, Block], ...]  # lines with a digit, by their place

    @property
    def written(self) -> bool:
        """Say whether somebody wrote this page on a day: its own date and author are then in sight."""
        return self.kind in WRITTEN and (self.declared or not self.lists)

    @property
    def declared(self) -> bool:
        """Say whether the page calls itself one piece of writing: a post in JSON-LD, an article's dates."""
        dates = self.carriers.meta("article:published_time", "article:modified_time")
        posts = main_posts(self.carriers, self.kind)
        return next(dates, None) is not None or any(map(self.carriers.is_here, posts))

    @property
    def lists(self) -> bool:
        """Say whether linked headings follow the first: a front page, a topic's page, a list of threads."""
        return sum(_is_linked_heading(self.owner(b), b) for b in self.near) >= _LINKED_HEADINGS

    def is_item(self, node: Element) -> bool:
        """Say whether an element stands in a list of teasers or comments: what it says is the item's own."""
        # Straight under a headline even an aside is the article's own: it holds date and byline there.
        beside = any(node is self.owner(b) for b in self.near[:_BESIDE])
        for _ in range(10):
            parent = node.getparent()
            if node in self.around or parent is None or parent.tag in ("body", "html"):
                return False
            names = f"{node.get('class') or ''} {node.get('id') or ''}"
            apart = node.tag in ("aside", "footer", "nav") and not beside and not _is_small(node)
            if apart or _APART.search(names[:300]):
                return True
            if node.tag in ("li", "article", "div", "tr", "section") and _alike(node, parent):
                return True
            node = parent
        return False

    def owner(self, block: Block) -> Element:
        """Return the element a block hangs in."""
        return self.page.elements[block.owner]

    def line(self, block: Block) -> str:
        """Return a block's words with a space between elements: style sets them apart on many a dateline."""
        return " ".join(words for words, _ in self.pieces(block))

    def pieces(self, block: Block) -> Iterator[tuple[str, Element]]:
        """Yield a block's runs of text, each with the element that holds it."""
        for number, tail in block.slots:
            node = self.page.elements[number]
            words = " ".join(((node.tail if tail else node.text) or "").split())
            if words:
                yield words, node.getparent() if tail else node


def _is_linked_heading(node: Element, block: Block) -> bool:
    if node.tag not in HEADINGS or block.link_chars < 0.8 * len(block.text):
        return False
    link = node.find(".//a")
    link = link if link is not None else node.getparent()
    href = link.get("href") or ""
    return bool(href) and "#" not in href


def _is_small(node: Element) -> bool:
    """Say whether an element holds a line and no more: an aside that is only a date or a byline."""
    return sum(len(t.strip()) for t in node.itertext() if isinstance(t, str)) <= _SMALL


def headline_at(page: Page, title: str) -> int:
    """Return the number of the block that is the headline, best one set as a heading; -1 where none is."""
    blocks, key = page.blocks, folded(title)
    named = [i for i, b in enumerate(blocks) if key and _says(b, key)]
    ranked = (
        (i for i in named if _heading(page, blocks[i]) == "h1"),
        (i for i in named if _heading(page, blocks[i])),
        reversed(named),
        (i for i, b in enumerate(blocks) if _heading(page, b) == "h1"),
    )
    return next((i for found in ranked for i in found), -1)


def near_headline(page: Page, at: int) -> tuple[int, ...]:
    """Return the places of the short lines around the headline, nearest first after it: where a page says who and when."""
    if at < 0:
        return ()
    blocks = page.blocks
    around = (*range(at + 1, at + 1 + _AFTER), *range(at - 1, at - 1 - _BEFORE, -1))
    return tuple(n for n in around if 0 <= n < len(blocks) and len(blocks[n].text) <= _LONGEST_LINE)


def lines_with_digits(page: Page) -> tuple[tuple[int, Block], ...]:
    """Return the lines that may hold a date, with their place among the blocks."""
    return tuple(
        (i, b)
        for i, b in enumerate(page.blocks)
        if len(b.text) <= _LONGEST_DATED and DIGIT.search(b.text)
    )


def around_headline(page: Page, at: int) -> frozenset[Element]:
    """Return the elements that the headline stands in: what hangs in them directly is the page's own."""
    found: set[Element] = set()
    number = page.blocks[at].owner if at >= 0 else -1
    while number >= 0:
        found.add(page.elements[number])
        number = int(page.parent[number])
    return frozenset(found)


def _says(block: Block, key: str) -> bool:
    return len(block.text) <= 2 * len(key) + 40 and folded(block.text) == key


def _heading(page: Page, block: Block) -> str:
    """Return the heading's tag that a block stands in, if any."""
    above = upwards(page.elements[block.owner], 4)  # a link in a `span` in a `div` of it
    return next((str(n.tag) for n in above if n.tag in HEADINGS), "")


def _alike(node: Element, parent: Element) -> bool:
    """Siblings of the same make that hold a link and a heading, picture or time each."""
    if len(parent) < _ITEMS:
        return False
    make = (node.tag, node.get("class"))
    alike = [c for c in parent if (c.tag, c.get("class")) == make]
    return len(alike) >= _ITEMS and sum(_is_teaser(c) for c in alike[:8]) >= _ITEMS


def _is_teaser(node: Element) -> bool:
    tags = set()
    for count, inner in enumerate(node.iter()):
        tags.add(inner.tag)
        if count > 80:
            break
    return "a" in tags and bool(tags & {"h2", "h3", "h4", "h5", "time", "img"})
