"""Machine-made summaries that sites put over their articles: words about the text, not of it."""

from __future__ import annotations

import re

from capture.extract.page import Page

_NAMED = re.compile(
    r"(?:^|[\s_-])(?:ai|ia|ki|gpt|llm)[_-]?(?:summar|resum|zusammenfass|tldr|overview|recap|widget|box)|(?:summar|resum|zusammenfass|tldr|recap)\w*[_-]?(?:ai|ia|ki|gpt)(?:$|[\s_-])|aisummary|summary-?ai|smart-?summary",
    re.IGNORECASE,
)
_SAYS_SUMMARY = re.compile(
    r"summar|résum|zusammenfass|resumen|riassunt|sintesi|resumo|streszczen|podsumow|кратк|резюме|περίληψη|ملخص|תקציר|סיכום|摘要|总结|總結|要約|まとめ|요약|सारांश|สรุป|tl;?dr|key (?:points|takeaways)|en bref|l['’]essentiel|in brief",
    re.IGNORECASE,
)
_SAYS_MACHINE = re.compile(
    r"\b(?:AI|A\.I\.|IA|I\.A\.|KI|ИИ|TN|SI)\b|artificial intelligence|intelligence artificielle|künstliche intelligenz|inteligencia artificial|intelligenza artificiale|inteligência artificial|sztuczn\w+ inteligencj|искусственн\w+ интеллект|τεχνητή νοημοσύνη|الذكاء الاصطناعي|בינה מלאכותית|人工智能|人工智慧|人工知能|生成AI|인공지능|कृत्रिम बुद्धिमत्ता|एआई|ปัญญาประดิษฐ์|ChatGPT|GPT-\d|Gemini|Claude|Mistral|LLM|machine-generated|automatically generated|généré automatiquement|automatisch erstellt"
)
# Larger than this is the article itself under a heading that happens to speak of AI.
_MOST_WORDS = 260
_FEWEST_BULLET_WORDS = 4


def find_summary(page: Page) -> tuple[tuple[str, ...], frozenset[int]]:
    """Return the summary's sentences and the numbers of all blocks of its widget."""
    for number, node in enumerate(page.elements):
        first, stop = int(page.first_block[number]), int(page.stop_block[number])
        if (
            node.tag
            in (
                "html",
                "body",
                "main",
                "article",
                "a",
                "p",
                "h1",
                "h2",
                "h3",
                "span",
                "li",
                "ul",
                "button",
            )
            or stop - first < 2
        ):
            continue
        if not _is_widget(page, number, first, stop):
            continue
        bullets = [
            b.text for b in page.blocks[first:stop]
            if b.words >= _FEWEST_BULLET_WORDS and _in_item(page, b.owner, number)
        ]  # fmt: skip
        if not bullets:
            continue
        return tuple(bullets[:20]), frozenset(range(first, stop))
    return (), frozenset()


def _is_widget(page: Page, number: int, first: int, stop: int) -> bool:
    words = sum(b.words for b in page.blocks[first:stop])
    if words > _MOST_WORDS:
        return False
    node = page.elements[number]
    if _NAMED.search(f"{node.get('class') or ''} {node.get('id') or ''}"[:400]):
        return True
    apparatus = " ".join(
        b.text for b in page.blocks[first:stop] if not _in_item(page, b.owner, number)
    )[:2000]
    return bool(_SAYS_SUMMARY.search(apparatus) and _SAYS_MACHINE.search(apparatus))


def _in_item(page: Page, owner: int, top: int) -> bool:
    while owner > top:
        if page.elements[owner].tag == "li":
            return True
        owner = int(page.parent[owner])
    return False
