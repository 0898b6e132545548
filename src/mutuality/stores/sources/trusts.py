"""Trusts and their sites, from the Organisation Data Service.

In:    `etr.csv` (trusts) or `etrust.csv` (trusts and sites): 27 columns and no header.
Out:   `organisations`: code, name, kind, opened, closed, board, region.
Never: a code's length taken for its kind: G6V2S has five characters and is a trust.

The two files have one layout. What holds a five-character code together with the three-character
code that it begins with has sites in it, so it is etrust; there, five characters are a site. In
etr every row is a trust. The fourth column is an integrated care board where it is Q, a letter and
a third character (QMJ); before 2022 it named an area team (Q83), and Q99 means Wales.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from mutuality.stores.sources import publications
from mutuality.stores.sources.bodies import dates, organisations
from mutuality.stores.sources.editions import FIRST
from mutuality.stores.sources.figures import once_each
from mutuality.stores.sources.publication import Publication
from mutuality.stores.sources.reading import Reading
from mutuality.stores.sources.table import under, with_codes

if TYPE_CHECKING:
    from mutuality.base import Source
    from mutuality.stores.sources.grid import Grid

WIDTH = 27
BOARD = r"^Q[A-Z][A-Z0-9]$"
_PLACES = {"code": 0, "name": 1, "region": 2, "icb": 3, "opened": 10, "closed": 11}


def _looks_like(grid: Grid) -> bool:
    row = grid.head[0]
    return (
        len(row) == WIDTH
        and re.fullmatch(r"[A-Z0-9]{3,5}", row[0]) is not None
        and re.fullmatch(r"[A-Z]\d\d", row[2]) is not None
        and re.fullmatch(r"\d{8}", row[10]) is not None
    )


def _has_sites(grid: Grid) -> bool:
    codes = grid.cells["c0"]
    return bool(codes.filter(codes.str.len_chars() == 5).str.head(3).is_in(codes.implode()).any())


def _read(grid: Grid, *, reader: str, source: Source, kind: pl.Expr) -> Reading:
    last = len(grid.head[0]) - 1
    found = under(grid, 0, {name: min(place, last) for name, place in _PLACES.items()})
    found = dates(with_codes(found), "opened", "closed", may_be_missing=True)
    once_each(found, "code")
    board = pl.col("icb")
    return Reading(
        reader=reader,
        source=source,
        vintage=FIRST,
        tables={
            "organisations": organisations(
                found,
                name=pl.col("name"),
                kind=kind,
                opened=pl.col("opened"),
                closed=pl.col("closed"),
                icb=pl.when(board.str.contains(BOARD)).then(board),
                region=pl.col("region"),
            )
        },
        dropped=found.dropped,
        rows=found.height,
    )


def _read_trusts(grid: Grid) -> Reading:
    return _read(grid, reader="ods-etr", source=publications.TRUSTS, kind=pl.lit("trust"))


def _read_sites(grid: Grid) -> Reading:
    kind = pl.when(pl.col("code").str.len_chars() == 3).then(pl.lit("trust"))
    return _read(
        grid,
        reader="ods-etrust",
        source=publications.TRUST_SITES,
        kind=kind.otherwise(pl.lit("site")),
    )


ODS_ETR = Publication(
    id="ods-etr",
    reads="ODS trusts (etr.csv, 27 columns, no header)",
    looks_like=lambda grid: _looks_like(grid) and not _has_sites(grid),
    of=_read_trusts,
)
ODS_ETRUST = Publication(
    id="ods-etrust",
    reads="ODS trusts and their sites (etrust.csv or .csv.gz, 27 columns, no header)",
    looks_like=lambda grid: _looks_like(grid) and _has_sites(grid),
    of=_read_sites,
)
