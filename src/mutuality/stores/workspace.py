"""The workspace on disk: immutable observations, and the manifest that says which count.

In:    a folder (CONTRACT: `workspace/observations/<load-id>/*.parquet`, `manifest.sqlite`).
Out:   observations of a measure with their provenance, and the register.
Never: a figure changed in place. The latest official edition wins in a view; all are kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import polars as pl

from mutuality.base import Source
from mutuality.outcomes import Measure
from mutuality.register import (
    Organisation,
    Register,
    combine,
    organisations_by_code,
)
from mutuality.stores import history, loading, shipped
from mutuality.stores.bounds import LIMITS, Limits
from mutuality.stores.manifest import Held, Manifest
from mutuality.stores.views import collected, series_of, view

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from mutuality.stores.holdings import Coverage
    from mutuality.stores.previews import LoadPreview
    from mutuality.stores.reports import LoadReport
    from mutuality.stores.sources import Offered

_ODS_ORDER = ("ods-etr", "trust-types", "trust-icb", "trust-points", "ods-etrust")


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
        paths: Iterable[Path | Offered],
        *,
        at: dt.datetime,
        progress: loading.Progress | None = None,
        supersede: bool = False,
        by: str = "",
        expecting: str | None = None,
        limits: Limits = LIMITS,
    ) -> LoadReport:
        """Load publishers' files (see `mutuality.stores.loading.load`)."""
        return loading.load(
            self.root,
            source,
            paths,
            at=at,
            progress=progress,
            supersede=supersede,
            by=by,
            expecting=expecting,
            limits=limits,
        )

    def preview(
        self,
        source: str,
        paths: Iterable[Path | Offered],
        *,
        at: dt.datetime,
        progress: loading.Progress | None = None,
        supersede: bool = False,
        limits: Limits = LIMITS,
    ) -> LoadPreview:
        """What `load` would do with these files, with nothing written (see stores/previews.py)."""
        from mutuality.stores import previews  # noqa: PLC0415 - most commands preview nothing

        return previews.preview(
            self, source, paths, at=at, progress=progress, supersede=supersede, limits=limits
        )

    def load_reference(self, *, at: dt.datetime, by: str = "") -> LoadReport:
        """Put the figures that ship below whatever else is loaded."""
        return self.load("reference", shipped.figure_files(), at=at, by=by)

    def undo(self, load_id: str, *, at: dt.datetime, by: str = "") -> int:
        """Hide a load. Returns how many files it held; raises Refusal STO-003."""
        return history.hide(self.manifest, load_id, at=at.isoformat(), by=by)

    def unhide(self, load_id: str, *, at: dt.datetime, by: str = "") -> int:
        """Show a hidden load again. Returns how many files it holds.

        Raises Refusal STO-022 (no such hidden load) and STO-023 (what was loaded since contradicts
        it).
        """
        return history.unhide(self.manifest, load_id, at=at.isoformat(), by=by)

    def history(self) -> tuple[history.PastLoad, ...]:
        """Every load, the newest first: when, by whom, its files, and whether it is hidden."""
        return history.history(self.manifest)

    def coverage(self, *, at: dt.date) -> tuple[Coverage, ...]:
        """What is held of each measure, and what is missing or out of date (stores/holdings.py)."""
        from mutuality.stores import holdings  # noqa: PLC0415 - it needs rooms that loads do not

        return holdings.coverage(self, at=at)

    @property
    def version(self) -> str:
        """A mark that changes whenever a load, undo or restore changes anything: for caches."""
        return history.version(self.manifest)

    def held(self) -> tuple[Held, ...]:
        """Every file ever loaded."""
        return self.manifest.held()

    def measures(self) -> frozenset[str]:
        """Identifiers of the measures that anything is held for, shipped figures included."""
        return frozenset(self.loaded_measures() | set(shipped.series()))

    def loaded_measures(self) -> frozenset[str]:
        """Identifiers of the measures that something is loaded for."""
        return frozenset(row["measure"] for row in series_of(self.manifest, ""))

    def declared(self) -> dict[str, Measure]:
        """Measures that loaded files define themselves, because the registry does not know them."""
        return {
            name: Measure(**{**definition, "breaks": ()})
            for name, definition in self.manifest.declared().items()
        }

    def is_from_reference(self, measure: str) -> bool:
        """Whether the shipped figures stand in for a measure, because nothing is loaded for it."""
        return not series_of(self.manifest, measure) and measure in shipped.series()

    def observations(self, measure: str, *, every_edition: bool = False) -> pl.DataFrame:
        """Figures as loaded, with file, sheet and row (columns of VIEW, then flags, vintages).

        One row a code and period: of a reader's editions the latest, of several readers the
        official one. `every_edition` gives all that is held. Raises Refusal STO-006 where nothing
        is held.
        """
        rows = series_of(self.manifest, measure)
        if not rows:
            return shipped.observations(measure)
        figures = pl.scan_parquet(self.tables(measure, rows))
        return collected(view(rows, figures, every_edition=every_edition), self.root)

    def tables(self, measure: str, series: Iterable[Mapping[str, Any]]) -> list[Path]:
        """The Parquet files that hold some series of a measure."""
        loads = sorted({row["load_id"] for row in series})
        return [self.root / "observations" / load / f"{measure}.parquet" for load in loads]

    def source_of(self, measure: str) -> Source:
        """The publications that a measure's figures come from, as one source.

        Raises Refusal STO-006 where nothing is held.
        """
        rows = series_of(self.manifest, measure)
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
        return collected(pl.scan_parquet(table).filter(pl.col("file") == file), self.root)
