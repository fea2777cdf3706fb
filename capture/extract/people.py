"""Names of authors: which strings are names, and what to strip from a byline."""

from __future__ import annotations

import re
import unicodedata

# What stands before a name, in the languages of bylines; Korean and Hindi put their word behind it.
_BY_WORDS = (
    r"by|par|von|por|di|da|de|door|av|af|od|przez|автор(?:ы|ка)?|текст|από|του|της|συντάκτης|بقلم|كتب(?:ت)?|إعداد|الكاتب(?:ة)?|כתב[ה]?|מאת|作者|文|撰文|著者|執筆|"
    r"ライター|記者|记者|글|द्वारा|लेखक|โดย|ผู้เขียน|autor(?:a|e)?|auteur|author|autore|yazan|írta|oleh|a cura di"
)
# These stand before a name only with a colon.
_TITLES = r"authors|autores|auteurs|author name|tekst|text|texte|testo|texto|words|writer|szerző|penulis|tác giả|forfatter|författare|skribent|tekijä|kirjoittaja|contributors?|интервью"
_VERBS = r"(?:text|words|story) and (?:photo(?:graph)?s|images|pictures)|written|posted|published|story|article|words|text|recipe|created|compiled|presented|shared|added|authored|started|submitted|contributed|research|report|reporting|interview|escrito|publicado|publié|rédigé|écrit|geschrieben|verfasst|veröffentlicht|ein (?:artikel|beitrag)|scritto|pubblicato|redação|napisał[ao]?|texte?|foto und text|recommended|asked|post|guest post|updated"
_BY = re.compile(
    rf"^(?:view all posts\s+|about\s+)?(?:(?:{_VERBS}|[a-z]{{3}} \d{{1,2}} written)\s+)?(?:{_BY_WORDS})(?:\s*[:：／/|]\s*|\s+)|^(?:{_VERBS}|{_BY_WORDS}|{_TITLES})\s*[:：／|]\s*|^(?:by|par|von)(?=[A-ZÀ-Ý])",
    re.IGNORECASE,
)
_BY_ALONE = re.compile(
    rf"^(?:(?:{_VERBS})\s+)?(?:(?:{_BY_WORDS})\s*[:：／/|]?|(?:{_TITLES})\s*[:：])$", re.IGNORECASE
)
# Words that begin names too ("Di Maria", "Da Silva", "Text" no): only certain ones mark a line as signed.
_SIGNED = re.compile(
    rf"^(?:(?:{_VERBS})\s+)?(?:by|par|von|por|door|przez|από|بقلم|כתב[ה]?|מאת|โดย|द्वारा|oleh|a cura di)\s*[:：]?\s+\S|"
    rf"^(?:{_BY_WORDS}|{_TITLES})\s*[:：／]\s*\S|^(?:文|作者|撰文|執筆|著者)\s*[/／|｜\s]\s*\S|^\S{{2,5}}\s?(?:기자|記者|记者)$",
    re.IGNORECASE,
)
_EDGES = ' ,:;-–—|•·●/"“”'
_ROLE = re.compile(
    r",\s*(?:(?:[\w’'-]+|&)\s+){0,5}?(?:editor|writer|expert|reporter|correspondent|contributor|specialist|manager|analyst|columnist|journalist|author|dietitian|coach|founder|ceo|director|redakteurin|redakteur|journaliste|redactora?|giornalista)s?\b",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\s*(?:發表在|发表于|發表於|기자|記者|记者|द्वारा|さん|씨|님|特派员)$|\s+(?:on|at|in|am|le|il|el)$"
)
_TAIL = re.compile(
    r"\s*(?:[|•·●∙–—@(\[/]|\s-\s|\s,\s|\s(?:edited|reviewed|updated|posted|published|written|medically|fact[- ]checked|last) (?:by|on|at)?\b|\s(?:on|am|le|il|el|em|le|at)\s+(?=\w*\s?\d)|"
    r"\s(?:staff writer|editor-in-chief|reporter|correspondent|contributor|senior editor|for the)\b|"
    r"\s(?:says|wrote|writes|schrieb|verified author)\b|"
    r",\s*(?:the |our |chief |senior |junior |associate |assistant |managing |executive |deputy |co-?founder|founder|staff|contribut|report|editor|correspond|writer|author|updated|on\s|published|ceo|cto|cmo|president|director|head of|professor|vp\b|vice|special|for\b|[\w-]+ (?:editor|writer|expert|reporter|correspondent|contributor|specialist|manager|analyst))|,\s*(?:[\w-]+ (?:and |& )?){1,4}(?:editor|writer|expert|reporter|correspondent|specialist|manager|analyst|coach|dietitian)\b).*$",
    re.IGNORECASE,
)
_NOT_NAME = re.compile(
    r"https?:|www\.|@|\.(?:com|org|net|html?)\b|\b\d{3,}\b|^(?:admin(?:istrator)?|(?:post|site|web) ?admin|author|authors|editor|editors|editorial|staff|guest|user|root|none|null|"
    r"undefined|unknown|anonymous|webmaster|wordpress|redaktion|redaction|rédaction|la rédaction|redacción|redazione|redação|redakcja|редакция|team|home|share|comments?|follow|get in touch|contact|contributors?|fail|by|name|profile|"
    r"menu|search|subscribe|login|log in|sign in|sign up|reply|website|blog|news|article|published|updated|default|super ?user|about(?: (?:the )?(?:author|us|me))?|read more|n/a|more|.* (?:from|by|with|in|on|at|of|for|to|this|the)|view profile|see more|learn more|full bio|bio|posts?|written by)$|[{}<>=;]|\breviewed by\b|\b(?:view|read|all|more|see) (?:all )?(?:posts?|articles?|stories|bio|profile)\b",
    re.IGNORECASE,
)
_AND = r"\s+(?:and|et|und|y|e|i|и|και|en|och|og|ve|&|ו|و|और|และ|und)\s+"
_APART = re.compile(
    rf"{_AND}(?=[^\Wa-zа-яα-ω\d_])|\s*[;、،]\s*|\s*&\s*|,?{_AND}(?=[^\Wa-z\d_]\S*\s+\S)|,\s+and\s+"
)
_PARTICLES = frozenset(("de", "da", "di", "do", "dos", "das", "del", "della", "dell", "d'", "du", "des", "la", "le", "van", "von", "der", "den", "ten", "ter", "zu", "zur", "af", "av", "bin", "ibn", "al", "el", "bint", "ben", "y", "e", "i", "und", "the", "of"))  # fmt: skip
_DEGREES = re.compile(
    r"^(?:(?:Ph\.?\s?D|M\.?\s?D|M\.?\s?S|M\.?\s?A|B\.?\s?A|R\.?\s?D\.?N?|R\.?\s?N|Esq|Jr|Sr|II|III|MBA|MPH|MSc|BSc|CPA|CFP|CFA|LCSW|PsyD|DO|DVM|DDS|PharmD|CSCS|CPT|LDN|FACLM|F\.?A\.?C\.?\w{1,3})\.?)+$"
)
# Company and desk words: an author that holds one is no person.
_ORGANISATION = re.compile(
    r"\b(?:inc|ltd|llc|gmbh|corp|company|team|staff|editors?|editorial|desk|news|newsroom|magazine|press|agency|university|institute|association|foundation|group|media|network|redaktion|rédaction|redacción|redazione|afp|reuters|dpa|ap|associated press|contributors)\b\.?",
    re.IGNORECASE,
)


