"""What a short text says about languages: a name, a code, a label, a country, or something else.

Names come from the Unicode CLDR (``data/language_names.json``, made by
``scripts/data/language_names.py``), the words around them from ``data/picker_words.json``.  A text
counts only when *every* word of it is accounted for: "Français (Canada)" and "Switch to English"
name a language, "French lessons" and "English–German dictionary" do not.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib import resources

MAX_CHARS = (
    80  # the longest label seen ("Change language, current language is English - English") is 54
)
MAX_WORDS = 12
LONGEST_NAME_WORDS = 4  # "português do brasil brasileiro"; CLDR's longer ones are script variants
PREFIX_STEM_CHARS = 6  # shorter stems as prefixes hit other words: "lang|sam", "dil|emma"


class Says(StrEnum):
    """What a text is; the value is the letter that stands for it in the page's answer."""

    NAME = "n"  # names a language
    CODE = "c"  # is a language code
    LABEL = "b"  # speaks of languages: "Language", "Choisir la langue"
    COUNTRY = "y"
    FILLER = "f"  # punctuation, arrows, "Close", "OK"
    FLAG = "g"  # an image or sprite of a flag
    OTHER = "o"


@dataclass(frozen=True, slots=True)
class Reading:
    """A text's reading: ``languages`` are ISO 639 codes, ``own`` those named in themselves."""

    says: Says
    languages: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()


OTHER = Reading(Says.OTHER)
FILLER = Reading(Says.FILLER)
_ZERO_WIDTH = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufe0f]")
_FLAG_EMOJI = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
_SEPARATORS = re.compile(r"[^\w'’ʻ‘.+#&%$€£¥@]+|(?<!\w)['’ʻ‘.]+|['’ʻ‘.]+(?!\w)", re.UNICODE)
_CODE = re.compile(r"([a-z]{2,3})(?:[-_]([a-z]{2}|[a-z]{4}|419))?")
_VERSION = re.compile(
    "(?:版本?|版页面|頁面|页面|网站|網站|サイト|ページ|へ|で読む|판|페이지|사이트)$"
)
_SPACELESS = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
)


