"""Where a region stands and what its surroundings call it: furniture or content, and what topic."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice

from capture.clean.pickers_offers import Offer, acts
from capture.clean.pickers_place import in_content, placed
from capture.clean.pickers_regions import Region, language_words, system_name
from capture.clean.pickers_tree import Leaf, Node, label_of
from capture.clean.pickers_urls import read_address
from capture.clean.pickers_words import OTHER, Says, is_spaceless, words_data

CHOICE_ROLES = frozenset(
    ["listbox", "menu", "option", "menuitem", "menuitemradio", "radiogroup", "combobox"]
)
INLINE = frozenset(
    [
        "a",
        "span",
        "em",
        "i",
        "b",
        "strong",
        "button",
        "abbr",
        "small",
        "cite",
        "q",
        "u",
        "sup",
        "font",
        "mark",
        "code",
    ]
)
SENTENCES = frozenset(
    [
        "p",
        "td",
        "dd",
        "blockquote",
        "figcaption",
        "li",
        "label",
        "h1",
        "h2",
        "h3",
        "h4",
        "summary",
        "em",
        "i",
        "b",
        "strong",
        "caption",
        "dt",
        "cite",
        "q",
    ]
)
TITLE_WORDS = 6  # "Línguas de trabalho:", "Audio and subtitles"
LEAD_IN_WORDS = 2  # "Leia em", "Read in" + the link
OTHERS_OF_A_LIST = 2  # links; one more may be "All languages"
PARTS_OF_A_DIRECTORY = 3
SENTENCE_WORDS = 4  # "Read this article in" + the link
MOST_INSIDE = 400  # elements; what a region is shows in its first few
NEAR = (
    3  # how far up a class name still speaks of the region; the fourth is usually the header's own
)
NEAR_WORDS = 60  # … and only while the ancestor is mostly the region


@cache
def _words(name: str) -> frozenset[str]:
    data = words_data()
    found = data[name]
    if isinstance(found, dict):
        return frozenset(str(key) for key in found)
    assert isinstance(found, list)
    return frozenset(str(word) for word in found)


@cache
def against_words(topic: str) -> frozenset[str]:
    """Return the class and id words that speak against a picker, for one topic of the data file."""
    table = words_data()["against"]
    assert isinstance(table, dict)
    return frozenset(table[topic])


def named(region: Region) -> dict[str, float]:
    """Tell what ids, classes, labels and roles say, inside and a few levels up."""
    inside = list(islice((node for part in region.parts for node in part.below()), MOST_INSIDE))
    above = [
        node
        for node, _ in zip(region.parts[0].above(), range(NEAR), strict=False)
        if node.other_words <= NEAR_WORDS and node.tag not in {"body", "html"}
    ]
    named = [node for node in [*inside, *above] if language_words(node)]
    labels = sum(part.labels for part in region.parts) > 0 or any(
        label_of(node) for node in [*inside, *above]
    )
    return {
        "a class name says language": bool(named),
        "a class name says picker": any(_says_picker(node) for node in named),
        "a known system": any(system_name(node) for node in [*inside, *above]),
        "a label": labels,
        "a list of choices": any(
            node.tag in {"select", "option"} or node.get("role") in CHOICE_ROLES for node in inside
        ),
        "a toggle": any(node.get("opens") or node.tag in {"summary"} for node in inside),
        "not to be translated": any("notranslate" in node.get("class") for node in inside),
        "it says nothing itself": not region.telling and not any(map(system_name, region.parts)),
        "a translate frame": any(node.tag == "iframe" and node.labels for node in inside),
        "a label that can be pressed": not region.telling and _pressed_label(inside),
        "a bare label that opens something": not region.telling
        and not _pressed_label(inside)
        and any(node.tag == "button" or node.get("opens") or node.get("points") for node in inside),
        "a heading only": not region.telling and _heading_only(inside),
    }


def _pressed_label(inside: list[Node]) -> bool:
    """Tell whether it is a button that asks ("Change language"), not a link to a topic."""
    return any(
        (
            node.tag == "button"
            or node.get("role") == "button"
            or node.get("opens")
            or _in_chrome(node)
        )
        and acts(node)
        and any(_asks(leaf) for below in node.below() for leaf in below.leaves)
        for node in inside
    )


def _presses_label(part: Node) -> bool:
    """Tell whether a button in it speaks of languages: "English [Change language]"."""
    below = islice(part.below(), MOST_INSIDE) if part.labels else ()
    return any(acts(node) and node.labels for node in below)


def _heading_only(inside: list[Node]) -> bool:
    """Tell whether it speaks without anything to press, and is no system's frame or holder."""
    return not any(acts(node) or node.tag == "iframe" or system_name(node) for node in inside)


def _asks(leaf: Leaf) -> bool:
    """Tell whether a label is more than the bare word: "Change language", 语言 too."""
    if leaf.reading.says is not Says.LABEL:
        return False
    return " " in leaf.text.strip() or (not leaf.text.isascii() and is_spaceless(leaf.text))


