"""Overnight beds by provider and quarter (KH03), from a third party's extract.

In:    average daily beds available and occupied, by sector.
Out:   `ga-occupancy`: general and acute beds occupied over available.
Never: a quarter dated by its label. `year` is the calendar year and `quarter` the financial one:
       2017 Q4 is January to March 2017.

The England row is coded NA. Beds are averages over a quarter's days, so they have fractions, but
the England row holds their exact sum: adding up some 250 of them loses less than a millionth of a
bed.
Day beds are not read: in the first four quarters they fall 81 short of the England row.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from mutuality.base import Period, Refusal
from mutuality.stores.sources import publications
from mutuality.stores.sources.editions import EXTRACT
from mutuality.stores.sources.figures import (
    agrees,
    at_least_nought,
    numbers,
    once_each,
    part_of,
    periods,
)
from mutuality.stores.sources.months import month_number
from mutuality.stores.sources.observed import observations, ratio
from mutuality.stores.sources.publication import Publication
from mutuality.stores.sources.reading import Reading
from mutuality.stores.sources.table import (
    Table,
    has_columns,
    leave_out,
    names_in,
    says_total,
    table,
    with_codes,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mutuality.stores.sources.grid import Grid

MILLIONTH = 1e-6
AVAILABLE, OCCUPIED = "beds available", "beds occupied"
PUBLISHED = "published share"
_LABELLED = re.compile(r"((?:19|20)\d\d)\|([^|]*)\|([^|]*)")
_SECTORS = ("total", "learn disabil", "maternity", "mental illness")
_COLUMNS = {
    "code": ("org code", "organisation code"),
    "year": ("year",),
    "month": ("period end",),
    AVAILABLE: ("general acute on beds available",),
    OCCUPIED: ("general acute on beds occupied",),
}
_MORE = {
    "name": ("org name", "organisation name"),
    "quarter": ("quarter",),
    PUBLISHED: ("general acute on beds percent occupied",),
    **{
        f"{sector} {what}": (f"{sector} on beds {what}",)
        for sector in _SECTORS
        for what in ("available", "occupied")
    },
}


def quarter_ending(text: str) -> Period | None:
    """The quarter of a calendar year, a last month and, if it is given, a financial label.

    `2017|March|Q4` is January to March 2017; None where the label says another quarter.
    """
    found = _LABELLED.fullmatch(text)
    month = month_number(found[2]) if found else None
    if found is None or month is None or month % 3:
        return None
    year, label, quarter = found[1], found[3], month // 3
    financial = f"Q{(quarter - 2) % 4 + 1}"
    return Period.quarter(int(year), quarter) if label in ("", financial) else None


def _read(grid: Grid) -> Reading:
    found = table(grid, _COLUMNS, _MORE)
    beds = [name for name in found.columns if name.endswith((" available", " occupied"))]
    shares = [PUBLISHED] if PUBLISHED in found else []
    found = numbers(found, [*beds, *shares], may_be_missing=shares)
    at_least_nought(found, beds)
    label = pl.col("quarter").fill_null("") if "quarter" in found else pl.lit("")
    text = pl.concat_str(pl.col("year", "month").fill_null(""), label, separator="|")
    found = periods(
        found.having(period=found.frame.select(text).to_series()),
        quarter_ending,
        "a year, a quarter's last month and its label",
    )
    total = says_total(found, "code", "name")
    totals = found.frame.filter(total)
    found = with_codes(leave_out(found, total, "total row"))
    part_of(found, OCCUPIED, AVAILABLE)
    if shares:
        worked_out = ratio(found[OCCUPIED], found[AVAILABLE])
        agrees(found, PUBLISHED, worked_out, tolerance=MILLIONTH)
    once_each(found, "code", "period_start")
    return Reading(
        reader="beds-kh03",
        source=publications.BEDS,
        vintage=EXTRACT,
        tables={
            "ga-occupancy": observations(
                found,
                numerator=found[OCCUPIED],
                denominator=found[AVAILABLE],
                value=ratio(found[OCCUPIED], found[AVAILABLE]),
            )
        },
        dropped=found.dropped,
        checks=(_adds_up(found, totals, beds),),
        names=names_in(found),
        rows=found.height,
    )


def _adds_up(found: Table, totals: pl.DataFrame, beds: Sequence[str]) -> str:
    """Each quarter's beds must be those of its England row."""
    worked = found.frame.group_by("period_end").agg(pl.col(beds).sum())
    both = worked.join(totals, on="period_end", how="left", suffix=" England").sort("period_end")
    for name in beds:
        stated = pl.col(f"{name} England")
        apart = both.filter(
            ~((pl.col(name) - stated).abs() <= MILLIONTH).fill_null(value=False)
        ).select("period_end", name, stated, "row")
        if apart.height:
            end, got, expected, row = apart.row(0)
            said = (
                "there is no England row" if expected is None else f"England says {expected:,.6f}"
            )
            raise Refusal(
                "STO-116" if expected is None else "STO-117",
                f"'{name}' adds up to {got:,.6f} in the quarter that ended on {end}; {said}.",
                "Rows are missing, repeated or altered: get the file again.",
                where=found.where(row),
            )
    return f"{both.height} quarters add up to their England rows in {len(beds)} columns."


BEDS_KH03 = Publication(
    id="beds-kh03",
    reads="Overnight beds by provider and quarter (KH03), third party's extract (csv)",
    looks_like=lambda grid: has_columns(grid, _COLUMNS),
    of=_read,
)
