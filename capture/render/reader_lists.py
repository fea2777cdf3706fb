"""Lists in the print copy: contents lists that pages bring, and lines that announce a list."""

from __future__ import annotations

from lxml import html as lxml_html
from lxml.html import HtmlElement

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# A contents list names most of what there is, and says little else.
_LEAST_ENTRIES = 4
_MOSTLY = 0.8
# What stands before a link in its item: "1.2.3", a dash.
_LONGEST_MARK = 10
# One line and a half of the copy's measure: a longer paragraph stands by itself at a page's foot.
_LEAD_LETTERS = 120
_ANNOUNCED = frozenset(("pre", "ul", "ol", "dl", "table", "blockquote", "figure", "math"))
_COLONS = (":", "\uff1a", "\ufe55")
_QUESTIONS = ("?", "\uff1f", "\u061f", "\u037e")
# "Main article: …", "See also …", under a heading.
_MOST_UNDER_HEADING = 2


def mark_lead_ins(root: HtmlElement) -> None:
    """Mark paragraphs that announce what follows, so that no page ends between the two."""
    for paragraph in root.iter("p"):
        follows = paragraph.getnext()
        if follows is None or (paragraph.tail or "").strip() or paragraph.get("class"):
            continue
        said = paragraph.text_content().strip()
        if _announces(paragraph, said, follows):
            paragraph.set("class", "lead")


def _announces(paragraph: HtmlElement, said: str, follows: HtmlElement) -> bool:
    if follows.tag in _ANNOUNCED and said.endswith(_COLONS):
        return True
    if not said or len(said) > _LEAD_LETTERS:
        return False
    return (
        follows.tag == "pre"
        or said.endswith((*_COLONS, *_QUESTIONS))
        or _is_bold(paragraph, said)
        or _under_heading(paragraph)
    )


def _is_bold(paragraph: HtmlElement, said: str) -> bool:
    """Say whether a paragraph is a heading that its page wrote as bold words."""
    bold = paragraph.find("strong") if len(paragraph) else None
    return bold is not None and bold.text_content().strip() == said


def _under_heading(paragraph: HtmlElement) -> bool:
    before = paragraph.getprevious()
    for _ in range(_MOST_UNDER_HEADING):
        if before is None or before.tag in _HEADINGS:
            break
        if before.tag != "p" or len(before.text_content()) > _LEAD_LETTERS:
            return False
        before = before.getprevious()
    return before is not None and before.tag in _HEADINGS


def take_contents(root: HtmlElement) -> bool:
    """Set a contents list that the page brought as the copy's own; say whether there is one."""
    targets = _targets(root)
    if len(set(targets.values())) < _LEAST_ENTRIES:
        return False
    for listed in root.iter("ul", "ol"):
        if _lists_headings(listed, targets):
            _dress(listed)
            return True
    return False


def _targets(root: HtmlElement) -> dict[str, HtmlElement]:
    """Map anchors to the headings they lead to."""
    found: dict[str, HtmlElement] = {}
    for heading in root.iter(*_HEADINGS):
        near = [heading, *heading.iterdescendants()]
        before, parent = heading.getprevious(), heading.getparent()
        if before is not None:
            near += [] if before.text_content().strip() else [before, *before.iterdescendants()]
        elif parent is not None and parent is not root:
            near.append(parent)
        for element in near:
            if element.get("id"):
                found.setdefault(element.get("id", ""), heading)
    return found


def _lists_headings(listed: HtmlElement, targets: dict[str, HtmlElement]) -> bool:
    links = list(listed.iter("a"))
    anchors = [link.get("href", "").removeprefix("#") for link in links]
    named = {targets[anchor] for anchor in anchors if anchor in targets}
    if len(named) < _LEAST_ENTRIES or named.intersection(listed.iter()):
        return False
    letters = len("".join(listed.text_content().split()))
    linked = sum(len("".join(link.text_content().split())) for link in links)
    top = [heading for heading in set(targets.values()) if heading.tag == "h2"]
    return (
        sum(anchor in targets for anchor in anchors) >= _MOSTLY * len(links)
        and linked >= _MOSTLY * letters
        and sum(heading in named for heading in top) >= _MOSTLY * len(top)
    )


def _dress(listed: HtmlElement) -> None:
    """Give the list the looks of a contents list, and every link a place for its page number."""
    for link in listed.iter("a"):
        if not link.get("href", "").startswith("#"):
            continue
        words = lxml_html.Element("span")
        words.text, link.text = (link.text or ""), None
        words.extend(list(link))
        holder = link.getparent()
        mark = (holder.text or "").strip() if holder is not None else ""
        if holder is not None and mark and len(mark) <= _LONGEST_MARK and holder[0] is link:
            holder.text, words.text = None, f"{mark} {words.text}"
        number = lxml_html.Element("span")
        number.text = "000"
        link.extend([words, lxml_html.Element("i"), number])
    parent = listed.getparent()
    assert parent is not None
    box = lxml_html.Element("nav")
    box.set("class", "contents")
    box.tail, listed.tail = listed.tail, None
    parent.replace(listed, box)
    box.append(listed)