def normal(text: str) -> str:
    """Fold case, marks on Latin, Greek and Cyrillic letters, zero-width characters, white space."""
    text = _ZERO_WIDTH.sub("", unicodedata.normalize("NFKC", text)).casefold()
    text = "".join(c for c in unicodedata.normalize("NFD", text) if not "\u0300" <= c <= "\u036f")
    return " ".join(unicodedata.normalize("NFC", text).replace("ø", "o").replace("ı", "i").split())


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All words, normalised; each table is looked up by whole words."""

    own: dict[str, frozenset[str]]
    names: dict[str, frozenset[str]]
    countries: frozenset[str]
    codes: dict[str, str]
    codes3: dict[str, str]
    stems: frozenset[str]
    long_stems: tuple[str, ...]
    stems_inside: tuple[str, ...]
    glue: frozenset[str]
    controls: frozenset[str]
    symbols: frozenset[str]


def words_data() -> dict[str, object]:
    """Return ``data/picker_words.json``."""
    folder = resources.files("capture.clean") / "data"
    data: dict[str, object] = json.loads((folder / "picker_words.json").read_text("utf-8"))
    return data


def _add(table: dict[str, set[str]], name: str, code: str) -> None:
    short = re.sub(r"\s*[(（].*?[)）]", "", name)
    for form in {name, short, " ".join(_words(name))}:
        if len(normal(form)) > 1 or _SPACELESS.search(form):
            table.setdefault(normal(form), set()).add(code)


def _words(text: str) -> list[str]:
    return [word for word in _SEPARATORS.split(text) if word]


@cache
def lexicon() -> Lexicon:
    """Return the tables; built once a process (about 60 ms)."""
    folder = resources.files("capture.clean") / "data"
    cldr = json.loads((folder / "language_names.json").read_text("utf-8"))
    data = json.loads((folder / "picker_words.json").read_text("utf-8"))
    own: dict[str, set[str]] = {}
    names: dict[str, set[str]] = {}
    for code, forms in [*cldr["own"].items(), *data["names"].items()]:
        for form in forms:
            _add(own, form, code)
    for table in cldr["others"].values():
        for code, forms in table.items():
            for form in forms:
                _add(names, form, code)
    countries = {normal(name) for forms in cldr["countries"].values() for name in forms}
    names = {name: found for name, found in names.items() if name not in countries}
    # "Hindi" and "Urdu" are their own names and the English ones: they do not tell a foreign name.
    english = {
        normal(form)
        for code, forms in cldr["others"]["en"].items()
        if code != "en"
        for form in forms
    }
    # "Suomi" and "Indonesia" are their countries' names as well: alone they tell nothing.
    for name in own.keys() & (english | countries):
        names.setdefault(name, set()).update(own.pop(name))
    codes = {code: code for code in data["codes2_languages"].split()}
    codes = {**data["codes2_countries"], **codes}
    stems = frozenset(normal(stem) for stem in data["stems"])
    return Lexicon(
        own={name: frozenset(found) for name, found in own.items()},
        names={name: frozenset(found) for name, found in names.items()},
        countries=frozenset(countries - own.keys()),
        codes=codes,
        codes3={normal(code): to for code, to in data["codes3"].items()},
        stems=stems,
        long_stems=tuple(stem for stem in stems if len(stem) >= PREFIX_STEM_CHARS),
        stems_inside=tuple(data["stems_inside"]),
        glue=frozenset(normal(word) for word in data["glue"]),
        controls=frozenset(normal(word) for word in data["controls"]),
        symbols=frozenset(data["symbols"]),
    )


def code_language(text: str) -> str | None:
    """Return the language of a code ("de", "pt_BR", "ENG", "zh-Hans"), or None."""
    key = normal(text).strip(" .")
    words = lexicon()
    match = _CODE.fullmatch(key)
    if not match:
        return words.codes3.get(key)
    return words.codes.get(match[1]) or words.codes3.get(match[1])


def name_languages(text: str) -> frozenset[str]:
    """Return the languages that ``text`` names in any language; empty when it names none."""
    words = lexicon()
    key = normal(text)
    return words.own.get(key, frozenset()) | words.names.get(key, frozenset())


def is_stem(word: str) -> bool:
    """Tell whether a normalised word means language or translation."""
    words = lexicon()
    if word in words.stems or word.startswith(words.long_stems):
        return True
    return bool(_SPACELESS.search(word)) and any(stem in word for stem in words.stems_inside)


def is_spaceless(text: str) -> bool:
    """Tell whether ``text`` is in a script that puts no spaces between words."""
    return bool(_SPACELESS.search(text))


@lru_cache(maxsize=5_000)
def has_stem(text: str) -> bool:
    """Tell whether any word of a short text means language or translation."""
    if len(text) > MAX_CHARS:
        return False
    return any(is_stem(word) for word in re.split(r"[\W_]+", normal(text)) if word)


class _Tally:
    """The words of one text, sorted into what they are."""

    def __init__(self) -> None:
        self.named: set[str] = set()
        self.own: set[str] = set()
        self.coded: set[str] = set()
        self.labels = self.countries = self.controls = self.glue = 0

    def take(self, words: list[str], at: int) -> int:
        """Account for the words from ``at``; return how many, 0 when they are something else."""
        table = lexicon()
        for length in range(min(LONGEST_NAME_WORDS, len(words) - at), 0, -1):
            phrase = " ".join(words[at : at + length])
            if phrase in table.own or phrase in table.names:
                self.own |= table.own.get(phrase, frozenset())
                self.named |= table.own.get(phrase, frozenset()) | table.names.get(
                    phrase, frozenset()
                )
                return length
            if phrase in table.countries:
                self.countries += 1
                return length
        return 1 if self._take_word(words[at], table) else 0

    def _take_word(self, word: str, table: Lexicon) -> bool:
        code = code_language(word)
        if is_stem(word):
            self.labels += 1
        elif word in table.controls:
            self.controls += 1
        elif code and word not in table.glue:
            self.coded.add(code)
        elif word in table.glue:
            self.glue += 1
            if code:
                self.coded.add(code)
        else:
            return self._take_version(word, table)
        return True

    def _take_version(self, word: str, table: Lexicon) -> bool:
        """Account for a name with "version" or "page" written on to it: 日本語版."""
        name = _VERSION.sub("", word) if _SPACELESS.search(word) else word
        if name == word:
            return False
        self.own |= table.own.get(name, frozenset())
        self.named |= table.own.get(name, frozenset()) | table.names.get(name, frozenset())
        return name in table.own or name in table.names

    def reading(self, flags: Sequence[str], size: int) -> Reading:
        """Say what the words are together."""
        if self.named:
            return Reading(Says.NAME, frozenset(self.named), frozenset(self.own))
        if self.labels and self.countries:
            return OTHER  # "Languages of New Zealand" is about languages, it does not ask for one
        if self.labels:
            return Reading(Says.LABEL, frozenset(self.coded))
        if self.coded and self.glue <= len(self.coded) and not self.controls:
            return Reading(Says.CODE, frozenset(self.coded))
        if self.countries:
            return Reading(Says.COUNTRY, frozenset())
        if flags and not size:
            coded = (code_language(_country(flag)) for flag in flags)
            return Reading(Says.FLAG, frozenset(code for code in coded if code))
        return FILLER if size == self.controls else OTHER


@lru_cache(maxsize=20_000)  # a page of 30,000 nodes has at most a few thousand different texts
def read_text(text: str) -> Reading:
    """Say what ``text`` is.  Pure; anything long or with a foreign word is ``OTHER``."""
    if len(text) > MAX_CHARS:
        return OTHER
    flags = _FLAG_EMOJI.findall(text)
    words = _words(normal(_FLAG_EMOJI.sub(" ", text)))
    if len(words) > MAX_WORDS:
        return OTHER
    tally = _Tally()
    at = 0
    while at < len(words):
        taken = tally.take(words, at)
        if not taken:
            return OTHER
        at += taken
    return tally.reading(flags, len(words))


def _country(flag: str) -> str:
    """Return the country code that a flag's two regional indicator symbols spell."""
    return "".join(chr(ord(letter) - 0x1F1E6 + ord("a")) for letter in flag)


