"""Paragraphs, items and pictures of the print copy: what belongs together, which way it runs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Literal

from lxml import html as lxml_html
from lxml.html import HtmlElement

Direction = Literal["ltr", "rtl"]

_RTL_LETTER = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_LETTER = re.compile(r"[^\W\d_]")
_SAMPLE = 2000
_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        """p div section article h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote figure figcaption
        pre table details img""",
    )
)
_RUNNING = ("p", "h2", "h3", "h4", "h5", "h6", "figcaption", "caption", "dt", "td", "th", "summary")
_HOLDERS = ("li", "dd", "blockquote")
# A title, a name or a code word of another script; a text's direction is a matter of sentences.
_LEAST_LETTERS = 12
_CLEARLY = 0.8
# Two figures wide "1. " fits an item's own indentation; digits past that hang off the paper.
_ROOMY_DIGITS = 2
# Four lines of the copy's measure: so much may move to the next page with its neighbour.
_BRIEF = 280
# More pictures than words: a shop window or a gallery, where half a page each is no use.
_LETTERS_A_PICTURE, _MANY_PICTURES = 700, 4
_NOTE_MARK = re.compile(r"\[?\s*(\w{1,4}|[*†‡§]{1,3})\s*\]?")
_FEW_NOTES = 3
_ATTRIBUTION = re.compile(r"\s*[—–―-]\s*\S")
_LONGEST_ATTRIBUTION = 160


def direction_of(text: str) -> Direction | None:
    """Return the direction of most of a text's letters; ``None`` where it has none."""
    letters = Counter(bool(_RTL_LETTER.match(letter)) for letter in _LETTER.findall(text))
    if not letters:
        return None
    return "rtl" if letters[True] > letters[False] else "ltr"


def dress_blocks(root: HtmlElement, direction: Direction) -> None:
    """Prepare text blocks and pictures for a page that runs in ``direction``; changes no words."""
    for holder in list(root.iter(*_HOLDERS)):
        _wrap_loose(holder, always=False)
    _turn(root, direction)
    for listed in root.iter("ol"):
        _widen(listed)
    for quote in root.iter("blockquote"):
        _set_attribution(quote)
    _mark_notes(root)
    _join_pictures(root)


def _wrap_loose(holder: HtmlElement, *, always: bool, **attributes: str) -> None:
    """Put the words before an item's first block into a paragraph of their own."""
    loose = []
    for child in holder:
        if child.tag in _BLOCKS:
            break
        loose.append(child)
    rest = holder[len(loose) :]
    lists_only = all(child.tag in ("ul", "ol") for child in rest)
    said = (holder.text or "") + "".join(c.text_content() + (c.tail or "") for c in loose)
    if not said.strip() or (lists_only and not always):
        return
    paragraph = lxml_html.Element("p", attributes)
    paragraph.text, holder.text = holder.text, None
    paragraph.extend(loose)
    holder.insert(0, paragraph)


def _turn(root: HtmlElement, direction: Direction) -> None:
    """Let paragraphs of the other direction run as they should, punctuation included."""
    for block in list(root.iter(*_RUNNING)):
        if other := _other_way(block, direction):
            block.set("dir", other)
    for item in list(root.iter("li", "dd")):
        if other := _other_way(item, direction):
            _wrap_loose(item, always=True, dir=other)


def _other_way(block: HtmlElement, direction: Direction) -> Direction | None:
    letters = _LETTER.findall("".join(_own_words(block))[:_SAMPLE])
    turned = sum(bool(_RTL_LETTER.match(letter)) for letter in letters)
    other = turned if direction == "ltr" else len(letters) - turned
    if len(letters) < _LEAST_LETTERS or other < _CLEARLY * len(letters):
        return None
    return "rtl" if direction == "ltr" else "ltr"


def _own_words(block: HtmlElement) -> Iterator[str]:
    yield block.text or ""
    for child in block:
        if child.tag not in _BLOCKS:
            yield child.text_content()
        yield child.tail or ""


def widest_number(first: int, count: int) -> int:
    """Return how many digits the largest of a list's numbers has."""
    return max(len(str(first)), len(str(first + max(0, count - 1))))


def _widen(listed: HtmlElement) -> None:
    """Give a list of a hundred items and more the indentation that its numbers need."""
    start = listed.get("start") or "1"
    first = int(start[:6]) if start.isascii() and start.isdecimal() else 1
    digits = widest_number(first, sum(1 for _ in listed.iterchildren("li")))
    if digits > _ROOMY_DIGITS:
        listed.set("class", f"digits-{min(digits, 6)}")


def _set_attribution(quote: HtmlElement) -> None:
    last = quote[-1] if len(quote) > 1 else None
    if last is None or last.tag != "p" or (last.tail or "").strip():
        return
    said = last.text_content()
    if len(said) <= _LONGEST_ATTRIBUTION and _ATTRIBUTION.match(said):
        last.set("class", "attribution")


def _mark_notes(root: HtmlElement) -> None:
    """Mark lists whose items the text's own note marks lead to: they are set as notes are."""
    targets = {
        link.get("href", "")[1:]
        for link in root.iter("a")
        if link.get("href", "").startswith("#") and _NOTE_MARK.fullmatch(link.text_content())
    }
    for listed in root.iter("ol", "ul"):
        items = listed.findall("li")
        noted = sum(item.get("id", "") in targets for item in items)
        if noted >= _FEW_NOTES and noted * 2 >= len(items):
            listed.set("class", f"{listed.get('class') or ''} notes".strip())


def _join_pictures(root: HtmlElement) -> None:
    """Set pictures that follow each other side by side; drop a formula's picture beside it."""
    formulas = {m.get("alttext") for m in root.iter("math") if m.get("alttext")}
    for image in list(root.iter("img")):
        if image.get("alt") in formulas:
            image.drop_tree()
    for item in root.iter("li", "tr"):
        if item.find(".//img") is None and len(item.text_content()) <= _BRIEF:
            item.set("class", "brief")
    for item in root.iter("li"):
        first = item[0] if len(item) else None
        if first is not None and first.tag in ("img", "figure") and not (item.text or "").strip():
            short = len(item.text_content()) <= _LETTERS_A_PICTURE
            short = short and sum(1 for _ in item.iter("img", "li")) == 2  # itself, and its picture
            item.set("class", "pictured whole" if short else "pictured")
    pictures = list(root.iter("img"))
    letters = len("".join(root.itertext()))
    if len(pictures) >= _MANY_PICTURES and letters < _LETTERS_A_PICTURE * len(pictures):
        root.set("class", "gallery")
    for image in pictures:
        before = image.getprevious()
        if before is not None and before.tag == "img" and not (before.tail or "").strip():
            continue
        _row_from(image)


def _row_from(first: HtmlElement) -> None:
    row = [first]
    while not (row[-1].tail or "").strip():
        after = row[-1].getnext()
        if after is None or after.tag != "img":
            break
        row.append(after)
    parent = first.getparent()
    if len(row) < 2 or parent is None:
        return
    box = lxml_html.Element("div", {"class": "row"})
    box.tail, row[-1].tail = row[-1].tail, None
    parent.insert(parent.index(first), box)
    box.extend(row)
