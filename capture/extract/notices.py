"""Pages that are only a notice: a wall that asks who the visitor is, an error. Their honest text is empty."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from capture.extract.elements import BIT
from capture.extract.page import Page

# Walls and errors speak shortly; a page with more words than this has content besides its notice.
_WALL_WORDS = 150
_WALL = re.compile(
    r"verify (?:that )?you are (?:a )?human|are you a robot|unusual traffic|checking your browser|enable javascript and cookies|"
    r"access (?:to this page has been )?denied|request (?:was |has been )?blocked|you have been blocked|complete the captcha|security check|"
    r"press (?:and|&) hold|just a moment|ddos protection|cloudflare ray id|pardon our interruption|attention required",
    re.IGNORECASE,
)
_ERROR = re.compile(
    r"\b(?:404|403|410|500|502|503)\b.{0,60}(?:not found|error|forbidden|gone|unavailable|gateway)|page (?:not|cannot be|can't be|could not be) found|"
    r"(?:not found|error|forbidden)\W+(?:404|403|500|503)|page introuvable|seite (?:wurde )?nicht gefunden|página no encontrada|pagina non trovata|"
    r"página não encontrada|nie znaleziono strony|страница не найдена|η σελίδα δεν βρέθηκε|الصفحة غير موجودة|הדף לא נמצא|页面不存在|找不到(?:页面|頁面)|"
    r"ページが見つかりません|페이지를 찾을 수 없|पृष्ठ नहीं मिला|ไม่พบหน้า",
    re.IGNORECASE,
)
# A notice inside the site's usual frame: so few words that are no links are kept, and its title or headline is the notice.
_NOTICE_WORDS = 60


def notice_kind(page: Page, title: str) -> str | None:
    """Return "wall" or "error" for a page that is only a notice, else None."""
    if sum(b.words for b in page.blocks) > _WALL_WORDS:
        return None
    return _kind(f"{title} " + " ".join(b.text for b in page.blocks))


def framed_notice(page: Page, title: str, keep: NDArray[np.bool_]) -> str | None:
    """Return the kind of notice that stands between a site's menu and footer, by what was kept."""
    kept = (b for b, k in zip(page.blocks, keep, strict=True) if k)
    if sum(b.words for b in kept if b.link_chars * 2 < len(b.text)) > _NOTICE_WORDS:
        return None
    headlines = (b.text for b in page.blocks if page.flags[b.owner] & BIT["heading"])
    return _kind(title) or next(
        (kind for h in headlines if len(h) < 80 and (kind := _kind(h))), None
    )


def _kind(text: str) -> str | None:
    if _WALL.search(text):
        return "wall"
    return "error" if _ERROR.search(text) else None
