"""Measures that a file describes because the registry does not know them.

In:    the describing columns of a tidy file.
Out:   a Measure.
Never: a measure of ours redefined by a file, or one added up by a rule that nobody stated.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

import polars as pl

from mutuality.base import Frequency, Refusal
from mutuality.outcomes import REGISTRY, Measure

if TYPE_CHECKING:
    from mutuality.stores.sources.table import Table

SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
NEEDED = ("title", "domain", "polarity", "pooling")
OFFERED = (*NEEDED, "unit", "lowest", "highest", "publisher")
_ALLOWED = {
    name: get_args(get_type_hints(Measure)[name]) for name in ("domain", "polarity", "pooling")
}
_MONTHS: dict[int, Frequency] = {1: "month", 3: "quarter", 12: "year"}


def measure_of(code: str, rows: Table) -> Measure:
    """The registry's measure, else the one that the rows describe.

    `rows` are those of one measure, with `period_start` and `period_end`. Raises Refusal STO-121
    (an identifier that is no slug) and STO-122 (an unknown measure without a description).
    """
    first = int(rows["row"][0])
    if not SLUG.fullmatch(code):
        raise Refusal(
            "STO-121",
            f"'{code}' is not an identifier.",
            "Use small letters, digits and hyphens, such as 'nurse-turnover'.",
            where=rows.where(first),
        )
    if code in REGISTRY:
        return REGISTRY[code]
    said = {name: _said(code, rows, name) for name in OFFERED}
    for name, allowed in _ALLOWED.items():
        if said[name] not in allowed:
            raise _undescribed(code, rows, f"'{name}' must be one of: {', '.join(allowed)}")
    return Measure(
        id=code,
        title=said["title"],
        domain=said["domain"],  # type: ignore[arg-type] # checked above
        polarity=said["polarity"],  # type: ignore[arg-type] # checked above
        pooling=said["pooling"],  # type: ignore[arg-type] # checked above
        unit=said["unit"] or "as stated by its publisher",
        numerator="numerator",
        denominator="denominator" if said["pooling"] in ("sums", "base") else "",
        native=_native(rows),
        publisher=said["publisher"] or "Not stated",
        lowest=_bound(code, rows, said["lowest"], -math.inf),
        highest=_bound(code, rows, said["highest"], math.inf),
    )


def _said(code: str, rows: Table, name: str) -> str:
    """What every row says in a describing column; "" where the file has no such column."""
    if name not in rows:
        if name in NEEDED:
            raise _undescribed(code, rows, f"there is no column '{name}'")
        return ""
    different = rows[name].unique(maintain_order=True).to_list()
    if len(different) > 1:
        raise _undescribed(code, rows, f"'{name}' is both '{different[0]}' and '{different[1]}'")
    if different[0] is None and name in NEEDED:
        raise _undescribed(code, rows, f"'{name}' is empty")
    return different[0] or ""


def _bound(code: str, rows: Table, text: str, otherwise: float) -> float:
    try:
        return float(text) if text else otherwise
    except ValueError:
        raise _undescribed(code, rows, f"'{text}' is no bound") from None


def _native(rows: Table) -> Frequency:
    """The commonest length of period; a year where it is none of ours."""
    start, end = pl.col("period_start"), pl.col("period_end")
    months = (end.dt.year() - start.dt.year()) * 12 + end.dt.month() - start.dt.month() + 1
    commonest: Any = rows.frame.select(months.mode().min()).item()
    return _MONTHS.get(commonest, "year")


def _undescribed(code: str, rows: Table, why: str) -> Refusal:
    return Refusal(
        "STO-122",
        f"The measure '{code}' is not one of ours, and the file does not describe it: {why}.",
        f"Add the columns {', '.join(NEEDED)}, the same in each row of a measure (unit, lowest, "
        "highest and publisher are welcome), or use a registered identifier.",
        where=rows.where(int(rows["row"][0])),
    )
