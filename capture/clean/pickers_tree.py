"""The page's language-related part as a tree, read from the rows of ``js/pickers_tree.js``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from capture.clean.pickers_words import OTHER, Reading, Says, read_text

TELLING = frozenset([Says.NAME, Says.CODE, Says.FLAG])
PRESSED = frozenset(["a", "button", "summary"])
_TOKEN = re.compile(r"[a-z]+|[0-9]+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Leaf:
    """One text, picture or speaking attribute."""

    reading: Reading
    text: str
    words: float = 0  # of a text that says nothing of languages


@dataclass(slots=True)
class Node:
    """An element and what lies in it.

    ``others`` counts the texts in it that have nothing to do with languages, ``other_words`` their
    words, ``other_links`` those that can be pressed, ``media`` its pictures and players, ``fields``
    its text fields, ``words`` all its words, ``ahead`` the share of the page's running
    text that stands before it (-1 where there is next to none).
    """

    row: int
    parent: Node | None
    tag: str
    place: int
    attributes: dict[str, str]
    leaves: tuple[Leaf, ...]
    others: int
    other_words: float
    media: int
    fields: int
    words: float
    other_links: int
    ahead: float = -1.0
    children: list[Node] = field(default_factory=list)
    telling: int = 0  # names, codes and flags in it
    labels: int = 0
    fillers: int = 0
    countries: int = 0

    def get(self, name: str) -> str:
        """Return an attribute, or the empty string."""
        return self.attributes.get(name, "")

    def below(self) -> Iterator[Node]:
        """Yield the element and everything in it."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.children))

    def above(self) -> Iterator[Node]:
        """Yield the ancestors, nearest first."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    def tokens(self) -> frozenset[str]:
        """Return the words of its id, classes and name, camel case taken apart."""
        return name_tokens(
            f"{self.get('id')} {self.get('class')} {self.get('name')} {self.get('data')}"
        )


@lru_cache(maxsize=4_000)  # every ancestor is asked for its words by every region below it
def name_tokens(text: str) -> frozenset[str]:
    """Split class and id names into lower-case words."""
    return frozenset(_TOKEN.findall(_CAMEL.sub(" ", text).lower()))


def build(
    rows: list[list[Any]], texts: list[Reading], pictures: list[Reading], said: list[str]
) -> list[Node]:
    """Make the nodes, parents first, with what lies in them counted."""
    nodes: list[Node] = []
    # A row is the number of its parent and then what `Node` is made of, in that order.
    for row, (parent, tag, place, attributes, leaves, *counted) in enumerate(rows):
        above = nodes[parent] if parent >= 0 else None
        found = tuple(_leaf(leaf, texts, pictures, said) for leaf in leaves)
        node = Node(row, above, tag, place, attributes, found, *counted)
        nodes.append(node)
        if above is not None:
            above.children.append(node)
    for node in reversed(nodes):
        _count(node)
    return nodes


def _leaf(leaf: list[Any], texts: list[Reading], pictures: list[Reading], said: list[str]) -> Leaf:
    kind, number, extra = leaf
    if kind == "o":
        return Leaf(OTHER, str(number), extra)
    if kind != "p":
        return Leaf(texts[number], said[number])
    alt = texts[extra] if extra >= 0 else OTHER
    return Leaf(
        alt
        if alt.says is Says.NAME
        else pictures[number]
        if pictures[number].says is Says.FLAG
        else alt,
        "",
    )


def _count(node: Node) -> None:
    for leaf in node.leaves:
        says = leaf.reading.says
        node.telling += says in TELLING
        node.labels += says is Says.LABEL
        node.fillers += says is Says.FILLER
        node.countries += says is Says.COUNTRY
    if node.parent is not None:
        node.parent.telling += node.telling
        node.parent.labels += node.labels
        node.parent.fillers += node.fillers
        node.parent.countries += node.countries


def label_of(node: Node) -> bool:
    """Tell whether the element's accessible name or title speaks of languages."""
    return any(
        read_text(node.get(name)).says is Says.LABEL
        for name in ("label", "title")
        if node.get(name)
    )
