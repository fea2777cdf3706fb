"""When a page was published and when it was changed, by the best of what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from capture.extract.carriers import plain
from capture.extract.dates import DIGIT, find_day, read_date, read_day
from capture.extract.elements import Element, upwards
from capture.extract.evidence import Evidence
from capture.extract.headline import heading_text
from capture.extract.marked import marked, stamp
from capture.extract.months import MONTHS
from capture.extract.page import Block
from capture.extract.posts import main_posts
from capture.extract.values import Fact

_PUBLISHED = ("article:published_time", "og:article:published_time", "article:published", "og:published_time", "datepublished",
              "date.published", "publish-date", "publish_date", "publishdate", "pubdate", "parsely-pub-date", "sailthru.date",
              "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date.created", "dcterms.date", "dc.date", "citation_publication_date",
              "citation_online_date", "citation_date", "article.published", "cxenseparse:recs:publishtime", "originalpublicationdate",
              "article_date_original", "datecreated", "og:pubdate", "published_at", "published-date", "bt:pubdate", "prism.publicationdate",
              "displaydate", "rnews:datepublished", "created", "date")  # fmt: skip
_MODIFIED = ("article:modified_time", "og:modified_time", "datemodified", "dcterms.modified", "dc.date.modified", "last-modified", "lastmod",
             "article:modified", "article:updated", "revised", "og:updated_time")  # fmt: skip
# Nearly every month, the words for a change stand before its date.
_CHANGED = re.compile(
    r"(?<![^\W\d_])(?:last |page |date |letzte |zuletzt |dernière ){0,3}(?:updat\w*|modif\w*|revis(?:ed|ion)|(?:last )?(?:edited|changed)|aktualisier\w*|aktualizac\w*|aktualizov\w*|geändert|bearbeitet|mise? à jour|actualiz\w*|"
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
# Beside its date, a dateline holds a byline, a topic and a reading time; a sentence holds more.
_MOST_BESIDE = 90
# So many datelines around one headline are a list's.
_MOST_LINES = 2
# What stands around a date within its line.
_INLINE = frozenset(("span", "a", "b", "small", "font", "time", "abbr"))
_SENTENCE = re.compile(r"[a-zа-я]{2}[.!?]\s+[A-ZА-Я]|[.!?…。]$")
_TWO_READINGS = re.compile(r"(?<!\d)(\d\d?)[/-](\d\d?)[/-]\d{4}")
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


def published(evidence: Evidence) -> Fact | None:
    """Return the day of publishing; None where the page does not tell it."""
    stated = next(_stated(evidence), None)
    if not evidence.written:
        return stated
    seen = _seen(evidence)
    if stated is None:
        return seen or _address_date(evidence.url)
    if seen and _is_republished(stated, seen, evidence):
        return seen
    return stated


def _is_republished(stated: Fact, seen: Fact, evidence: Evidence) -> bool:
    """Tell a stated day that is only the system's last publishing run: readers are shown an earlier one."""
    if seen.value[:10] >= stated.value[:10]:
        return False
    changed = modified(evidence)
    return seen.source == "labelled text" or (
        changed is not None and abs(_ordinal(changed.value) - _ordinal(stated.value)) <= 1
    )


def _ordinal(day: str) -> int:
    year, month, number = (int(x) for x in day[:10].split("-"))
    return (year * 12 + month) * 31 + number


def _stated(evidence: Evidence) -> Iterator[Fact]:
    for thing in main_posts(evidence.carriers, evidence.kind):
        value = thing.get("datePublished") or thing.get("dateCreated") or thing.get("uploadDate")
        if found := read_date(plain(value)):
            yield Fact(value=found, source="json-ld", confidence=0.95)
    for value, name in evidence.carriers.meta(*_PUBLISHED):
        listed = evidence.kind != "forum" and len(set(evidence.carriers.metas[name])) > _MOST_LINES
        if not listed and (found := read_date(value)):
            sure = 0.9 if name not in ("date", "created") else 0.8
            yield Fact(value=found, source=f"meta[{name}]", confidence=sure)
    if not evidence.written:
        return
    names = ("datePublished", "dateCreated", "uploadDate", "dc:date", "dcterms:created", "dcterms:issued", "schema:datePublished")  # fmt: skip
    for node in marked(evidence, *names):
        if found := read_date(stamp(node)):
            yield Fact(value=found, source="microdata", confidence=0.85)


def _seen(evidence: Evidence) -> Fact | None:
    """Read the date that readers see: beside the headline, best one that is marked up as a time."""
    order = _day_first(evidence)
    times, lines = [], []
    for block in evidence.near:
        owner = evidence.owner(block)
        text, changed = _before_change(evidence.line(block))
        if not text or (evidence.is_item(owner) and evidence.kind != "forum"):
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
    if evidence.kind != "forum" and len(days) > _MOST_LINES and len(set(days)) > 1:
        return None
    if times or lines:
        return (times or lines)[0]
    return _unseen_time(evidence) or _labelled(evidence, order) or _classed(evidence, order)


