"""Small words: counts, identifiers, numbers as they are typed.

In:    plain values.
Out:   text.
Never: a number shown otherwise than it was typed, so that nobody saves a rounding.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from mutuality.web.design.formats import day

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

LONGEST = 40


def dated(document: Mapping[str, Any]) -> str:
    """The day as at which a case is read: `22 November 2026`."""
    text = document.get("case", {}).get("date")
    return day(dt.date.fromisoformat(text) if text else None)


def counted(number: int, one: str, many: str = "") -> str:
    """`1 option`, `2 options`, `No options`."""
    word = one if number == 1 else many or f"{one}s"
    return f"{number or 'No'} {word}"


def typed(value: Any) -> str:
    """A number as a person would type it; text as it is; nothing as nothing."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return str(value)
    text = f"{Decimal(str(value)):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def plain(value: Any) -> Any:
    """A number from a form as a case holds it."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def identifier(title: str, taken: Collection[str], *, otherwise: str) -> str:
    """An identifier for a title that none of `taken` is; `otherwise` where it has no letters."""
    folded = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", folded.replace("&", " and "))
    base = ""
    for word in words:
        if base and len(base) + len(word) >= LONGEST:
            break
        base = f"{base}-{word}" if base else word[:LONGEST]
    base = base or otherwise
    name, number = base, 1
    while name in taken:
        number += 1
        name = f"{base}-{number}"
    return name
