"""Lists: items in lists, and each item's content in a body."""

from __future__ import annotations

from itertools import groupby

from capture.render.pdfa.notes import Notes
from capture.render.pdfa.tree import Leaf, Node, Tree

_GROUPS = frozenset(("NonStruct", "Div"))


def mend_lists(tree: Tree, notes: Notes) -> None:
    """Make every list hold items, and every item a label and a body (UA-1, 7.2)."""
    for node in list(tree.walk()):
        if node.role == "L":
            _items(tree, node, notes)
    for node in list(tree.walk()):
        if node.role != "L":
            _strays(tree, node, notes)
    for node in list(tree.walk()):
        if node.role == "LI":
            _body(tree, node, notes)
        elif node.role == "Lbl" and (node.parent is None or node.parent.role != "LI"):
            tree.set_role(node, "Span")
            notes.add("label outside a list item made a span")


def _items(tree: Tree, node: Node, notes: Notes) -> None:
    kids: list[Node | Leaf] = []
    for kid in node.kids:
        role = kid.role if isinstance(kid, Node) else ""
        if role in ("LI", "L") or (role == "Caption" and not kids):
            kids.append(kid)
        elif isinstance(kid, Node) and _only_items(kid):
            kids.extend(kid.kids)
        else:
            kids.append(tree.wrap([tree.wrap([kid], "LBody")], "LI"))
            notes.add("list content put into an item")
    if kids != node.kids:
        tree.set_kids(node, kids)


def _only_items(node: Node) -> bool:
    return (
        node.role in _GROUPS
        and bool(node.kids)
        and all(isinstance(kid, Node) and kid.role == "LI" for kid in node.kids)
    )


def _strays(tree: Tree, node: Node, notes: Notes) -> None:
    """Put items that stand outside a list into one of their own, run by run."""
    if all(kid.role != "LI" for kid in node.elements):
        return
    kids: list[Node | Leaf] = []
    for is_item, run in groupby(node.kids, key=lambda k: isinstance(k, Node) and k.role == "LI"):
        group = list(run)
        if is_item:
            notes.add("items outside a list put into one")
            group = [tree.wrap(group, "L")]
        kids.extend(group)
    tree.set_kids(node, kids)


def _body(tree: Tree, node: Node, notes: Notes) -> None:
    if all(isinstance(kid, Node) and kid.role in ("Lbl", "LBody") for kid in node.kids):
        return
    kids: list[Node | Leaf] = []
    for kept, run in groupby(
        node.kids, key=lambda k: isinstance(k, Node) and k.role in ("Lbl", "LBody")
    ):
        group = list(run)
        kids.extend(group if kept else [tree.wrap(group, "LBody")])
    tree.set_kids(node, kids)
    notes.add("list item given a body")
