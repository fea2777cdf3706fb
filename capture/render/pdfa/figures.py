"""Pictures and links: each with words for those who do not see it."""

from __future__ import annotations

from pikepdf import Dictionary, Name, Object, Pdf

from capture.render.pdfa.notes import Notes
from capture.render.pdfa.tree import Leaf, Node, Tree
from capture.render.pdfa.words import Words

# Long enough for a caption, short enough to be heard: a screen reader cannot pause inside one.
_LONGEST_ALT = 500
NO_DESCRIPTION = "Image without description"
# Where a link of a document may lead: the web, people, places.  Viewers hand everything else to the
# machine: a script, a file of the reader's, a program with arguments of the page's choice.
LINKED_SCHEMES = frozenset(
    {"http", "https", "ftp", "ftps", "mailto", "tel", "sms", "geo", "news", "nntp", "irc", "ircs"}
    | {"xmpp", "sip", "sips", "matrix", "magnet", "webcal", "urn", "doi"}
)


def mend_figures(tree: Tree, words: Words, notes: Notes) -> None:
    """Give every figure an alternative text (UA-1, 7.3)."""
    for node in list(tree.walk()):
        if node.role not in ("Figure", "Formula") or _said(node.obj):
            continue
        if any(
            other.role in ("Figure", "Table", "L") for other in node.walk() if other is not node
        ):
            tree.set_role(node, "Div")
            notes.add("figure around another made a group")
            continue
        caption = _caption(node, words)
        if not caption and not any(True for _ in node.leaves()):
            tree.set_role(node, "Div")
            notes.add("figure that shows nothing made a group")
            continue
        node.obj.Alt = caption or NO_DESCRIPTION
        notes.add(
            "alternative text taken from the caption"
            if caption
            else "picture without alternative text given a placeholder",
            guessed=True,
        )


def _said(element: Object) -> bool:
    return any(str(element.get(key, "")).strip() for key in ("/Alt", "/ActualText"))


def _caption(figure: Node, words: Words) -> str:
    nearby = [figure, *(figure.parent.elements if figure.parent else [])]
    captions = [n for n in nearby[:1] + nearby[1:] if n.role == "Caption"]
    captions += [n for n in figure.walk() if n.role == "Caption"]
    return next((text for n in captions if (text := words.of(n)[:_LONGEST_ALT])), "")


def mend_links(tree: Tree, pdf: Pdf, words: Words, notes: Notes) -> None:
    """Give every link annotation an element and a description (UA-1, 7.18)."""
    owned: set[tuple[int, int]] = set()
    for node in list(tree.walk()):
        _owner(tree, node, owned, words, notes)
    for page in pdf.pages:
        page.obj.Tabs = Name.S
        for annotation in page.obj.get("/Annots", []):
            _disarm(annotation, notes)
            if annotation.get("/Subtype") == Name.Link and annotation.objgen not in owned:
                _adopt(tree, page.obj, annotation)
                notes.add("link outside the structure given an element")


def _disarm(annotation: Object, notes: Notes) -> None:
    """Take the target from a link that leads to a script, a file or a program of the reader's."""
    action = annotation.get("/A")
    uri = action.get("/URI") if isinstance(action, Dictionary) else None
    if uri is not None and str(uri).partition(":")[0].strip().lower() not in LINKED_SCHEMES:
        del annotation["/A"]
        notes.add("link to a script, a file or a program left without its target")


def _owner(tree: Tree, node: Node, owned: set[tuple[int, int]], words: Words, notes: Notes) -> None:
    leaves = [k for k in node.kids if isinstance(k, Leaf) and k.annotation is not None]
    if not leaves:
        return
    text = ""
    for leaf in leaves:
        annotation = leaf.annotation
        assert annotation is not None
        owned.add(annotation.objgen)
        if not str(annotation.get("/Contents", "")).strip():
            text = text or _described(node, annotation, words)
            annotation.Contents = text
            notes.add("link described by its text")
    if node.role != "Link":
        kids: list[Node | Leaf] = [k for k in node.kids if k not in leaves]
        tree.set_kids(node, [*kids, tree.wrap(list(leaves), "Link")])
        notes.add("annotation moved into a link element")


def _described(node: Node, annotation: Object, words: Words) -> str:
    pictures = (str(n.obj.get("/Alt", "")) for n in node.walk() if n.role == "Figure")
    text = words.of(node) or next((alt for alt in pictures if alt != NO_DESCRIPTION), "")
    return (text or _target(annotation))[:_LONGEST_ALT]


def _target(annotation: Object) -> str:
    action = annotation.get("/A")
    uri = action.get("/URI") if isinstance(action, Dictionary) else None
    target = uri if uri is not None else annotation.get("/Dest")
    return str(target or "").lstrip("/") or "link"


def _adopt(tree: Tree, page: Object, annotation: Object) -> None:
    if not str(annotation.get("/Contents", "")).strip():
        annotation.Contents = _target(annotation)[:_LONGEST_ALT]
    parent = next(iter(tree.walk()), tree.top)
    link = tree.new("Link", page)
    entry = Dictionary(Type=Name.OBJR, Obj=annotation, Pg=page)
    tree.set_kids(link, [Leaf(entry, page, link)])
    tree.set_kids(parent, [*parent.kids, link])


def mend_document(tree: Tree, notes: Notes) -> None:
    """Give the tree a Document element at its top."""
    tops = tree.top.kids
    if len(tops) == 1 and isinstance(tops[0], Node) and tops[0].role == "Document":
        return
    tree.set_kids(tree.top, [tree.wrap(list(tops), "Document")])
    notes.add("document element added")
