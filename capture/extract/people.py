"""Names of authors: which strings are names, and what to strip from a byline."""

from __future__ import annotations

import re

_BY = re.compile(
    r"^(?:view all posts\s+)?(?:(?:written|posted|published|reviewed|story|article|words|text|photos?|recipe|[a-z]{3} \d{1,2} written)\s+)?(?:by|par|von|por|di|da|przez|автор|"
    r"texte?\s*(?:von|:)|από|του|της|بقلم|כתב[ה]?|מאת|作者|文|記者|记者|기자|द्वारा|โดย)\s*[:：／/|]?\s+|^(?:by|par|von|作者|文|記者|记者|author|autor|auteur|автор)\s*[:：／/|]\s*",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"\s*(?:[|•·/–—@(\[]|\s-\s|\s,\s|\s(?:edited|reviewed|updated|posted|published|written|medically) (?:by|on)\b|,\s*(?:staff|senior|contribut|report|editor|correspond|writer|updated|on\s|published)).*$",
    re.IGNORECASE,
)
_NOT_NAME = re.compile(
    r"https?:|www\.|@|\.(?:com|org|net)\b|\d{3}|^(?:admin|administrator|author|editor|staff|guest|user|root|none|null|"
    r"undefined|unknown|anonymous|webmaster|wordpress|redaktion|redaction|rédaction|la rédaction|team|home|share|comments?|follow|get in touch|contact|contributor|fail"
    r"|about( the author)?|read more|n/a)$|[{}<>=;]",
    re.IGNORECASE,
)


def names_in(text: str) -> list[str]:
    """Return the people named in a byline; empty when the text is no byline."""
    text = _BY.sub("", " ".join(text.split())[:300]).strip(" ,:-–—|•·")
    parts = re.split(
        r"\s+(?:and|et|und|y|e|i|и|και|&|ו)\s+(?=[A-ZÀ-ÝА-ЯΑ-Ω])|\s*[;、]\s*|,\s+and\s+", text
    )
    found = []
    for part in parts:
        for piece in part.split(", ") if _all_names(part.split(", ")) else [part]:
            name = _TAIL.sub("", piece).strip(" ,.:-–—|•·") if not piece.endswith("Jr.") else piece
            if is_name(name) and name not in found:
                found.append(name)
    return found


def _all_names(pieces: list[str]) -> bool:
    return len(pieces) > 1 and all(
        2 <= len(p.split()) <= 4 and p[:1].isupper() and is_name(p) for p in pieces
    )


def is_name(text: str) -> bool:
    """Say whether a string can be the name of a person or of a desk."""
    if not 2 <= len(text) <= 60 or len(text.split()) > 7 or _NOT_NAME.search(text):
        return False
    return any(c.isalpha() for c in text)
