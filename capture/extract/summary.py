"""Machine-made summaries that sites put over their articles: words about the text, not of it."""

from __future__ import annotations

import re
from functools import lru_cache

from capture.extract.page import Block, Page

_NAMED = re.compile(
    r"(?:^|[\s_-])(?:ai|ia|ki|gpt|llm)[_-]?(?:summar|resum|zusammenfass|tldr|overview|recap|widget|box)|(?:summar|resum|zusammenfass|tldr|recap)\w*[_-]?(?:ai|ia|ki|gpt)(?:$|[\s_-])|aisummary|summary-?ai|smart-?summary",
    re.IGNORECASE,
)
# Every name that `_NAMED` knows holds one of these.
_STEMS = ("summar", "resum", "zusammenfass", "tldr", "overview", "recap", "widget", "box")
_SAYS_SUMMARY = re.compile(
    r"summar|résum|zusammenfass|resumen|riassunt|sintesi|resumo|streszczen|podsumow|кратк|резюме|περίληψη|ملخص|תקציר|סיכום|摘要|总结|總結|要約|まとめ|요약|सारांश|สรุป|tl;?dr|key (?:points|takeaways)|en bref|l['’]essentiel|in brief",
    re.IGNORECASE,
)
_MACHINE_WORDS = ("AI", "A.I.", "IA", "I.A.", "KI", "ИИ", "TN", "SI")
_MACHINE_PHRASES = (
    "artificial intelligence",
    "intelligence artificielle",
    "künstliche intelligenz",
    "inteligencia artificial",
    "intelligenza artificiale",
    "inteligência artificial",
    r"sztuczn\w+ inteligencj",
    r"искусственн\w+ интеллект",
    "τεχνητή νοημοσύνη",
    "الذكاء الاصطناعي",
    "בינה מלאכותית",
    "人工智能",
    "人工智慧",
    "人工知能",
    "生成AI",
    "인공지능",
    "कृत्रिम बुद्धिमत्ता",
    "एआई",
    "ปัญญาประดิษฐ์",
    "ChatGPT",
    r"GPT-\d",
    "Gemini",
    "Claude",
    "Mistral",
    "LLM",
    "machine-generated",
    "automatically generated",
    "généré automatiquement",
    "automatisch erstellt",
)
# Looked for in all lines at once, for most pages hold none.
_STARTS = tuple(p.partition("\\")[0] for p in _MACHINE_PHRASES)
_SAYS_MACHINE = re.compile(
    rf"\b(?:{'|'.join(map(re.escape, _MACHINE_WORDS))})\b|{'|'.join(_MACHINE_PHRASES)}"
)
# Larger than this is the article itself under a heading that happens to speak of AI.
_MOST_WORDS = 260
_FEWEST_BULLET_WORDS = 4
# A badge, a heading or a tooltip; longer lines speak about machines rather than for one.
_LONGEST_LABEL = 40
_HOLDERS = frozenset(("div", "section", "aside", "details", "figure", "td", "blockquote", "header"))


def find_summary(page: Page) -> tuple[tuple[str, ...], frozenset[int]]:
    """Return the summary's sentences and the numbers of all blocks of its widget."""
    for number in _suspects(page):
        first, stop = int(page.first_block[number]), int(page.stop_block[number])
        words = sum(b.words for b in page.blocks[first:stop])
        if stop - first < 2 or words > _MOST_WORDS or not _is_widget(page, number, first, stop):
            continue
        bullets = [
            b.text
            for b in page.blocks[first:stop]
            if b.words >= _FEWEST_BULLET_WORDS and _in_item(page, b.owner, number)
        ]
        if bullets:
            return tuple(bullets[:20]), frozenset(range(first, stop))
    return (), frozenset()


def _suspects(page: Page) -> list[int]:
    """List containers that are named as such a widget, or hold a line that names a machine; outermost first."""
    found = {n for n, tag in enumerate(page.tags) if tag in _HOLDERS and _is_named(page, n)}
    for block in _named_machines(page):
        at = block.owner
        while at > 0:
            found.add(at)
            at = page.above[at]
    return sorted(n for n in found if page.tags[n] in _HOLDERS)


def _named_machines(page: Page) -> list[Block]:
    labels = [b for b in page.blocks if b.words <= _LONGEST_LABEL]
    every = "\n".join(b.text for b in labels)
    if not any(w in every for w in _STARTS) and not any(
        w in every and re.search(rf"\b{re.escape(w)}\b", every) for w in _MACHINE_WORDS
    ):
        return []
    return [b for b in labels if _SAYS_MACHINE.search(b.text)]


def _is_named(page: Page, number: int) -> bool:
    name, identity = page.classes[number], page.identities[number]
    return bool(name and _named(name)) or bool(identity and _named(identity))


@lru_cache(maxsize=4096)
def _named(attribute: str) -> bool:
    low = attribute[:400].lower()
    return any(s in low for s in _STEMS) and _NAMED.search(low) is not None


def _is_widget(page: Page, number: int, first: int, stop: int) -> bool:
    if _is_named(page, number):
        return True
    apparatus = [b.text for b in page.blocks[first:stop] if not _in_item(page, b.owner, number)]
    words = " ".join(apparatus)[:2000]
    return bool(_SAYS_SUMMARY.search(words) and _SAYS_MACHINE.search(words))


def _in_item(page: Page, owner: int, top: int) -> bool:
    while owner > top:
        if page.tags[owner] == "li":
            return True
        owner = page.above[owner]
    return False
