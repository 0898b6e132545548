"""Rebuild the reference figures that ship, from the publishers' own files.

In:    a folder with the publishers' files, in any arrangement.
Out:   organisations, successions and quarterly figures, in our own form, with their sources.
Never: a publisher's file copied, or a body that is not a trust in the shipped figures.
"""

from __future__ import annotations

import csv
import datetime as dt
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from mutuality.base import Frequency, Refusal
from mutuality.outcomes import REGISTRY, Measure, panel
from mutuality.register import Register, Units
from mutuality.stores.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mutuality.stores.loading import Progress
    from mutuality.stores.manifest import Manifest
    from mutuality.stores.reports import LoadReport

KEEP = ("organisation", "period_start", "period_end", "numerator", "denominator", "value", "flags")
DECIMALS = {"sums": 4, "base": 3, "sum": 4, "weights": 6, "refused": 6}


def build(
    source: Path, target: Path, *, at: dt.datetime, progress: Progress | None = None
) -> LoadReport:
    """Load everything under `source` in a scratch workspace and write the reference to `target`.

    Quarterly numerators and denominators (annual for scores and SHMI), trusts only, each code on
    its own so that units can be formed as at any date. The same files give the same bytes.
    Raises Refusal STO-007 where any file is refused.
    """
    with tempfile.TemporaryDirectory() as scratch:
        workspace = Workspace(Path(scratch))
        report = workspace.load("auto", [source], at=at, progress=progress)
        if report.refused:
            first = report.refused[0]
            raise Refusal(
                "STO-007",
                f"{len(report.refused)} files were refused, the first being {first.path.name}: "
                f"{first.refusal}",
                "Mend or move the refused files, then build again: the reference must be whole.",
                where=str(source),
            )
        register = workspace.register(Register({}, ()))
        _write_register(register, target)
        _write_figures(workspace, register, target / "figures")
    return report


def _write_register(register: Register, target: Path) -> None:
    bodies = sorted(
        (body for body in register.organisations.values() if register.is_trust(body.code)),
        key=lambda body: body.code,
    )
    _write_csv(
        target / "organisations.csv",
        ("code", "name", "kind", "opened", "closed", "icb", "region", "category",
         "longitude", "latitude"),
        (
            (body.code, body.name, "trust", body.opened, body.closed, body.icb, body.region,
             body.category, _places(body.longitude), _places(body.latitude))
            for body in bodies
        ),
    )  # fmt: skip
    columns = ("old", "new", "date", "kind", "other_date")
    ours = {id(link) for link in register.trust_successions}
    rows = [(link.old, link.new, link.date, link.kind, link.other_date) for link in
            register.trust_successions]  # fmt: skip
    _write_csv(target / "successions.csv", columns, rows)
    others = [
        (link.old, link.new, link.date, link.kind, link.other_date)
        for link in register.successions
        if id(link) not in ours
    ]
    schema = {"old": pl.String, "new": pl.String, "date": pl.Date, "kind": pl.String,
              "other_date": pl.Date}  # fmt: skip
    frame = pl.DataFrame(others, schema=schema, orient="row").sort("old", "new", "date")
    frame.write_parquet(
        target / "successions-other.parquet", compression="zstd", compression_level=19
    )


def _write_figures(workspace: Workspace, register: Register, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.parquet"):
        old.unlink()
    alone = Units(dt.date.min, {}, {}, {})
    rows = []
    for name in sorted(workspace.loaded_measures() & set(REGISTRY)):
        measure = REGISTRY[name]
        observed = workspace.observations(name)
        trusts = observed.filter(
            pl.col("organisation").map_elements(register.is_trust, return_dtype=pl.Boolean)
        )
        if trusts.is_empty():
            continue
        frame = _quarterly(trusts, measure, alone)
        frame.write_parquet(folder / f"{name}.parquet", compression="zstd", compression_level=19)
        rows.append(_series_row(workspace.manifest, name, trusts, rows=frame.height))
    _write_csv(
        folder / "series.csv",
        ("measure", "publisher", "title", "licence", "url", "standing", "first", "last", "rows"),
        rows,
    )


def _quarterly(trusts: pl.DataFrame, measure: Measure, alone: Units) -> pl.DataFrame:
    """Each code by quarter (by year for scores), rounded to what the publisher's figures carry."""
    frequency: Frequency = (
        "year" if measure.native == "year" and not measure.windows_overlap else "quarter"
    )
    built = panel(trusts, measure, units=alone, frequency=frequency, composites="exclude")
    digits = DECIMALS[measure.pooling]
    gone = (pl.col("parts_present") == 0) & ~pl.col("flags").str.contains("field-test")
    if measure.pooling == "sum" and measure.over_time == "sum":
        # A count of part of a quarter would be read as a fall.
        gone |= pl.col("flags").str.contains("short-period", literal=True)
    return (
        built.frame.filter(~gone)
        .rename({"unit": "organisation"})
        .with_columns(
            pl.col("numerator", "denominator").round(digits),
            pl.col("value").round(6),
            flags=pl.col("flags").str.split("|").list.eval(
                pl.element().filter(pl.element().is_in(["field-test", "short-period"]))
            ).list.join("|"),
        )
        .select(KEEP)
        .sort("organisation", "period_start")
    )  # fmt: skip


def _series_row(
    manifest: Manifest, name: str, observed: pl.DataFrame, *, rows: int
) -> tuple[Any, ...]:
    """One line of the list of series: whose figures, under which licence, for which period."""
    sources = manifest.rows(
        "select distinct f.publisher, f.title, f.licence, f.url, f.standing from series s"
        " join files f on f.id = s.file_id where s.measure = ? order by f.standing desc, f.title",
        (name,),
    )
    publishers = list(dict.fromkeys(row["publisher"] for row in sources))
    titles = list(dict.fromkeys(row["title"] for row in sources))
    unclear = any(row["licence"] != "OGL-UK-3.0" for row in sources)
    derived = any(row["standing"] == "derived" for row in sources)
    return (
        name,
        "; ".join(publishers),
        "; ".join(titles),
        "unclear" if unclear else "OGL-UK-3.0",
        sources[0]["url"],
        "derived" if derived else "official",
        observed["period_start"].min(),
        observed["period_end"].max(),
        rows,
    )


def _write_csv(path: Path, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([["" if cell is None else cell for cell in row] for row in rows])


def _places(degrees: float | None) -> float | None:
    return None if degrees is None else round(degrees, 4)