# An agency's dateline names its city: "Reuters, Washington".
_AGENCY = re.compile(
    r"^(reuters|afp|ap|dpa|ansa|efe|pti|ians|ani|tass|xinhua|(?:the )?associated press),\s+\w+$",
    re.IGNORECASE,
)
# Whom a reporter writes for, behind the name: "By Ines Tarrow, CNN".
_EMPLOYER = re.compile(
    r"(?<=\w), ?(?:CNN|BBC|NPR|NBC|CBS|ABC|AP|AFP|UPI|PA|PTI|DPA)(?: (?:News|Business))?$"
)
# A nickname or initials within a name: "Richard (R.J.) Eskow".
_NICKNAME = re.compile(r"(?<=\w )[(“\"]([^()“”\"]{1,20})[)”\"](?= [^\W\d_a-z])")


def names_in(text: str) -> list[str]:
    """Return the people named in a byline; empty when the text is no byline."""
    if re.search(r"https?:|www\.", text):
        return []
    text = _ROLE.sub("", _without_by(_without_by(" ".join(text.split())[:300]))).strip(_EDGES)
    text = _EMPLOYER.sub("", _AGENCY.sub(r"\1", text))
    parts = _APART.split(text)
    parts = parts if len(parts) > 1 and any(" " in p.strip() for p in parts) else [text]
    pieces = [q for p in parts for q in _listed(p)]
    found = dict.fromkeys(n for n in map(_cleaned, pieces) if is_name(n))
    people = [n for n in found if is_person(n) and not is_organisation(n)]
    return [n for n in found if n in people or not is_organisation(n)] if people else list(found)


