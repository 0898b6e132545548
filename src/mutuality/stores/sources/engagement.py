"""Staff engagement and SHMI by trust and year, 2012 to 2019, from a third party's extract.

In:    scores on a scale of 1 to 5, and SHMI as a value only.
Out:   `engagement`, `recommend-care`, `recommend-work`, `shmi-annual`, by calendar year.
Never: `Responses` as a weight: it mixes samples of about 400 with censuses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from mutuality.base import Period
from mutuality.stores.sources import publications
from mutuality.stores.sources.editions import EXTRACT
from mutuality.stores.sources.figures import numbers, once_each, periods, within
from mutuality.stores.sources.observed import given, observations
from mutuality.stores.sources.publication import Publication
from mutuality.stores.sources.reading import Dropped, Reading
from mutuality.stores.sources.table import has_columns, leave_out, names_in, table, with_codes

if TYPE_CHECKING:
    from mutuality.stores.sources.grid import Grid

RANGES = {
    "engagement": (1, 5),
    "recommend-care": (1, 5),
    "recommend-work": (1, 5),
    "shmi-annual": (0.1, 5),
}
_COLUMNS = {
    "code": ("code",),
    "period": ("year index", "year"),
    "engagement": ("engagement index",),
    "recommend-care": ("recommendcare index", "recommend care index"),
    "recommend-work": ("recommendwork index", "recommend work index"),
    "shmi-annual": ("shmi index",),
}
_NAME = {"name": ("name",)}


def year(text: str) -> Period | None:
    """A calendar year."""
    return Period.year(int(text)) if text.isdecimal() and 1990 <= int(text) <= 2100 else None


def _read(grid: Grid) -> Reading:
    found = with_codes(table(grid, _COLUMNS, _NAME))
    found = numbers(found, tuple(RANGES), may_be_missing=tuple(RANGES))
    for measure, (lowest, highest) in RANGES.items():
        within(found, measure, lowest, highest)
    found = periods(found, year, "a year, such as 2015")
    once_each(found, "code", "period_start")
    nothing = found.frame.select(pl.all_horizontal(pl.col(*RANGES).is_null())).to_series()
    found = leave_out(found, nothing, "no figures", show="code")
    tables: dict[str, pl.DataFrame] = {}
    dropped: tuple[Dropped, ...] = found.dropped
    for measure in RANGES:
        kept, missing = given(found, measure, measure)
        tables[measure] = observations(kept, value=kept[measure])
        dropped += missing
    return Reading(
        reader="engagement-shmi",
        source=publications.ENGAGEMENT,
        vintage=EXTRACT,
        tables=tables,
        dropped=dropped,
        names={code: name for code, name in names_in(found).items() if name != "NA"},
        rows=found.height,
    )


ENGAGEMENT_SHMI = Publication(
    id="engagement-shmi",
    reads="Staff engagement and SHMI value by trust, 2012 to 2019, third party's extract (csv)",
    looks_like=lambda grid: has_columns(grid, _COLUMNS),
    of=_read,
)
