"""Dates in plain sight: beside the headline, in lines that say what they are, in elements named for them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from capture.extract.dates import DIGIT, find_day, read_date, read_day
from capture.extract.elements import Element, upwards
from capture.extract.evidence import Evidence
from capture.extract.headline import heading_text
from capture.extract.marked import stamp
from capture.extract.months import MONTHS
from capture.extract.page import Block
from capture.extract.values import Fact

# Nearly every month, the words for a change stand before its date.
_CHANGED = re.compile(
    r"(?<![^\W\d_])(?:last |page |date |letzte |zuletzt |dernière ){0,3}(?:(?:medically|last|expert|clinically) reviewed|fact[- ]checked|updat\w*|modif\w*|revis(?:ed|ion)|(?:last )?(?:edited|changed)|aktualisier\w*|aktualizac\w*|aktualizov\w*|geändert|bearbeitet|mise? à jour|actualiz\w*|"
    r"atualiza\w*|aggiorna\w*|zaktualizowano|bijgewerkt|uppdatera\w*|opdateret|oppdatert|päivitetty|güncelle\w*|frissítve)|обновл|изменен|оновлено|"
    r"ενημερώθηκε|τελευταία ενημέρωση|تحديث|عدّل|עודכן|更新|最終更新|修改|수정|업데이트|अपडेट|अद्यतन|อัปเดต|แก้ไข",
    re.IGNORECASE,
)
_PUBLISHED_ON = re.compile(
    r"^\W*(?:first |originally |date |article |ge|erst)*(?:published|posted|created|publiée?|paru|veröffentlicht|erschienen|erstellt|publicado|pubblicato|opublikowano|dodano|опубликовано|дата публикации|опубліковано|"
    r"δημοσι(?:εύτηκε|εύθηκε|ευση)|نشر(?:ت)?|تاريخ النشر|פורסם|发布(?:时间|日期|于)?|發布|发表|刊登|公開日?|掲載|投稿日|게시일|등록|입력|प्रकाशित|เผยแพร่|gepubliceerd|publicerad|publisert|publiceret|udgivet|julkaistu|yayın\w*|publicat|megjelent|vydáno|objavljeno|diterbitkan|đăng)\b",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"(?:^|[\s_-])(?:(?:post|entry|article|publish(?:ed)?|pub|blog|news|story|meta|creat(?:ed|ion)|display|text|event__?published|item)?[_-]*(?:date(?:line|time)?|time(?:stamp)?|published|posted(?:-on)?|pubdate|fecha|datum)|byline|entry-meta|post-meta|article-meta|dateline)(?:$|[\s_-])",
    re.IGNORECASE,
)
_PUBLISHED_IN = re.compile(
    r"(?<!\w)(?:first |originally )?(?:published|posted|publié|veröffentlicht|erschienen|publicado|pubblicato|opublikowano|опубликовано|发布|發布|公開|입력)\b",
    re.IGNORECASE,
)
# Beside its date, a dateline holds a byline, a topic and a reading time; a sentence holds more.
_MOST_BESIDE = 90
# So many datelines around one headline are a list's.
_MOST_LINES = 2
# hAtom's class for the last change; themes set it on the only date of a page too.
_UPDATED = re.compile(r"(?:^|[\s_-])(?:updated|modified|dt-updated)(?:$|[\s_-])", re.IGNORECASE)
# What stands around a date within its line.
_INLINE = frozenset(("span", "a", "b", "small", "font", "time", "abbr"))
# Asking one of n siblings whether it is a list's takes n steps; a page of its own day has few such lines.
_MOST_CLASSED = 200
_SENTENCE = re.compile(r"[a-zа-я]{2}[.!?]\s+[A-ZА-Я]|[.!?…。]$")
_TWO_READINGS = re.compile(r"(?<!\d)(\d\d?)[/.-](\d\d?)[/.-](\d{4})(?!\d)")
# "September" and a year; day, month and year together are not much more.
_LONGEST_LEAF = 24
# A label of its own line before its date: "Published", "Last updated on:".
_LONGEST_LABEL = 30
# When somebody joined a forum is no day of the thread's.
_JOINED = re.compile(
    r"\b(?:joined|registered|member since|join date|registriert|inscrit|registrado|iscritto|регистрация)\b|"
    r"(?:注册|註冊|登録|가입)",
    re.IGNORECASE,
)
# Countries whose English writes the day first; elsewhere ambiguous numbers wait for evidence.
_DAY_FIRST = frozenset(
    (
        "en-gb",
        "en-au",
        "en-nz",
        "en-ie",
        "en-in",
        "en-za",
        "en-sg",
        "en-hk",
        "en-my",
        "en-pk",
        "en-ke",
        "en-ng",
    )
)


def seen_day(evidence: Evidence) -> Fact | None:
    """Read the date that readers see: beside the headline, best one that is marked up as a time."""
    order = day_first(evidence)
    times, lines = [], []
    forum = evidence.kind == "forum"
    for place, block in zip(evidence.near_at, evidence.near, strict=True):
        owner = evidence.owner(block)
        text, changed = _before_change(_line(evidence, place))
        if not text or (not forum and evidence.is_item(owner)) or _JOINED.search(text):
            continue
        label = _PUBLISHED_ON.match(text) is not None
        found = find_day(text, day_first=order)
        if found and label:
            return Fact(value=found[0], source="labelled text", confidence=0.5)
        if not changed:
            times += [Fact(value=v, source="time", confidence=0.7) for v in _times(evidence, block)]
        if found and _is_dateline(text, found):
            lines.append(Fact(value=found[0], source="visible text", confidence=0.5))
    days = [f.value[:10] for f in lines]
    if not (forum or evidence.declared) and len(days) > _MOST_LINES and len(set(days)) > 1:
        return None
    if times or lines:
        found_days = times or lines
        # A thread begins with its oldest post, whichever stands nearest the headline.
        return min(found_days, key=lambda f: f.value[:10]) if forum else found_days[0]
    far = (
        _stacked(evidence)
        or _labelled(evidence, order)
        or _classed(evidence, order)
        or _only_time(evidence)
    )
    return _unseen_time(evidence) or far


def _line(evidence: Evidence, place: int) -> str:
    """Return a line's words, behind those of a line before it that is only a label: "Updated"."""
    blocks = evidence.page.blocks
    line = evidence.line(blocks[place])
    before = blocks[place - 1].text if place > 0 and len(line) <= _MOST_BESIDE else ""
    if not before or len(before) > _LONGEST_LABEL or DIGIT.search(before):
        return line
    labels = _CHANGED.search(before) or _PUBLISHED_ON.match(before)
    return f"{before} {line}" if labels else line


