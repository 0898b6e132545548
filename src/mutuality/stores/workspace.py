"""The workspace on disk: immutable observations, and the manifest that says which count.

In:    a folder (CONTRACT: `workspace/observations/<load-id>/*.parquet`, `manifest.sqlite`).
Out:   observations of a measure with their provenance, and the register.
Never: a figure changed in place. The latest official edition wins in a view; all are kept.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import polars as pl

from mutuality.base import Refusal, Source
from mutuality.outcomes import Measure
from mutuality.register import (
    Organisation,
    Register,
    combine,
    organisations_by_code,
)
from mutuality.stores import loading, shipped
from mutuality.stores.editions import PARTIAL
from mutuality.stores.manifest import Held, Manifest

if TYPE_CHECKING:
    import datetime as dt
    import sqlite3
    from collections.abc import Iterable
    from pathlib import Path

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
_ODS_ORDER = ("ods-etr", "trust-types", "trust-icb", "trust-points", "ods-etrust")


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


class Workspace:
    """Where published figures are kept on this machine.

    Without any load for a measure, the figures that ship stand in for it; once something is
    loaded, the workspace alone speaks for that measure, so that what you see is what you loaded
    (`load reference` puts the shipped figures below your own).
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.manifest = Manifest(root / "manifest.sqlite")

    def load(
        self,
        source: str,
        paths: Iterable[Path],
        *,
        at: dt.datetime,
        progress: loading.Progress | None = None,
        supersede: bool = False,
    ) -> loading.LoadReport:
        """Load publishers' files (see `mutuality.stores.loading.load`)."""
        return loading.load(self.root, source, paths, at=at, progress=progress, supersede=supersede)

    def load_reference(self, *, at: dt.datetime) -> loading.LoadReport:
        """Put the figures that ship below whatever else is loaded."""
        return self.load("reference", shipped.figure_files(), at=at)

    def undo(self, load_id: str, *, at: dt.datetime) -> int:
        """Hide a load. Returns how many files it held; raises Refusal STO-003."""
        return self.manifest.hide(load_id, at=at.isoformat())

    def held(self) -> tuple[Held, ...]:
        """Every file ever loaded."""
        return self.manifest.held()

    def measures(self) -> frozenset[str]:
        """Identifiers of the measures that anything is held for, shipped figures included."""
        return frozenset(self.loaded_measures() | set(shipped.series()))

    def loaded_measures(self) -> frozenset[str]:
        """Identifiers of the measures that something is loaded for."""
        return frozenset(row["measure"] for row in self._series(""))

    def declared(self) -> dict[str, Measure]:
        """Measures that loaded files define themselves, because the registry does not know them."""
        return {
            name: Measure(**{**definition, "breaks": ()})
            for name, definition in self.manifest.declared().items()
        }

    def is_from_reference(self, measure: str) -> bool:
        """Whether the shipped figures stand in for a measure, because nothing is loaded for it."""
        return not self._series(measure) and measure in shipped.series()

    def observations(self, measure: str, *, every_edition: bool = False) -> pl.DataFrame:
        """Figures as loaded, with file, sheet and row (columns of VIEW, then flags, vintages).

        One row a code and period: of a reader's editions the latest, of several readers the
        official one. `every_edition` gives all that is held. Raises Refusal STO-006 where nothing
        is held.
        """
        rows = self._series(measure)
        if not rows:
            return shipped.observations(measure)
        editions = _editions(rows, every_edition=every_edition)
        loads = sorted({row["load_id"] for row in rows})
        paths = [str(self.root / "observations" / load / f"{measure}.parquet") for load in loads]
        frame = self._whole(_read(paths, editions, pick_one=not every_edition))
        names = {
            row["file_id"]: (f"{row['publisher']}, {row['title']}", row["name"], row["vintage"])
            for row in rows
        }
        return frame.with_columns(
            source=pl.col("file").replace_strict(
                {key: value[0] for key, value in names.items()}, return_dtype=pl.String
            ),
            vintage=pl.col("file").replace_strict(
                {key: value[2] for key, value in names.items()}, return_dtype=pl.String
            ),
            file=pl.col("file").replace_strict(
                {key: value[1] for key, value in names.items()}, return_dtype=pl.String
            ),
        ).select(*VIEW, "flags", "vintages")

    def source_of(self, measure: str) -> Source:
        """The publications that a measure's figures come from, as one source.

        Raises Refusal STO-006 where nothing is held.
        """
        rows = self._series(measure)
        if not rows:
            return shipped.source(measure)
        told = {row["file_id"]: row for row in rows}.values()
        first = max(told, key=lambda row: row["file_id"])
        licences = {row["licence"] for row in told}
        return Source(
            id=measure,
            publisher="; ".join(dict.fromkeys(row["publisher"] for row in told)),
            title="; ".join(dict.fromkeys(row["title"] for row in told)),
            licence=cast("Any", licences.pop() if len(licences) == 1 else "unclear"),
            url=first["url"],
            standing="derived" if any(row["standing"] == "derived" for row in told) else "official",
        )

    def register(self, base: Register | None = None) -> Register:
        """The shipped register, with what was loaded from ODS on top and names from outcomes.

        `base` stands in for the shipped one where that is what is being built.
        """
        base = base or shipped.register()
        found = self.manifest.rows(
            "select f.id, f.load_id, f.reader from files f join loads l on l.id = f.load_id"
            " where l.hidden_at is null and (f.reader like 'ods-%' or f.reader like 'trust-%')"
            " order by f.id"
        )
        if not found:
            return base.with_names(self.manifest.names())
        official = {(link.old, link.new): link.date for link in base.successions}
        archived = {
            (link.old, link.new): link.other_date for link in base.successions if link.other_date
        }
        bodies: list[Organisation] = []
        order = {name: place for place, name in enumerate(_ODS_ORDER)}
        # Of two lists the later counts: a later date replaces an earlier one, and of two lists of
        # bodies the first that is read is believed.
        found.sort(key=lambda row: (order.get(row["reader"], 9), -row["id"]))
        found.sort(key=lambda row: row["id"] if row["reader"].startswith("ods-succ") else 0)
        for row in found:
            folder = self.root / "observations" / row["load_id"]
            if row["reader"].startswith("ods-succ"):
                table = self._rows_of(folder / "successions.parquet", row["id"])
                pairs = {(old, new): day for old, new, day in table["old", "new", "date"].rows()}
                (official if row["reader"] == "ods-succ" else archived).update(pairs)
            else:
                table = self._rows_of(folder / "organisations.parquet", row["id"])
                bodies += [
                    Organisation(**body) for body in table.drop("row", "file").iter_rows(named=True)
                ]
        known = organisations_by_code([*bodies, *base.organisations.values()])
        opened = {code: body.opened for code, body in known.items() if body.opened}
        register = Register(
            known,
            combine(official, archived, opened=opened),
            base.changes,
            base.models,
            base.without_successor,
        )
        return register.with_names(self.manifest.names())

    def _rows_of(self, table: Path, file: int) -> pl.DataFrame:
        """What one file put into a table."""
        return self._whole(pl.scan_parquet(table).filter(pl.col("file") == file))

    def _whole(self, rows: pl.LazyFrame) -> pl.DataFrame:
        """The rows, read. Raises Refusal STO-019 where a table was removed or damaged."""
        try:
            return rows.collect()
        except (pl.exceptions.ComputeError, OSError) as error:
            raise Refusal(
                "STO-019",
                f"A table of this workspace is missing or damaged ({error}).",
                "Restore the folder from a backup, or load the publishers' files into an empty "
                "one with --workspace.",
                where=str(self.root),
            ) from error

    def _series(self, measure: str) -> list[sqlite3.Row]:
        """Visible series of one measure, or of all where it is empty."""
        query = (
            "select s.*, f.load_id, f.reader, f.standing, f.name, f.publisher, f.title, f.vintage,"
            " f.licence, f.url"
            " from series s join files f on f.id = s.file_id join loads l on l.id = f.load_id"
            " where l.hidden_at is null"
        )
        if not measure:
            return self.manifest.rows(query)
        return self.manifest.rows(query + " and s.measure = ?", (measure,))


def _editions(rows: list[sqlite3.Row], *, every_edition: bool) -> list[_Edition]:
    """For each reader and period the latest edition, ranked between readers.

    All of them where that is asked for, and of tables that speak for some bodies only.
    """
    groups: dict[tuple[str, str, str], list[sqlite3.Row]] = defaultdict(list)
    for row in rows:
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


def _read(paths: list[str], editions: list[_Edition], *, pick_one: bool) -> pl.LazyFrame:
    """Read the figures of the editions that count, one row a code and period where asked."""
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
    rows = pl.scan_parquet(paths).join(counting, on=["file", "period_start", "period_end"])
    cell = ["organisation", "period_start", "period_end"]
    if any(edition.place for edition in editions):
        partial = pl.col("rank") == _LAST["tidy"]
        own = pl.len().over(*cell, "rank").cast(pl.Int64)
        rows = rows.with_columns(vintages=pl.when(partial).then(own).otherwise("vintages"))
    if pick_one and len({(edition.rank, edition.place) for edition in editions}) > 1:
        best = rows.sort("rank", "place", "file", descending=[False, False, True])
        rows = best.unique(cell, keep="first", maintain_order=True)
    return rows.drop("rank", "place").sort("organisation", "period_start", "file", "row")
