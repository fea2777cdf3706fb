"""What speaks for and against a region being a language picker, as named numbers from 0 to 1.

Nothing here weighs: `pickers_score` does.  Each function answers one question about a region.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice

from capture.clean.pickers_regions import Region, class_words, language_words, readings, system_name
from capture.clean.pickers_tree import Leaf, Node, label_of, name_tokens
from capture.clean.pickers_urls import Variant, absolute, read_address, variant
from capture.clean.pickers_words import Says, code_language, normal, words_data

CHROME_TAGS = frozenset(["header", "footer", "nav", "aside", "dialog", "menu"])
CHROME_ROLES = frozenset(
    [
        "banner",
        "navigation",
        "contentinfo",
        "dialog",
        "toolbar",
        "menubar",
        "complementary",
        "alertdialog",
    ]
)
CHROME_WORDS = frozenset(
    [
        "header",
        "footer",
        "nav",
        "navbar",
        "navigation",
        "topbar",
        "toolbar",
        "masthead",
        "sidebar",
        "menu",
        "topnav",
        "offcanvas",
        "bottombar",
        "subfooter",
        "colophon",
        "drawer",
        "hamburger",
        "topmenu",
        "dropdown",
        "modal",
        "popup",
        "foot",
        "head",
        "metanav",
    ]
)
CONTENT_WORDS = frozenset(["article", "post", "entry", "story"])
ACTS = frozenset(["a", "button", "option", "select", "summary", "input"])
ACTING_ROLES = frozenset(
    ["button", "option", "menuitem", "menuitemradio", "link", "radio", "tab", "combobox"]
)
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
SENTENCE_WORDS = 4  # "Read this article in" + the link
MOST_INSIDE = 400  # elements; what a region is shows in its first few
NEAR = (
    3  # how far up a class name still speaks of the region; the fourth is usually the header's own
)
NEAR_WORDS = 60  # … and only while the ancestor is mostly the region
# Codes that menus use for something else: countries' news, topics, words.
AMBIGUOUS_CODES = frozenset(
    [
        "it",
        "is",
        "no",
        "am",
        "us",
        "uk",
        "eu",
        "id",
        "so",
        "my",
        "in",
        "at",
        "be",
        "to",
        "ar",
        "ml",
        "ps",
        "or",
        "la",
        "ca",
        "he",
        "hi",
        "me",
        "tv",
        "all",
        "usa",
        "gb",
        "sa",
        "nz",
        "au",
    ]
)


@dataclass(frozen=True, slots=True)
class PageFacts:
    """The page's own address, language and declared translations."""

    url: str
    base: str
    language: str
    alternates: frozenset[str]


@dataclass(frozen=True, slots=True)
class Offer:
    """One telling leaf: the languages it offers and where it leads."""

    says: Says
    text: str
    languages: frozenset[str]
    own: frozenset[str]
    url: str
    variant: Variant
    agrees: bool
    acts: bool


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


def _up_to(node: Node, stop: frozenset[int]) -> Iterator[Node]:
    yield node
    for above in node.above() if node.row not in stop else ():
        yield above
        if above.row in stop:
            return


def offers(region: Region, page: PageFacts) -> list[Offer]:
    """Return what the region offers, one entry a telling leaf."""
    stop = frozenset(part.row for part in region.parts)
    found: list[Offer] = []
    for holder, leaf in readings(region):
        languages = leaf.reading.languages
        chain = list(_up_to(holder, stop))
        outer = [*chain, *[node for node, _ in zip(chain[-1].above(), range(2), strict=False)]]
        url = next((u for node in chain[:4] if (u := _target(node, page.base))), "")
        if not url:
            url = next(
                (u for node in outer if node.tag == "a" and (u := _target(node, page.base))), ""
            )
        hinted = read_address(url).languages if url else frozenset()
        near = (
            variant(page.url, url) if hinted & languages or (url and not hinted) else Variant.NONE
        )
        agrees = bool(
            languages & frozenset(c for node in chain[:4] for c in _attribute_codes(node))
        )
        acts = any(_acts(node) for node in outer)
        found.append(
            Offer(
                leaf.reading.says,
                normal(leaf.text),
                languages,
                leaf.reading.own,
                url,
                near,
                agrees,
                acts,
            )
        )
    return found


def _target(node: Node, base: str) -> str:
    if node.tag == "a":
        return absolute(base, node.get("href"))
    value = node.get("value")
    return absolute(base, value) if value and ("/" in value or value.startswith("?")) else ""


def _acts(node: Node) -> bool:
    return (
        node.tag in ACTS
        or node.get("role") in ACTING_ROLES
        or bool(
            node.get("on") or node.get("opens") or node.get("points") or "lang" in node.get("data")
        )
    )


def _attribute_codes(node: Node) -> Iterator[str]:
    for name in ("hreflang", "lang", "value"):
        for piece in re.split(r"[|/?=&]", node.get(name)[:60]):
            if code := code_language(piece):
                yield code
    for pair in node.get("data").split(";"):
        if code := code_language(pair.partition("=")[2]):
            yield code
    tokens = name_tokens(f"{node.get('id')} {node.get('class')}")
    if tokens & class_words() or "flag" in tokens:
        yield from (code for token in tokens if len(token) == 2 and (code := code_language(token)))


def _merge(languages: frozenset[str]) -> frozenset[str]:
    return frozenset("no" if code in {"nb", "nn"} else code for code in languages)


