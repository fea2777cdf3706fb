"""The structure tree as Python values, and the parent tree that points back into it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, cast

from pikepdf import Array, Dictionary, Name, Object, Pdf

# A structure deeper than this comes from no document that a person wrote; Chromium's parser nests
# 512 elements at most.
DEEPEST = 5000


@dataclass(slots=True, eq=False)
class Leaf:
    """Marked content, or a reference to an annotation: anything in ``/K`` that is no element."""

    entry: Object | int
    page: Object | None
    parent: Node

    @property
    def annotation(self) -> Object | None:
        """The annotation this leaf refers to, if it is one."""
        if isinstance(self.entry, int) or self.entry.get("/Type") != Name.OBJR:
            return None
        return self.entry.get("/Obj")

    def content(self) -> tuple[Object, int] | None:
        """Return the page or form whose content holds the leaf's text, and its MCID."""
        if isinstance(self.entry, int):
            return (self.page, self.entry) if self.page is not None else None
        if self.entry.get("/Type") == Name.OBJR:
            return None
        holder = self.entry.get("/Stm") or self.entry.get("/Pg") or self.page
        mcid = self.entry.get("/MCID")
        return (holder, int(mcid)) if holder is not None and mcid is not None else None


@dataclass(slots=True, eq=False)
class Node:
    """One structure element; change it through `Tree`, which keeps the file in step."""

    obj: Object
    role: str
    parent: Node | None = None
    kids: list[Node | Leaf] = field(default_factory=list)

    @property
    def elements(self) -> list[Node]:
        """The kids that are elements themselves."""
        return [kid for kid in self.kids if isinstance(kid, Node)]

    def walk(self) -> Iterator[Node]:
        """Yield this element and everything below it, in reading order."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.elements))

    def leaves(self) -> Iterator[Leaf]:
        """Yield the leaves below this element, in reading order."""
        stack: list[Node | Leaf] = [self]
        while stack:
            item = stack.pop()
            if isinstance(item, Leaf):
                yield item
            else:
                stack.extend(reversed(item.kids))

    def has_ancestor(self, role: str) -> bool:
        """Say whether an element of this role is above."""
        node = self.parent
        while node is not None and node.role != role:
            node = node.parent
        return node is not None


class Tree:
    """The structure tree of an open PDF.

    Elements are changed in memory; `write` puts what changed back into the file and rebuilds the
    parent tree's entries, so no repair has to keep the two in step by itself.
    """

    def __init__(self, pdf: Pdf) -> None:
        self.pdf = pdf
        self.root = _structure_root(pdf)
        self.top = Node(self.root, "StructTreeRoot")
        self._changed: dict[Node, None] = {}  # a dict keeps the order, and so the output's bytes
        self._read()

    def walk(self) -> Iterator[Node]:
        """Yield every element in reading order."""
        for node in self.top.elements:
            yield from node.walk()

    def set_role(self, node: Node, role: str) -> None:
        """Give an element another structure type."""
        node.role = role
        node.obj.S = Name("/" + role)

    def new(self, role: str, page: Object | None = None) -> Node:
        """Make an element that has no place yet."""
        made = Dictionary(Type=Name.StructElem, S=Name("/" + role))
        if page is not None:
            made.Pg = page
        return Node(self.pdf.make_indirect(made), role)

    def set_kids(self, node: Node, kids: Iterable[Node | Leaf]) -> None:
        """Replace an element's kids; each kid's parent becomes this element."""
        node.kids = list(kids)
        for kid in node.kids:
            kid.parent = node
        self._changed[node] = None

    def wrap(self, kids: list[Node | Leaf], role: str) -> Node:
        """Put kids into a new element, which the caller places."""
        page = next((k.page for k in kids if isinstance(k, Leaf) and k.page is not None), None)
        node = self.new(role, page)
        self.set_kids(node, kids)
        return node

    def splice(self, node: Node) -> None:
        """Replace an element by its kids."""
        parent = node.parent
        assert parent is not None
        place = parent.kids.index(node)
        self.set_kids(parent, [*parent.kids[:place], *node.kids, *parent.kids[place + 1 :]])

    def write(self) -> None:
        """Write the changed elements and the parent tree's entries for what they hold."""
        annotations = _Parents(self.root)
        for node in self._changed:
            node.obj.K = Array([self._entry(node, kid) for kid in node.kids])
            for kid in node.kids:
                if isinstance(kid, Node):
                    kid.obj.P = node.obj
                else:
                    annotations.point(kid, node)
        self._changed.clear()

    def _entry(self, node: Node, kid: Node | Leaf) -> Object | int:
        if isinstance(kid, Node):
            return kid.obj
        if not isinstance(kid.entry, int) or kid.page is None:
            return kid.entry
        own = node.obj.get("/Pg")
        if own is not None and own.objgen == kid.page.objgen:
            return kid.entry
        return Dictionary(Type=Name.MCR, Pg=kid.page, MCID=kid.entry)

    def _read(self) -> None:
        seen: set[tuple[int, int]] = set()
        stack = [self.top]
        while stack:
            node = stack.pop()
            page = node.obj.get("/Pg")
            for entry in _entries(node.obj.get("/K")):
                if isinstance(entry, int):
                    node.kids.append(Leaf(entry, page, node))
                elif (role := entry.get("/S")) is None:
                    node.kids.append(Leaf(entry, entry.get("/Pg", page), node))
                elif entry.objgen not in seen:
                    seen.add(entry.objgen)
                    kid = Node(entry, str(role)[1:], node)
                    node.kids.append(kid)
                    stack.append(kid)


def _entries(kids: Object | int | None) -> list[Object | int]:
    if kids is None:
        return []
    found = list(kids) if isinstance(kids, Array) else [kids]
    return [int(k) if isinstance(k, int) else k for k in found if isinstance(k, int | Dictionary)]


def _structure_root(pdf: Pdf) -> Object:
    root = pdf.Root.get("/StructTreeRoot")
    if root is None:  # Chromium writes none for a page without content
        root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=Array()))
        pdf.Root.StructTreeRoot = root
    if "/ParentTree" not in root:
        root.ParentTree = pdf.make_indirect(Dictionary(Nums=Array()))
        root.ParentTreeNextKey = 0
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    return root


class _Parents:
    """The parent tree: structure elements by the keys that pages, forms and annotations hold."""

    def __init__(self, root: Object) -> None:
        self.root = root
        self.nums = cast(Array, root.ParentTree.get("/Nums"))
        self.place = {int(self.nums[i]): i + 1 for i in range(0, len(self.nums) - 1, 2)}

    def point(self, leaf: Leaf, node: Node) -> None:
        annotation = leaf.annotation
        if annotation is not None:
            self._annotation(annotation, node)
            return
        content = leaf.content()
        if content is None:
            return
        holder, mcid = content
        key = holder.get("/StructParents")
        place = self.place.get(int(key)) if key is not None else None
        if place is None:
            return
        owners = self.nums[place]
        if isinstance(owners, Array) and mcid < len(owners):
            owners[mcid] = node.obj

    def _annotation(self, annotation: Object, node: Node) -> None:
        key = annotation.get("/StructParent")
        place = self.place.get(int(key)) if key is not None else None
        if place is not None:
            self.nums[place] = node.obj
            return
        fresh = max(self.place, default=-1) + 1
        entry: list[Any] = [fresh, node.obj]
        self.nums.extend(entry)
        self.place[fresh] = len(self.nums) - 1
        annotation.StructParent = fresh
        self.root.ParentTreeNextKey = fresh + 1
