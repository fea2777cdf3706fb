"""Bylines in plain sight: beside the headline, in elements named for them, under the text."""

from __future__ import annotations

import re
from functools import lru_cache

from capture.extract.dates import read_day
from capture.extract.elements import Element, upwards
from capture.extract.evidence import Evidence
from capture.extract.headline import heading_text
from capture.extract.page import Block
from capture.extract.people import clauses, is_name, is_person, is_signed, names_in, says_by

# Class and id words for bylines; German, French, Polish, Spanish, Italian, Russian sites name them in their language.
_BYLINE = re.compile(
    r"(?:^|[\s_-])(?:bylines?|by-line|authors?|author-?name|auteurs?|autor(?:en|e|a|es)?|autore|writers?|written-?by|posted-?by|contributors?|redakteur|verfasser|journalist|avtor|kirjoittaja|forfatter)(?:$|[\s_-])|"
    r"byline|author(?:s|_?_?(?:name|link|info|list|box|meta|title))(?![a-z])|(?:article|post|blog|entry|story|news|p|card|meta|content|page|item)[_-]*author(?!iz)|author-",
    re.IGNORECASE,
)
# Every name that `_BYLINE` knows holds one of these: most names of a page hold none.
_STEMS = ("byline", "by-line", "author", "auteur", "autor", "writer", "written", "posted", "contributor", "redakteur", "verfasser",
          "journalist", "avtor", "kirjoittaja", "forfatter")  # fmt: skip
_NAMED = re.compile(
    r"(?:^|[\s_-])(?:(?:author|user|display|full|writer|byline|person|profile|p)?[_-]*(?:name|fn|nick(?:name)?|nom)|username|userlogin|fn|n)(?:$|[\s_-])|authorname|username|author_name|author__name",
    re.IGNORECASE,
)
_AUTHOR_LINK = re.compile(
    r"/(?:authors?|auteurs?|autor(?:en|es|a|e)?|autori|writers?|by|staff|contributors?|columnists?|journalists?|journalistes?|reporters?|profiles?|people|person|persona|team|bio|byline|users?|members?|u|redaktion|redacteur|avtor|kirjoittajat|forfatter|signature|creators?|experts?|our-team|@[\w.-]+)/[^/]|[?&](?:author|user|u|uid)=|/@[\w.-]+/?$|/(?:profile|member|user|space)\.php",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"^(?:about|meet|written by|über|über den autor|über die autorin|à propos de|acerca de|sobre|o autorze|об авторе)\s+(?:the\s+)?(?:authors?|writer|l['’]auteur|autor\w*|:)?\s*:?\s*(.*)$",
    re.IGNORECASE,
)
# Longer "names" in a byline's element are a biography.
LONGEST = 120
_SIGNED_LINK = 5
# ", Senior Staff Writer": more words are a sentence's.
_LONGEST_ROLE = 4
# A name stands at most in a `span` in a `b` in the link or the element that is named for it.
_LEVELS = 4


def near_byline(evidence: Evidence) -> list[str]:
    """Read the byline beside the headline: the best signed line, author's link or named element."""
    found: list[tuple[int, int, list[str]]] = []
    for place, block in enumerate(evidence.near):
        owner = evidence.owner(block)
        if evidence.kind != "forum" and evidence.is_item(owner):
            continue
        names, weight = _in_line(evidence, block)
        if not names and place and _is_word(evidence.near[place - 1]):
            names, weight = [n for n in names_in(block.text) if is_person(n)], 3
        if not names:
            names, weight = _in_clauses(block.text)
        if not names and _stands_by_a_date(evidence, place):
            names, weight = _bare_name(block.text), 1
        if names:
            found.append((-weight, place, names))
    return min(found)[2] if found else []


def _is_word(block: Block) -> bool:
    return len(block.text) <= 30 and says_by(block.text)


def _stands_by_a_date(evidence: Evidence, place: int) -> bool:
    """Say whether a dateline follows or precedes: beside it a name alone is the author's."""
    beside = evidence.near[max(0, place - 1) : place + 2]
    return any(len(b.text) <= 60 and read_day(b.text, day_first=True) for b in beside)


def _in_clauses(text: str) -> tuple[list[str], int]:
    """Return who signs one clause of a line; beside a date in the same line, a name alone signs."""
    parts = clauses(text)
    if len(parts) < 2:
        return [], 0
    signed = (names_in(part) for part in parts if is_signed(part))
    if people := next((p for names in signed if (p := [n for n in names if is_person(n)])), None):
        return people, 3
    dated = len(text) <= LONGEST and any(read_day(part, day_first=True) for part in parts)
    bare = (_bare_name(part) for part in parts[:3]) if dated else ()
    return next((names for names in bare if names), []), 1


def _bare_name(text: str) -> list[str]:
    """Return the name that a line is and nothing more, but for a role behind a comma."""
    if len(text) > 60:
        return []
    names = names_in(text)
    if len(names) != 1 or not is_person(names[0]) or not 2 <= len(names[0].split()) <= 3:
        return []
    if "," in names[0]:  # a press release's place: "Baar, Switzerland"
        return []
    rest = text[len(names[0]) :] if text.lower().startswith(names[0].lower()) else "?"
    return (
        names if not rest or (rest.startswith(",") and len(rest.split()) <= _LONGEST_ROLE) else []
    )


