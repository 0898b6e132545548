"""Which of the figures that are held count, and those figures.

In:    series as the manifest lists them, and tables of observations.
Out:   one row a code and period: of a reader's editions the latest, of readers the official one.
Never: a figure that is hidden, or two for one code and period unless every edition is asked for.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from mutuality.base import Refusal
from mutuality.stores.editions import PARTIAL

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from mutuality.stores.manifest import Manifest

VIEW = (
    "organisation",
    "period_start",
    "period_end",
    "numerator",
    "denominator",
    "value",
    "source",
    "file",
    "sheet",
    "row",
    "vintage",
)
"""Columns of observations as a person is given them."""
_RANK = {"official": 0, "derived": 1}
_LAST = {"tidy": 2, "reference": 3}


@dataclass(frozen=True, slots=True)
class _Edition:
    """A file that speaks for one reader and period, its place among the editions that are held
    (0 is the latest), and how many they are."""

    file: int
    start: str
    end: str
    rank: int
    place: int
    vintages: int


def series_of(manifest: Manifest, measure: str) -> list[dict[str, Any]]:
    """Visible series of one measure, or of all where it is empty."""
    query = (
        "select s.*, f.load_id, f.reader, f.standing, f.name, f.publisher, f.title, f.vintage,"
        " f.licence, f.url"
        " from series s join files f on f.id = s.file_id join loads l on l.id = f.load_id"
        " where l.hidden_at is null"
    )
    if measure:
        return [dict(row) for row in manifest.rows(query + " and s.measure = ?", (measure,))]
    return [dict(row) for row in manifest.rows(query)]


def view(
    series: Sequence[Mapping[str, Any]], figures: pl.LazyFrame, *, every_edition: bool = False
) -> pl.LazyFrame:
    """The figures that count (columns of VIEW, then flags, vintages).

    `figures` holds the columns of OBSERVATIONS and `file`, for every file in `series`.
    """
    chosen = _read(figures, _editions(series, every_edition=every_edition), one=not every_edition)
    names = {
        row["file_id"]: (f"{row['publisher']}, {row['title']}", row["name"], row["vintage"])
        for row in series
    }
    said = {
        column: pl.col("file").replace_strict(
            {key: value[place] for key, value in names.items()}, return_dtype=pl.String
        )
        for place, column in enumerate(("source", "file", "vintage"))
    }
    return chosen.with_columns(**said).select(*VIEW, "flags", "vintages")


def collected(rows: pl.LazyFrame, root: Path) -> pl.DataFrame:
    """The rows, read. Raises Refusal STO-019 where a table was removed or damaged."""
    try:
        return rows.collect()
    except (pl.exceptions.ComputeError, OSError) as error:
        raise Refusal(
            "STO-019",
            f"A table of this workspace is missing or damaged ({error}).",
            "Restore the folder from a backup, or load the publishers' files into an empty "
            "one with --workspace.",
            where=str(root),
        ) from error


def _editions(series: Sequence[Mapping[str, Any]], *, every_edition: bool) -> list[_Edition]:
    """For each reader and period the latest edition, ranked between readers.

    All of them where that is asked for, and of tables that speak for some bodies only.
    """
    groups: dict[tuple[str, str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for row in series:
        groups[row["reader"], row["period_start"], row["period_end"]].append(row)
    found = []
    for (reader, start, end), held in groups.items():
        held.sort(key=lambda row: (row["edition"], row["file_id"]), reverse=True)
        rank = _LAST.get(reader, _RANK[held[0]["standing"]])
        chosen = held if every_edition or reader in PARTIAL else held[:1]
        found += [
            _Edition(row["file_id"], start, end, rank, place, len(held))
            for place, row in enumerate(chosen)
        ]
    return found


def _read(figures: pl.LazyFrame, editions: list[_Edition], *, one: bool) -> pl.LazyFrame:
    """The figures of the editions that count, one row a code and period where asked."""
    counting = pl.LazyFrame(
        {
            "file": [edition.file for edition in editions],
            "period_start": [edition.start for edition in editions],
            "period_end": [edition.end for edition in editions],
            "rank": [edition.rank for edition in editions],
            "place": [edition.place for edition in editions],
            "vintages": [edition.vintages for edition in editions],
        },
        schema_overrides={"file": pl.Int32, "rank": pl.Int32, "vintages": pl.Int64},
    ).with_columns(pl.col("period_start", "period_end").str.to_date())
    rows = figures.join(counting, on=["file", "period_start", "period_end"])
    cell = ["organisation", "period_start", "period_end"]
    if any(edition.place for edition in editions):
        partial = pl.col("rank") == _LAST["tidy"]
        own = pl.len().over(*cell, "rank").cast(pl.Int64)
        rows = rows.with_columns(vintages=pl.when(partial).then(own).otherwise("vintages"))
    if one and len({(edition.rank, edition.place) for edition in editions}) > 1:
        best = rows.sort("rank", "place", "file", descending=[False, False, True])
        rows = best.unique(cell, keep="first", maintain_order=True)
    return rows.drop("rank", "place").sort("organisation", "period_start", "file", "row")