def _before_change(text: str) -> tuple[str, bool]:
    """Return what a line says before it speaks of a change, and whether it does."""
    found = _CHANGED.search(text)
    if not found:
        return text, False
    before, after = text[: found.start()].strip(), text[found.end() :]
    # Hindi, Japanese and Korean put the word behind the date.
    return ("" if read_day(before) and not read_day(after) else before), True


def _is_dateline(text: str, found: tuple[str, int, int]) -> bool:
    beside = len(text) - (found[2] - found[1])
    return beside <= _MOST_BESIDE and not (beside > 30 and _SENTENCE.search(text))


def _times(evidence: Evidence, block: Block) -> Iterator[str]:
    """Yield the days in the attributes of a line's elements: `<time datetime>`, `<abbr title>`, `ts=`."""
    seen: set[Element] = set()
    for _, holder in evidence.pieces(block):
        for node in upwards(holder, 3):
            if node in seen:
                break
            seen.add(node)
            if value := read_date(stamp(node, text=node.tag == "time")):
                yield value
            if node.tag not in _INLINE:
                break


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


def _may_date(block: Block, longest: int) -> bool:
    return len(block.text) <= longest and DIGIT.search(block.text) is not None


def _labelled(evidence: Evidence, order: bool | None) -> Fact | None:
    """Read a date that a line of its own calls the day of publishing, wherever it stands."""
    for _, block in evidence.dated:
        line = evidence.line(block) if len(block.text) <= 80 else ""
        if line.isascii() and not _PUBLISHED_ON.match(line):
            continue  # nor does what stands before a change
        text = _before_change(line)[0]
        if text and _PUBLISHED_ON.match(text) and (found := read_day(text, day_first=order)):
            return Fact(value=found, source="visible text", confidence=0.5)
    return None


def _classed(evidence: Evidence, order: bool | None) -> Fact | None:
    """Read the one date that stands in an element named for dates, outside lists of teasers."""
    days = []
    for _, block in evidence.dated:
        owner = evidence.owner(block)
        if len(block.text) > 80 or not _named(owner):
            continue
        text = _before_change(evidence.line(block))[0]
        found = find_day(text, day_first=order)
        if found and not evidence.is_item(owner):
            days.append(found[0])
    return (
        Fact(value=days[0], source="visible text", confidence=0.4) if len(set(days)) == 1 else None
    )


def _named(node: Element) -> bool:
    names = (f"{n.get('class') or ''} {n.get('id') or ''}"[:300] for n in upwards(node, 3))
    return any(_DATED.search(name) for name in names)


def _day_first(evidence: Evidence) -> bool | None:
    """Tell whether numeric dates here begin with the day, by another date of the page or its language."""
    for place, block in evidence.dated:
        if place < 400 and len(block.text) <= 60 and (found := _TWO_READINGS.search(block.text)):
            if int(found[1]) > 12:
                return True
            if int(found[2]) > 12:
                return False
    root = evidence.carriers.root
    locale = next((v for v, _ in evidence.carriers.meta("og:locale")), "") or root.get("lang") or ""
    locale = locale.replace("_", "-").lower()
    if locale in ("en-us", "en-ph"):
        return False
    if locale.startswith("en") or not locale:
        return True if locale in _DAY_FIRST else None
    return True


def _address_date(url: str | None) -> Fact | None:
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


def modified(evidence: Evidence) -> Fact | None:
    """Return the day of the last change; None where the page does not tell it."""
    for thing in main_posts(evidence.carriers, evidence.kind):
        if found := read_date(plain(thing.get("dateModified"))):
            return Fact(value=found, source="json-ld", confidence=0.9)
    for value, name in evidence.carriers.meta(*_MODIFIED):
        if found := read_date(value):
            sure = 0.85 if name != "og:updated_time" else 0.6
            return Fact(value=found, source=f"meta[{name}]", confidence=sure)
    for node in marked(evidence, "dateModified", "dcterms:modified", "schema:dateModified"):
        if found := read_date(stamp(node)):
            return Fact(value=found, source="microdata", confidence=0.8)
    return _seen_change(evidence)


def _seen_change(evidence: Evidence) -> Fact | None:
    order = _day_first(evidence)
    near = (b for b in evidence.near if _may_date(b, 120))
    for block in (*near, *(b for _, b in evidence.dated)):
        text = evidence.line(block)
        found = _CHANGED.search(text)
        if not found:
            continue
        after = read_day(text[found.end() :], day_first=order)
        after = after or read_day(text[: found.start()], day_first=order)
        if after and not evidence.is_item(evidence.owner(block)):
            return Fact(value=after, source="visible text", confidence=0.5)
    return None