def _in_line(evidence: Evidence, block: Block) -> tuple[list[str], int]:
    """Return the names in one line, and how plainly it gives them: 5 signed and linked … 2 by its class."""
    signed = is_signed(block.text)
    pieces = list(evidence.pieces(block))
    linked = [
        n
        for words, node in pieces
        if _is_author_link(node)
        for n in names_in(words)
        if is_person(n) or (signed and is_name(n))
    ]
    if linked:
        return linked, _SIGNED_LINK if signed else 3
    if signed:
        names = [n for n in names_in(_first_pieces(pieces)) if is_person(n) or _is_short(n)]
        if names:
            return names, 4
    owner = evidence.owner(block)
    named = [n for words, node in pieces if _is(node, _NAMED) for n in names_in(words)]
    named = named or [
        n for words, node in pieces[:2] if _is(node, _BYLINE) for n in names_in(words)
    ]
    if named and (_is_byline(owner) or any(_is(node, _BYLINE) for _, node in pieces)):
        return [n for n in named if is_person(n) or _is_short(n)], 2
    return [], 0


def _is_short(name: str) -> bool:
    return len(name.split()) <= 3 and not any(c.isdigit() for c in name) and name[:1].isupper()


def _first_pieces(pieces: list[tuple[str, Element]]) -> str:
    """Join a signed line's pieces up to the name: the word "By", then what follows it."""
    words = [w for w, _ in pieces]
    if words and says_by(words[0]) and len(words) > 1:
        return " ".join([words[0], *_run(words[1:])])
    return " ".join(_run(words))


def _run(words: list[str]) -> list[str]:
    """Return the first piece, and those that go on after "and" or a comma."""
    kept = words[:1]
    for word in words[1:]:
        joins = re.fullmatch(r",|&|and|et|und|y|e|i|и|,? and", word, re.IGNORECASE)
        if not joins and not re.search(r"(?:,|&|\band|\bund|\bet|\by|\be)$", kept[-1]):
            break
        kept.append(word)
    return kept


def _is_author_link(node: Element) -> bool:
    link = next((n for n in upwards(node, _LEVELS) if n.tag == "a"), None)
    if link is None:
        return False
    rel = (link.get("rel") or "").lower().split()
    return "author" in rel or _AUTHOR_LINK.search((link.get("href") or "")[:500]) is not None


def _is(node: Element, pattern: re.Pattern[str]) -> bool:
    name = f"{node.get('class') or ''} {node.get('id') or ''}"
    return len(name) > 1 and _names(pattern, name[:300])


@lru_cache(maxsize=8192)
def _names(pattern: re.Pattern[str], name: str) -> bool:
    return pattern.search(name) is not None


@lru_cache(maxsize=8192)
def _may_be_byline(name: str) -> bool:
    low = name.lower()
    return any(stem in low for stem in _STEMS) and _BYLINE.search(name) is not None


def _is_byline(node: Element) -> bool:
    for above in upwards(node, _LEVELS):
        if above.tag in ("article", "main", "body"):
            return False
        if _is(above, _BYLINE):
            return True
    return False


def linked_byline(evidence: Evidence) -> list[str]:
    """Read the first links that call themselves the author's."""
    page = evidence.page
    links = (n for n, tag in zip(page.elements, page.tags, strict=True) if tag == "a")
    nodes = [n for n in links if "author" in (n.get("rel") or "").lower().split()]
    nodes = [n for n in nodes if not evidence.is_item(n)]
    texts = [heading_text(n) for n in nodes[:3]]
    return [n for t in texts if len(t) <= LONGEST for n in names_in(t)]


def signed_byline(evidence: Evidence) -> list[str]:
    """Read the first line anywhere that says "by" and links to the author, under the text for instance."""
    for block in evidence.page.blocks:
        if not block.links or len(block.text) > LONGEST or not is_signed(block.text):
            continue
        people, weight = _in_line(evidence, block)
        if people and weight == _SIGNED_LINK and not evidence.is_item(evidence.owner(block)):
            return people
    return []


def named_byline(evidence: Evidence) -> list[str]:
    """Read the first element named for a byline that is no comment's and no teaser's."""
    page = evidence.page
    names = zip(page.classes, page.identities, strict=True)
    if not any((c or i) and _may_be_byline(f"{c} {i}"[:300]) for c, i in names):
        return []
    for block in page.blocks:
        if len(block.text) > LONGEST:
            continue
        owner = evidence.owner(block)
        pieces = list(evidence.pieces(block))
        if not (
            _is_byline(owner) or any(_is(node, _BYLINE) for _, node in pieces[:4])
        ) or evidence.is_item(owner):
            continue
        people, _ = _in_line(evidence, block)
        people = people or [n for n in names_in(block.text) if is_person(n)]
        if people:
            return people
    return []


def about_author(evidence: Evidence) -> list[str]:
    """Read the name in "About the author": in the line itself, or the line below."""
    blocks = evidence.page.blocks
    for place, block in enumerate(blocks):
        found = _ABOUT.match(block.text) if len(block.text) <= 60 else None
        if not found:
            continue
        after = [found[1], *(b.text for b in blocks[place + 1 : place + 2])]
        asks = re.search(r"author|writer|auteur|autor|автор|written", block.text, re.IGNORECASE)
        for text in after if asks else ():
            names = [n for n in names_in(text) if is_person(n)] if len(text) <= 60 else []
            if names:
                return names
    return []
