"""Structure types, headings, languages: what holds for single elements of the tree."""

from __future__ import annotations

import re

from pikepdf import Dictionary, Name

from capture.render.pdfa.notes import Notes
from capture.render.pdfa.tree import Node, Tree

# ISO 32000-1, 14.8.4: the standard structure types.
STANDARD = frozenset(
    re.findall(
        r"\w+",
        """Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2
        H3 H4 H5 H6 L LI Lbl LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference
        BibEntry Code Link Annot Ruby RB RT RP Warichu WT WP Figure Formula Form""",
    )
)
# What Chromium takes from PDF 2.0 or makes up, as the nearest type that readers know.
_NEAREST = {
    "Strong": "Span", "Em": "Span", "Sub": "Span", "Aside": "Sect", "Title": "P",
    "DocumentFragment": "Sect", "FENote": "Note",
}  # fmt: skip
_HEADING = re.compile(r"H(\d*)")
_DEEPEST_HEADING = 6
# BCP 47 (RFC 5646, 2.1) without its grandfathered tags, which no page uses any more.
_LANGUAGE = re.compile(
    r"[a-z]{2,8}(-[a-z]{3}){0,3}(-[a-z]{4})?(-([a-z]{2}|\d{3}))?"
    r"(-([a-z\d]{5,8}|\d[a-z\d]{3}))*(-[a-wyz\d](-[a-z\d]{2,8})+)*(-x(-[a-z\d]{1,8})+)?",
    re.IGNORECASE,
)
_LONGEST_LANGUAGE = 35  # RFC 5646, 4.4.1: what a well-made tag needs


def language_tag(value: str) -> str:
    """Return a BCP 47 tag, or nothing when the value cannot be one (``en_US`` is ``en-US``)."""
    tag = value.strip().replace("_", "-")
    fits = len(tag) <= _LONGEST_LANGUAGE and _LANGUAGE.fullmatch(tag)
    return tag if fits else ""


def map_roles(tree: Tree, notes: Notes) -> None:
    """Give every type that is no standard one a standard one in the role map."""
    used = {node.role for node in tree.walk()} - STANDARD
    roles = tree.root.get("/RoleMap", Dictionary())
    for role in sorted(used):
        if not _HEADING.fullmatch(role):
            roles[f"/{role}"] = Name("/" + _NEAREST.get(role, "NonStruct"))
            notes.add(f"structure type {role[:40]} mapped to a standard one")
    if used:
        tree.root.RoleMap = roles


def renumber_headings(tree: Tree, notes: Notes) -> None:
    """Make the headings start at H1 and skip no level on the way down (UA-1, 7.4.2)."""
    above: list[int] = []
    for node in tree.walk():
        match = _HEADING.fullmatch(node.role)
        if not match:
            continue
        level = int(match[1][:2] or 7)
        while above and above[-1] >= level:
            above.pop()
        above.append(level)
        role = f"H{min(len(above), _DEEPEST_HEADING)}"
        if role != node.role:
            tree.set_role(node, role)
            notes.add("heading given another level", guessed=True)


def mend_languages(tree: Tree, notes: Notes) -> None:
    """Correct the elements' languages, and drop those that are none."""
    for node in tree.walk():
        said = node.obj.get("/Lang")
        if said is None:
            continue
        tag = language_tag(str(said))
        if tag == str(said):
            continue
        if tag:
            node.obj.Lang = tag
        else:
            del node.obj.Lang
        notes.add("language tag corrected" if tag else "language tag that is none dropped")


def mend_forms(tree: Tree, notes: Notes) -> None:
    """Make form controls, which are printed as text and boxes, plain groups."""
    for node in list(tree.walk()):
        if node.role == "Form":
            owns = any(leaf.annotation is not None for leaf in node.leaves())
            tree.set_role(node, "Link" if owns and not _holds_link(node) else "Div")
            notes.add("form control printed without a widget made a group")


def _holds_link(node: Node) -> bool:
    return any(other.role == "Link" for other in node.walk() if other is not node)
