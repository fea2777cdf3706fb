"""What speaks for and against a region being a language picker, as named numbers from 0 to 1.

Nothing here weighs: `pickers_score` does.  This module asks what the region says and where it
leads; `pickers_setting` asks where it stands.
"""

from __future__ import annotations

from capture.clean.pickers_offers import Offer, PageFacts, offers
from capture.clean.pickers_place import placed
from capture.clean.pickers_regions import Region, readings
from capture.clean.pickers_setting import named, opposed
from capture.clean.pickers_urls import Variant, sets_language
from capture.clean.pickers_words import Says, code_language, normal

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


def _merge(languages: frozenset[str]) -> frozenset[str]:
    return frozenset("no" if code in {"nb", "nn"} else code for code in languages)


def gather(region: Region, page: PageFacts) -> dict[str, float]:
    """Return the evidence about ``region``; only what is there is named."""
    found = offers(region, page)
    evidence = {
        **_told(found, page),
        **_led(found, page),
        **named(region),
        **placed(region),
        **opposed(region, found),
    }
    if evidence["codes that are words too"]:
        evidence["codes that are words too"] = not (
            evidence["a class name says language"] or evidence["a label"]
        )
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
        "only borrowed names": not foreign
        and any(offer.languages and page.language not in offer.languages for offer in names),
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
        "this page in two languages": near.count(Variant.SAME) >= 2,
        "that language's front page": Variant.HOME in near,
        "two variants": sum(v >= Variant.HOME for v in near) >= 2,
        "a code and its address agree": any(
            o.says is Says.CODE and o.variant >= Variant.HOME and page.language not in o.languages
            for o in found
        ),
        "another page in that language": Variant.DEEP in near,
        "stays in the page's language": bool(elsewhere)
        and any(offer.stays for offer in found)
        and not any(variant >= Variant.HOME for variant in near),
        "an address that sets the language": any(sets_language(offer.url) for offer in found),
        "attributes agree": agreeing >= 1,
        "two attributes agree": agreeing >= 2,
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
