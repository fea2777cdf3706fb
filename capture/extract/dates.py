"""Reading dates: ISO 8601, HTTP dates, and days as people write them in some thirty languages."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime

from capture.extract.months import MONTHS

# The Web's first page was published in August 1991.
_FIRST_YEAR = 1991
_MONTH = {name: number for number, names in MONTHS.items() for name in names.split()}
_MANY_WORDS = {name: name.replace("_", " ") for name in _MONTH if "_" in name}
_YEAR = r"((?:19|20|25)\d\d)"
# Vowel signs of Indic scripts and Thai are not \w; Thai abbreviates with full stops.
_NAME = r"([^\W\d_]_?[^\d\s,./–-]{1,16}|[^\W\d_]\.[^\W\d_]\.)"
_ISO = re.compile(
    r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?"
)
_CJK = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일号號]?")
_VIETNAMESE = re.compile(r"(\d{1,2})\s+tháng\s+(\d{1,2}),?\s+(?:năm\s+)?((?:19|20)\d\d)")
_DMY = re.compile(
    rf"(?<!\d)(\d{{1,2}})\s?(?:st|nd|rd|th|er|ος|º|ª|\.)?[\s./-]*\s*(?:de\s+|d['’]|of\s+|ב)?{_NAME}\.?,?[\s/-]+(?:de\s+|del\s+|พ\.ศ\.\s*)?{_YEAR}(?!\d)"
)
_MDY = re.compile(rf"(?<!\w){_NAME}\.?[\s-]+(\d{{1,2}})\s?(?:st|nd|rd|th)?,?[\s-]+{_YEAR}(?!\d)")
_YMD = re.compile(rf"(?<!\d){_YEAR}[.,]?[\s-]+{_NAME}\.?[\s-]+(\d{{1,2}})(?!\d)")
_NUMERIC = re.compile(r"(?<![\d./-])(\d{1,4})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{1,4})(?![./-]?\d)")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = re.compile(rf"\b({'|'.join(_WEEKDAYS)})[a-z]{{0,6}}\.?,?\s*$")
DIGIT = re.compile(r"\d")
_COMPACT = re.compile(r"20\d{6}(?:\d{6})?")
# Seconds (10 digits) or milliseconds (13) since 1970, from September 2001 on.
_EPOCH = re.compile(r"1\d{9}(?:\d{3})?")


def ascii_digits(text: str) -> str:
    """Write decimal digits of every script as ASCII, character for character."""
    if text.isascii():
        return text
    return "".join(
        c if c.isascii() or not c.isdecimal() else str(unicodedata.decimal(c)) for c in text
    )


def read_date(text: str, *, day_first: bool | None = None) -> str | None:
    """Return the first date in a machine's `text` as ISO 8601 (with its time when ISO gives one), or None."""
    text = ascii_digits(text.strip()[:300])
    if found := _ISO.search(text):
        return _iso(found)
    if re.match(r"\w{3}, \d{1,2} \w{3} \d{4}", text):
        try:
            return parsedate_to_datetime(text).isoformat()
        except ValueError:
            return None
    if _COMPACT.fullmatch(text):
        return _day(int(text[:4]), int(text[4:6]), int(text[6:8]))
    if _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(text[:10]), UTC).isoformat()
    return read_day(text, day_first=day_first)


def read_day(text: str, *, day_first: bool | None = None) -> str | None:
    """Return the first day that a person would read in `text`, as YYYY-MM-DD.

    03/04/2024 is two days: it is read only where `day_first` says which.
    """
    found = find_day(text, day_first=day_first)
    return found[0] if found else None


def find_day(text: str, *, day_first: bool | None = None) -> tuple[str, int, int] | None:
    """Return the first day in `text` with where it starts and ends."""
    if not DIGIT.search(text):
        return None
    low = _one_word_months(ascii_digits(text.lower()))
    best: tuple[int, str, int] | None = None
    for pattern, order in _WRITTEN:
        for found in pattern.finditer(low):
            if (day := _in_order(found, order)) and (best is None or found.start() < best[0]):
                best = (found.start(), day, found.end())
                break
    for found in _NUMERIC.finditer(low):
        first = _by_weekday(found, low) if day_first is None else day_first
        if (day := _numeric(found, first)) and (best is None or found.start() < best[0]):
            best = (found.start(), day, found.end())
            break
    return (best[1], best[0], best[2]) if best else None


_WRITTEN = (
    (_CJK, "ymd"), (_VIETNAMESE, "dmy"), (_DMY, "dMy"), (_MDY, "Mdy"), (_YMD, "yMd"), (_ISO, "ymd"),
)  # fmt: skip


def _one_word_months(low: str) -> str:
    if low.isascii():
        return low
    for joined, apart in _MANY_WORDS.items():
        if apart in low:
            low = low.replace(apart, joined)
    return low


def _in_order(found: re.Match[str], order: str) -> str | None:
    parts = dict(zip(order, found.groups(), strict=False))
    month = _month(parts["M"]) if "M" in parts else int(parts["m"])
    return _day(int(parts["y"]), month, int(parts["d"])) if month else None


def _month(name: str) -> int | None:
    name = name.rstrip(".")
    return _MONTH.get(name) or _MONTH.get(name.removeprefix("ב"))


def _numeric(found: re.Match[str], day_first: bool | None) -> str | None:
    first, separator, middle, last = int(found[1]), found[2], int(found[3]), found[4]
    if len(found[1]) == 4 and len(last) <= 2:
        return _day(first, middle, int(last))
    if len(found[1]) > 2 or len(last) in (1, 3):
        return None
    year = int(last) + (2000 if len(last) == 2 else 0)
    if middle > 12 and (separator != "." or day_first is False):
        return _day(year, first, middle)
    if first > 12 or first == middle:
        return _day(year, middle, first)
    if separator == ".":  # stops are written day first, but in the United States
        return _day(year, first, middle) if day_first is False else _day(year, middle, first)
    if day_first is None:
        return None
    return _day(year, middle, first) if day_first else _day(year, first, middle)


def _by_weekday(found: re.Match[str], low: str) -> bool | None:
    """Tell by the day of the week before a numeric date which of its readings is meant: "Tue, 05/07/2024"."""
    named = _WEEKDAY.search(low[max(0, found.start() - 14) : found.start()])
    if not named:
        return None
    wanted = _WEEKDAYS.index(named[1])
    fits = [
        first
        for first in (True, False)
        if (day := _numeric(found, first)) and date.fromisoformat(day).weekday() == wanted
    ]
    return fits[0] if len(fits) == 1 else None


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