def gather(region: Region, page: PageFacts) -> dict[str, float]:
    """Return the evidence about ``region``; only what is there is named."""
    found = offers(region, page)
    evidence = {
        **_told(found, page),
        **_led(found, page),
        **_named(region),
        **_placed(region),
        **_opposed(region, found),
    }
    return {name: float(value) for name, value in evidence.items() if value}


def _told(found: list[Offer], page: PageFacts) -> dict[str, float]:
    """Tell what the texts say."""
    each = [_merge(offer.languages) for offer in found]
    # One text may name several ("Norway – English", "sr" as two names): count texts, not names.
    distinct = len({min(languages) for languages in each if languages})
    names = [offer for offer in found if offer.says is Says.NAME]
    foreign = {min(offer.own) for offer in names if offer.own and page.language not in offer.own}
    only_codes = bool(found) and not names and all(offer.says is Says.CODE for offer in found)
    one = min(each[0]) if distinct == 1 and each[0] else ""
    return {
        "two languages": distinct >= 2,
        "three languages": distinct >= 3,
        "five languages": distinct >= 5,
        "a foreign name in itself": len(foreign) >= 1,
        "two foreign names in themselves": len(foreign) >= 2,
        "only borrowed names": bool(names)
        and not foreign
        and not any(page.language in languages for languages in each),
        "the page's language is offered": distinct >= 2
        and any(page.language in languages for languages in each),
        "a name, not a code": bool(names),
        "only codes": only_codes,
        "codes that are words too": only_codes and all(o.text in AMBIGUOUS_CODES for o in found),
        "one that is the page's language": distinct == 1 and one == page.language,
        "a flag": any(offer.says is Says.FLAG for offer in found),
        "two flags": len({min(o.languages) for o in found if o.says is Says.FLAG and o.languages})
        >= 2,
    }


def _led(found: list[Offer], page: PageFacts) -> dict[str, float]:
    """Tell where the links lead and what their attributes say."""
    elsewhere = [o for o in found if page.language not in o.languages or len(found) > 1]
    near = [offer.variant for offer in elsewhere]
    agreeing = sum(offer.agrees for offer in found)
    return {
        "a declared translation": any(
            offer.url and offer.url.split("#")[0] in page.alternates for offer in found
        ),
        "this page in that language": Variant.SAME in near,
        "that language's front page": Variant.HOME in near,
        "two variants": sum(v >= Variant.HOME for v in near) >= 2,
        "a code and its address agree": any(
            o.says is Says.CODE and o.variant >= Variant.HOME and page.language not in o.languages
            for o in found
        ),
        "another page in that language": Variant.DEEP in near,
        "attributes agree": agreeing >= 1,
        "two attributes agree": agreeing >= 2,
    }


def _named(region: Region) -> dict[str, float]:
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
        and _acts(node)
        and any(_asks(leaf) for below in node.below() for leaf in below.leaves)
        for node in inside
    )


def _heading_only(inside: list[Node]) -> bool:
    """Tell whether it speaks without anything to press, and is no system's frame or holder."""
    return not any(_acts(node) or node.tag == "iframe" or system_name(node) for node in inside)


def _asks(leaf: Leaf) -> bool:
    return leaf.reading.says is Says.LABEL and " " in leaf.text.strip()


def _in_chrome(node: Node) -> bool:
    return "in the page's furniture" in _placed(Region((node,)))


def _says_picker(node: Node) -> bool:
    text = f"{node.get('id')} {node.get('class')}".lower()
    tokens = node.tokens()
    return bool(tokens & _words("class_words_strong")) or bool(
        re.search(r"switch|select|picker|chooser|dropdown|menu|toggle", text)
    )


def _placed(region: Region) -> dict[str, float]:
    """Tell where it stands: in the page's furniture or in its content."""
    for node in [region.parts[0], *region.parts[0].above()]:
        tokens = name_tokens(f"{node.get('id')} {node.get('class')}")
        if (
            node.tag in CHROME_TAGS
            or node.get("role") in CHROME_ROLES
            or (tokens & CHROME_WORDS and node.tag != "body")
        ):
            return {"in the page's furniture": 1.0}
        if node.tag == "article" or node.get("itemprop") in {"articleBody", "text"}:
            return {"in the main text": 1.0, "in an article": 1.0}
        if (
            node.tag == "main"
            or node.get("role") == "main"
            or (tokens & CONTENT_WORDS and node.tag != "body")
        ):
            return {"in the main text": 1.0}
    return {}


def _opposed(region: Region, found: list[Offer]) -> dict[str, float]:
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
        "inside a sentence": sentence and not region.frame,
        "in a table": any(node.tag in {"td", "th", "table"} for node in [first, *above]),
        "in code": any(node.tag in {"pre", "code", "samp", "kbd"} for node in [first, *above]),
        "nothing to press": bool(found) and not any(offer.acts for offer in found),
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
        or any(node.tag in {"dd", "dt", "dl", "table"} for node in [first, *above[:2]]),
        "other words": min(1.0, sum(part.other_words for part in region.parts) / 40),
    }


def languages_of(region: Region) -> frozenset[str]:
    """Return the languages that a region offers, one for each text."""
    return frozenset(
        min(_merge(languages))
        for _, leaf in readings(region)
        if (languages := leaf.reading.languages)
    )


def page_language(declared: str) -> str:
    """Return the page's language as a code; empty when it declares none."""
    return code_language(normal(declared).replace(" ", "")) or ""