def _before_change(text: str) -> tuple[str, bool]:
    """Return what a line says before it speaks of a change, and whether it does."""
    found = _CHANGED.search(text)
    if not found:
        return text, False
    if later := _PUBLISHED_IN.search(text, found.end()):
        return text[later.start() :], True
    before, after = text[: found.start()].strip(), text[found.end() :]
    # Hindi, Japanese and Korean put the word behind the date.
    return ("" if read_day(before) and not read_day(after) else before), True


def _is_dateline(text: str, found: tuple[str, int, int]) -> bool:
    beside = len(text) - (found[2] - found[1])
    return beside <= _MOST_BESIDE and not (beside > 30 and _SENTENCE.search(text))


def _times(evidence: Evidence, block: Block) -> Iterator[str]:
    """Yield the days in the attributes of a line's elements: `<time datetime>`, `<abbr title>`, `ts=`."""
    seen: set[Element] = set()
    late = []
    for _, holder in evidence.pieces(block):
        for node in upwards(holder, 3):
            if node in seen:
                break
            seen.add(node)
            if value := read_date(stamp(node, text=node.tag == "time")):
                name = node.get("class") or ""
                if _UPDATED.search(name) and "publish" not in name:
                    late.append(value)
                else:
                    yield value
            if node.tag not in _INLINE:
                break
    yield from late


def _unseen_time(evidence: Evidence) -> Fact | None:
    """Read a time element near the headline whose words a script was to write: `<relative-time datetime>`."""
    numbers = [b.owner for b in evidence.near]
    if not numbers:
        return None
    for node in evidence.page.elements[min(numbers) : max(numbers) + 1]:
        bare = (node.tag == "time" or "-" in node.tag) and not heading_text(node)
        value = read_date(stamp(node, text=False)) if bare else None
        if value and not evidence.is_item(node):
            return Fact(value=value, source="time", confidence=0.6)
    return None