def _one_in_a_sentence(frame: Node, found: list[Offer]) -> bool:
    """Tell whether a box in the content says in words where *one* translation is."""
    languages = {min(offer.languages) for offer in found if offer.languages}
    return len(languages) == 1 and frame.other_words >= LEAD_IN_WORDS and in_content(frame)


def _of_a_longer_list(region: Region) -> bool:
    """Tell whether it is some of a list in the content whose other links are no languages.

    An encyclopaedia's list of a country's languages has names that nobody lists beside French.
    """
    up = region.parts[0].parent
    if up is None or up.tag not in {"ul", "ol", "dl"} or not in_content(region.parts[0]):
        return False
    return up.other_links >= OTHERS_OF_A_LIST


def _each_says_more(region: Region, found: list[Offer]) -> bool:
    """Tell whether its parts, in the content, name no language in itself and say more each.

    A directory of a bank's branches has a flag, a country and its cities; a picker's option does
    not tell where its offices are.
    """
    parts = region.parts
    if len(parts) == 1 and len(parts[0].children) >= PARTS_OF_A_DIRECTORY:
        parts = tuple(parts[0].children)
    if len(parts) < PARTS_OF_A_DIRECTORY or any(offer.own for offer in found):
        return False
    return sum(map(_says_more, parts)) > len(parts) / 2 and in_content(region.parts[0])


def _says_more(part: Node) -> bool:
    """Tell whether it holds a text that is no language, and that is not all it says."""
    other = [leaf.words for node in part.below() for leaf in node.leaves if leaf.reading is OTHER]
    return bool(other) and part.words > sum(other)


def _titled_otherwise(first: Node) -> bool:
    """Tell whether a few words just before it, in the content, say that it is about a thing."""
    up = first.parent
    if up is None or not in_content(first):
        return False
    if any(_is_title(leaf) for leaf in up.leaves):
        return True
    before = [child for child in up.children if child.place == first.place - 1]
    return any(
        child.others and not child.telling and child.other_words <= TITLE_WORDS for child in before
    )


def _is_title(leaf: Leaf) -> bool:
    return leaf.reading.says is Says.OTHER and 0 < leaf.words <= TITLE_WORDS


def _in_chrome(node: Node) -> bool:
    return "in the page's furniture" in placed(Region((node,)))


def _says_picker(node: Node) -> bool:
    text = f"{node.get('id')} {node.get('class')}".lower()
    tokens = node.tokens()
    return bool(tokens & _words("class_words_strong")) or bool(
        re.search(r"switch|select|picker|chooser|dropdown|menu|toggle", text)
    )


def opposed(region: Region, found: list[Offer]) -> dict[str, float]:
    """Tell what speaks against it."""
    first = region.parts[0]
    above = list(first.above())
    around = [
        first,
        *[
            node
            for node in above[:4]
            if node.other_words <= 200 and node.tag not in {"body", "html"}
        ],
    ]
    tokens = frozenset(token for node in around for token in node.tokens())
    inner = frozenset(
        token
        for part in region.parts
        for node in islice(part.below(), 100)
        for token in node.tokens()
    )
    form = next((node for node in [first, *above] if node.tag == "form"), None)
    up = first.parent
    sentence = (
        up is not None
        and up.tag in SENTENCES
        and first.tag in INLINE
        and up.other_words >= SENTENCE_WORDS
    )
    return {
        "inside a sentence": _one_in_a_sentence(first, found) if region.frame else sentence,
        "in a table": any(node.tag == "table" and node.others for node in [first, *above]),
        "in code": any(node.tag in {"pre", "code", "samp", "kbd"} for node in [first, *above]),
        "nothing to press": bool(found)
        and not any(offer.acts for offer in found)
        and not any(_presses_label(part) for part in region.parts),
        "filed by topic": bool((tokens | inner) & against_words("topics"))
        or any(o.url and read_address(o.url).topic for o in found),
        "subtitles": bool((tokens | inner) & against_words("subtitles")),
        "a code sample's language": bool(tokens & against_words("code")),
        "countries, not languages": bool((tokens | inner) & against_words("countries"))
        and not any(o.own for o in found),
        "a translator or dictionary": bool(tokens & against_words("translator"))
        and any(node.fields for node in above[:4]),
        "a form with fields": form is not None and form.fields >= 1,
        "facts": bool(tokens & against_words("facts"))
        or any(
            node.tag in {"dd", "dt", "dl", "table"} and node.others for node in [first, *above[:2]]
        ),
        "some of a longer list": _of_a_longer_list(region),
        "each says more": _each_says_more(region, found),
        "titled otherwise": _titled_otherwise(first),
        "other words": min(1.0, sum(part.other_words for part in region.parts) / 40),
    }
