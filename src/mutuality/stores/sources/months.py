"""Months and dates as publishers write them.

In:    text: `July 2015`, `MSitAE-APRIL-2024`, `2009-APR`, `11th Febuary 2016`, `30/04/2024`.
Out:   a Period or a date; None where the text holds neither.
Never: the first of two readings. Days come before months, as in Britain.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from difflib import SequenceMatcher

from mutuality.base import Period

_NAMES = tuple(name.lower() for name in calendar.month_name)
_WORD, _YEAR = r"(?<![a-z])([a-z]{3,9})", r"((?:19|20)\d\d)(?!\d)"
_MONTH_FIRST = re.compile(rf"{_WORD}\.?[\s\-_,]*{_YEAR}")
_YEAR_FIRST = re.compile(rf"(?<!\d){_YEAR}[\s\-_]*([a-z]{{3,9}})")
_NUMBERS = re.compile(rf"(?<!\d){_YEAR}[-_](0[1-9]|1[0-2])(?![\d])")
_SHORT_MONTH = r"(?<![a-z])([a-z]{3,9})[\s\-_]*(?:20)?(\d\d)"
_SPAN = re.compile(rf"{_SHORT_MONTH}\s*(?:-|–|_|to)\s*{_SHORT_MONTH}(?!\d)")
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d\d)-(\d\d)")
_BRITISH = re.compile(r"(?<!\d)(\d{1,2})[./](\d{1,2})[./](\d{4}|\d\d)(?!\d)")
_SPOKEN = re.compile(r"(?<!\d)(\d{1,2})\s*(?:st|nd|rd|th)?\s+(?:of\s+)?([a-z]{3,9})\.?,?\s+(\d{4})")
_PACKED = re.compile(r"(?<!\d)(\d\d)(\d\d)(\d\d)(?!\d)")
ALIKE = 0.8


def month_number(word: str) -> int | None:
    """1 for `jan` or `January`; forgiving of a slip (`Febuary`), but not of another word."""
    word = word.lower()
    for number, name in enumerate(_NAMES[1:], start=1):
        if word in (name[:3], name[:4]) or word == name:
            return number
        if word[:3] == name[:3] and SequenceMatcher(None, word, name).ratio() >= ALIKE:
            return number
    return None


def month_in(text: str) -> Period | None:
    """The one month that a text names, as in a title, a cell or the name of a file."""
    low = text.lower()
    for word, year in _MONTH_FIRST.findall(low):
        if number := month_number(word):
            return Period.month(int(year), number)
    for year, word in _YEAR_FIRST.findall(low):
        if number := month_number(word):
            return Period.month(int(year), number)
    if found := _NUMBERS.search(low):
        return Period.month(int(found[1]), int(found[2]))
    return None


def span_in(text: str) -> Period | None:
    """A span of months of this century, such as `Jul20-Jun21` or `July 2020 to June 2021`."""
    for first, start, last, end in _SPAN.findall(text.lower()):
        opens, closes = month_number(first), month_number(last)
        if opens and closes:
            return Period(
                Period.month(2000 + int(start), opens).start,
                Period.month(2000 + int(end), closes).end,
            )
    return None


def day_in(text: str) -> dt.date | None:
    """The day that a text names: ISO, `30/04/2024`, or `11th Febuary 2016`."""
    low = text.lower()
    if found := _ISO.search(low):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _BRITISH.search(low):
        year = int(found[3])
        return _day(year + 2000 if year < 100 else year, int(found[2]), int(found[1]))
    if (found := _SPOKEN.search(low)) and (number := month_number(found[2])):
        return _day(int(found[3]), number, int(found[1]))
    return None


def packed_day_in(text: str) -> dt.date | None:
    """The day in a file's name such as `...-revised-210720-qm5hG.xls`: day, month, year."""
    found = _PACKED.search(text)
    return _day(2000 + int(found[3]), int(found[2]), int(found[1])) if found else None


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
