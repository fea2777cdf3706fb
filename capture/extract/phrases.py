"""What short lines of page furniture say, in the languages the project is tested in.

Evidence for the block model, as `tokens.py` is: a line that matches is not dropped for it.
"""

from __future__ import annotations

import re

# fmt: off
GROUPS: dict[str, str] = {
    "share": r"\b(?:share|tweet|pin it|whatsapp|facebook|twitter|linkedin|copy link|e-?mail|print|partager|"
    r"teilen|compartir|condividi|partilhar|compartilhar|udostępnij|поделиться|κοινοποίηση|teile)\b|"
    r"شارك|مشاركة|שתף|分享|共有|シェア|공유|शेयर|แชร์",
    "letter": r"newsletter|subscri|sign ?up|sign ?in|log ?in|inbox|s'abonner|abonne|inscri|anmelden|abonnieren|"
    r"suscr[ií]|iscriviti|assine|inscreva|zapisz się|подпис|εγγραφ|اشترك|הירשם|订阅|訂閱|登録|購読|구독|सदस्यता|สมัคร",
    "related": r"\brelated|read (?:more|next|also)|more (?:from|on|stories|news|in)|you (?:may|might) (?:also )?like|"
    r"recommended|most (?:read|popular)|trending|see also|à lire aussi|lire aussi|lesen sie auch|mehr zum thema|"
    r"también|le[ae] tamb|leggi anche|leia (?:também|mais)|czytaj też|zobacz (?:też|także)|читайте также|"
    r"διαβάστε|اقرأ أيضا|עוד ב|קראו גם|相关|相關|関連|あわせて読み|관련|यह भी पढ़|ข่าวที่เกี่ยวข้อง",
    "comment": r"\b(?:comments?|reply|replies|commentaires?|kommentare?|comentarios?|commenti|komentarz\w*)\b|"
    r"комментар|σχόλι|تعليق|תגוב|评论|評論|留言|コメント|댓글|टिप्पणी|ความคิดเห็น",
    "legal": r"©|copyright|all rights reserved|terms of|privacy|cookie|droits réservés|mentions légales|impressum|"
    r"datenschutz|derechos reservados|aviso legal|diritti riservati|zastrzeżone|права защищены|δικαιώματα|"
    r"حقوق|זכויות|版权|版權|著作権|無断転載|저작권|무단|सर्वाधिकार|สงวนลิขสิทธิ์",
    "ad": r"\badvert|\bsponsor|\bpromoted|affiliate|publicit[éà]|anzeige|werbung|publicidad|publicidade|reklama|"
    r"реклама|διαφήμιση|إعلان|פרסומת|广告|廣告|広告|광고|विज्ञापन|โฆษณา",
    "action": r"^(?:read|learn|see|view|show|load|find out|get|buy|shop|add|click|download|try|book|contact|start|"
    r"continue|close|menu|search|back|next|previous|home|skip)\b|en savoir plus|mehr erfahren|voir plus|ver más|"
    r"saiba mais|scopri|подробнее|περισσότερα|المزيد|עוד|更多|もっと|더보기|और पढ़ें|อ่านต่อ",
    "date": r"\b(?:19|20)\d\d\b|\b\d{1,2}[:h]\d\d\b|\b\d+ (?:min|hour|day|week|month|year)s?\b|\bago\b|\bupdated\b|"
    r"\bpublished\b|\bposted\b|\d年|\d월",
    "byline": r"^(?:by|par|von|por|di|da|przez|автор|από|بقلم|מאת|作者|文|記者|기자)\b",
    "price": r"[$€£¥₹₽]\s?\d|\d\s?(?:€|zł|kr|руб|₽|円|元|원)",
    "caption": r"\b(?:photo|image|credit|getty|reuters|afp|foto|source|courtesy|photograph|bild|crédit|illustration)\b"
    r"|写真|図|사진|图|фото",
    "author": r"\b(?:about the author|is a (?:writer|journalist|reporter|freelance|staff|senior|content)|contributor|"
    r"contact .{0,30} at|follow (?:him|her|them|us)|correspondent|editor)\b",
}
# fmt: on
NAMES = tuple(GROUPS)
_PATTERNS = tuple((1 << i, re.compile(p, re.IGNORECASE)) for i, p in enumerate(GROUPS.values()))

# Furniture is short; a paragraph that says "subscribe" somewhere is a paragraph.
LONGEST = 240


def mask(line: str) -> int:
    """Return the groups a line matches, one bit a group of `NAMES`; 0 for a long paragraph."""
    if len(line) > LONGEST:
        return 0
    return sum(bit for bit, pattern in _PATTERNS if pattern.search(line))
