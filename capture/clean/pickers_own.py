"""Which of the texts that name no language are a picker's own all the same.

A list holds names that no table has ("Mirandés", "B/H/S"), a dialog has a title and a search
field, a widget says who made it.  Such a text is struck from the counts of what else lies in an
element, so that the element around it can be taken whole.  Whether it *is* a picker is weighed
afterwards, as ever.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from capture.clean.pickers_offers import PageFacts
from capture.clean.pickers_place import in_content
from capture.clean.pickers_tree import PRESSED, TELLING, Leaf, Node
from capture.clean.pickers_urls import absolute, language_slots
from capture.clean.pickers_words import Says, code_language, has_stem, normal, read_text

LEVELS = 6  # from a text to the list or dialog it belongs to; as many as the page's script looks
NAME_WORDS = 3  # "Norfuk / Pitkern" is the longest unknown name in Wikipedia's list of 350
TITLE_WORDS = 8  # "The Harbour Post in 30 languages" and its like have 6
LEAST_NAMES = 2  # one name is not yet a list that others could belong to
MOST_STRANGERS = 1000  # of a page made to be slow; the most on 413 real pages is 206
MOST_COMPARED = 60  # items of a list; a pattern shows in its first few
HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6", "legend"])
ITEMS = frozenset(["a", "button", "option", "li"])
CODE = re.compile(r"[a-z]{2,3}(?:[-_][a-z0-9]{2,8}){0,2}", re.IGNORECASE)
ATTRIBUTES = ("hreflang", "lang", "value")
CREDIT = re.compile(
    r"\W*(?:powered|provided|translated|offered) by\b|\W*(?:bereitgestellt von|propuls[eé] par)\b",
    re.IGNORECASE,
)


def strike_own(nodes: list[Node], page: PageFacts) -> None:
    """Strike from the counts of ``nodes`` what belongs to a picker though it names no language."""
    strangers = [
        (node, leaf)
        for node in nodes
        for leaf in node.leaves
        if leaf.reading.says is Says.OTHER and leaf.words
    ]
    for node, leaf in strangers[:MOST_STRANGERS]:
        if _is_own(node, leaf, page):
            _strike(node, leaf)
    for node in nodes:
        if node.fields and node.tag in {"input", "textarea"} and _searches_languages(node):
            for each in (node, *node.above()):
                each.fields -= 1


def _strike(node: Node, leaf: Leaf) -> None:
    pressed = any(each.tag in PRESSED for each in (node, *node.above()))
    for each in (node, *node.above()):
        each.others -= 1
        each.other_words = max(0.0, each.other_words - leaf.words)
        each.other_links = max(0, each.other_links - pressed)


def _is_own(node: Node, leaf: Leaf, page: PageFacts) -> bool:
    around = _list_around(node)
    if around is None:
        return False
    if leaf.words <= NAME_WORDS and _built_like_the_rest(node, around, page):
        return True
    if leaf.words > TITLE_WORDS or around.tag in {"body", "main", "article"}:
        return False
    pressed = any(each.tag in PRESSED for each in (node, *node.above()))
    about = has_stem(leaf.text) and not (pressed or _labels_a_field(node) or in_content(node))
    return about or _credits(node, leaf) or _leads_in(node, leaf, around)


def _labels_a_field(node: Node) -> bool:
    """Tell whether it names a form's field ("Language of the tour"), not the page's language."""
    chain = list(islice((node, *node.above()), 4))
    return any(each.tag == "label" or (each.tag == "form" and each.fields) for each in chain)


def _list_around(node: Node) -> Node | None:
    """Return the nearest element that names languages besides this text."""
    for each in islice((node, *node.above()), LEVELS):
        if each.telling >= LEAST_NAMES:
            return each
    return None


def _credits(node: Node, leaf: Leaf) -> bool:
    """Tell whether it says who made the widget, or is the name linked after "Powered by"."""
    if CREDIT.match(leaf.text):
        return True
    up = node.parent
    return (
        node.tag == "a"
        and up is not None
        and any(CREDIT.match(other.text) for other in up.leaves)
        and up.others <= 2
    )


def _leads_in(node: Node, leaf: Leaf, around: Node) -> bool:
    """Tell whether it introduces the names ("offered in:") or heads a part of a labelled list."""
    if leaf.text.rstrip().endswith((":", "：")) and node is around and node.tag not in {"p", "li"}:
        return around.others == 1
    titled = next((each for each in islice((node, *node.above()), 3) if each.tag in HEADINGS), None)
    if titled is None:
        return False
    boxes = [each for each in islice(titled.above(), 2) if each.telling >= LEAST_NAMES]
    if any(each.labels for each in boxes):
        return True
    # A heading over nothing but languages, in the page's furniture: "Choose your region".
    return bool(boxes) and boxes[0].others == 1 and not in_content(node)


def _searches_languages(node: Node) -> bool:
    """Tell whether a field narrows a list of languages down."""
    asks = node.get("placeholder") or node.get("label") or node.get("title")
    box = next((each for each in islice(node.above(), 4) if each.telling >= LEAST_NAMES), None)
    if box is None or box.fields > 1 or box.others > 1:
        return False
    return has_stem(asks) or read_text(asks).says is Says.LABEL or node.get("type") == "search"


def _built_like_the_rest(node: Node, around: Node, page: PageFacts) -> bool:
    """Tell whether its item is made as the known languages' are: same place for another code."""
    item = _item(node)
    wide = [around, *(up for up in islice(around.above(), 3) if up.others <= up.telling)]
    known = [each for each in islice(_known_items(wide[-1]), MOST_COMPARED) if each is not item]
    if len(known) < LEAST_NAMES:
        return False
    return _same_attribute(item, known) or _same_slot(item, known, page)


def _item(node: Node) -> Node:
    chain = list(islice((node, *node.above()), 3))
    return next((each for each in chain if each.tag in {"a", "option", "button"}), chain[0])


def _known_items(around: Node) -> Iterator[Node]:
    for each in around.below():
        if any(leaf.reading.says in TELLING for leaf in each.leaves):
            yield _item(each)


def _same_attribute(item: Node, known: list[Node]) -> bool:
    for name in ATTRIBUTES:
        code = item.get(name)
        if not CODE.fullmatch(code):
            continue
        others = [each.get(name) for each in known]
        if (
            sum(bool(code_language(other)) for other in others) >= LEAST_NAMES
            and code not in others
        ):
            return True
    return False


def _same_slot(item: Node, known: list[Node], page: PageFacts) -> bool:
    slots = language_slots(absolute(page.base, item.get("href"))) if item.get("href") else {}
    own = {page.language, *language_slots(page.url).values()}
    said = {normal(leaf.text) for leaf in item.leaves}
    if not slots:
        return False
    taken: dict[str, set[str]] = {}
    for each in known:
        for slot, code in language_slots(absolute(page.base, each.get("href"))).items():
            if code_language(code):
                taken.setdefault(slot, set()).add(code)
    return any(
        len(taken.get(slot, ())) >= (LEAST_NAMES - 1 if code_language(code) else LEAST_NAMES)
        and code not in taken.get(slot, ())
        and code.split("-")[0] not in own  # the site's own menu leads on in the page's language
        and (code not in said or code_language(code))  # "/faq" under "FAQ" is no language
        for slot, code in slots.items()
    )
