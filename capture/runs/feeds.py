"""Sitemaps, RSS and Atom as streams of addresses.

Hostile by assumption: no entity is expanded, nothing is fetched by the parser, elements are dropped
as soon as they were read (memory stays flat however long the file), and malformed markup ends the
list with what could be read before it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO
from urllib.parse import urljoin

from lxml import etree

from capture.errors import UsageError

# An address longer than this is refused later anyway; deeper markup than this is no feed.
_MAX_TEXT = 32_768
_MAX_DEPTH = 64
# Elements between two that can be dropped: an entry with every image of a large gallery has 5,000.
_MAX_HELD = 100_000


@dataclass(frozen=True, slots=True)
class Link:
    """An address that a feed names; ``is_index`` when it is another sitemap to read."""

    url: str
    is_index: bool = False


def read_links(stream: IO[bytes], base: str = "") -> Iterator[Link]:
    """Yield what the sitemap, sitemap index, RSS or Atom document in ``stream`` links to.

    ``base`` makes relative addresses absolute.  Raises `UsageError` when the document is none of
    these, or breaks off before any link.
    """
    found = 0
    try:
        for link in _walk(stream, base):
            found += 1
            yield link
    except etree.XMLSyntaxError as error:
        raise UsageError(f"the list is broken after {found} addresses: {error.msg}") from error


def _walk(stream: IO[bytes], base: str) -> Iterator[Link]:
    steps = etree.iterparse(
        stream,
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    depth = held = 0
    read: Reader | None = None
    for event, element in steps:
        if event == "start":
            depth, held = depth + 1, held + 1
            read = read or _reader_of(element)
            if depth > _MAX_DEPTH or held > _MAX_HELD:
                raise UsageError("the list holds markup that no sitemap or feed has")
            continue
        depth -= 1
        if read and _local(element) in _ENTRIES:
            yield from (_absolute(link, base) for link in read(element))
        elif depth != 1 and _local(element.getparent()) != "channel":
            continue
        _drop(element)
        held = depth


Reader = Callable[[etree._Element], Iterator["Link"]]
_ENTRIES = frozenset({"url", "sitemap", "item", "entry"})


def _reader_of(root: etree._Element) -> Reader:
    readers: dict[str, Reader] = {
        "urlset": _sitemap_entry,
        "sitemapindex": _sitemap_entry,
        "rss": _rss_item,
        "RDF": _rss_item,
        "feed": _atom_entry,
    }
    reader = readers.get(_local(root))
    if reader is None:
        raise UsageError(
            f"<{_local(root)[:40]}> is no sitemap, RSS or Atom document",
            remedy="give a text file with one address a line, a sitemap or a feed",
        )
    return reader


def _local(element: etree._Element | None) -> str:
    tag = None if element is None else element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _space(element: etree._Element) -> str:
    tag = element.tag
    return tag.partition("}")[0] if isinstance(tag, str) and tag.startswith("{") else ""


def _text(element: etree._Element) -> str:
    return (element.text or "").strip()[:_MAX_TEXT]


def _sitemap_entry(element: etree._Element) -> Iterator[Link]:
    # <image:loc> and <video:loc> are of other namespaces: only the entry's own <loc> counts.
    for child in element:
        if _local(child) == "loc" and _space(child) == _space(element) and _text(child):
            yield Link(_text(child), is_index=_local(element) == "sitemap")
            return


def _rss_item(element: etree._Element) -> Iterator[Link]:
    links = [_text(c) for c in element if _local(c) == "link" and not c.get("href") and _text(c)]
    guids = [
        _text(c)
        for c in element
        if _local(c) == "guid" and c.get("isPermaLink", "true") != "false" and ":" in _text(c)
    ]
    yield from (Link(url) for url in (links or guids)[:1])


def _atom_entry(element: etree._Element) -> Iterator[Link]:
    links = [c for c in element if _local(c) == "link" and c.get("href")]
    alternates = [c for c in links if c.get("rel", "alternate") == "alternate"]
    base = element.get("{http://www.w3.org/XML/1998/namespace}base", "")
    for chosen in alternates[:1]:
        yield Link(urljoin(base, str(chosen.get("href")).strip()[:_MAX_TEXT]))


def _absolute(link: Link, base: str) -> Link:
    try:
        return Link(urljoin(base, link.url) if base else link.url, link.is_index)
    except ValueError:
        return link  # not an address at all; whoever parses it will say so


def _drop(element: etree._Element) -> None:
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
