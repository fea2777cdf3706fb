"""Tables of the print copy: heads that repeat, aligned numbers, columns that need not wrap."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import html as lxml_html
from lxml.html import HtmlElement

_NUMBER = re.compile(r"[\s\d.,%+\-−–()€$£¥₪₹±~≈/٫٬٪]*\d[\s\d.,%+\-−–()€$£¥₪₹±~≈/٫٬٪]*")
# Half the cells may be dashes or notes, and it is still a column of numbers.
_MOSTLY = 0.6
_LONGEST_NUMBER = 24
# A page's own spans must not make a grid larger than its cells.
_MOST_COLUMNS, _MOST_SPANNED = 60, 400
_MOST_HEAD_ROWS = 4
# Letters of 8.6 pt on 142 mm, counted on prose; a column's padding takes three.
_LETTERS, _PADDING = 92, 3
# A column of this many letters reads better unbroken, where there is room for it.
_UNBROKEN = 24
# Ten columns of 8.6 pt have no room for wide gaps.
_MANY_COLUMNS = 10
# What stays on one page: a table of a third of it.
_FEW_ROWS, _FEW_LETTERS = 8, 700


@dataclass(frozen=True, slots=True)
class _Placed:
    """A cell, and the row and column of its first corner."""

    cell: HtmlElement
    row: int
    column: int
    columns: int

    @property
    def text(self) -> str:
        return " ".join(self.cell.text_content().split())


def dress_tables(root: HtmlElement) -> None:
    """Prepare every table for the page; changes no words."""
    for table in root.iter("table"):
        rows = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]
        cells = list(_grid(rows))
        if not cells:
            continue
        width = max(one.column + one.columns for one in cells)
        head = _head_rows(table, rows, cells)
        _set_numbers(cells, head, width)
        _keep_unbroken(cells, head, width)
        if len(rows) <= _FEW_ROWS and sum(len(one.text) for one in cells) <= _FEW_LETTERS:
            table.set("class", "whole")
        elif width >= _MANY_COLUMNS:
            table.set("class", "many")


def _grid(rows: list[HtmlElement]) -> Iterator[_Placed]:
    """Yield each cell with its place; a row that is too short gets cells at its end."""
    taken: dict[int, int] = {}  # columns that a cell above reaches down into, and how far
    widest = 0
    placed: list[tuple[int, int]] = []
    for number, row in enumerate(rows):
        at = 0
        for cell in row.iterchildren("td", "th"):
            while taken.get(at, 0) > number:
                at += 1
            columns = min(_span(cell, "colspan"), _MOST_COLUMNS)
            for column in range(at, at + columns):
                taken[column] = number + min(_span(cell, "rowspan"), _MOST_SPANNED)
            yield _Placed(cell, number, at, columns)
            at += columns
        while taken.get(at, 0) > number:
            at += 1
        placed.append((number, at))
        widest = max(widest, at)
    for number, reached in placed:
        if 0 < reached < widest <= _MOST_COLUMNS:
            for _ in range(widest - reached):
                rows[number].append(lxml_html.Element("td"))


def _span(cell: HtmlElement, name: str) -> int:
    value = cell.get(name) or ""
    return max(1, int(value[:4])) if value.isascii() and value.isdecimal() else 1


def _head_rows(table: HtmlElement, rows: list[HtmlElement], cells: list[_Placed]) -> int:
    """Put the first rows of nothing but header cells into a head, which each page repeats.

    Returns how many; a title over all columns alone is none.
    """
    there = table.find("thead")
    if there is not None:
        return len(there.findall("tr"))
    count = 0
    while count < len(rows) and all(cell.tag == "th" for cell in rows[count]):
        count += 1
    reach = [one.row + _span(one.cell, "rowspan") for one in cells if one.row < count]
    count = max(reach, default=0)
    most = max((len(row) for row in rows[:count]), default=0)
    if not 0 < count <= _MOST_HEAD_ROWS or count >= len(rows) or most < 2:
        return 0
    head = lxml_html.Element("thead")
    place = next((i for i, kid in enumerate(table) if kid.tag not in ("caption", "colgroup")), 0)
    table.insert(place, head)
    for row in rows[:count]:
        head.append(row)
    return count


def _set_numbers(cells: list[_Placed], head: int, width: int) -> None:
    """Mark the columns of numbers, heads included, and centre heads that span columns."""
    numeric = {column for column in range(width) if _is_numeric(cells, head, column)}
    for one in cells:
        if one.columns > 1:
            if one.row < head:
                one.cell.set("class", "spanner")
        elif one.column in numeric and (one.row < head or len(one.text) <= _LONGEST_NUMBER):
            one.cell.set("class", "number")


def _is_numeric(cells: list[_Placed], head: int, column: int) -> bool:
    said = [
        text
        for one in cells
        if one.column == column and one.columns == 1 and one.row >= head and (text := one.text)
    ]
    numbers = sum(len(t) <= _LONGEST_NUMBER and bool(_NUMBER.fullmatch(t)) for t in said)
    # Years and dates of one length are names of their rows, and line up by themselves.
    names = column == 0 and len({len(text) for text in said}) == 1
    return numbers > 1 and numbers >= _MOSTLY * len(said) and not names


def _keep_unbroken(cells: list[_Placed], head: int, width: int) -> None:
    """Mark the cells of the shortest columns, as many as leave the longer ones room."""
    longest = dict.fromkeys(range(width), 0)
    for one in cells:
        if one.columns == 1 and one.row >= head:
            longest[one.column] = max(longest[one.column], _letters(one.text))
    room = _LETTERS - _PADDING * width
    if sum(longest.values()) > room:
        room = room * 6 // 10
    unbroken = set()
    for column in sorted(longest, key=lambda column: longest[column]):
        room -= longest[column]
        if room < 0 or longest[column] > _UNBROKEN:
            break
        unbroken.add(column)
    for one in cells:
        if one.columns == 1 and one.row >= head and one.column in unbroken:
            one.cell.set("class", f"{one.cell.get('class') or ''} unbroken".strip())


def _letters(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
