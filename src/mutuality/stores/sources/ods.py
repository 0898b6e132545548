"""Who became whom, from the Organisation Data Service.

In:    `succ.csv` (no header, five columns) or the union of it with the archive (three columns).
Out:   `successions`: old code, new code, the legal date.
Never: a body that succeeds itself, or an opinion on which of two dates is right.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from mutuality.stores.sources import publications
from mutuality.stores.sources.bodies import dates
from mutuality.stores.sources.editions import EXTRACT, FIRST
from mutuality.stores.sources.publication import Publication
from mutuality.stores.sources.reading import Reading, Vintage
from mutuality.stores.sources.table import Table, has_columns, leave_out, table, under, with_codes

if TYPE_CHECKING:
    from mutuality.base import Source
    from mutuality.stores.sources.grid import Grid

CODES_OF_ALL_KINDS = "[A-Z0-9]{2,9}"
"""Successions hold bodies of every kind: old regions have two characters, branch surgeries nine."""

_SUCC = {"old": 0, "new": 1, "reason": 2, "date": 3, "indicator": 4}
_COMBINED = {"old": ("old code", "old"), "new": ("new code", "new"), "date": ("date",)}


def _looks_like_succ(grid: Grid) -> bool:
    row = grid.head[0]
    return (
        len(row) >= len(_SUCC)
        and all(re.fullmatch(CODES_OF_ALL_KINDS, row[place]) is not None for place in (0, 1))
        and re.fullmatch(r"\d{8}", row[3]) is not None
        and row[4] in ("0", "1")
    )


def _read_succ(grid: Grid) -> Reading:
    return _reading("ods-succ", publications.SUCCESSIONS, FIRST, under(grid, 0, _places(grid)))


def _places(grid: Grid) -> dict[str, int]:
    """Columns by place: the file has no header. A narrower file fails on its dates."""
    return {name: min(place, len(grid.head[0]) - 1) for name, place in _SUCC.items()}


def _read_combined(grid: Grid) -> Reading:
    source = publications.SUCCESSIONS_COMBINED
    return _reading("ods-succ-combined", source, EXTRACT, table(grid, _COMBINED))


def _reading(reader: str, source: Source, vintage: Vintage, found: Table) -> Reading:
    found = dates(with_codes(found, pattern=CODES_OF_ALL_KINDS, columns=("old", "new")), "date")
    found = leave_out(
        found, found["old"] == found["new"], "a body that succeeds itself", show="old"
    )
    again = ~found.frame.select(pl.struct("old", "new", "date").is_first_distinct()).to_series()
    found = leave_out(found, again, "the same succession again", show="old")
    return Reading(
        reader=reader,
        source=source,
        vintage=vintage,
        tables={"successions": found.frame.select("old", "new", "date", "row")},
        dropped=found.dropped,
        rows=found.height,
    )


ODS_SUCC = Publication(
    id="ods-succ",
    reads="ODS successions: old code, new code, date (succ.csv, no header)",
    looks_like=_looks_like_succ,
    of=_read_succ,
)
ODS_SUCC_COMBINED = Publication(
    id="ods-succ-combined",
    reads="ODS successions with the archive: old_code, new_code, date",
    looks_like=lambda grid: has_columns(grid, _COMBINED),
    of=_read_combined,
)
