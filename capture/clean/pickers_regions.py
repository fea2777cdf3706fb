"""Which elements belong together as one possible picker.

A *part* is an element in which every text is a language name, a code, a flag, a label or filler,
and whose parent holds something else too.  Parts that stand side by side make one region.  A
*frame* is an element around parts that holds a few other words and says by its own name or label
that it is about languages: a dialog with a sentence, a list with "powered by".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import islice, pairwise

from capture.clean.pickers_tree import Leaf, Node, label_of, name_tokens
from capture.clean.pickers_words import Says, is_stem, name_languages, words_data

FRAME_LEVELS = 6  # the deepest dialog seen (europa.eu) has five levels between list and dialog
FRAME_WORDS = 45  # a suggestion banner's sentence has 17 words in the longest seen, twice over
FRAME_SHARE = 0.4  # of the frame's texts, the least that must be languages
FRAME_LINKS = 1  # "powered by", "all languages"
FRAME_NAMES_A_LINK = 8  # … and one more for every so many names: some are not known to us
# "langswitch", "headerlanguages", "nav_lang_sel": the word written together with others.
_JOINED = re.compile(
    r"languages?|langs?(?:switch|select|menu|nav|list|bar|box|wrap|drop|chooser|picker|link|toggle)"
    r"|(?:nav|menu|switch|select|change|header|footer)langs?\b|sprach"
)
KNOWN_TO_ONE_UNKNOWN = 5  # Global Voices' list of 50 has 7 names that CLDR does not have
MOST = 0.8
LONG_LIST = 10  # in a shorter one the unknown text may be a menu item: twice the ratio
WORDS_A_NAME = 3  # "Norfuk / Pitkern" is the longest name in Wikipedia's list of 350
MOST_REGIONS = 1500  # a page made to be slow; the most seen on 413 real pages is 230
MOST_LEAVES = 1500  # of one region; Wikipedia's longest list has 350
NEVER = frozenset(["html", "body", "main", "article", "head"])


@cache
def system_names() -> dict[str, str]:
    """Return the class words of known systems and the systems' names."""
    table = words_data()["systems"]
    assert isinstance(table, dict)
    return table


@cache
def systems_pattern() -> re.Pattern[str]:
    """Return one pattern for the class words of all known systems, on words joined by blanks."""
    names = sorted(system_names(), key=len, reverse=True)
    return re.compile(r"\b(" + "|".join(re.escape(name) for name in names) + r")\b")


def system_name(node: Node) -> str:
    """Return the name of the system whose class, id or frame address the element carries."""
    source = node.get("src").split("?")[0] if node.tag == "iframe" else ""
    words = " ".join(
        re.findall(
            r"[a-z0-9]+", f"{node.get('id')} {node.get('class')} {node.tag} {source}".lower()
        )
    )
    match = systems_pattern().search(words)
    return system_names()[match[1]] if match else ""


@dataclass(frozen=True, slots=True)
class Region:
    """Elements that would go together; a ``frame`` is one element with other words in it."""

    parts: tuple[Node, ...]
    frame: bool = False

    @property
    def telling(self) -> int:
        """Return how many names, codes and flags it holds."""
        return sum(part.telling for part in self.parts)


def regions(nodes: list[Node]) -> list[Region]:
    """Return every region of the page, parts and frames, inner ones before outer ones."""
    by_parent: dict[int, list[Node]] = {}
    for node in nodes:
        if _is_part(node):
            by_parent.setdefault(node.parent.row if node.parent else -1, []).append(node)
    found: list[Region] = []
    for parts in by_parent.values():
        found.extend(_runs(parts))
    del found[MOST_REGIONS:]
    frames: dict[int, Region] = {}
    for region in found:
        for frame in _frames(region):
            frames.setdefault(frame.row, Region((frame,), frame=True))
    return [*found, *frames.values()]


def _is_part(node: Node) -> bool:
    if node.tag in NEVER or not _speaks(node):
        return False
    up = node.parent
    return up is None or up.tag in NEVER or not _speaks(up)


def _speaks(node: Node) -> bool:
    if node.fields or (node.others and not _rare_names(node)):
        return False
    if node.media:
        return (
            system_name(node) != ""
        )  # a translate frame is a picture to us: its inside is not ours to read
    return bool(node.telling or node.labels or system_name(node))


def _rare_names(node: Node) -> bool:
    """Whether its few unknown texts are most likely names that we do not know ("Hmong", "BEFR")."""
    if node.other_words > WORDS_A_NAME * node.others:
        return False
    if node.tag == "select":
        return node.others <= max(2, node.telling / 2) and node.telling >= 2
    for child in node.children:
        if child.telling >= MOST * node.telling:
            # The unknown texts must be in the list itself, not beside it.
            return child.others == node.others and _rare_names(child)
    ratio = KNOWN_TO_ONE_UNKNOWN if node.telling >= LONG_LIST else 2 * KNOWN_TO_ONE_UNKNOWN
    return node.telling >= ratio * node.others


def _runs(parts: list[Node]) -> list[Region]:
    """Split one parent's parts where something else stands between them."""
    parts = sorted(parts, key=lambda node: node.place)
    runs: list[list[Node]] = [[parts[0]]]
    for before, after in pairwise(parts):
        if after.place - before.place > 1:
            runs.append([])
        runs[-1].append(after)
    return [Region(tuple(run)) for run in runs]


def _frames(region: Region) -> list[Node]:
    frames: list[Node] = []
    for level, node in enumerate(region.parts[0].above()):
        if (
            level >= FRAME_LEVELS
            or node.tag in NEVER
            or node.other_words > FRAME_WORDS
            or node.media > 3
        ):
            break
        if _frames_languages(node):
            frames.append(node)
    return frames


def _frames_languages(node: Node) -> bool:
    texts = node.telling + node.labels + node.countries + node.others
    if not node.telling or (node.telling + node.labels) / texts < FRAME_SHARE:
        return False
    # A menu has other links in it: those are worth more to a reader than a whole wrapper is to us.
    links = max(FRAME_LINKS, node.telling // FRAME_NAMES_A_LINK)
    return node.other_links <= links < node.telling and speaks_of_languages(node)


def speaks_of_languages(node: Node) -> bool:
    """Tell whether its own id, classes, tag name or label say that it is about languages."""
    return language_words(node) or label_of(node) or system_name(node) != ""


def language_words(node: Node) -> bool:
    """Tell whether its id, classes or custom tag name say that it is about languages."""
    tokens = node.tokens() | name_tokens(node.tag if "-" in node.tag else "")
    if tokens & class_words() or any(len(token) > 5 and is_stem(token) for token in tokens):
        return True
    text = f"{node.get('id')} {node.get('class')}".lower()
    return bool(_JOINED.search(text)) or any(
        len(token) > 5 and name_languages(token) for token in tokens
    )


@cache
def class_words() -> frozenset[str]:
    """Return the words of ids and classes that mean language or translation."""
    found = words_data()["class_words"]
    assert isinstance(found, list)
    return frozenset(found)


def readings(region: Region) -> list[tuple[Node, Leaf]]:
    """Return every telling leaf with the element that holds it."""
    every = (
        (node, leaf)
        for part in region.parts
        for node in part.below()
        for leaf in node.leaves
        if leaf.reading.says in (Says.NAME, Says.CODE, Says.FLAG)
    )
    return list(islice(every, MOST_LEAVES))
