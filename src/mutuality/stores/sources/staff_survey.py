"""The NHS Staff Survey by organisation, 2021 to 2024, from a third party's extract.

In:    per cent of respondents on some thirty items, with the number who answered each.
Out:   the items of ITEMS: value per cent, denominator who answered, numerator value times base.
Never: one figure for several bodies stored under the first of them.

Left out, and counted: codes that join several commissioning groups (`01T/01V`), and the sectors of
one trust that is surveyed as if it were several (`R1F1` to `R1F4`, Isle of Wight). Each sector is
weighted by itself, so adding them up would not give the trust's own score. Who the respondents are
(sex, religion, profession) is not an outcome and is not read; nor are `Mastery_meaning` and
`Membership`, because the extract does not say what was asked. Titles follow the extract's names for
the columns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mutuality.stores.sources import publications
from mutuality.stores.sources.editions import EXTRACT
from mutuality.stores.sources.engagement import year
from mutuality.stores.sources.figures import (
    at_least_nought,
    numbers,
    once_each,
    periods,
    within,
)
from mutuality.stores.sources.observed import given, observations
from mutuality.stores.sources.publication import Publication
from mutuality.stores.sources.reading import Dropped, Reading
from mutuality.stores.sources.table import has_columns, leave_out, names_in, table, with_codes

if TYPE_CHECKING:
    import polars as pl

    from mutuality.stores.sources.grid import Grid

ITEMS = {
    "burnout": "burned out",
    "autonomy": "autonomy",
    "stress": "stress",
    "enough-staff": "enough staff",
    "exhausting-work": "emotionally exhausting",
    "frustrating-work": "frustration",
    "demands-met": "time demands meet",
    "discrimination-internal": "discrimination internal",
    "discrimination-public": "discrimination public",
    "violence-public": "physical public",
    "violence-manager": "physical manager",
    "violence-colleagues": "physical colleagues",
    "abuse-public": "emotional public",
    "abuse-manager": "emotional manager",
    "abuse-colleagues": "emotional colleagues",
}
SECTOR = r"^[RT][A-Z0-9]{2}[0-9]$"
_COLUMNS = {
    "code": ("ods code", "org code", "organisation code"),
    "period": ("year",),
    "burnout": ("burned out rate",),
    "burnout base": ("burned out base",),
}
_MORE = {
    "name": ("organisation name",),
    **{item: (f"{column} rate",) for item, column in ITEMS.items()},
    **{f"{item} base": (f"{column} base",) for item, column in ITEMS.items()},
}


def _read(grid: Grid) -> Reading:
    found = table(grid, _COLUMNS, _MORE)
    several = found["code"].str.contains("/", literal=True).fill_null(value=False)
    found = leave_out(found, several, "one figure for several bodies", show="code")
    sector = found["code"].str.contains(SECTOR).fill_null(value=False)
    found = leave_out(found, sector, "one sector of a trust", show="code")
    found = with_codes(found)
    items = [item for item in ITEMS if item in found and f"{item} base" in found]
    bases = [f"{item} base" for item in items]
    found = numbers(found, [*items, *bases], may_be_missing=[*items, *bases])
    at_least_nought(found, bases)
    for item in items:
        within(found, item, 0, 100)
    found = periods(found, year, "a year, such as 2023")
    once_each(found, "code", "period_start")
    tables: dict[str, pl.DataFrame] = {}
    dropped: tuple[Dropped, ...] = found.dropped
    for item in items:
        kept, missing = given(found, item, item)
        share, base = kept[item], kept[f"{item} base"]
        tables[item] = observations(
            kept, numerator=share / 100 * base, denominator=base, value=share
        )
        dropped += missing
    return Reading(
        reader="staff-survey",
        source=publications.STAFF_SURVEY,
        vintage=EXTRACT,
        tables=tables,
        dropped=dropped,
        names=names_in(found),
        rows=found.height,
    )


STAFF_SURVEY = Publication(
    id="staff-survey",
    reads="NHS Staff Survey by organisation, from 2021, third party's extract (csv)",
    looks_like=lambda grid: has_columns(grid, _COLUMNS),
    of=_read,
)