def _without_by(text: str) -> str:
    """Cut the words before a name; "Di Maria" is a name, "Di Mario Rossi" a signed one."""
    rest = _BY.sub("", text)
    small = text[: len(text) - len(rest)].strip().lower() in ("di", "de", "da", "von", "af", "av")
    return text if small and len(rest.split()) < 2 else rest


def _listed(part: str) -> list[str]:
    pieces = re.split(r",\s*", part)
    return pieces if _all_names(pieces) else [part]


def _cleaned(piece: str) -> str:
    """Strip role, date, handle and degrees' commas from one name; capitals become a name's own."""
    head, comma, rest = piece.partition(",")
    rest = re.split(r"\s[|•·–—(@]|,\s*[A-Z][a-z]{2}", rest)[0].strip()
    if comma and rest and all(_DEGREES.match(w.strip(",")) for w in rest.split()):
        return f"{_TAIL.sub('', head).strip()}, {rest}".strip(" ,") if is_name(head) else ""
    name = _AFTER.sub("", _without_tail(piece)).strip(_EDGES)
    name = name if re.search(r"\b(?:[A-Z]\.|[JS]r\.)$", name) else name.rstrip(".")
    return _calmed(name)


def _without_tail(piece: str) -> str:
    """Cut role and date; what stands in brackets within a name is no beginning of them."""
    inner = _NICKNAME.search(piece)
    kept = inner.end() if inner else 0
    return piece[:kept] + _TAIL.sub("", piece[kept:])


def _calmed(name: str) -> str:
    """Write a name set in capitals as names are written; initials and short words stay."""
    words = name.split()
    if len(words) < 2 or name != name.upper() or name == name.lower() or _ORGANISATION.search(name):
        return name
    return " ".join(w if len(w) <= 2 or "." in w else _titled(w) for w in words)


def _titled(word: str) -> str:
    return re.sub(r"[^\W_]+", lambda m: m[0][0] + m[0][1:].lower(), word)


def _all_names(pieces: list[str]) -> bool:
    return len(pieces) > 1 and all(
        2 <= len(p.split()) <= 4
        and is_person(p)
        and not _TAIL.search(f"x, {p}")
        and not all(map(_DEGREES.match, p.split()))
        for p in pieces
    )


def is_name(text: str) -> bool:
    """Say whether a string can be the name of a person or of a desk."""
    if not 2 <= len(text) <= 60 or len(text.split()) > 7 or _NOT_NAME.search(text):
        return False
    return any(c.isalpha() for c in text)


def is_handle(name: str) -> bool:
    """Say whether a name is an account's rather than a person's: `j.doe`, `jane42`, `janedoe`."""
    return (
        " " not in name
        and name.isascii()
        and (name == name.lower() or any(c in "._0123456789" for c in name))
    )


def is_person(text: str) -> bool:
    """Say whether a string has the form of a person's name: two to five words, each with a capital."""
    if not is_name(text) or any(c.isdigit() for c in text) or re.search(r"[!?:…|]", text):
        return False
    words = text.replace("'", "’").split()
    if not any(unicodedata.category(c) in ("Lu", "Ll") for c in text):  # a script without capitals
        return len(text) <= 24 and len(words) <= 5
    named = [w for w in words if w.lower() not in _PARTICLES]
    return bool(named) and 2 <= len(words) <= 5 and all(_capital(w) for w in named)


def _capital(word: str) -> bool:
    word = word.lstrip('("“’').removeprefix("d’").removeprefix("O’")
    return bool(word) and (word[0].isupper() or not word[0].islower())


def is_organisation(name: str) -> bool:
    """Say whether a name holds the word of a company or a desk."""
    return _ORGANISATION.search(name) is not None


# What stands between the clauses of a byline.
_CLAUSES = re.compile(
    r"\s*[|·•●—–;]\s*|\s+-\s+|(?<=\d)\s+(?=(?:by|par|von|por|door|od)\s)|\s+(?=(?:作者|文|记者|記者|撰文|责任编辑|來源|来源)\s?[：:/])",
    re.IGNORECASE,
)


def clauses(line: str) -> list[str]:
    """Return the parts of a byline that says more than who: a date, a reading time, who reviewed it."""
    return [c for c in _CLAUSES.split(line[:200]) if c.strip()]


def is_signed(line: str) -> bool:
    """Say whether a line says by whom: "By Ines Tarrow", "文／早瀬ことり", "윤가람 기자"."""
    return len(line) <= 160 and _SIGNED.match(line) is not None


def says_by(piece: str) -> bool:
    """Say whether a piece of a line is the word before a name, alone."""
    return _BY_ALONE.match(piece) is not None
