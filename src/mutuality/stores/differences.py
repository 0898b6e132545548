"""What new files change in the figures that people see.

In:    a workspace, and files that were read and not entered.
Out:   for each measure, how many figures are new, changed, gone, and from which edition to which.
Never: an opinion on which figures count that the view itself does not hold.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from mutuality.base import Period
from mutuality.stores import shipped
from mutuality.stores.sources import OBSERVATIONS
from mutuality.stores.views import collected, series_of, view

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from mutuality.stores.loading import Taken
    from mutuality.stores.workspace import Workspace

SHOWN = 20
CELL = ["organisation", "period_start", "period_end"]
PARTS = ("numerator", "denominator")
"""What a share may have changed in although it is the same."""
UNNUMBERED = 1 << 30
"""Numbers of files that are not entered yet begin here, after every file that is."""


@dataclass(frozen=True, slots=True)
class FigureChange:
    """One figure before and after. None before: it is new. None after: it is seen no more.

    `known` and `kept` tell a figure that is there without a value from one that is not there.
    """

    organisation: str
    period: Period
    old: float | None
    new: float | None
    known: bool
    kept: bool

    def as_dict(self) -> dict[str, Any]:
        """Plain data for `--json` and for a page."""
        return {
            "organisation": self.organisation,
            "period_start": self.period.start.isoformat(),
            "period_end": self.period.end.isoformat(),
            "old": self.old,
            "new": self.new,
            "what": "changed" if self.known and self.kept else "new" if self.kept else "gone",
        }


@dataclass(frozen=True, slots=True)
class Replaced:
    """An edition that would no longer be the one that counts, and the one in its place."""

    period: Period
    old_file: str
    old_vintage: str
    new_file: str
    new_vintage: str
    figures: int


@dataclass(frozen=True, slots=True)
class MeasurePreview:
    """What a load would change in one measure, as people see it.

    Counts are of figures: a code and period. `organisations` counts the codes with any change.
    `first` and `last` are the days that the new files cover. `stands_aside` counts shipped figures
    that people see now and would see no more, because loaded figures then speak for the measure.
    """

    measure: str
    first: dt.date
    last: dt.date
    periods: int
    bodies: int
    new: int
    changed: int
    same: int
    gone: int
    organisations: int
    stands_aside: int
    replaced: tuple[Replaced, ...]
    examples: tuple[FigureChange, ...]

    def as_dict(self) -> dict[str, Any]:
        """Plain data for `--json` and for a page."""
        return {
            "measure": self.measure,
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
            "periods": self.periods,
            "bodies": self.bodies,
            "figures": {
                "new": self.new,
                "changed": self.changed,
                "same": self.same,
                "gone": self.gone,
            },
            "organisations": self.organisations,
            "stands_aside": self.stands_aside,
            "replaced": [
                {
                    "period": edition.period.label,
                    "old": edition.old_file,
                    "old_vintage": edition.old_vintage,
                    "new": edition.new_file,
                    "new_vintage": edition.new_vintage,
                    "figures": edition.figures,
                }
                for edition in self.replaced
            ],
            "examples": [change.as_dict() for change in self.examples],
        }


def difference(store: Workspace, name: str, fresh: Sequence[Taken]) -> MeasurePreview:
    """What the new files would change in the view of one measure that they have figures for."""
    held = series_of(store.manifest, name)
    before = store.observations(name) if held or name in shipped.series() else None
    added, tables = _as_if_entered(name, fresh)
    figures = [_figures(pl.scan_parquet(store.tables(name, held)))] if held else []
    after = collected(view([*held, *added], pl.concat([*figures, *tables])), store.root)
    both = _beside(before, after)
    old, kept = pl.col("known").fill_null(value=False), pl.col("kept").fill_null(value=False)
    equal = [pl.col(part).eq_missing(pl.col(f"new_{part}")) for part in PARTS]
    same = old & kept & pl.all_horizontal(*equal, pl.col("old").eq_missing(pl.col("new")))
    told = both.with_columns(known=old, kept=kept, same=same)
    different = told.filter(~pl.col("same"))
    new = pl.concat([table.collect() for table in tables])
    gone = different.filter(~pl.col("kept")).height
    return MeasurePreview(
        measure=name,
        first=new["period_start"].min(),  # type: ignore[arg-type] # there is a row, with dates
        last=new["period_end"].max(),  # type: ignore[arg-type] # as above
        periods=new.select(pl.struct("period_start", "period_end").n_unique()).item(),
        bodies=new["organisation"].n_unique(),
        new=different.filter(~pl.col("known")).height,
        changed=different.filter(pl.col("known") & pl.col("kept")).height,
        same=told.height - different.height,
        gone=gone,
        organisations=different["organisation"].n_unique(),
        stands_aside=0 if held else gone,
        replaced=_replaced(told),
        examples=_examples(different),
    )


def _as_if_entered(
    name: str, fresh: Sequence[Taken]
) -> tuple[list[dict[str, Any]], list[pl.LazyFrame]]:
    """The series and figures of one measure, as they would stand after the load."""
    series: list[dict[str, Any]] = []
    tables: list[pl.LazyFrame] = []
    for number, taken in enumerate(fresh, start=UNNUMBERED):
        if name not in taken.reading.tables:
            continue
        reading, source = taken.reading, taken.reading.source
        file = {
            "file_id": number,
            "reader": reading.reader,
            "standing": source.standing,
            "publisher": source.publisher,
            "title": source.title,
            "name": taken.path.name,
            "vintage": reading.vintage.label,
        }
        series += [
            {**entry._asdict(), **file, "measure": name}
            for entry in taken.entries
            if entry.measure == name
        ]
        table = reading.tables[name].lazy().with_columns(file=pl.lit(number, pl.Int32))
        tables.append(_figures(table))
    return series, tables


def _figures(table: pl.LazyFrame) -> pl.LazyFrame:
    return table.select(*OBSERVATIONS, "file")


def _beside(before: pl.DataFrame | None, after: pl.DataFrame) -> pl.DataFrame:
    """Each code and period once, with its figures, file and edition before and after."""
    if before is None:
        before = after.clear()
    old = before.select(
        *CELL, *PARTS, old="value", old_file="file", old_vintage="vintage", known=pl.lit(value=True)
    )
    new = after.select(
        *CELL,
        *(pl.col(part).alias(f"new_{part}") for part in PARTS),
        new="value",
        new_file="file",
        new_vintage="vintage",
        kept=pl.lit(value=True),
    )
    return old.join(new, on=CELL, how="full", coalesce=True).sort(CELL)


def _replaced(told: pl.DataFrame) -> tuple[Replaced, ...]:
    """Editions that give way to another file, period by period."""
    moved = (
        told.filter(pl.col("known") & pl.col("kept") & (pl.col("old_file") != pl.col("new_file")))
        .group_by(
            "period_start", "period_end", "old_file", "old_vintage", "new_file", "new_vintage"
        )
        .len()
        .sort("period_start", "period_end", "old_file", "new_file")
    )
    return tuple(
        Replaced(Period(start, end), old_file, old_vintage, new_file, new_vintage, figures)
        for start, end, old_file, old_vintage, new_file, new_vintage, figures in moved.iter_rows()
    )


def _examples(different: pl.DataFrame) -> tuple[FigureChange, ...]:
    """Figures that change first, then those that go, then those that are new; the latest first."""
    shown = (
        different.with_columns(
            order=pl.when(pl.col("known") & pl.col("kept")).then(0)
            .when(pl.col("known")).then(1)
            .otherwise(2)
        )
        .sort("order", "period_end", "organisation", descending=[False, True, False])
        .head(SHOWN)
    )  # fmt: skip
    return tuple(
        FigureChange(code, Period(start, end), old, new, known, kept)
        for code, start, end, old, new, known, kept in shown.select(
            *CELL, "old", "new", "known", "kept"
        ).iter_rows()
    )
