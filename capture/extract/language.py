"""The language of a page: what it declares, unless its text plainly speaks another."""

from __future__ import annotations

import re
from collections import Counter

from capture.extract.carriers import Carriers, plain
from capture.extract.values import Fact

_LOCALE = re.compile(r"^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$")
# The commonest words of running text that few of the others share.
# fmt: off
_COMMON = {
    "en": "the of and to in is that for it was with as on are this by from have not be at but they which",
    "de": "der die und das den von zu mit sich des auf für ist im dem nicht ein eine als auch werden aus wird",
    "fr": "le la les des et est dans une du pour qui que pas sur au par plus avec ce il sont ne cette aux",
    "es": "el la los las de que en y del se por con una para un es como más su al lo pero sus este",
    "it": "il di che la è per un non in una sono con del della si da come anche le più gli dei nel ha",
    "pt": "o a os as de que e do da em um para com não uma por mais dos ao das foi ser pelo pela são",
    "nl": "de het een van en is dat op te zijn voor met niet aan er die om ook als bij naar wordt maar",
    "pl": "i w na się nie z do to że jest o jak przez od dla po są który tym oraz ale ich było może",
    "sv": "och att det som en på är av för med den till inte har de ett om var jag så han kan men",
    "da": "og at det som en på er af for med den til ikke har de et om var jeg så kan men der",
    "no": "og at det som en på er av for med den til ikke har de et om var jeg så kan men å",
    "fi": "ja on ei se että oli joka mutta niin kuin hän ovat myös tai sen ole kun mukaan olla vain",
    "cs": "a se na je v že to s z do o i jako ale za by pro podle jsou jeho až která který ve",
    "tr": "ve bir bu da de için ile olarak çok daha gibi olan ne kadar ancak sonra var en ama her",
    "ro": "și să nu este din pentru mai care sau după fi prin sunt în că cu pe unei fost",
    "hu": "a az és hogy nem is egy ez meg csak már mint volt még van de ki el azt aki",
    "id": "yang dan di ini dengan untuk tidak dari dalam akan pada juga ke karena itu tersebut bisa ada oleh",
    "vi": "và của là có cho được các trong một những không với người này để đã khi về từ đến",
    "ca": "amb és però més aquest aquesta són dels als també seva seu perquè fins entre va els i ha",
}
_CYRILLIC = {
    "ru": "и в не на что с по как это но из у за от для так же к он она они было все",
    "uk": "і в не на що з до як це та але із у за від для також є він вона вони було або й",
    "bg": "са се със ще като това при той които може беше което тази както след си още му",
}
# fmt: on
_SETS = {code: frozenset(words.split()) for code, words in (*_COMMON.items(), *_CYRILLIC.items())}
_SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]")), ("ko", re.compile("[\uac00-\ud7af]")), ("zh", re.compile("[\u4e00-\u9fff]")),
    ("el", re.compile("[\u0370-\u03ff\u1f00-\u1fff]")), ("he", re.compile("[\u0590-\u05ff]")), ("ar", re.compile("[\u0600-\u06ff]")),
    ("th", re.compile("[\u0e00-\u0e7f]")), ("hi", re.compile("[\u0900-\u097f]")), ("ru", re.compile("[\u0400-\u04ff]")),
    ("bn", re.compile("[\u0980-\u09ff]")), ("ta", re.compile("[\u0b80-\u0bff]")), ("ka", re.compile("[\u10a0-\u10ff]")),
    ("hy", re.compile("[\u0530-\u058f]")),
)  # fmt: skip
# Languages that share a script: text in it does not contradict any of them.
_SHARED = {
    "ar": {"fa", "ur", "ps", "ckb", "ug", "sd", "ku"}, "hi": {"mr", "ne", "sa", "bho", "mai", "kok"}, "zh": {"yue", "wuu", "cmn", "nan"},
    "he": {"yi", "iw"}, "ru": {"uk", "be", "bg", "sr", "mk", "kk", "ky", "mn", "tg", "tt", "ba", "cv", "bs"}, "ko": set(), "ja": set(),
    "no": {"nb", "nn", "da"}, "da": {"no", "nb", "nn"}, "id": {"ms", "in"}, "cs": {"sk"}, "pt": {"gl"}, "es": {"gl", "ca", "ast"}, "bn": {"as"},
}  # fmt: skip
# Below this many words, common ones are chance; above, running text of a language has a quarter to a half of them.
_FEWEST_WORDS = 40
_FEWEST_COMMON = 0.16
_SAMPLE = 4000
_LETTER = re.compile(r"[^\W\d_]")


def language(carriers: Carriers, text: str) -> Fact | None:
    """Return the page's language as a BCP 47 tag: the declared one, unless the text contradicts it."""
    declared = _declared(carriers)
    spoken = spoken_in(text)
    if declared is None:
        return Fact(value=spoken, source="text", confidence=0.6) if spoken else None
    own = declared.value.split("-")[0].lower()
    if not spoken or own == spoken or own in _SHARED.get(spoken, set()):
        return declared
    return Fact(value=spoken, source="text", confidence=0.7)


def _declared(carriers: Carriers) -> Fact | None:
    root = carriers.root
    value = (
        root.get("lang")
        or root.get("{http://www.w3.org/XML/1998/namespace}lang")
        or root.get("xml:lang")
        or ""
    )
    if _LOCALE.match(value.strip()):
        return Fact(value=value.strip().replace("_", "-"), source="html[lang]", confidence=0.9)
    for value, name in carriers.meta(
        "content-language", "og:locale", "inlanguage", "dc.language", "dcterms.language", "language"
    ):
        if _LOCALE.match(value):
            return Fact(value=value.replace("_", "-"), source=name, confidence=0.7)
    for thing in carriers.objects[:200]:
        value = plain(thing.get("inLanguage"))
        if _LOCALE.match(value):
            return Fact(value=value, source="json-ld", confidence=0.7)
    return None


def spoken_in(text: str) -> str:
    """Name the language of running text by its script and commonest words; empty when it is not plain."""
    text = text[:_SAMPLE]
    letters = len(_LETTER.findall(text))
    if letters < 100:
        return ""
    foreign = len(text) - len(text.encode("ascii", "ignore"))
    for code, pattern in _SCRIPTS if foreign > 0.15 * letters else ():
        share = len(pattern.findall(text)) / letters
        # Japanese prose is a third kana and more; other scripts stand nearly alone.
        if share > (0.15 if code == "ja" else 0.5):
            return _by_words(text, tuple(_CYRILLIC)) or "" if code == "ru" else code
    return _by_words(text, tuple(_COMMON))


def _by_words(text: str, codes: tuple[str, ...]) -> str:
    words = Counter(re.findall(r"[^\W\d_]+", text.lower()))
    total = words.total()
    if total < _FEWEST_WORDS:
        return ""
    scores = sorted(((sum(words[w] for w in _SETS[c]) / total, c) for c in codes), reverse=True)
    (best, code), (second, _) = scores[:2]
    return code if best >= _FEWEST_COMMON and best > 1.3 * second else ""
