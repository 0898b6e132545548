"""What the columns of an A&E file mean, in any of its layouts.

In:    the rows above the figures: one header row, and in workbooks a row of groups over it.
Out:   where each figure stands: `attendances 1`, `over booked 2`, `admissions other`, ...
Never: a sum of departments with one of them missing.

Departments: 1 major A&E, 2 single specialty, 3 all others (minor injury units, walk-in centres).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from mutuality.stores.sources.grid import plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mutuality.stores.sources.grid import Grid

CODES = (
    "code",
    "org code",
    "organisation code",
    "organization code",
    "provider code",
    "trust code",
)
TEXTS = {
    "code": CODES,
    "name": ("name", "org name", "organisation name", "provider name", "trust name"),
    "region": ("region", "parent org", "parent organisation", "area team"),
    "period": ("period", "month"),
}
_CODES = frozenset(CODES)
DEPARTMENTS = ("1", "2", "3")
_WITHIN = re.compile(r"(less than|within|under) 4|< ?4|4 (hours|hrs) or less")
_OVER = re.compile(r"(over|greater than|more than|longer than) ?4|> ?4")
_TYPE = re.compile(r"\btype ?([123])\b")

Places = dict[str, int]


def header(grid: Grid) -> tuple[int, Places]:
    """The header's row number (from 1) and where each known column stands; (0, {}) if none."""
    best: tuple[int, Places] = (0, {})
    for number, row in enumerate(grid.plain_head):
        if not _CODES.isdisjoint(row):
            groups = grid.head[number - 1] if number else ("",) * len(row)
            places = _places(row, groups)
            if len(places) > len(best[1]):
                best = (number + 1, places)
    return best


def looks_like(grid: Grid) -> bool:
    """Whether the header has a code, attendances, and something on four hours or admissions."""
    _, places = header(grid)
    kinds = {name.split()[0] for name in places}
    return {"code", "attendances"} <= kinds and bool(kinds & {"over", "admissions"})


def lacking(places: Mapping[str, int]) -> list[str]:
    """What cannot be worked out from the columns that are there, in words."""
    missing = []
    if "code" not in places:
        missing.append("code")
    if not _whole(places, "attendances"):
        missing.append("attendances (a total, or types 1, 2 and other)")
    if not _whole(places, "over"):
        missing.append("attendances over 4 hours (a total, or types 1, 2 and other)")
    if "admissions total" not in places:
        if not _whole(places, "admissions", total="admissions via"):
            missing.append("emergency admissions via A&E (a total, or types 1, 2 and other)")
        if "admissions other" not in places:
            missing.append("other emergency admissions")
    booked = [f"{kind} booked {n}" for kind in ("attendances", "over") for n in DEPARTMENTS]
    if any(name in places for name in booked):
        missing += [name for name in booked if name not in places]
    return missing


def departments(places: Mapping[str, int], kind: str) -> list[str]:
    """The three columns of a kind by department, or none where they are not all there."""
    names = [f"{kind} {number}" for number in DEPARTMENTS]
    return names if all(name in places for name in names) else []


def _whole(places: Mapping[str, int], kind: str, *, total: str = "") -> bool:
    return (total or f"{kind} total") in places or bool(departments(places, kind))


def _places(row: Sequence[str], groups: Sequence[str]) -> Places:
    places: Places = {}
    group = ""
    for place, cell in enumerate(row):
        group = groups[place] or group
        name = _meaning(plain(group), cell)
        if name:
            places.setdefault(name, place)
    return places


@lru_cache(maxsize=1024)
def _meaning(group: str, cell: str) -> str:
    """Our name for a column; "" for one that is not needed. The same few stand in every month."""
    return _text(cell) or _figure(group, cell)


def _text(cell: str) -> str:
    return next((name for name, wordings in TEXTS.items() if cell in wordings), "")


def _figure(group: str, cell: str) -> str:
    if not cell or "percent" in cell or "%" in cell or "decision to admit" in cell:
        return ""
    if re.search(r"\bdta\b", cell):
        return ""
    if "emergency admission" in cell:
        return _admission(cell)
    words = f"{group} {cell}"
    if "attendance" not in words or "percent" in words or _WITHIN.search(words):
        return ""
    kind = "over" if _OVER.search(words) else "attendances"
    booked = "booked " if re.search(r"\bbooked\b", words) else ""
    department = "total" if "total" in cell else _department(cell)
    return f"{kind} {booked}{department}" if department else ""


def _admission(cell: str) -> str:
    if cell.startswith("other"):
        return "admissions other"
    if "total" in cell:
        return "admissions via" if "via" in cell else "admissions total"
    department = _department(cell)
    return f"admissions {department}" if department else ""


def _department(cell: str) -> str:
    if found := _TYPE.search(cell):
        return found[1]
    return "3" if "other" in cell else ""
