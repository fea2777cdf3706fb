"""Listings whose lines are elements: their indentation, and the numbers that an editor set beside them."""

from __future__ import annotations

from capture.extract.elements import Element
from capture.extract.page import Block, Page

# A line's indentation hangs on its own element or on a few spans in front of the words.
_MOST_SPANS = 40
# Two numbers in order may be what a program prints, unless words follow each; three alone on their
# lines, from 0 or 1, are a gutter.
_LEAST_NUMBERED = 3
# Each line has its number and, unless it is empty, words.
_NUMBERED = 0.34


def indentation(page: Page, block: Block) -> str:
    """Return the white space before a code line's first words, which no block holds."""
    first, tail = block.slots[0]
    start = block.owner
    if page.tags[start] == "pre" or first - start > _MOST_SPANS:
        return ""
    spaces = []
    for number in range(start, first if not tail else first + 1):
        node = page.elements[number]
        spaces.append(node.text or "")
        if page.last[number] < first and number > start:
            spaces.append(node.tail or "")
    found = "".join(spaces).rpartition("\n")[2]
    return found if found.isspace() else ""


def drop_line_numbers(listing: Element) -> None:
    """Remove line numbers that stand on lines of their own between the lines of code."""
    holder = listing[0] if len(listing) == 1 and not (listing.text or "").strip() else listing
    if len(holder) or (holder is not listing and (holder.tail or "").strip()):
        return
    lines = (holder.text or "").split("\n")
    if lines[0].strip() not in ("0", "1"):
        return
    number = int(lines[0])
    kept: list[str] = []
    numbered, bare = 0, False
    for line in lines:
        if line.strip() == str(number):
            if bare:
                kept.append("")  # a number without words: an empty line
            number, numbered, bare = number + 1, numbered + 1, True
        else:
            kept.append(line)
            bare = False
    pair = numbered == 2 and len(lines) == 4 and all(any(map(str.isalpha, k)) for k in kept)
    if pair or (numbered >= _LEAST_NUMBERED and numbered >= _NUMBERED * len(lines)):
        holder.text = "\n".join(kept).rstrip("\n")