_PICTURE = re.compile(r"[^a-z0-9]+")
_FLAG_ICONS = re.compile(r"(?:^|\s)(?:fi|flag-icon)-([a-z]{2})\b")  # the library flag-icons
_FLAG_WORDS = re.compile(r"flag|flagge|drapeau|bandeira|bandera|fahne|lang|locale|sprach|idioma")


@lru_cache(maxsize=5_000)
def read_picture(address: str) -> Reading:
    """Say what an image's file or a sprite's classes show: a flag, an icon, or something else.

    ``address`` is the path's last two parts ("flags/gb.svg") or the class attribute.
    """
    text = normal(address)[:200]
    tokens = [token for token in _PICTURE.split(text) if token]
    stem = _PICTURE.split(text.rsplit("/", 1)[-1].rsplit(".", 1)[0])
    coded = [code for token in tokens if (code := code_language(token))]
    named = [code for token in tokens if len(token) > 3 for code in name_languages(token)]
    if (icon := _FLAG_ICONS.search(text)) and (only := code_language(icon[1])):
        return Reading(Says.FLAG, frozenset([only]))
    if _FLAG_WORDS.search(text) and (coded or named):
        return Reading(Says.FLAG, frozenset([*coded, *named]))
    if "/" in text and len(stem) <= 2 and (only := code_language(stem[0])):
        return Reading(Says.FLAG, frozenset([only]))  # "img/gb.svg", "img/en_US.png"
    if any(word in lexicon().symbols or word == "flag" for word in tokens):
        return FILLER
    return OTHER