def _stacked(evidence: Evidence) -> Fact | None:
    """Read a date set as a leaf of a calendar beside the headline: day, month and year in lines of their own."""
    blocks = evidence.page.blocks
    for place in evidence.near_at:
        leaf = [b.text for b in blocks[place : place + 3]]
        for lines in (leaf[:2], leaf):
            text = " ".join(lines)
            if len(text) <= _LONGEST_LEAF and all(len(t) <= _LONGEST_LEAF // 2 for t in lines):
                found = find_day(text)
                if found and found[1] == 0 and found[2] == len(text):
                    return Fact(value=found[0], source="visible text", confidence=0.5)
    return None


def _may_date(block: Block, longest: int) -> bool:
    return len(block.text) <= longest and DIGIT.search(block.text) is not None


def _labelled(evidence: Evidence, order: bool | None) -> Fact | None:
    """Read a date that a line of its own calls the day of publishing, wherever it stands."""
    for place, block in evidence.dated:
        line = _line(evidence, place) if len(block.text) <= 80 else ""
        if line.isascii() and not _PUBLISHED_ON.match(line):
            continue  # nor does what stands before a change
        text = _before_change(line)[0]
        if text and _PUBLISHED_ON.match(text) and (found := read_day(text, day_first=order)):
            return Fact(value=found, source="visible text", confidence=0.5)
    return None


def _classed(evidence: Evidence, order: bool | None) -> Fact | None:
    """Read the one date that stands in an element named for dates, outside lists of teasers."""
    days: list[str] = []
    asked = 0
    for place, block in evidence.dated:
        owner = evidence.owner(block)
        if len(block.text) > 80 or not _named(owner):
            continue
        text = _before_change(_line(evidence, place))[0]
        found = find_day(text, day_first=order)
        asked += found is not None
        if found and not evidence.is_item(owner):
            days.append(found[0])
        if asked == _MOST_CLASSED or len(set(days)) > 1:
            return None  # a list's, whichever
    return (
        Fact(value=days[0], source="visible text", confidence=0.4) if len(set(days)) == 1 else None
    )


def _only_time(evidence: Evidence) -> Fact | None:
    """Read the one day that the page's time elements give, outside lists of teasers."""
    page = evidence.page
    times = [n for n, tag in zip(page.elements, page.tags, strict=True) if tag == "time"]
    days = {day[:10] for n in times[:50] if not evidence.is_item(n) and (day := _moment(n))}
    changed = seen_change(evidence)
    days -= {changed.value[:10]} if changed else set()
    return Fact(value=days.pop(), source="time", confidence=0.4) if len(days) == 1 else None


def _moment(node: Element) -> str | None:
    changed = _UPDATED.search(node.get("class") or "") or _CHANGED.search(heading_text(node))
    return None if changed else read_date(stamp(node))


def _named(node: Element) -> bool:
    names = (f"{n.get('class') or ''} {n.get('id') or ''}"[:300] for n in upwards(node, 3))
    return any(_DATED.search(name) for name in names)


def day_first(evidence: Evidence) -> bool | None:
    """Tell whether numeric dates here begin with the day, by another date of the page or its language."""
    known = address_day(evidence.url)
    for place, block in evidence.dated:
        if place < 400 and len(block.text) <= 60 and (found := _TWO_READINGS.search(block.text)):
            first, second = int(found[1]), int(found[2])
            if first > 12 or second > 12:
                return first > 12
            if known and first != second and found[3] == known.value[:4]:
                parts = (int(known.value[5:7]), int(known.value[8:10]))
                if parts in ((first, second), (second, first)):
                    return parts == (second, first)
    return _order_of(evidence)


def _order_of(evidence: Evidence) -> bool | None:
    """Tell the order of the page's language; English writes both."""
    root = evidence.carriers.root
    locale = next((v for v, _ in evidence.carriers.meta("og:locale")), "") or root.get("lang") or ""
    locale = locale.replace("_", "-").lower()
    if evidence.language and not evidence.language.lower().startswith("en"):
        return True  # a theme may declare en-US whatever is written in it
    if locale in ("en-us", "en-ph"):
        return False
    if locale.startswith("en") or not locale:
        return True if locale in _DAY_FIRST else None
    return True


def address_day(url: str | None) -> Fact | None:
    """Read the day in an address: /2024/05/07/, /2024/may/07/, /2024-05-07-title, /20240507/."""
    try:
        path = urlsplit(url or "").path.lower()
    except ValueError:
        return None
    found = re.search(
        r"/((?:19|20)\d\d)[/-](\w{3,9}|\d{1,2})[/-](\d{1,2})(?=[/_.-]|$)", path
    ) or re.search(r"/(20\d\d)(\d\d)(\d\d)(?=[/_-]|$)", path)
    if not found:
        return None
    months = {n: k for k, v in MONTHS.items() for n in v.split()}
    month = int(found[2]) if found[2].isdecimal() else months.get(found[2], 0)
    day = read_date(f"{found[1]}-{month:02}-{found[3]:0>2}") if month else None
    return Fact(value=day, source="URL", confidence=0.4) if day else None


def seen_change(evidence: Evidence) -> Fact | None:
    """Read the day of the last change where the page shows one, best beside its headline."""
    if evidence.lists and not evidence.declared:
        return None
    order = day_first(evidence)
    near = zip(evidence.near_at, evidence.near, strict=True)
    for place, block in (*((p, b) for p, b in near if _may_date(b, 120)), *evidence.dated):
        text = _line(evidence, place)
        found = _CHANGED.search(text)
        if not found:
            continue
        after = read_day(text[found.end() :], day_first=order)
        after = after or read_day(text[: found.start()], day_first=order)
        if after and not evidence.is_item(evidence.owner(block)):
            return Fact(value=after, source="visible text", confidence=0.5)
    return None
