"""What short lines of page furniture say, in the languages the project is tested in.

Evidence for the block model, as `tokens.py` is: a line that matches is not dropped for it.
"""

from __future__ import annotations

import re
from functools import lru_cache

# fmt: off
GROUPS: dict[str, str] = {
    "furniture": "|".join((
        r"""\b(?:share|tweet|pin it|whatsapp|facebook|twitter|linkedin|copy link|e-?mail|print|partager|teilen|compartir|condividi|partilhar|compartilhar|udostępnij|поделиться|κοινοποίηση|teile)\b|شارك|مشاركة|שתף|分享|共有|シェア|공유|शेयर|แชร์""",
        r"""newsletter|subscri|sign ?up|sign ?in|log ?in|inbox|s'abonner|abonne|inscri|anmelden|abonnieren|suscr[ií]|iscriviti|assine|inscreva|zapisz się|подпис|εγγραφ|اشترك|הירשם|订阅|訂閱|登録|購読|구독|सदस्यता|สมัคร""",
        r"""\brelated|read (?:more|next|also)|more (?:from|on|stories|news|in)|you (?:may|might) (?:also )?like|recommended|most (?:read|popular)|trending|see also|à lire aussi|lire aussi|lesen sie auch|mehr zum thema|también|le[ae] tamb|leggi anche|leia (?:também|mais)|czytaj też|zobacz (?:też|także)|читайте также|διαβάστε|اقرأ أيضا|עוד ב|קראו גם|相关|相關|関連|あわせて読み|관련|यह भी पढ़|ข่าวที่เกี่ยวข้อง""",
        r"""\b(?:comments?|reply|replies|commentaires?|kommentare?|comentarios?|commenti|komentarz\w*)\b|комментар|σχόλι|تعليق|תגוב|评论|評論|留言|コメント|댓글|टिप्पणी|ความคิดเห็น""",
        r"""©|copyright|all rights reserved|terms of|privacy|cookie|droits réservés|mentions légales|impressum|datenschutz|derechos reservados|aviso legal|diritti riservati|zastrzeżone|права защищены|δικαιώματα|حقوق|זכויות|版权|版權|著作権|無断転載|저작권|무단|सर्वाधिकार|สงวนลิขสิทธิ์""",
        r"""\badvert|\bsponsor|\bpromoted|affiliate|publicit[éà]|anzeige|werbung|publicidad|publicidade|reklama|реклама|διαφήμιση|إعلان|פרסומת|广告|廣告|広告|광고|विज्ञापन|โฆษณา""",
        r"""^(?:read|learn|see|view|show|load|find out|get|buy|shop|add|click|download|try|book|contact|start|continue|close|menu|search|back|next|previous|home|skip)\b|en savoir plus|mehr erfahren|voir plus|ver más|saiba mais|scopri|подробнее|περισσότερα|المزيد|עוד|更多|もっと|더보기|और पढ़ें|อ่านต่อ""",
        r"""\b(?:about the author|is a (?:writer|journalist|reporter|freelance|staff|senior|content)|contributor|contact .{0,30} at|follow (?:him|her|them|us)|correspondent|editor)\b""",
    )),
    "date": r"""\b(?:19|20)\d\d\b|\b\d{1,2}[:h]\d\d\b|\b\d+ (?:min|hour|day|week|month|year)s?\b|\bago\b|\bupdated\b|\bpublished\b|\bposted\b|\d年|\d월""",
    "credit": r"""^(?:by|par|von|por|di|da|przez|автор|από|بقلم|מאת|作者|文|記者|기자)\b|\b(?:photo|image|credit|getty|reuters|afp|foto|source|courtesy|photograph|bild|crédit|illustration)\b|写真|図|사진|图|фото""",
}
# fmt: on
NAMES = tuple(GROUPS)
_DATE_BIT = 1 << NAMES.index("date")
_DATE = re.compile(GROUPS["date"])
_DATE_HINT = re.compile(
    r"\d|ago|updated|published|posted"
)  # without any of these no date: most lines
_WORDED = tuple((1 << i, p) for i, (n, p) in enumerate(GROUPS.items()) if n != "date")
_PATTERNS = tuple((bit, re.compile(p)) for bit, p in _WORDED)

# Furniture is short; a paragraph that says "subscribe" somewhere is a paragraph.
LONGEST = 160


def mask(line: str) -> int:
    """Return the groups a line matches, one bit a group of `NAMES`; 0 for a long paragraph."""
    if len(line) > LONGEST:
        return 0
    return _matches(line.lower())


def _plain(pattern: str) -> str:
    """Leave out the alternatives that are words of another script or with an accent: no ASCII line holds them."""
    kept, depth = [""], 0
    for part in re.split(r"([()|])", pattern):
        depth += (part == "(") - (part == ")")
        if part == "|" and depth == 0:
            kept.append("")
        else:
            kept[-1] += part
    return "|".join(k for k in kept if k.isascii() or not k.isalpha())


_ASCII_PATTERNS = tuple((bit, re.compile(_plain(p))) for bit, p in _WORDED)


@lru_cache(maxsize=4096)  # menus stand on a page twice, and on all pages of a site
def _matches(low: str) -> int:
    patterns = _ASCII_PATTERNS if low.isascii() else _PATTERNS
    found = sum(bit for bit, pattern in patterns if pattern.search(low))
    return found | _DATE_BIT if _DATE_HINT.search(low) and _DATE.search(low) else found
