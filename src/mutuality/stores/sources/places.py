"""Where trusts are, what kind they are, and which board they belong to.

In:    three small extracts of 2022: points, CQC categories, shares of patients by board.
Out:   `organisations`, each with the columns that its file knows.
Never: a trust put in a board by a share that is not its largest.

Boards stand in the extract under their statistical code (E54000008) and everywhere else under their
ODS code (QYG): boards.py has both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from mutuality.base import Refusal, Source
from mutuality.stores.sources import publications
from mutuality.stores.sources.boards import BOARDS
from mutuality.stores.sources.bodies import organisations
from mutuality.stores.sources.editions import EXTRACT
from mutuality.stores.sources.figures import numbers, once_each, within
from mutuality.stores.sources.publication import Publication
from mutuality.stores.sources.reading import Reading
from mutuality.stores.sources.table import (
    Table,
    has_columns,
    leave_out,
    table,
    with_codes,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mutuality.stores.sources.grid import Grid

SUM_OF_SHARES = 0.005
_POINTS = {
    "code": ("organisation", "trust code", "nhs trust code", "nhs trust22 code", "code"),
    "name": ("name", "trust name"),
    "longitude": ("lon", "longitude"),
    "latitude": ("lat", "latitude"),
}
_TYPES = {
    "code": ("trust code", "organisation", "code"),
    "category": ("primary category", "primary inspection category"),
}
_SHARES = {
    "code": ("nhs trust22 code", "nhs trust code", "trust code"),
    "icb": ("icb22 code", "icb code"),
    "share": ("proportion trust came from icb", "share"),
}


def _read_points(grid: Grid) -> Reading:
    found = numbers(with_codes(table(grid, _POINTS)), ("longitude", "latitude"))
    within(found, "longitude", -9, 3)
    within(found, "latitude", 49, 61)
    once_each(found, "code")
    columns = {name: pl.col(name) for name in ("name", "longitude", "latitude")}
    return _reading("trust-points", publications.TRUST_POINTS, found, columns)


def _read_types(grid: Grid) -> Reading:
    found = with_codes(table(grid, _TYPES))
    none = found["category"].is_null() | (found["category"] == "NA")
    found = leave_out(found, none.fill_null(value=True), "no category", show="code")
    once_each(found, "code")
    return _reading(
        "trust-types", publications.TRUST_TYPES, found, {"category": pl.col("category")}
    )


def _read_shares(grid: Grid) -> Reading:
    found = numbers(with_codes(table(grid, _SHARES)), ("share",))
    within(found, "share", 0, 1)
    once_each(found, "code", "icb")
    _check_whole(found)
    found.refuse(
        ~found["icb"].is_in(list(BOARDS)),
        "STO-107",
        lambda row: f"'{row['icb'] or ''}' is not an integrated care board of 2022.",
        "Correct the code (E54000008 to E54000062).",
    )
    largest = found.frame.select(
        pl.col("share").rank("ordinal", descending=True).over("code") == 1
    ).to_series()
    found = leave_out(found, ~largest, "a smaller share of the same trust", show="code")
    boards = found["icb"].replace_strict(BOARDS)
    return _reading("trust-icb", publications.TRUST_ICB, found, {"icb": boards})


def _check_whole(found: Table) -> None:
    """Each trust's shares must add up to one."""
    sums = found.frame.group_by("code", maintain_order=True).agg(pl.col("share").sum())
    wrong = sums.filter((pl.col("share") - 1).abs() > SUM_OF_SHARES)
    if wrong.height:
        code, total = wrong.row(0)
        raise Refusal(
            "STO-117",
            f"The shares of {code} add up to {total:.3f}; 1 was expected.",
            "Rows are missing or repeated: download the file again.",
            where=found.where(),
        )


def _reading(
    reader: str, source: Source, found: Table, columns: Mapping[str, pl.Expr | pl.Series]
) -> Reading:
    return Reading(
        reader=reader,
        source=source,
        vintage=EXTRACT,
        tables={"organisations": organisations(found, kind=pl.lit("trust"), **columns)},
        dropped=found.dropped,
        rows=found.height,
    )


TRUST_POINTS = Publication(
    id="trust-points",
    reads="Headquarters of trusts: organisation, name, lon, lat",
    looks_like=lambda grid: has_columns(grid, _POINTS),
    of=_read_points,
)
TRUST_TYPES = Publication(
    id="trust-types",
    reads="CQC category of trusts: trust_code, primary_category",
    looks_like=lambda grid: has_columns(grid, _TYPES),
    of=_read_types,
)
TRUST_ICB = Publication(
    id="trust-icb",
    reads="Boards that trusts draw patients from: trust, board, share",
    looks_like=lambda grid: has_columns(grid, _SHARES),
    of=_read_shares,
)
