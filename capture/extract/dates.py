"""Reading dates: ISO 8601, HTTP dates, and days as people write them in seventeen languages."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime

# The Web's first page was published in August 1991.
_FIRST_YEAR = 1991
# fmt: off
_MONTHS = {
    1: "jan january januar janvier enero gennaio janeiro stycznia styczeń январь января ιανουαρίου ιανουάριος ιαν يناير ינואר जनवरी มกราคม ม.ค. ene sty gen янв janv",
    2: "feb february februar février fevrier fev fév febrero febbraio fevereiro lutego luty февраль февраля φεβρουαρίου φεβ فبراير פברואר फरवरी กุมภาพันธ์ ก.พ. lut фев févr",
    3: "mar march märz maerz mrz mars marzo março marca marzec март марта μαρτίου μαρ مارس מרץ मार्च มีนาคม มี.ค. мар",
    4: "apr april avril avr abril abr aprile kwietnia kwiecień апрель апреля απριλίου απρ أبريل אפריל अप्रैल เมษายน เม.ย. kwi апр",
    5: "may mai mayo maggio mag maio maja maj май мая μαΐου μαίου μαϊ مايو מאי मई พฤษภาคม พ.ค.",
    6: "jun june juni juin junio giugno giu junho czerwca czerwiec июнь июня ιουνίου ιουν يونيو יוני जून มิถุนายน มิ.ย. cze июн",
    7: "jul july juli juillet juil julio luglio lug julho lipca lipiec июль июля ιουλίου ιουλ يوليو יולי जुलाई กรกฎาคม ก.ค. lip июл",
    8: "aug august août aout agosto ago sierpnia sierpień август августа αυγούστου αυγ أغسطس אוגוסט अगस्त สิงหาคม ส.ค. sie авг",
    9: "sep sept september septembre septiembre settembre set setembro września wrzesień сентябрь сентября σεπτεμβρίου σεπ سبتمبر ספטמבר सितंबर सितम्बर กันยายน ก.ย. wrz сен",
    10: "oct october oktober okt octobre octubre ottobre ott outubro out października październik октябрь октября οκτωβρίου οκτ أكتوبر אוקטובר अक्टूबर ตุลาคม ต.ค. paź окт",
    11: "nov november novembre noviembre novembro listopada listopad ноябрь ноября νοεμβρίου νοε نوفمبر נובמבר नवंबर नवम्बर พฤศจิกายน พ.ย. lis ноя",
    12: "dec december dezember dez décembre decembre déc diciembre dic dicembre dezembro grudnia grudzień декабрь декабря δεκεμβρίου δεκ ديسمبر דצמבר दिसंबर दिसम्बर ธันวาคม ธ.ค. gru дек",
}
# fmt: on
_MONTH = {name: number for number, names in _MONTHS.items() for name in names.split()}
_NAME = r"([^\W\d_][^\d\s,.]{1,13}|[^\W\d_]\.[^\W\d_]\.)"  # vowel signs of Indic scripts are not \w
_ISO = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?"
)
_CJK = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]")
_DMY = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th|er|º|ª|\.)?\s+(?:de\s+|d['’]|ב)?{_NAME}\.?,?\s+(?:de\s+|del\s+)?((?:19|20|25)\d\d)(?!\d)"
)
_MDY = re.compile(rf"(?<!\w){_NAME}\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+((?:19|20)\d\d)(?!\d)")
_NUMERIC = re.compile(r"(?<![\d./-])(\d{1,4})([./-])(\d{1,2})\2(\d{2,4})(?![\d./-]\d)")


def read_date(text: str) -> str | None:
    """Return the first date in `text` as ISO 8601 (with its time when ISO gives one), or None."""
    text = text.strip()[:300]
    if found := _ISO.search(text):
        return _iso(found)
    if re.match(r"\w{3}, \d{1,2} \w{3} \d{4}", text):
        try:
            return parsedate_to_datetime(text).isoformat()
        except ValueError:
            return None
    if re.fullmatch(r"20\d{6}(?:\d{6})?", text):
        return _day(int(text[:4]), int(text[4:6]), int(text[6:8]))
    return read_day(text)


def read_day(text: str) -> str | None:
    """Return the first day that a person would read in `text`, as YYYY-MM-DD."""
    low = text.lower()
    if found := _CJK.search(low):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    for found in _DMY.finditer(low):
        month = _MONTH.get(found[2]) or _MONTH.get(found[2].removeprefix("ב"))
        if month:
            return _day(int(found[3]), month, int(found[1]))
    for found in _MDY.finditer(low):
        if found[1] in _MONTH:
            return _day(int(found[3]), _MONTH[found[1]], int(found[2]))
    if found := _ISO.search(low):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _NUMERIC.search(low):
        return _numeric(found)
    return None


def _numeric(found: re.Match[str]) -> str | None:
    first, separator, middle, last = int(found[1]), found[2], int(found[3]), found[4]
    if len(found[1]) == 4 and len(last) <= 2:
        return _day(first, middle, int(last))
    if len(found[1]) > 2 or len(last) == 3:
        return None
    year = int(last) + (2000 if len(last) == 2 else 0)
    if middle > 12 and separator == "/":
        return _day(year, first, middle)
    if first > 12 or separator == ".":
        return _day(year, middle, first)
    return _day(year, first, middle) if first == middle else None  # 03/04 is two days: no guess


def _day(year: int, month: int, day: int) -> str | None:
    year = year - 543 if year > 2500 else year  # the Thai calendar counts from the Buddha
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    newest = datetime.now(UTC).date() + timedelta(days=2)
    return found.isoformat() if date(_FIRST_YEAR, 1, 1) <= found <= newest else None


def _iso(found: re.Match[str]) -> str | None:
    day = _day(int(found[1]), int(found[2]), int(found[3]))
    if day is None or found[4] is None or int(found[4]) > 23 or int(found[5]) > 59:
        return day
    zone = (found[7] or "").replace("Z", "+00:00")
    if zone and ":" not in zone:
        zone = f"{zone[:3]}:{zone[3:]}"
    return f"{day}T{int(found[4]):02}:{found[5]}:{found[6] or '00'}{zone}"
