"""Tables: rows that hold cells, all of one length."""

from __future__ import annotations

from typing import cast

from pikepdf import Array, Dictionary, Name, Object

from capture.render.pdfa.notes import Notes
from capture.render.pdfa.tree import Leaf, Node, Tree

_CELLS = frozenset(("TH", "TD"))
_SECTIONS = frozenset(("THead", "TBody", "TFoot"))
_GROUPS = frozenset(("NonStruct", "Div"))
# HTML itself clamps colspan to 1000 and rowspan to 65534; the grid below is only counted, not kept.
_WIDEST = 1000
_TALLEST = 65_534


def mend_tables(tree: Tree, notes: Notes) -> None:
    """Give tables rows, rows cells, and every row as many columns (UA-1, 7.2 and 7.5)."""
    for node in list(tree.walk()):
        if node.role == "Table":
            _table(tree, node, notes)
    for node in list(tree.walk()):
        parent = node.parent.role if node.parent else ""
        stray = (
            (node.role == "TR" and parent not in _SECTIONS | {"Table"})
            or (node.role in _CELLS and parent != "TR")
            or (node.role in _SECTIONS and parent != "Table")
        )
        if stray:
            _forget(tree, node)
            notes.add("table part outside a table made a group")


def _forget(tree: Tree, node: Node) -> None:
    tree.set_role(node, "Div")
    if "/A" in node.obj:
        del node.obj.A


def _table(tree: Tree, table: Node, notes: Notes) -> None:
    kids = _flat(table.kids, _SECTIONS | {"TR", "Caption"})
    rows_found = any(isinstance(k, Node) and k.role in _SECTIONS | {"TR"} for k in kids)
    if not rows_found:
        _forget(tree, table)
        notes.add("table without rows made a group")
        return
    tidy: list[Node | Leaf] = []
    for kid in kids:
        role = kid.role if isinstance(kid, Node) else ""
        if role in _SECTIONS or role == "TR" or (role == "Caption" and not tidy):
            tidy.append(kid)
        else:
            tidy.append(tree.wrap([tree.wrap([kid], "TD")], "TR"))
            notes.add("table content put into a row")
    if tidy != table.kids:
        tree.set_kids(table, tidy)
    _pad(tree, _rows(tree, table, notes), notes)


def _flat(kids: list[Node | Leaf], wanted: frozenset[str] | set[str]) -> list[Node | Leaf]:
    """Lift wanted elements out of groups that hold nothing else."""
    found: list[Node | Leaf] = []
    for kid in kids:
        lifts = (
            isinstance(kid, Node)
            and kid.role in _GROUPS
            and bool(kid.kids)
            and all(isinstance(k, Node) and k.role in wanted for k in kid.kids)
        )
        found.extend(cast(Node, kid).kids if lifts else [kid])
    return found


def _rows(tree: Tree, table: Node, notes: Notes) -> list[list[Node]]:
    """Return the rows of each section, every row holding cells only."""
    sections = [[row for row in table.elements if row.role == "TR"]]
    sections += [part.elements for part in table.elements if part.role in _SECTIONS]
    for row in (row for rows in sections for row in rows):
        kids: list[Node | Leaf] = []
        for kid in _flat(row.kids, _CELLS):
            if isinstance(kid, Node) and kid.role in _CELLS:
                kids.append(kid)
            else:
                kids.append(tree.wrap([kid], "TD"))
                notes.add("row content put into a cell")
        if kids != row.kids:
            tree.set_kids(row, kids)
    return [rows for rows in sections if rows]


def _pad(tree: Tree, sections: list[list[Node]], notes: Notes) -> None:
    grids = [_widths(rows, notes) for rows in sections]
    widest = max((width for widths in grids for width in widths), default=0)
    for rows, widths in zip(sections, grids, strict=True):
        for row, width in zip(rows, widths, strict=True):
            if width < widest:
                _fill(tree, row, widest - width)
                notes.add("short table row filled")


def _fill(tree: Tree, row: Node, missing: int) -> None:
    cell = tree.new("TD")
    if missing > 1:
        cell.obj.A = Array([Dictionary(O=Name.Table, ColSpan=missing)])
    tree.set_kids(row, [*row.kids, cell])


def _widths(rows: list[Node], notes: Notes) -> list[int]:
    """Count each row's columns, cells that hang down from above included; clamp what overhangs."""
    hanging: list[int] = []  # for each column, how many more rows its cell reaches into
    widths: list[int] = []
    for number, row in enumerate(rows):
        column = 0
        fresh: list[tuple[int, int]] = []
        for cell in row.elements:
            while column < len(hanging) and hanging[column] > 0:
                column += 1
            span = _span(cell, "/ColSpan", _WIDEST, notes)
            down = _span(cell, "/RowSpan", min(_TALLEST, len(rows) - number), notes)
            fresh += [(column + offset, down) for offset in range(span)]
            column += span
        occupied = [i for i, left in enumerate(hanging) if left > 0]
        widths.append(max([column, *(i + 1 for i in occupied)]))
        hanging = [max(0, left - 1) for left in hanging]
        hanging += [0] * (widths[-1] - len(hanging))
        for place, down in fresh:
            hanging[place] = max(hanging[place], down - 1)
    return widths


def _span(cell: Node, key: str, most: int, notes: Notes) -> int:
    for attributes in _attributes(cell.obj):
        value = attributes.get(key)
        if value is not None:
            span = min(max(int(value), 1), most)
            if span != int(value):
                attributes[key] = span
                notes.add("cell that overhangs the table clamped")
            return span
    return 1


def _attributes(element: Object) -> list[Object]:
    said = element.get("/A")
    if said is None:
        return []
    return [a for a in (said if isinstance(said, Array) else [said]) if isinstance(a, Dictionary)]
